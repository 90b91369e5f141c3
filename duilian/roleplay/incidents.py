"""What comes between in a conversation: somebody comes in, a second line rings, a colleague listens in.

It happens once, at a moment when nothing is being settled and nobody is about to go. Who waits is told when
the client is back, and its question comes then; who offers to ring later is let go. A colleague listens in
only where there is something to listen to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from duilian.roleplay.day import KINDS_WITH_A_PRODUCT
from duilian.roleplay.leave_taking import takes_leave
from duilian.roleplay.plan import Plan
from duilian.roleplay.reactions import QUESTIONS
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import RUDE_ACTS, ClientState

# Moves that can wait until the client is back.
_CAN_WAIT = QUESTIONS | {"listen"}
_FILLERS = frozenset({"listen", "puzzled", "understood", "convenient", "late_call", "not_catch"})
# What the trainee says as it comes to an end, or to settle something: to that one does not say 等一下.
_CLOSING_ACTS = frozenset(
    {"farewell", "ask_leave", "apologize_time", "offer_contact", "promise_feedback", "confirm_appointment"}
)
# Moves of the client by which something was just settled.
_CLOSING_MOVES = frozenset({"see_off", "pay_soon", "accept", "late_call", "nothing_more", "cannot_fix_time"})
_LATER = re.compile(
    "(?:晚点|待会|等会|过会|回头|改天|一会|稍后|再)[一-龥]{0,4}(?:打|来|联系|过来|拨)|先挂|先不打扰|先告辞"
)


def come_between(state: ClientState, scenario: Scenario, plan: Plan) -> Plan:
    """Let the day's incident happen in place of a plan that can wait.

    Args:
        state: What the client knows and feels after the trainee's last turn.
        scenario: Who the client is, on its day.
        plan: What it would do else.
    """
    incident = scenario.day.interruption
    due = (
        bool(incident) and state.turn_count >= scenario.day.interrupted_at and not state.times_made(incident)
    )
    if (
        not due
        or state.gatekeeper
        or state.agreed
        or state.times_made("absent")
        or _comes_to_an_end(state, plan)
    ):
        return plan
    if incident == "colleague_joins" and not _worth_hearing(state, scenario):
        return plan
    waits = _CAN_WAIT if incident == "hold_on" else {"listen"}
    return replace(plan, moves=(incident,)) if len(plan.moves) == 1 and set(plan.moves) <= waits else plan


def _comes_to_an_end(state: ClientState, plan: Plan) -> bool:
    """Does the trainee take its leave, is all said, or promised what leaves nothing to ask?"""
    closes = _CLOSING_ACTS if plan.moves == ("listen",) else _CLOSING_ACTS - {"promise_feedback"}
    closing = state.last_acts & closes or state.last_moves & _CLOSING_MOVES
    return bool(closing) or takes_leave(state)


def _worth_hearing(state: ClientState, scenario: Scenario) -> bool:
    """Is a product being talked about, or a complaint? A wish or a present is for the client alone."""
    product = scenario.base in KINDS_WITH_A_PRODUCT and "what" in state.told
    return product or bool(state.times_made("complaint"))


def is_held(state: ClientState) -> bool:
    """Has the client just asked to wait, and does the trainee not take its leave?"""
    leaves = state.last_acts & ({"farewell", "ask_leave"} | RUDE_ACTS)
    return "hold_on" in state.last_moves and not leaves


def be_back(state: ClientState, scenario: Scenario, go_on: Callable[[ClientState], Plan]) -> Plan:
    """Plan the turn after the client asked to wait.

    Args:
        state: What it knows and feels; the trainee waits, talks on, or offers to come back to it later.
        scenario: Who it is.
        go_on: Plans the turn as if nothing had come between.
    """
    if _LATER.search(state.last_text) and not scenario.visit:
        return Plan(("late_call",))
    plan = go_on(replace(state, last_acts=state.last_acts - {"defer_call", "acknowledge"}))
    moves = tuple(move for move in plan.moves if move not in _FILLERS) or ("listen",)
    return replace(plan, moves=moves if "back" in moves else ("back", *moves))
