"""The client with a complaint (handbook 3): it must be heard out before it cools, and wants to know what will be done."""

from __future__ import annotations

import random

from duilian.roleplay.manners import PERSISTENCE, Chances, Plan, courtesy, hard_words
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

_TO_COOL = {"warm": 1, "plain": 2, "gruff": 2}  # turns that must show understanding


def on_the_line(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
    if state.times_raised("calmed"):
        return Plan(courtesy(state, scenario) or ("listen",))
    if "who" not in state.told and not scenario.acquainted and not state.times_raised("ask_identity"):
        return Plan(("ask_identity",))
    if hard_words(state, scenario) and not state.times_raised("not_understand"):
        return Plan(("not_understand",))
    if "ask_needs" in state.acts:
        answer = courtesy(state, scenario)
        if answer:
            return Plan(answer)
    return Plan(aggrieved(state, scenario))


def aggrieved(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Its next word while it is not satisfied: the complaint goes on; heard out, it asks what will be done; a promise calms it."""
    promised = "promise" in state.told and not state.cross
    heard_out = state.heard_out >= (1 if promised else _TO_COOL[scenario.temper])
    if not heard_out and state.times_raised("complaint") < len(scenario.lines.get("complaint", ())):
        return ("complaint",)
    if promised and heard_out:
        pressed = scenario.situation == "let_down" and not state.times_raised("ask_detail")
        return ("ask_detail",) if pressed else ("calmed",)
    if state.times_raised("ask_detail") < PERSISTENCE:
        return ("ask_detail",)
    return ("refuse",)
