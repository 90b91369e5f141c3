"""``duilian keep FILE``: real calls, read, assessed and kept in the archive like practised ones."""

from __future__ import annotations

import argparse
import hashlib
import sys
from datetime import datetime, timezone

from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive.models import Person
from duilian.assessment import assess, load_rubric
from duilian.cli.textinput import open_text
from duilian.cli.waiting_calls import keep_waiting
from duilian.config import Config
from duilian.dialogue.model import Dialogue, read_lines
from duilian.errors import DataError
from duilian.evaluation.signature import score_signature
from duilian.importing.acceptance import check_call
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", nargs="?", metavar=sentence("cli.value.file"), help=sentence("cli.keep.file"))
    parser.add_argument("--waiting", action="store_true", help=sentence("cli.keep.waiting"))
    parser.add_argument("--person", metavar=sentence("cli.value.name"), help=sentence("cli.keep.person"))
    parser.add_argument(
        "--batch", metavar=sentence("cli.value.batch"), default="", help=sentence("cli.keep.batch")
    )


def run(args: argparse.Namespace, config: Config) -> int:
    """Keep every call of a file, and print the id of each session. Keeping a file twice is keeping it once.

    Returns:
        1 where a line was bad (each is named on standard error), else 0.

    Raises:
        DataError: There is no such file or person.
    """
    if args.waiting:
        keep_waiting(config)
        return 0
    if not args.file:
        raise DataError(sentence("cli.keep.file_or_waiting"))
    from duilian.tagging import load_tagger, version  # late: spaCy takes seconds to import

    rubric = load_rubric(config.data / "rubric.yml")
    tagger, model_version = load_tagger(config.tagger), version(config.tagger)
    signature = score_signature(config.data, rubric.version, model_version)
    engine, status = archive.open_archive(config.database_url), 0
    person_id = _person_id(engine, args.person)
    with open_text(args.file) as file:
        for number, call in map(_acceptable, read_lines(file)):
            if isinstance(call, DataError):
                print(f"{args.file}:{number}: {call}", file=sys.stderr)
                status = 1
                continue
            name = _session_name(args, number, call)
            prediction, now = tagger.predict(call), datetime.now(timezone.utc)
            result = assess(prediction.dialogue, rubric, probabilities=prediction.probabilities)
            with archive.transaction(engine) as db:
                kept = archive.Call(name, "", call.kind, "real", "")
                person = db.get(Person, person_id) if person_id else None
                row = archive.begin_call(db, kept, prediction.dialogue, now, person)
                row.origin, row.rating = "imported", row.rating or {}
                archive.keep_call(db, kept, prediction.dialogue, result, model_version, now, signature)
            print(name, flush=True)
    return status


def _acceptable(line: tuple[int, Dialogue | DataError]) -> tuple[int, Dialogue | DataError]:
    """A call that cannot be kept is an error, as on the web."""
    number, call = line
    try:
        if isinstance(call, Dialogue):
            check_call(call)
    except DataError as error:
        return number, error
    return line


def _person_id(engine: Engine, name: str | None) -> int | None:
    with archive.transaction(engine) as db:
        person = archive.find_person(db, name) if name else None
        if name and person is None:
            raise DataError(sentence("cli.keep.no_person", name=name))
        return int(person.id) if person else None


def _session_name(args: argparse.Namespace, number: int, call: Dialogue) -> str:
    """The id of a call's session: the same for the same line of the same batch."""
    source = f"{args.batch} {args.person} {number} {call.id} {call.turns}"
    return hashlib.sha256(source.encode()).hexdigest()[:32]
