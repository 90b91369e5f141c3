"""Once a time is agreed on: it is confirmed or put right, moved, made exact; nothing else is agreed to.

Handbook 2: the appointment is confirmed before the call ends. It agrees to what was agreed on alone.
"""

from __future__ import annotations

import random
import re

from duilian.language import times
from duilian.language.times import TimeMention
from duilian.roleplay.calendar import mention_words
from duilian.roleplay.offers import asks_if_it_stands, asks_to_move, offered_in
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS, ClientState

_MOST_CORRECTIONS = 3  # in a call; who then still says another time is hung up on
_ASKS_HOUR = 0.5  # probability that it asks for the hour where a time of day alone was agreed on
_HOUR_QUESTION = re.compile("几点|什么时间|啥时间|钟头|具体时间|准确时间")
# Part of the day → the hours at which a client has time, in its words.
_HOURS = {
    "early": ("八点",),
    "morning": ("九点", "九点半", "十点"),
    "noon": ("十二点",),
    "afternoon": ("两点", "两点半", "三点", "四点"),
    "evening": ("七点",),
    None: ("上午十点", "下午三点"),
}


def agreed_mention(state: ClientState, scenario: Scenario) -> TimeMention | None:
    """The time agreed on, as it was offered; None where none is known."""
    return next((m for m in state.times_at_agreement if scenario.calendar.suits(m)), None)


def once_agreed(state: ClientState, scenario: Scenario, rng: random.Random) -> Plan | None:
    """What it does about the appointment in its next turn; None where the trainee says nothing about it.

    Args:
        state: What the client knows and feels.
        scenario: Who the client is.
        rng: Source of chance.
    """
    taken = agreed_mention(state, scenario)
    moved = _moved(state, scenario, taken)
    if moved is not None:
        return moved
    said = [m for m in times.find_times(state.last_text) if m.kind not in ("duration", "vague")]
    by_act = bool(state.last_acts & (OFFER_ACTS | {"confirm_appointment"}))
    if by_act or asks_if_it_stands(state.last_text) or (said and "ask_hour" in state.last_moves):
        return Plan(_confirm_or_correct(state, scenario, said, taken, rng))
    if "ask_open_time" in state.last_acts and "opening_hours" not in state.asks:
        exact = taken is not None and taken.hour is not None
        return Plan(
            ("name_hour",) if _HOUR_QUESTION.search(state.last_text) and not exact else ("correct_time",)
        )
    return None


def _moved(state: ClientState, scenario: Scenario, taken: TimeMention | None) -> Plan | None:
    """The trainee wants another time: it takes one that suits, or none; asked for none, it asks which."""
    if not asks_to_move(state.last_text):
        return None
    same = scenario.calendar.could_be_same
    others = [m for m in offered_in(state.last_text) if taken is None or not same(m, taken)]
    if not others:
        return Plan(("ask_new_time",)) if taken is not None and not state.offered_times else None
    suits = next((m for m in others if scenario.calendar.suits(m)), None)
    if suits is None:
        return Plan(("reject_times",))
    return Plan(("pick_time",), mention_words(state.last_text, suits))


def _confirm_or_correct(
    state: ClientState,
    scenario: Scenario,
    said: list[TimeMention],
    taken: TimeMention | None,
    rng: random.Random,
) -> tuple[str, ...]:
    offers = bool(state.last_acts & OFFER_ACTS)
    fits = taken is None or any(scenario.calendar.could_be_same(m, taken) for m in said)
    several = offers and len(state.offered_times) > 1
    if several or (said and not fits):
        enough = state.times_made("correct_time") >= _MOST_CORRECTIONS
        return ("correct_time", "farewell") if enough else ("correct_time",)
    hours = [m for m in said if m.hour is not None]
    if offers and taken is not None and taken.hour is None and hours and not state.times_made("hour_suits"):
        return ("hour_suits",)
    open_hour = taken is not None and taken.hour is None and all(m.hour is None for m in said)
    known = any(map(state.times_made, ("ask_hour", "name_hour", "correct_time", "hour_suits")))
    known = known or (taken is not None and _hour_heard(state, scenario, taken))
    if (
        open_hour
        and not known
        and not state.last_acts & {"farewell", "ask_leave"}
        and rng.random() < _ASKS_HOUR
    ):
        return ("agree", "ask_hour")
    return ("agree",)


def _hour_heard(state: ClientState, scenario: Scenario, taken: TimeMention) -> bool:
    """Did the trainee name an hour that is within the time agreed on?"""
    named = (m for m in times.find_times(state.heard) if m.hour is not None)
    return any(scenario.calendar.could_be_same(m, taken) for m in named)


def move_it_itself(state: ClientState, scenario: Scenario) -> Plan | None:
    """Something came up on its side: it asks for another of the times when it is free; once, if today at all.

    Args:
        state: What the client knows and feels; a time is agreed on.
        scenario: Who the client is, on its day.
    """
    taken = agreed_mention(state, scenario)
    if not scenario.day.moves_time or taken is None or state.times_made("move_time"):
        return None
    for words in scenario.calendar.free:
        if not any(scenario.calendar.could_be_same(m, taken) for m in times.find_times(words)):
            return Plan(("move_time", "pick_time"), words)
    return None


def asks_for_hour(state: ClientState, taken: str) -> bool:
    """Does the trainee ask, as it offers a day, at what hour: 那就后天上午，我几点到合适?"""
    named = any(mention.hour is not None for mention in times.find_times(taken))
    return not named and bool(_HOUR_QUESTION.search(state.last_text))


def hour_words(agreed: str, scenario_id: str) -> str:
    """The hour at which a client has time on the occasion agreed on: 三点 for 周三下午.

    Args:
        agreed: The time agreed on, in words; "" where there is none.
        scenario_id: Whoever plays it, it is the same.
    """
    mentions = times.find_times(agreed)
    part = mentions[0].part if mentions else None
    return random.Random(f"hour/{scenario_id}").choice(_HOURS[part])
