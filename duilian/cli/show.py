"""``duilian show ID``: a kept call with its transcript and its scorecard, scored anew by today's rubric."""

from __future__ import annotations

import argparse

from duilian import archive
from duilian.assessment import assess, load_rubric
from duilian.coaching.scorecard import render
from duilian.config import Config
from duilian.errors import DataError
from duilian.roleplay.scenario import load_scenarios


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="编号", help="电话的编号（见 duilian sessions）")


def run(args: argparse.Namespace, config: Config) -> int:
    """Print transcript and scorecard. Raises DataError where there is no such call."""
    with archive.transaction(archive.open_archive(config.database_url)) as db:
        row = archive.find_call(db, args.id)
        if row is None:
            raise DataError(f"没有编号为“{args.id}”的电话；用 duilian sessions 查看有哪些")
        dialogue, scenario_id, over = archive.dialogue_of(row), row.scenario, row.ended_at is not None
    if not over:
        print(f"这通电话还没打完；接着打：duilian practise --resume {args.id}")
        return 0
    scenario = load_scenarios(config.data / "scenarios").get(scenario_id)
    for number, turn in enumerate(dialogue.turns, 1):
        who = "我" if turn.speaker == "trainee" else dialogue.context.client_title or "客户"
        print(f"{number:3} {who}：{turn.text}")
    free = scenario.calendar.free if scenario else ()
    print("\n" + render(assess(dialogue, load_rubric(config.data / "rubric.yml"), free), dialogue))
    return 0
