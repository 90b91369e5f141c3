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
from duilian.roleplay.incidents import be_back, come_between, is_held
from duilian.roleplay.kinds import NEXT_MOVES
from duilian.roleplay.leave_taking import has_nothing_to_add, leave_last_word, say_goodbye, takes_leave
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import MAX_TIMES_ASKED, ask_who_or_what
from duilian.roleplay.recollection import recall_first
from duilian.roleplay.scenario import USUAL_DAY, Scenario
from duilian.roleplay.sociable import speak_of_itself
from duilian.roleplay.state import RUDE_ACTS, ClientState

# Moves by which it has asked what it is about (方便的，您说).
_SAY_GO_ON = frozenset({"convenient", "short_of_time", "go_ahead"})
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
    answers = random.Random(f"{seed}/{scenario.id}/{state.turn_count}/facts")

    def go_on(heard: ClientState) -> Plan:
        plan = leave_last_word(heard, scenario, _plan_turn(heard, scenario, predict_moves, rng))
        plan = _without_double_question(answer_first(heard, scenario, plan, answers))
        return speak_of_itself(heard, scenario, recall_first(heard, scenario, plan))

    held = is_held(state)
    plan = be_back(state, scenario, go_on) if held else come_between(state, scenario, go_on(state))
    return replace(plan, tone=tone_of(feel(state, scenario), scenario))


def _without_double_question(plan: Plan) -> Plan:
    """Who says 方便的，您说 does not ask besides what it is about."""
    if not _SAY_GO_ON & set(plan.moves):
        return plan
    return replace(plan, moves=tuple(move for move in plan.moves if move != "ask_purpose"))


def _plan_turn(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """What it does apart from answering what it was asked about its own affairs."""
    if takes_leave(state) or has_nothing_to_add(state):
        plain = replace(scenario, day=USUAL_DAY)  # who leaves is not bargained with
        return say_goodbye(
            state, scenario, lambda stayed: NEXT_MOVES[scenario.base](stayed, plain, predict_moves, rng)
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
