"""``duilian backup``: both databases in one file, while they are in use."""

from __future__ import annotations

import argparse
from datetime import datetime, timezone
from pathlib import Path

from duilian.archive.backup import write_backup
from duilian.config import Config
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "file", type=Path, metavar=sentence("cli.value.file"), help=sentence("cli.backup.file")
    )


def run(args: argparse.Namespace, config: Config) -> int:
    """Write the backup and say what it holds.

    Returns:
        0.

    Raises:
        DataError: The file is there already or cannot be written, or a database cannot be read.
    """
    now = datetime.now(timezone.utc)
    contents = write_backup(config.database_url, config.trackers_url, args.file, now)
    print(sentence("cli.backup.made", file=args.file, sessions=contents.sessions, people=contents.people))
    return 0
