"""Reactions that all clients share: answers, questions of their own, objections, times that suit.

Each function returns the moves that the situation calls for, or ``()`` where it calls for none of these.
"""

from __future__ import annotations

import random
import re

from duilian.language.surnames import asks_for_another_surname
from duilian.language.text import narrow
from duilian.roleplay.calendar import mention_words
from duilian.roleplay.hearing import (
    answered_already,
    asks_for_another_firm,
    calls_by_another_surname,
    meeting_proposed,
)
from duilian.roleplay.plan import MovePredictor, draw_move
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

# What a client wants to know → the move by which it asks.
QUESTION_ABOUT = {"who": "ask_identity", "what": "ask_purpose", "why": "ask_necessity", "gain": "ask_benefit"}
# A question of the client's → what answers it once it is told.
ANSWER_TO = {question: thing for thing, question in QUESTION_ABOUT.items()} | {
    "ask_feature": "feature",
    "ask_fit": "advantage",
    "ask_evidence": "evidence",
}
# Moves by which the client asks about what is offered.
QUESTIONS = frozenset({*ANSWER_TO, "ask_detail"})
MAX_TIMES_ASKED = 2  # the same question is not asked more often
_LATIN_WORD = re.compile("[a-z]{2,}")
_TERM = re.compile("[a-z][a-z0-9-]+")
_EVERYDAY_TERMS = frozenset(
    {"app", "wifi", "ok", "vip", "kpi", "ppt", "excel", "word", "qq", "pos", "led", "logo", "vs", "hi"}
    | {"5g", "4g"}
)


def ask_who_or_what(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Ask who it is, or else what it is about; an acquainted visitor is not asked who it is."""
    for thing in ("what",) if scenario.visit and scenario.acquainted else ("who", "what"):
        question = QUESTION_ABOUT[thing]
        if thing not in state.told and state.times_made(question) < MAX_TIMES_ASKED:
            return (question,)
    return ()


def ask_or_listen(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> tuple[str, ...]:
    """While the client does not know what it is about: it asks who or what it is, or listens on; drawn."""
    allowed = {"listen": 0.5}
    asked = state.times_made("ask_identity")
    if "who" not in state.told and not scenario.acquainted and asked < MAX_TIMES_ASKED:
        allowed["ask_identity"] = 2.0
    if state.times_made("ask_purpose") < MAX_TIMES_ASKED:
        allowed["ask_purpose"] = 2.0 if state.turn_count > 1 else 0.7
    return draw_move(state, allowed, predict_moves, rng)


def reply_to_question(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Answer what has to be answered before anything else: is it you, is it convenient, do you follow?"""
    acts = state.last_acts
    if "verify_identity" in acts and asks_for_another_surname(state.last_text, scenario.title):
        return ("wrong_name",)
    if calls_by_another_surname(state.last_text, scenario.title) and state.times_made("wrong_name") < 2:
        return ("wrong_name",)
    if "verify_identity" in acts and asks_for_another_firm(state.last_text, scenario.org):
        return ("wrong_firm",)
    if "verify_identity" in acts and not state.times_made("confirm_identity"):
        return ("confirm_identity",)
    asks_if_convenient = "check_convenience" in acts and "defer_call" not in acts
    if asks_if_convenient and not state.times_made("convenient"):
        return ("convenient",)
    if "apologize_dropped_call" in acts:
        return ("never_mind",)
    if "check_understanding" in acts:
        return ("understood",)
    return ()


def reply_to_courtesy(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Answer where no appointment is at stake: also when asked for needs or opinions, or wished a holiday."""
    reply = reply_to_question(state, scenario)
    if reply:
        return reply
    acts = state.last_acts
    tellings = max(2, len(scenario.lines.get("tell_needs", ())))
    if "ask_needs" in acts and state.times_made("tell_needs") < tellings:
        return ("tell_needs",)
    if "invite_feedback" in acts:
        for cue in ("feedback", "complaint"):
            if cue in scenario.lines and not state.times_made(cue):
                return (cue,)
        return ("listen",) if state.times_made("no_opinion") else ("no_opinion",)
    if "holiday_wish" in acts and not state.times_made("wish_back"):
        return ("wish_back",)
    if "defer_call" in acts:
        return ("late_call",)
    return ()


def next_objection(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Raise the first of the scenario's objections that was not raised yet and is not answered already."""
    for cue in scenario.objections:
        if state.times_made(cue) or ANSWER_TO.get(cue) in state.told:
            continue
        lines = scenario.lines.get(cue, ())
        if lines and cue in QUESTIONS and all(answered_already(line, state.heard) for line in lines):
            continue
        if cue == "ask_necessity" and not meeting_proposed(state):
            continue
        if cue != "not_understand" or _hard_to_understand(state):
            return (cue,)
    return ()


def _hard_to_understand(state: ClientState) -> bool:
    """Was there anything not to understand: an explanation, or words in Latin letters?"""
    explained = state.last_acts & {"feature", "advantage"}
    return bool(explained or _LATIN_WORD.search(narrow(state.last_text)))


def heard_jargon(state: ClientState, scenario: Scenario) -> bool:
    """Did the last turn hold terms in Latin letters that are neither everyday ones nor its own product's?"""
    own = set(_TERM.findall(narrow(f"{scenario.product or ''} {scenario.org}")))
    return bool(set(_TERM.findall(narrow(state.last_text))) - own - _EVERYDAY_TERMS)


def acceptable_time(state: ClientState, scenario: Scenario) -> str | None:
    """The first of the times on offer that suits the client, in the words it heard; None where none does."""
    suitable = (mention for mention in state.offered_times if scenario.calendar.suits(mention))
    return next((mention_words(state.last_text, mention) for mention in suitable), None)
