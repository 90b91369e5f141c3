"""A question about the client's own affairs is answered before anything else, and never by a filler.

:func:`answer_first` takes the plan that the kind of conversation made and puts the answer in front of it.
"""

from __future__ import annotations

import random
from dataclasses import replace

from duilian.roleplay.asked import (
    PERMISSION,
    REPEAT,
    asks_for_more,
    asks_leave_to_act,
    asks_name,
    asks_where_to_send,
    chats_along,
    is_chat,
    only_asks,
    only_supposes,
    speaks_of_it,
    topics_asked,
    waits_for_answer,
)
from duilian.roleplay.emotion import confides, is_offended
from duilian.roleplay.facts.telling import Telling, decide_telling
from duilian.roleplay.facts.topics import DOUBT
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS, ClientState

# Moves that say nothing of their own: an answer takes their place.
_FILLERS = frozenset({"listen", "puzzled", "cut_short", "not_understand", "understood", "convenient"})
# What befalls the client leaves no time for an answer.
_ANSWERS_NOTHING = frozenset({"dropped", "unclear", "urgent"})
# Moves that answer a question themselves, where no fact does.
_OWN_ANSWERS = frozenset({"tell_needs", "feedback", "complaint", "no_opinion"})
# Topics of which such a move speaks: of any other it says that it does not know.
_OF_ITS_NEEDS = frozenset(
    {"trouble", "trouble_since", "trouble_often", "trouble_where", "trouble_effect", "reported"}
    | {"satisfaction", "priorities", "plans", "start_date", "opinion", DOUBT}
)
# Moves that follow an answer in any case: each answers something else in the turn, or is due.
_ALWAYS_FOLLOW = frozenset(
    {"pick_time", "accept", "reject_times", "correct_time", "agree", "farewell", "confirm_identity"}
    | {
        "ask_identity",
        "ask_purpose",
        "wrong_name",
        "wrong_firm",
        "answer_call",
        "calmed",
        "pay_soon",
        "refuse_no_time",
    }
    | {"put_through", "absent", "complaint"}  # who is angry answers and goes on with it
    | {
        "cannot_fix_time",
        "never_mind",
        "no_matter",
        "sign_for",
        "hour_suits",
        "thanks_back",
        "wish_back",
        "late_call",
        "noted",
    }
)
_NOT_WORTH_REPEATING = frozenset({"answer_call", "gatekeeper", "receive", "listen", "dropped"})
_GOES_ON = 0.4  # probability that any other move follows where the trainee waits for the answer
# A question by an act that the kind of conversation answered already → the answer once more.
_ANSWERS_TO_ACTS = {"check_convenience": "convenient", "verify_identity": "confirm_identity"}
# Acts that may be questions in form, to which the words of ``listen`` are an answer (送您一份资料，好吗).
_ACTS_WITH_A_TAG = frozenset(
    {"greeting", "offer_material", "offer_contact", "state_duration", "state_purpose", "propose_meeting"}
    | {"acknowledge", "feature", "advantage", "state_benefit", "state_necessity", "evidence", "holiday_wish"}
    | {"promise_feedback", "introduce_self", "thank"}
)

# What the client would like to know of the offer: no answer to a question.
_ABOUT_THE_OFFER = frozenset({"ask_benefit", "ask_feature", "ask_fit", "ask_evidence", "ask_detail"})
_ON_ITS_MIND = _ABOUT_THE_OFFER | {"ask_purpose"}


