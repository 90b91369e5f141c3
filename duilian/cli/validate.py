"""``duilian validate``: checks every data file; each fault is one line with file and place."""

from __future__ import annotations

import argparse
import sys

from duilian.cli.datafaults import DataFiles
from duilian.config import Config
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none."""
    del parser


def run(args: argparse.Namespace, config: Config) -> int:
    """Check every file, and that they fit together.

    Returns:
        1 if anything is wrong (all of it is named on standard error), else 0.
    """
    del args
    files = DataFiles(config)
    for fault in files.faults:
        print(fault, file=sys.stderr)
    print(sentence("cli.validate.done", files=files.count, problems=len(files.faults)))
    return 1 if files.faults else 0
