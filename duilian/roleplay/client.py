"""The client's dialogue policy: what it does next after what it has heard.

:func:`plan_client_turn` is a pure function of state, scenario and seed, so that an exam can be repeated. What
holds for every client is decided here (it picks up, answers a goodbye, loses patience …); else the module of
the kind of conversation decides (``duilian.roleplay.kinds``).
"""

from __future__ import annotations

import random
from dataclasses import replace

from duilian.roleplay.answering import answer_first
from duilian.roleplay.emotion import feel, out_of_patience, tone_of
from duilian.roleplay.hearing import hear_again
from duilian.roleplay.kinds import NEXT_MOVES
from duilian.roleplay.leave_taking import has_nothing_to_add, leave_last_word, say_goodbye
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import MAX_TIMES_ASKED, ask_who_or_what
from duilian.roleplay.recollection import recall_first
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import RUDE_ACTS, ClientState

# How a client of each temper ends an appointment call when its patience is spent.
_EXCUSES = {"warm": "urgent", "plain": "refuse_no_time", "gruff": "refuse"}


def plan_client_turn(state: ClientState, scenario: Scenario, predict_moves: MovePredictor, seed: str) -> Plan:
    """Plan the client's next turn.

    Args:
        state: What the client knows and feels after the trainee's last turn.
        scenario: Who the client is.
        predict_moves: Gives the probability of each move in a state, learnt from annotated dialogues.
        seed: Seed of the session; the same seed, scenario and state give the same plan.

    Returns:
        The client's moves in order, with the time it agrees to. No moves when the conversation is over.
    """
    if state.over:
        return Plan(())
    if state.turn_count == 0:
        return Plan(_begin(scenario))
    state = hear_again(state, scenario)
    rng = random.Random(f"{seed}/{scenario.id}/{state.turn_count}")
    plan = leave_last_word(state, scenario, _plan_turn(state, scenario, predict_moves, rng))
    plan = answer_first(
        state, scenario, plan, random.Random(f"{seed}/{scenario.id}/{state.turn_count}/facts")
    )
    plan = recall_first(state, scenario, plan)
    return replace(plan, tone=tone_of(feel(state, scenario), scenario))


def _plan_turn(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """What it does apart from answering what it was asked about its own affairs."""
    if state.last_acts & {"farewell", "ask_leave"} or has_nothing_to_add(state):
        return say_goodbye(
            state, scenario, lambda stayed: NEXT_MOVES[scenario.base](stayed, scenario, predict_moves, rng)
        )
    if state.last_acts & RUDE_ACTS:
        return Plan(("refuse", "farewell") if out_of_patience(state, scenario) else ("refuse",))
    if state.empty_turns:
        return Plan(_react_to_nothing(state, scenario))
    if not state.gatekeeper and not state.agreed and out_of_patience(state, scenario):
        return Plan((_excuse(scenario), "farewell"))
    if state.gatekeeper:
        return Plan(_act_as_gatekeeper(state, scenario))
    return NEXT_MOVES[scenario.base](state, scenario, predict_moves, rng)


def _begin(scenario: Scenario) -> tuple[str, ...]:
    """The client picks up the phone, or receives the visitor."""
    if scenario.visit:
        return ("complaint",) if scenario.base == "visit_complaint" else ("receive",)
    if scenario.gatekeeper:
        return ("gatekeeper",)
    return ("answer_call", "busy") if scenario.busy else ("answer_call",)


def _react_to_nothing(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Silence or nonsense: the client asks what was said, loses patience, hangs up."""
    if state.empty_turns > scenario.patience:
        return ("refuse", "farewell")
    if state.empty_turns == 1:
        return ("puzzled",)
    return ask_who_or_what(state, scenario) or ("puzzled",)


def _excuse(scenario: Scenario) -> str:
    """The move by which a client whose patience is spent ends the conversation."""
    if scenario.base == "phone_appointment":
        return _EXCUSES[scenario.temper]
    return "refuse" if "refuse" in scenario.lines else "urgent"


def _act_as_gatekeeper(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Someone else answered: asks who calls, then puts through, or says that the person is out."""
    if state.times_made("absent"):
        if "leave_message" in state.last_acts:
            return ("noted",)
        if "defer_call" in state.last_acts:
            return ("late_call",)
        return ("listen",) if state.times_made("listen") < MAX_TIMES_ASKED else ("farewell",)
    if "who" not in state.told and not state.times_made("ask_identity"):
        return ("ask_identity",)
    wants_purpose = "what" not in state.told and "request_transfer" not in state.last_acts
    if wants_purpose and not state.times_made("ask_purpose"):
        return ("ask_purpose",)
    return ("absent",) if scenario.absent else ("put_through", "answer_call")
