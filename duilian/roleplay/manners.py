"""What all clients have in common: patience, answers to courtesies, questions not put twice too often."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duilian.language.text import narrow
from duilian.roleplay.calendar import words
from duilian.roleplay.names import named_otherwise
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

Chances = Callable[[ClientState], Mapping[str, float]]
ASKS = {"who": "ask_identity", "what": "ask_purpose", "why": "ask_necessity", "gain": "ask_benefit"}
# Which question is answered once something is told.
ANSWERED_BY = {ask: thing for thing, ask in ASKS.items()} | {
    "ask_feature": "feature",
    "ask_fit": "advantage",
    "ask_evidence": "evidence",
}
PERSISTENCE = 2  # how often the same question is asked
_LATIN = re.compile("[a-z]{2,}")
_AT_LENGTH = {
    "warm": 140,
    "plain": 100,
    "gruff": 80,
}  # characters of a turn it hears out; one call turn in fifty has 80
_IN_A_HURRY = 0.7  # of that, for the busy
_FALLBACK = 0.02  # what a move gets that no one in the data made here

_TERM = re.compile("[a-z][a-z0-9-]+")
_EVERYDAY = frozenset(
    {
        "app",
        "wifi",
        "ok",
        "vip",
        "kpi",
        "ppt",
        "excel",
        "word",
        "qq",
        "pos",
        "led",
        "logo",
        "vs",
        "hi",
        "5g",
        "4g",
    }
)


@dataclass(frozen=True)
class Plan:
    """The client's next turn: its moves in order (none: it is silent), and the time it takes, in the words it heard."""

    moves: tuple[str, ...]
    agreed: str | None = None


def rambles(lengths: tuple[int, ...], scenario: Scenario) -> int:
    """How many turns of these lengths are longer than it likes to hear."""
    limit = _AT_LENGTH[scenario.temper] * (_IN_A_HURRY if scenario.busy else 1)
    return sum(length > limit for length in lengths)


def weariness(state: ClientState, scenario: Scenario) -> int:
    """What has cost it patience: rudeness, long speeches, turns that led nowhere, times that never suit, noes not heeded, its own haste."""
    tries = sum(
        max(0, state.times_raised(no) - free)
        for no, free in (("reject_times", 2), ("refuse_no_time", 1), ("refuse", 1))
    )
    chat = (
        1 if scenario.base == "phone_appointment" else 3
    )  # where nothing has to be settled, a word more costs less
    return (
        state.strikes + rambles(state.lengths, scenario) + max(0, state.idle - chat) + tries + scenario.busy
    )


def ask_first_missing(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Who is it, what is it? It knows whom it lets in."""
    for thing in ("what",) if scenario.visit and scenario.acquainted else ("who", "what"):
        if thing not in state.told and state.times_raised(ASKS[thing]) < PERSISTENCE:
            return (ASKS[thing],)
    return ()


def reply(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """What a question or courtesy of the trainee's calls for, before anything else."""
    if "verify_identity" in state.acts and named_otherwise(state.heard, scenario.title):
        return ("wrong_name",)
    if "verify_identity" in state.acts and not state.times_raised("confirm_identity"):
        return ("confirm_identity",)
    if (
        "check_convenience" in state.acts
        and "defer_call" not in state.acts
        and not state.times_raised("convenient")
    ):
        return ("convenient",)
    if "apologize_dropped_call" in state.acts:
        return ("never_mind",)
    if "check_understanding" in state.acts:
        return ("understood",)
    return ()


def next_objection(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """The next of the scenario's objections that was not raised yet and is not answered already."""
    for cue in scenario.objections:
        if (
            not state.times_raised(cue)
            and ANSWERED_BY.get(cue) not in state.told
            and (cue != "not_understand" or was_hard(state))
        ):
            return (cue,)
    return ()


def was_hard(state: ClientState) -> bool:
    """Was there anything not to understand: an explanation, or words in Latin letters?"""
    return bool(state.acts & {"feature", "advantage"} or _LATIN.search(narrow(state.heard)))


def drawn(
    state: ClientState, allowed: Mapping[str, float], chances: Chances, draw: random.Random
) -> tuple[str, ...]:
    """One of the moves that make sense now, each with the weight its character gives it, as likely as clients make it."""
    likely, moves = chances(state), sorted(allowed)
    return (draw.choices(moves, [allowed[m] * (likely.get(m, 0.0) + _FALLBACK) for m in moves])[0],)


def takes(state: ClientState, scenario: Scenario) -> str | None:
    """The first of the times on offer that suits it, in the words it heard; None where none does."""
    fitting = (m for m in state.table if scenario.calendar.suits(m))
    return next((words(state.heard, m) for m in fitting), None)


def first_asks(
    state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random
) -> tuple[str, ...]:
    """While it does not know what it is about: who is it, what is it – or it listens."""
    allowed = {"listen": 0.5}
    if (
        "who" not in state.told
        and not scenario.acquainted
        and state.times_raised("ask_identity") < PERSISTENCE
    ):
        allowed["ask_identity"] = 2.0
    if state.times_raised("ask_purpose") < PERSISTENCE:
        allowed["ask_purpose"] = 2.0 if state.turns > 1 else 0.7
    return drawn(state, allowed, chances, draw)


def courtesy(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """What a question or a courtesy calls for where no appointment is at stake: needs told, an opinion given, a wish returned."""
    answer = reply(state, scenario)
    if answer:
        return answer
    if "ask_needs" in state.acts and state.times_raised("tell_needs") < max(
        2, len(scenario.lines.get("tell_needs", ()))
    ):
        return ("tell_needs",)
    if "invite_feedback" in state.acts:
        for cue in ("feedback", "complaint"):
            if cue in scenario.lines and not state.times_raised(cue):
                return (cue,)
        return ("listen",) if state.times_raised("no_opinion") else ("no_opinion",)
    if "holiday_wish" in state.acts and not state.times_raised("wish_back"):
        return ("wish_back",)
    if "defer_call" in state.acts:
        return ("late_call",)
    return ()


def hard_words(state: ClientState, scenario: Scenario) -> bool:
    """Did it hear words in Latin letters that are neither everyday ones nor its own product's?"""
    own = set(_TERM.findall(narrow(f"{scenario.product or ''} {scenario.org}")))
    return bool(set(_TERM.findall(narrow(state.heard))) - own - _EVERYDAY)
