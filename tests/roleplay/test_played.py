"""Every scenario can be played to 95 by who says the rubric's model phrases in their place."""

from __future__ import annotations

from statistics import mean

import pytest

from duilian.assessment import assess, load_rubric
from duilian.dialogue.model import Dialogue
from duilian.roleplay.cast import load_cast
from duilian.roleplay.wordings import load_wordings
from duilian.tagging import Tagger
from tests.roleplay.middling_trainees import Middling, poor
from tests.roleplay.trainees import DATA, Perfect, Speaker, play_all

SCENARIOS, WORDINGS = load_cast(DATA).clients, load_wordings(DATA / "wordings")
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


@pytest.mark.slow
def test_scores_tell_a_perfect_a_middling_and_a_poor_trainee_apart(tagger: Tagger) -> None:
    middling, bad = (
        {name: mean(score for score, _, _ in calls) for name, calls in scores(speak, tagger, SEEDS).items()}
        for speak in (Middling(RUBRIC), poor)
    )
    assert 55 <= mean(middling.values()) <= 75 and mean(bad.values()) < 35
    assert not {name: score for name, score in middling.items() if not 38 <= score <= 90}
    assert not {name: score for name, score in bad.items() if score >= 55}
    assert not {name: (middling[name], bad[name]) for name in middling if middling[name] < bad[name] + 9}
