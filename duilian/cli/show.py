"""``duilian show ID``: a kept call with its transcript and its scorecard, scored anew by today's rubric."""

from __future__ import annotations

import argparse

from duilian import archive
from duilian.assessment import assess, load_rubric
from duilian.coaching.scorecard import render
from duilian.config import Config
from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.roleplay.scenario import load_scenarios
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
    if not over:
        print(sentence("cli.show.open", id=args.id))
        return 0
    print(_transcript(dialogue))
    scenario = load_scenarios(config.data / "scenarios").get(scenario_id)
    free = scenario.calendar.free if scenario else ()
    print("\n" + render(assess(dialogue, load_rubric(config.data / "rubric.yml"), free), dialogue))
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
