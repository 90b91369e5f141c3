"""A client that is told of a product: it listens, asks for what is missing, and makes up its mind.

Shared by the kinds ``visit_fabe`` (a pitch in three and a half sentences: feature, advantage, benefit,
evidence; handbook 3) and ``phone_promotion`` (handbook 2.10).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Set
from dataclasses import dataclass

from duilian.roleplay.appointment import once_agreed
from duilian.roleplay.emotion import emotion_at_rest, feel, is_offended
from duilian.roleplay.patience import count_overlong_turns
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import (
    MAX_TIMES_ASKED,
    acceptable_time,
    ask_or_listen,
    heard_jargon,
    next_objection,
    reply_to_courtesy,
)
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS, ClientState

# Part of a pitch, in the handbook's order → the question by which the client asks for it.
QUESTION_ABOUT_PART = {
    "feature": "ask_feature",
    "advantage": "ask_fit",
    "gain": "ask_benefit",
    "evidence": "ask_evidence",
}
_ASK_PROBABILITY = 0.75  # that it asks for a part that is missing rather than letting the trainee go on
# How likely a client of each temper that has heard all says yes: by as much more for each point of interest
# above what a pitch that is told in full brings, by as much less for each of irritation above its temper's.
_SAYS_YES = {"warm": 0.8, "plain": 0.55, "gruff": 0.4}
_BY_A_POINT, _USUAL_INTEREST = 0.06, 8
_SURE = (0.05, 0.95)


@dataclass(frozen=True)
class PitchSetting:
    """What differs between the kinds of conversation in which something is pitched.

    Attributes:
        needed_parts: The parts of a pitch that the client asks for, and without which it says no yes.
        answer_meeting: Plans the answer to a proposal of a (further) meeting.
    """

    needed_parts: Set[str]
    answer_meeting: Callable[[ClientState, Scenario], Plan]


def listen_to_pitch(
    state: ClientState,
    scenario: Scenario,
    predict_moves: MovePredictor,
    rng: random.Random,
    setting: PitchSetting,
) -> Plan:
    """Plan the turn of a client that is told of a product.

    Args:
        state: What the client knows and feels after the trainee's last turn.
        scenario: Who the client is.
        predict_moves: Gives the probability of each move in a state.
        rng: Source of chance.
        setting: What is particular to the kind of conversation.
    """
    if state.times_made("urgent") and not state.agreed:
        return _called_away(state, scenario)
    if state.agreed:
        return _after_agreeing(state, scenario, rng)
    if is_offended(state, scenario) and "what" in state.told:
        return Plan(("refuse",) if state.times_made("refuse") <= scenario.patience else ("listen",))
    if count_overlong_turns(state.turn_lengths[-1:], scenario) and not state.times_made("cut_short"):
        return Plan(("cut_short",))
    if heard_jargon(state, scenario) and state.times_made("not_understand") < MAX_TIMES_ASKED:
        return Plan(("not_understand",))
    reply = reply_to_courtesy(state, scenario)
    if reply and reply != ("understood",):
        return Plan(reply)
    if state.last_acts & (OFFER_ACTS | {"propose_meeting"}) and state.told & set(QUESTION_ABOUT_PART):
        return setting.answer_meeting(state, scenario)
    if not state.told & {"what", *QUESTION_ABOUT_PART}:
        return Plan((*reply, *ask_or_listen(state, scenario, predict_moves, rng)))
    return Plan((*reply, *_probe_or_decide(state, scenario, rng, setting.needed_parts)))


def _called_away(state: ClientState, scenario: Scenario) -> Plan:
    """Something urgent came up: it takes another time that suits, or is gone."""
    taken = acceptable_time(state, scenario)
    if taken is not None:
        return Plan(("pick_time",), taken)
    if state.last_acts & OFFER_ACTS and not state.times_made("reject_times"):
        return Plan(("reject_times",))
    if "defer_call" in state.last_acts and not state.times_made("late_call"):
        return Plan(("late_call",))
    return Plan(("farewell",))


def _after_agreeing(state: ClientState, scenario: Scenario, rng: random.Random) -> Plan:
    """A further meeting is agreed; who was called away leaves as soon as it is confirmed."""
    if state.times_made("urgent") and state.times_made("agree"):
        return Plan(("farewell",))
    about_it = once_agreed(state, scenario, rng)
    if about_it is not None:
        return Plan(("agree",)) if state.times_made("urgent") and "agree" in about_it.moves else about_it
    if state.turns_since_agreement > scenario.patience and not state.asks:
        return Plan(("farewell",))
    return Plan(reply_to_courtesy(state, scenario) or ("listen",))


def _open_questions(state: ClientState, scenario: Scenario, needed_parts: Set[str]) -> list[str]:
    """The questions for parts not told yet that it needs or that its scenario asks, in the handbook's order.

    Who tells the parts in that order (feature, advantage, benefit, evidence) is never asked for a later one
    first, so that keeping the order and answering every question do not contradict each other.
    """
    return [
        question
        for part, question in QUESTION_ABOUT_PART.items()
        if part not in state.told
        and (part in needed_parts or question in scenario.objections)
        and state.times_made(question) < MAX_TIMES_ASKED
    ]


def _probe_or_decide(
    state: ClientState, scenario: Scenario, rng: random.Random, needed_parts: Set[str]
) -> tuple[str, ...]:
    if scenario.situation == "own_need" and not state.times_made("tell_needs"):
        return ("tell_needs",)
    if state.times_made("accept") or state.times_made("noncommittal"):
        return ("listen",)
    questions = _open_questions(state, scenario, needed_parts)
    if questions:
        waits = (
            state.idle_turns == 0
            and rng.random() > _ASK_PROBABILITY
            and state.times_made("listen") < MAX_TIMES_ASKED
        )
        return ("listen",) if waits else (questions[0],)
    return next_objection(state, scenario) or _decide(state, scenario, rng, needed_parts)


def _decide(
    state: ClientState, scenario: Scenario, rng: random.Random, needed_parts: Set[str]
) -> tuple[str, ...]:
    """It makes up its mind: yes only when it was told all it wanted to know."""
    if not needed_parts <= state.told or scenario.situation == "wants_material":
        return ("noncommittal",)
    if "ask_detail" in scenario.lines and not state.times_made("ask_detail"):
        return ("ask_detail",)
    emotion = feel(state, scenario)
    upset = emotion.irritation - emotion_at_rest(scenario).irritation
    likely = _SAYS_YES[scenario.temper] + _BY_A_POINT * (emotion.interest - _USUAL_INTEREST - upset)
    return ("accept",) if rng.random() < min(max(likely, _SURE[0]), _SURE[1]) else ("noncommittal",)
