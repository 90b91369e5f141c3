"""Clients who are shown attention: a greeting call, a gift, the news of being a key account (handbook 2.1, 2.14, 3)."""

from __future__ import annotations

import random

from duilian.roleplay.grievance import aggrieved
from duilian.roleplay.manners import PERSISTENCE, Chances, Plan, courtesy, first_asks, next_objection
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFERS, ClientState

_ASKS_UNTIL = 4  # turns, after which it no longer matters what brought the visitor
_SELLING = OFFERS | {"feature", "advantage", "state_benefit", "propose_meeting", "state_necessity"}


def greeted(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
    """phone_care: it returns the wish, chats, says what it thinks when asked; it does not want to be sold anything."""
    if state.acts & _SELLING and not state.acts & {"holiday_wish", "invite_feedback"}:
        return Plan(("noncommittal",) if not state.times_raised("noncommittal") else ("refuse",))
    answer = courtesy(state, scenario) or _unsatisfied(state, scenario)
    if answer:
        return Plan(answer)
    if state.told & {"wish", "what"} or "small_talk" in state.acts:
        return Plan(("listen",))
    return Plan(first_asks(state, scenario, chances, draw))


def given(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
    """visit_gift: it thanks, or may not take it; it tells what it needs when asked."""
    answer = courtesy(state, scenario)
    if "state_purpose" in state.acts and scenario.situation == "rules" and not state.times_raised("refuse"):
        return Plan(("refuse",))
    if answer:
        return Plan(answer)
    if (
        scenario.situation == "rules"
        and "what" in state.told
        and state.times_raised("refuse")
        and not state.times_raised("thanks_back")
    ):
        heeded = (
            state.acts & {"acknowledge", "small_talk", "thank"} or state.times_raised("refuse") >= PERSISTENCE
        )
        return Plan(("thanks_back",) if heeded else ("refuse",))
    if "state_purpose" in state.acts and not state.times_raised("thanks_back"):
        return Plan(("thanks_back",))
    unsatisfied = _unsatisfied(state, scenario)
    if unsatisfied:
        return Plan(unsatisfied)
    if (
        "what" in state.told
        or state.turns > _ASKS_UNTIL
        or state.acts & {"small_talk", "holiday_wish", "thank"}
    ):
        return Plan(("listen",))
    return Plan(first_asks(state, scenario, chances, draw))


def key_account(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
    """phone_vip_notice: it wants to know what that brings, may think it a swindle, or has something on its mind."""
    if "what" not in state.told:
        return Plan(courtesy(state, scenario) or first_asks(state, scenario, chances, draw))
    if scenario.situation == "suspicious" and not state.times_raised("refuse"):
        return Plan(("refuse",))
    answer = courtesy(state, scenario)
    if answer:
        return Plan(answer)
    if scenario.situation == "grievance" and not state.times_raised("calmed"):
        return Plan(aggrieved(state, scenario))
    if "gain" not in state.told and state.times_raised("ask_benefit") < PERSISTENCE:
        return Plan(("ask_benefit",))
    objection = next_objection(state, scenario)
    if objection:
        return Plan(objection)
    if scenario.temper == "warm" and "gain" in state.told and not state.times_raised("accept"):
        return Plan(("accept",))
    return Plan(("listen",))


def _unsatisfied(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """It has complained and waits for a word on it; nothing once there was one."""
    if state.times_raised("complaint") and not state.times_raised("calmed"):
        return aggrieved(state, scenario)
    return ()
