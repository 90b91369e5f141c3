"""Who hears a complaint out in plain words and promises an answer by ten is told that it was done well."""

from __future__ import annotations

import pytest

from duilian.assessment import assess, load_rubric
from duilian.roleplay.scenario import load_scenarios
from duilian.roleplay.wordings import load_wordings
from duilian.tagging import Tagger
from tests.roleplay.complaint_trainees import LISTENERS
from tests.roleplay.trainees import DATA, play_all

RUBRIC, WORDINGS = load_rubric(DATA / "rubric.yml"), load_wordings(DATA / "wordings")
COMPLAINTS = [s for s in load_scenarios(DATA / "scenarios").values() if s.base == "visit_complaint"]
SEEDS = 3


@pytest.mark.parametrize("name", LISTENERS)
def test_who_listens_feels_asks_and_promises_gets_above_90(name: str, tagger: Tagger) -> None:
    wanted = [(scenario, str(seed)) for scenario in COMPLAINTS for seed in range(SEEDS)]
    assert wanted
    short = {}
    for scenario, dialogue in play_all(wanted, LISTENERS[name], tagger, WORDINGS):
        result = assess(dialogue, RUBRIC, scenario.calendar.free)
        missed = [name for name, verdict in result.verdicts.items() if verdict.name == "missed"]
        if result.score <= 90:
            short[f"{scenario.id}: {result.score}, {missed}"] = [turn.text for turn in dialogue.turns]
    assert not short
