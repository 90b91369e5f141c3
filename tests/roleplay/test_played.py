"""Every scenario can be played to 95 by who says the rubric's model phrases in their place."""

from __future__ import annotations

import pytest

from duilian.assessment import assess, load_rubric
from duilian.dialogue.model import Dialogue
from duilian.roleplay.scenario import load_scenarios
from duilian.roleplay.wordings import load_wordings
from duilian.tagging import Tagger
from tests.roleplay.trainees import DATA, Perfect, Speaker, play_all

SCENARIOS, WORDINGS = load_scenarios(DATA / "scenarios"), load_wordings(DATA / "wordings")
RUBRIC = load_rubric(DATA / "rubric.yml")
PERFECT = Perfect(RUBRIC)
SEEDS = 6


def scores(speak: Speaker, tagger: Tagger, seeds: int) -> dict[str, list[tuple[float, list[str], Dialogue]]]:
    """Scenario → score, criteria missed and the call, of each call played."""
    wanted = [(scenario, str(seed)) for scenario in SCENARIOS.values() for seed in range(seeds)]
    found: dict[str, list[tuple[float, list[str], Dialogue]]] = {name: [] for name in SCENARIOS}
    for scenario, dialogue in play_all(wanted, speak, tagger, WORDINGS):
        result = assess(dialogue, RUBRIC, scenario.calendar.free)
        missed = [name for name, verdict in result.verdicts.items() if verdict.name == "missed"]
        found[scenario.id].append((result.score, missed, dialogue))
    return found


@pytest.mark.slow
def test_every_scenario_can_be_played_to_95(tagger: Tagger) -> None:
    played = scores(PERFECT, tagger, SEEDS)
    short = {
        f"{name}: {score}, {missed}": [turn.text for turn in dialogue.turns]
        for name, calls in played.items()
        for score, missed, dialogue in calls
        if score < 95
    }
    assert not short
    assert all(len(calls) == SEEDS for calls in played.values())
