"""Scripted calls end, repeat themselves by their seed, and hold nothing that must not happen."""

from __future__ import annotations

import pytest

from duilian.dialogue.plain_text import read_dialogues
from duilian.roleplay.coherence import find_faults, find_misheard
from duilian.roleplay.phrasebook import Phrasebook
from duilian.roleplay.scenario import load_scenarios
from duilian.roleplay.simulation import SimulatedExchange, play_call
from duilian.roleplay.wordings import load_wordings
from tests.roleplay.support import DATA, WANG, equally_likely

SCENARIOS, WORDINGS = load_scenarios(DATA / "scenarios"), load_wordings(DATA / "wordings")
PHRASEBOOK = Phrasebook(read_dialogues(DATA / "dialogues/shandong.txt"))


def call(name: str, skill: float, seed: str = "1") -> list[SimulatedExchange]:
    """A call in which the client hears just what was meant."""
    scenario = SCENARIOS[name]
    wordings = WORDINGS[scenario.temper]
    return play_call(scenario, wordings, equally_likely, PHRASEBOOK, lambda turn, before: turn, seed, skill)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
@pytest.mark.parametrize("skill", [0.2, 0.6, 1.0])
def test_nothing_that_must_not_happen(name: str, skill: float) -> None:
    exchanges = call(name, skill)
    assert find_faults(SCENARIOS[name], exchanges) == [] and find_misheard(exchanges) == []
    assert "farewell" in exchanges[-1].moves and len(exchanges) <= 25
    assert exchanges == call(name, skill)


def test_the_skilled_get_appointments_and_the_clumsy_do_not() -> None:
    def agreed(skill: float) -> int:
        calls = [call(WANG.id, skill, str(seed)) for seed in range(20)]
        return sum(any(exchange.agreed_time for exchange in exchanges) for exchanges in calls)

    assert agreed(1.0) > 2 * agreed(0.3)


def test_some_clients_cannot_fix_a_time_whatever_one_does() -> None:
    calls = [call("cannot-fix-builder", 1.0, str(seed)) for seed in range(20)]
    assert not any(exchange.agreed_time for exchanges in calls for exchange in exchanges)
