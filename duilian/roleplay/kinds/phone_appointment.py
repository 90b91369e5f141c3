"""``phone_appointment``: a call for an appointment (handbook 2).

The client wants to know who calls, about what, and why in person or what for; then it takes a time that
suits, or none.
"""

from __future__ import annotations

import random

from duilian.roleplay.appointment import asks_for_hour, move_it_itself, once_agreed
from duilian.roleplay.emotion import feel, is_offended, is_sore, tone_of
from duilian.roleplay.hearing import meeting_proposed
from duilian.roleplay.holding_out import BEFORE_A_MEETING, before_yes
from duilian.roleplay.patience import count_overlong_turns
from duilian.roleplay.plan import MovePredictor, Plan, draw_move
from duilian.roleplay.reactions import (
    MAX_TIMES_ASKED,
    QUESTION_ABOUT,
    acceptable_time,
    ask_who_or_what,
    next_objection,
    reply_to_question,
)
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS, ClientState

# How likely an objection of the scenario's comes up once it could; less for each point of interest.
_OBJECTION_PROBABILITY, _LESS_BY_INTEREST = 0.8, 0.05
_DRAWN = 6  # interest at which it says so
# What befalls the call once, from its second turn on, in scenarios made for it.
_MISHAPS = {"line_drops": "dropped", "garbled": "unclear"}


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client that is asked for an appointment, as :class:`.NextMoves` says."""
    mishap = _MISHAPS.get(scenario.situation)
    if mishap and state.turn_count >= 2 and not state.times_made(mishap):
        return Plan((mishap,))
    if state.agreed:
        return _after_agreeing(state, scenario, rng)
    if "defer_call" in state.last_acts:
        return Plan(("late_call",))
    if "ask_repeat" in state.last_acts:
        clearly = ("ask_detail",) if "unclear" in state.last_moves else ("listen",)
        return Plan(next_objection(state, scenario) or ask_who_or_what(state, scenario) or clearly)
    if state.last_acts & OFFER_ACTS or state.offered_times:
        return _answer_offer(state, scenario)
    if count_overlong_turns(state.turn_lengths[-1:], scenario) and not state.times_made("cut_short"):
        return Plan(("cut_short",))
    if "ask_open_time" in state.last_acts:
        return Plan(_answer_open_question(state, scenario, rng))
    reply = reply_to_question(state, scenario)
    if reply in (("wrong_name",), ("wrong_firm",)) or (
        reply and state.told and state.times_made("ask_purpose")
    ):
        return Plan(reply)
    return Plan((*reply, *_objection_or_drawn_move(state, scenario, predict_moves, rng)))


def _after_agreeing(state: ClientState, scenario: Scenario, rng: random.Random) -> Plan:
    """The appointment stands: it is confirmed, put right, moved; when all is said, it says goodbye."""
    about_it = once_agreed(state, scenario, rng)
    confirmed = about_it is not None and about_it.moves[0] == "agree"
    moved = move_it_itself(state, scenario) if confirmed and not scenario.memory.agreed else None
    if moved is not None or about_it is not None:
        return moved or about_it or Plan(())
    if state.turns_since_agreement > scenario.patience and not state.asks:
        return Plan(("farewell",))
    return Plan(reply_to_question(state, scenario) or ("listen",))


def _questions_before_agreeing(state: ClientState) -> list[str]:
    """The questions still open before it would agree to meet: who, what, and why in person or what for."""
    questions = [QUESTION_ABOUT[thing] for thing in ("who", "what") if thing not in state.told]
    if not state.told & {"why", "gain"}:
        questions.append(QUESTION_ABOUT["why"])
    return questions


def _answer_offer(state: ClientState, scenario: Scenario) -> Plan:
    """A time is offered: once the client knows enough and objects to nothing more, it takes what suits."""
    if is_offended(state, scenario):
        return Plan(("refuse",))
    if count_overlong_turns(state.turn_lengths, scenario) > 1:
        return Plan(("refuse_no_time",))
    questions = _questions_before_agreeing(state)
    if questions:
        asked_enough = state.times_made(questions[0]) >= MAX_TIMES_ASKED
        return Plan(("refuse",) if asked_enough else (questions[0],))
    objection = next_objection(state, scenario)
    if objection:
        return Plan(objection)
    if scenario.situation == "cannot_fix_time":
        return Plan(("cannot_fix_time",))
    taken = acceptable_time(state, scenario)
    if taken is None:
        return Plan(("reject_times",) if state.offered_times else ("noncommittal",))
    if is_sore(state, scenario) and not state.times_made("noncommittal"):
        return Plan(("noncommittal",))
    first = before_yes(state, scenario, BEFORE_A_MEETING)
    if first:
        return Plan(first)
    emotion = feel(state, scenario)
    warm = scenario.temper == "warm" or tone_of(emotion, scenario) == "warm"
    glad = warm and not is_sore(state, scenario) and not state.times_made("accept")
    hour = ("name_hour",) if asks_for_hour(state, taken) else ()
    return Plan((*(("accept",) if glad else ()), "pick_time", *hour), taken)


def _answer_open_question(state: ClientState, scenario: Scenario, rng: random.Random) -> tuple[str, ...]:
    """Asked when it has time, the client stalls: to name two times is the trainee's work."""
    questions = _questions_before_agreeing(state)
    if questions and state.times_made(questions[0]) < MAX_TIMES_ASKED:
        return (questions[0],)
    if scenario.situation == "cannot_fix_time":
        return ("cannot_fix_time",)
    if not state.times_made("refuse_no_time") and scenario.situation == "no_time":
        return ("refuse_no_time",)
    return (rng.choice(("noncommittal", "refuse_no_time")),)


def _objection_or_drawn_move(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> tuple[str, ...]:
    objection = next_objection(state, scenario) if "what" in state.told else ()
    interest = feel(state, scenario).interest
    if objection and rng.random() < _OBJECTION_PROBABILITY - _LESS_BY_INTEREST * interest:
        return objection
    return draw_move(state, _allowed_moves(state, scenario), predict_moves, rng)


def _allowed_moves(state: ClientState, scenario: Scenario) -> dict[str, float]:
    """The moves that make sense now, each with the weight that the client's character gives it."""
    allowed: dict[str, float] = {}
    emotion = feel(state, scenario)
    drawn, cold = emotion.interest >= _DRAWN, tone_of(emotion, scenario) == "cold"
    for thing, question in QUESTION_ABOUT.items():
        basic = thing in ("who", "what")
        untold = thing not in state.told and state.times_made(question) < MAX_TIMES_ASKED
        if thing == "why" and not meeting_proposed(state):
            continue
        if untold and (basic or {"who", "what"} <= state.told):
            allowed[question] = 3.0 if basic else 1.0
    if "what" in state.told:
        knows_enough = not _questions_before_agreeing(state)
        if knows_enough and not state.times_made("noncommittal"):
            allowed["noncommittal"] = 1.0
        if (scenario.temper == "gruff" or cold) and not state.times_made("refuse"):
            allowed["refuse"] = 3.0 if cold else 1.5
        glad = not cold and (scenario.temper == "warm" or (drawn and scenario.temper == "plain"))
        if glad and knows_enough and not state.times_made("accept"):
            allowed["accept"] = 2.0
    if scenario.temper != "gruff" or not allowed:
        allowed["listen"] = 0.3 if ask_who_or_what(state, scenario) else 1.0
    return allowed
