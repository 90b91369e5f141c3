"""``duilian keep FILE``: real calls, read, assessed and kept in the archive like practised ones."""

from __future__ import annotations

import argparse
import hashlib
import sys
from datetime import datetime, timezone

from duilian import archive
from duilian.archive.models import Person
from duilian.assessment import assess, load_rubric
from duilian.cli.assess import open_text
from duilian.config import Config
from duilian.dialogue.model import read_lines
from duilian.errors import DataError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="文件", help="JSON Lines 文件；- 表示标准输入")
    parser.add_argument("--person", metavar="姓名", help="谁打的电话")
    parser.add_argument(
        "--batch", metavar="批", default="", help="同一批再导入一遍不会重复；不同的批互不相干"
    )


def run(args: argparse.Namespace, config: Config) -> int:
    """Prints the id of each session → 1 where a line was bad, else 0. Keeping a file twice is keeping it once."""
    from duilian.tagging import load_tagger, version  # late: spaCy takes seconds to import

    rubric, tagger, model = (
        load_rubric(config.data / "rubric.yml"),
        load_tagger(config.tagger),
        version(config.tagger),
    )
    engine, status = archive.open_archive(config.database_url), 0
    with archive.transaction(engine) as db:
        person = archive.find_person(db, args.person)
        if args.person and person is None:
            raise DataError(f"没有叫“{args.person}”的用户")
        person_id = person.id if person else None
    with open_text(args.file) as file:
        for number, call in read_lines(file):
            if isinstance(call, DataError):
                print(f"{args.file}:{number}: {call}", file=sys.stderr)
                status = 1
                continue
            name = hashlib.sha256(
                f"{args.batch} {args.person} {number} {call.id} {call.turns}".encode()
            ).hexdigest()[:32]
            reading, now = tagger.read(call), datetime.now(timezone.utc)
            result = assess(reading.dialogue, rubric, chances=reading.chances)
            with archive.transaction(engine) as db:
                kept = archive.Call(name, "", call.kind, "real", "")
                row = archive.begin_call(
                    db, kept, reading.dialogue, now, db.get(Person, person_id) if person_id else None
                )
                row.origin, row.rating = "imported", row.rating or {}
                archive.keep_call(db, kept, reading.dialogue, result, model, now)
            print(name, flush=True)
    return status
