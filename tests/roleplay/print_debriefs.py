"""Prints the debriefs of a hundred calls played by ordinary people, to be read as the trainee.

Run as ``python -m tests.roleplay.print_debriefs [SEED]``; how many sentences were wrong stands in
docs/evaluation.md.
"""

from __future__ import annotations

import sys
from itertools import cycle

from duilian.assessment import assess, load_rubric
from duilian.coaching.scorecard import render_scorecard
from duilian.roleplay.scenario import load_scenarios
from duilian.roleplay.wordings import load_wordings
from duilian.tagging import train_tagger
from tests.roleplay.ordinary_trainees import MANNERS, Ordinary
from tests.roleplay.trainees import DATA, play_all

CALLS = 100


def main(seed: str) -> None:
    """Play and print, each scenario by another person in turn."""
    rubric, wordings = load_rubric(DATA / "rubric.yml"), load_wordings(DATA / "wordings")
    tagger = train_tagger(DATA, DATA.parent / "models/tagger")
    scenarios = list(load_scenarios(DATA / "scenarios").values())
    dealt = list(zip(cycle(scenarios), cycle(MANNERS), range(CALLS), strict=False))
    for name, manner in MANNERS.items():
        wanted = [(scenario, f"{seed}-{n}") for scenario, who, n in dealt if who == name]
        for scenario, dialogue in play_all(wanted, Ordinary(rubric, manner), tagger, wordings):
            prediction = tagger.predict(dialogue, cues_known=True)
            result = assess(
                prediction.dialogue, rubric, scenario.calendar.free, probabilities=prediction.probabilities
            )
            print(f"\n##### {name}：{scenario.label}（{scenario.id}）")
            for number, turn in enumerate(dialogue.turns, 1):
                print(f"{number:3} {'我' if turn.speaker == 'trainee' else '客户'}：{turn.text}")
            print(render_scorecard(result, prediction.dialogue))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "1")