def answer_first(state: ClientState, scenario: Scenario, plan: Plan, rng: random.Random) -> Plan:
    """Put the answer to what was asked of the client's affairs before its other moves.

    Args:
        state: What the client knows and feels after the trainee's last turn.
        scenario: Who the client is.
        plan: What it would do had nothing been asked.
        rng: Source of chance.
    """
    angry = is_offended(state, scenario) or plan.moves[-1:] == ("farewell",)
    if not plan.moves or set(plan.moves) & _ANSWERS_NOTHING or ("refuse" in plan.moves and angry):
        return plan
    waits = waits_for_answer(state.last_text)
    trusts = confides(state, scenario)
    answered = _answered_by_identity(state, scenario, plan)
    asked = [topic for topic in topics_asked(state, scenario) if topic not in answered]
    telling = decide_telling(asked, scenario.sheet, trusts, gatekeeper=state.gatekeeper)
    chat = any(is_chat(topic, scenario) for topic in asked)
    if {"absent", "put_through"} & set(plan.moves):
        telling = replace(telling, unknown=False)  # that is the answer
    if _wants_to_hear_again(state):
        return replace(plan, moves=("say_again",), agreed_time=None)
    own = bool(_OWN_ANSWERS & set(plan.moves)) and not chat and _OF_ITS_NEEDS.issuperset(asked)
    if own and DOUBT in state.asks and "tell_needs" in plan.moves:
        own = speaks_of_it(state, scenario.lines.get("tell_needs", ()))
    if asks_for_more(state) and not set(telling.told) - {"rhetorical"}:
        return plan if set(plan.moves) & _ABOUT_THE_OFFER else replace(plan, moves=("nothing_more",))
    answers = _answer_moves(state, telling, own)
    if not answers:
        if asks_where_to_send(state) and not set(plan.moves) & {"refuse", "farewell"}:
            return replace(plan, moves=("take_material",))
        if chats_along(state) and scenario.temper != "gruff" and set(plan.moves) <= _ON_ITS_MIND:
            return replace(plan, moves=("assent", *plan.moves))
        return _without_filler(state, plan) if waits else plan
    dropped = _FILLERS | (frozenset() if own and not telling.told else _OWN_ANSWERS - {"complaint"})
    rest = [move for move in plan.moves if move not in dropped]
    if waits and rng.random() > _GOES_ON:
        rest = [move for move in rest if move in _ALWAYS_FOLLOW]
    if {"who_speaks", "robot"} & set(telling.told):
        rest = [move for move in rest if move != "confirm_identity"]
    order = (*rest, *answers) if "absent" in rest else (*answers, *rest)
    return replace(plan, moves=order, telling=telling)


def _answered_by_identity(state: ClientState, scenario: Scenario, plan: Plan) -> set[str]:
    """Taken for somebody by name, right or wrong, it says yes or no, and not besides who it is."""
    by_name = "confirm_identity" in plan.moves and scenario.title[:1] in state.last_text
    return {"who_speaks"} if by_name or "wrong_name" in plan.moves else set()


def _wants_to_hear_again(state: ClientState) -> bool:
    """Does the trainee ask for the client's last words? A garble is not said again, but said clearly."""
    asked = REPEAT in state.asks or "ask_repeat" in state.last_acts
    return asked and bool(state.last_moves - _NOT_WORTH_REPEATING) and "unclear" not in state.last_moves


def _answer_moves(state: ClientState, telling: Telling, own_answer: bool) -> list[str]:
    """The moves that answer, in their order."""
    if state.gatekeeper and asks_name(state):
        return ["own_role"]
    moves = ["tell_fact"] if telling.told else []
    if telling.guarded:
        moves.append("keep_private" if state.times_made("ask_back") else "ask_back")
    elif telling.unknown and not telling.told and not own_answer:
        caught = DOUBT not in state.asks or state.times_made("not_catch")
        moves.append("not_know" if caught else "not_catch")
    if not moves and PERMISSION in state.asks and not state.last_acts & OFFER_ACTS:
        moves.append("go_ahead")
    return moves


def _without_filler(state: ClientState, plan: Plan) -> Plan:
    """A question that nothing answers: the client did not catch it, the next time it does not know."""
    if asks_leave_to_act(state) and set(plan.moves) <= _ABOUT_THE_OFFER | {"listen"}:
        return replace(plan, moves=("go_ahead", *(move for move in plan.moves if move != "listen")))
    unheard = only_asks(state) and set(plan.moves) <= _ABOUT_THE_OFFER
    if set(plan.moves) != {"listen"} and not unheard:
        return plan
    if only_supposes(state):
        return replace(plan, moves=("assent",))
    for act, answer in _ANSWERS_TO_ACTS.items():
        if act in state.last_acts:
            return replace(plan, moves=(answer,))
    if state.last_acts & _ACTS_WITH_A_TAG:
        return plan
    return replace(plan, moves=("not_know" if state.times_made("not_catch") else "not_catch",))
