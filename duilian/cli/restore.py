"""``duilian restore``: both databases as a backup has them."""

from __future__ import annotations

import argparse
from datetime import datetime, timezone
from pathlib import Path

from duilian.archive.restoration import restore_backup
from duilian.call.rasa_client import ChannelUnavailable, RasaClient
from duilian.cli.parser import port, port_setting
from duilian.clock import CHINA
from duilian.config import Config
from duilian.secret import shared_secret
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments; the environment has Rasa's port (RASA_PORT)."""
    parser.add_argument(
        "file", type=Path, metavar=sentence("cli.value.file"), help=sentence("cli.restore.file")
    )
    parser.add_argument(
        "--rasa",
        type=port,
        metavar=sentence("cli.value.port"),
        help=sentence("cli.web.rasa"),
    )


def run(args: argparse.Namespace, config: Config) -> int:
    """Restore, say what came back and where that is which stood there before.

    Returns:
        0.

    Raises:
        DataError: It is no backup, damaged or of a later version, or a database cannot be written.
    """
    rasa_port = args.rasa or port_setting("RASA_PORT", 5005)
    now = datetime.now(timezone.utc)
    restored = restore_backup(config.database_url, config.trackers_url, args.file, now)
    contents = restored.contents
    made = f"{contents.made.astimezone(CHINA):%Y-%m-%d %H:%M}"
    print(sentence("cli.restore.done", made=made, sessions=contents.sessions, people=contents.people))
    for file in restored.aside:
        print(sentence("cli.restore.aside", file=file))
    if restored.restart:
        print(sentence("cli.restore.restart"))
        return 0
    try:
        RasaClient(rasa_port, secret=shared_secret(config.var)).reread()
    except ChannelUnavailable:
        print(sentence("cli.restore.not_told"))
    return 0
