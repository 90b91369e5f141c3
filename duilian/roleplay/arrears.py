"""The client whose balance is used up (handbook 2.8): embarrassed, angry, or sure that it paid."""

from __future__ import annotations

import random

from duilian.roleplay.grievance import aggrieved
from duilian.roleplay.manners import Chances, Plan, courtesy, first_asks
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

_ASKS_HOW_MUCH = 0.5
_SETTLED = ("pay_soon", "calmed")


def on_the_line(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
    if any(state.times_raised(move) for move in _SETTLED):
        return Plan(courtesy(state, scenario) or ("listen",))
    if "what" not in state.told:
        answer = courtesy(state, scenario)
        return Plan(answer or first_asks(state, scenario, chances, draw))
    if "arrears_blunt" in state.acts and not state.times_raised("refuse"):
        return Plan(("refuse",))
    return _MANNERS[scenario.situation](state, scenario, draw)


def _embarrassed(state: ClientState, scenario: Scenario, draw: random.Random) -> Plan:
    if not state.times_raised("ask_detail") and draw.random() < _ASKS_HOW_MUCH:
        return Plan(("ask_detail",))
    return Plan(("pay_soon",))


def _angry(state: ClientState, scenario: Scenario, draw: random.Random) -> Plan:
    """Heard out, it pays; it need not be promised anything."""
    if "ask_needs" in state.acts and state.times_raised("complaint"):
        return Plan(courtesy(state, scenario) or ("pay_soon",))
    if state.heard_out and not state.cross:
        return Plan(("pay_soon",))
    if state.times_raised("complaint") < len(scenario.lines["complaint"]):
        return Plan(("complaint",))
    return Plan(("refuse",) if state.times_raised("noncommittal") else ("noncommittal",))


def _disputing(state: ClientState, scenario: Scenario, draw: random.Random) -> Plan:
    """It asks how much, does not believe it, and wants it looked up."""
    if not state.times_raised("ask_detail"):
        return Plan(("ask_detail",))
    if "ask_needs" in state.acts:
        return Plan(courtesy(state, scenario) or ("listen",))
    return Plan(aggrieved(state, scenario))


_MANNERS = {"embarrassed": _embarrassed, "angry": _angry, "disputing": _disputing}
