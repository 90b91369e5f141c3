"""``phone_vip_notice``: the client is told that it has become a key account (handbook 2.14).

It wants to know what that brings, may take it for a swindle, or has a complaint on its mind.
"""

from __future__ import annotations

import random
import re

from duilian.roleplay.complaint import pursue_complaint
from duilian.roleplay.holding_out import product_told
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import (
    MAX_TIMES_ASKED,
    acceptable_time,
    ask_or_listen,
    next_objection,
    reply_to_courtesy,
)
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS, ClientState

_VISITING_ACTS = OFFER_ACTS | {"propose_meeting", "ask_open_time"}
_RINGS = re.compile("电话|再打|打给")


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client who hears of its new status, as :class:`.NextMoves` says."""
    reply = reply_to_courtesy(state, scenario)
    if "what" not in state.told:
        return Plan(reply or ask_or_listen(state, scenario, predict_moves, rng))
    if scenario.situation == "suspicious" and not state.times_made("refuse"):
        return Plan(("refuse",))
    if reply:
        return Plan(reply)
    if scenario.situation == "grievance" and not state.times_made("calmed"):
        return Plan(pursue_complaint(state, scenario))
    visit = _answer_visit(state, scenario)
    if visit:
        return Plan(visit)
    if "gain" not in state.told and state.times_made("ask_benefit") < MAX_TIMES_ASKED:
        return Plan(("ask_benefit",))
    objection = next_objection(state, scenario)
    if objection:
        return Plan(objection)
    if "gain" in state.told and not state.times_made("pleased"):
        return Plan(("pleased",))
    bargains = scenario.day.holds_out == "bargains" and product_told(state, scenario)
    if bargains and "gain" in state.told and not state.times_made("bargain"):
        return Plan(("bargain",))
    return Plan(("listen",))


def _answer_visit(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Its new account manager wants to come by, which it does not mind; () where that is not said."""
    if not state.last_acts & _VISITING_ACTS or _RINGS.search(state.last_text):
        return ()
    if not state.offered_times:
        return ("welcome",)
    return ("hour_suits",) if acceptable_time(state, scenario) else ("reject_times",)
