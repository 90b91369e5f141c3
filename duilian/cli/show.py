"""``duilian show ID``: a kept call with its transcript and its scorecard.

Verdicts and score are those that hold: the machine's, or a trainer's where there is one.
"""

from __future__ import annotations

import argparse

from duilian import archive
from duilian.archive import reviews
from duilian.assessment import assess, load_rubric
from duilian.coaching.debrief import as_ruled
from duilian.coaching.scorecard import render_scorecard
from duilian.config import Config
from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.roleplay.cast import load_cast
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("id", metavar=sentence("cli.value.id"), help=sentence("cli.show.id"))


def run(args: argparse.Namespace, config: Config) -> int:
    """Print transcript and scorecard, or how to go on with a call that is not over.

    Returns:
        0.

    Raises:
        DataError: There is no such call.
    """
    with archive.transaction(archive.open_archive(config.database_url)) as db:
        row = archive.find_call(db, args.id)
        if row is None:
            raise DataError(sentence("cli.show.none", id=args.id))
        dialogue, scenario_id, over = archive.dialogue_of(row), row.scenario, row.ended_at is not None
        rulings, score = reviews.rulings(row), row.score
        signature = row.assessments[-1].signature if row.assessments else ""
    if not over:
        print(sentence("cli.show.open", id=args.id))
        return 0
    print(_transcript(dialogue))
    scenario = load_cast(config.data).clients.get(scenario_id)
    free = scenario.calendar.free if scenario else ()
    rubric = load_rubric(config.data / "rubric.yml")
    print("\n" + render_scorecard(as_ruled(assess(dialogue, rubric, free), rulings, rubric, score), dialogue))
    for name, ruling in rulings.items():
        if ruling.overruled and name in rubric.criteria:
            overruled = sentence(
                f"cli.show.overruled_{ruling.verdict}",
                by=ruling.by,
                criterion=rubric.criteria[name].label,
                reason=ruling.reason,
            )
            print(overruled)
    if signature:
        print(sentence("cli.show.signature", signature=signature))
    return 0


def _transcript(dialogue: Dialogue) -> str:
    me = sentence("cli.show.me")
    client = dialogue.context.client_title or sentence("cli.show.client")
    return "\n".join(
        sentence(
            "cli.show.turn",
            number=number,
            who=me if turn.speaker == "trainee" else client,
            words=turn.text,
        )
        for number, turn in enumerate(dialogue.turns, 1)
    )
