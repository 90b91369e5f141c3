"""``duilian sessions``: the calls that were kept, the latest first."""

from __future__ import annotations

import argparse

from duilian import archive
from duilian.cli.parser import positive
from duilian.clock import CHINA
from duilian.config import Config
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--limit",
        type=positive,
        metavar=sentence("cli.value.lines"),
        default=20,
        help=sentence("cli.sessions.limit"),
    )


def run(args: argparse.Namespace, config: Config) -> int:
    """Print one line a session: when (China's time), id, scenario, mode, score, who. Returns 0."""
    with archive.transaction(archive.open_archive(config.database_url)) as db:
        rows = archive.list_calls(db, args.limit)
        if not rows:
            print(sentence("cli.sessions.none"))
        for row, score in rows:
            line = sentence(
                "cli.sessions.one",
                at=row.started_at.astimezone(CHINA),
                id=row.id,
                scenario=row.scenario,
                mode=row.mode,
                result=_result(score),
                person=row.person.handle if row.person else sentence("cli.sessions.nobody"),
            )
            print(line)
    return 0


def _result(score: float | None) -> str:
    return sentence("cli.sessions.open") if score is None else sentence("cli.sessions.score", score=score)
