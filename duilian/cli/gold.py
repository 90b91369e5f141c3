"""``duilian gold``: what people decided without seeing the machine's word, as gold dialogues."""

from __future__ import annotations

import argparse
import json

from duilian import archive
from duilian.archive.gold import all_gold
from duilian.config import Config
from duilian.language.masking import mask_all
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--full", action="store_true", help=sentence("cli.gold.full"))


def run(args: argparse.Namespace, config: Config) -> int:
    """Print a JSON object a line; phone and card numbers are masked unless ``--full``. Returns 0."""
    with archive.transaction(archive.open_archive(config.database_url)) as db:
        for dialogue in all_gold(db):
            print(json.dumps(dialogue if args.full else mask_all(dialogue), ensure_ascii=False))
    return 0
