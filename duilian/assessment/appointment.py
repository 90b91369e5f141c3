"""The business of a call and the way to a time: purpose, necessity, benefit, two choices, confirmation (handbook 2)."""

from __future__ import annotations

import re
from collections.abc import Callable

from duilian import times
from duilian.assessment.talk import NA, TIME_OFFERS, Finding, Said, Talk, afterwards, found, in_next_turns

_EXPLAINS = ("acknowledge", "state_benefit", "state_necessity", "state_purpose")
_RUDE = ("pressure", "discourteous")
_ON_MEETING = (
    "refuse",
    "refuse_no_time",
    "reject_times",
    "noncommittal",
    "cannot_fix_time",
    "accept",
    "pick_time",
)
# Section 7: who asks for a message, or to be rung again, has not refused to the very end.
_OPEN_DOOR = re.compile(
    "(发|寄|传).{0,6}(短信|消息|微信|资料|材料|邮件|邮箱|传真)|考虑|想想|(再|回头).{0,6}(打|联系|找我|说)"
)


def _wanted_at(talk: Talk) -> int | None:
    """Where a missing part of the business belonged: the turn of the purpose, else the second trainee turn."""
    if talk.purpose:
        return talk.purpose.turn
    return talk.opening[-1] if talk.opening else None


def _business(act: str, *kinds: str, visits: bool = False) -> Callable[[Talk], Finding]:
    """A criterion met by one act, in phone calls of these kinds that came to business, or on visits."""

    def check(talk: Talk) -> Finding:
        applies = (talk.kind in kinds and (talk.business if talk.phone else True)) or (visits and talk.visit)
        return found(talk.first(act), _wanted_at(talk)) if applies else NA

    return check


def _refused_to_the_end(talk: Talk) -> bool:
    words = talk.cues(*_ON_MEETING)
    last = set(talk.turn(words[-1]).cues) if words else set()
    if (
        not {"refuse", "refuse_no_time"} & last
        or {"noncommittal", "cannot_fix_time", "accept", "pick_time"} & last
    ):
        return False
    first_no = talk.cues("refuse", "refuse_no_time")[0]
    later = [t for t in talk.dialogue.turns[first_no:] if t.speaker == "client"]
    if any(_OPEN_DOOR.search(t.text) for t in later):
        return False
    return talk.agreed is None and talk.first("defer_call") is None


def two_choice(talk: Talk) -> Finding:
    if talk.kind != "phone_appointment" or not talk.business:
        return NA
    spoke, named = talk.first(*TIME_OFFERS, "ask_open_time"), talk.cue("pick_time")
    if named is not None and not (spoke and spoke.turn < named):
        return NA  # the client named a time before the trainee spoke of time at all
    if _refused_to_the_end(talk):
        return NA
    return found(talk.first("offer_two_times"), spoke.turn if spoke else talk.end)


def patient_explanation(talk: Talk) -> Finding:
    return in_next_turns(talk, talk.cue("refuse"), *_EXPLAINS, never=_RUDE)


def no_time_two_choice(talk: Talk) -> Finding:
    return in_next_turns(talk, talk.cue("refuse_no_time"), "offer_two_times", within=2)


def straight_to_time(talk: Talk) -> Finding:
    cue = talk.cue("noncommittal")
    agreed_before = cue is not None and talk.agreed is not None and talk.agreed <= cue
    if talk.kind != "phone_appointment" or agreed_before:
        return NA
    return in_next_turns(talk, cue, *TIME_OFFERS, "ask_open_time")


def thanks_for_acceptance(talk: Talk) -> Finding:
    return NA if talk.visit else in_next_turns(talk, talk.cue("accept"), "thank", within=2)


def graceful_deferral(talk: Talk) -> Finding:
    cue = talk.cue("cannot_fix_time")
    pushed = None if cue is None else talk.first("pressure", turns=talk.after(cue))
    return Finding("missed", turn=pushed.turn) if pushed else afterwards(talk, cue, "defer_call")


def confirmation(talk: Talk) -> Finding:
    """Another time than the client took, restated, is no confirmation."""
    if talk.agreed is None:
        return NA
    later = talk.after(talk.agreed)
    right = (s for s in talk.acts(("confirm_appointment",), later) if not _another_time(talk, s))
    return found(next(right, None), later[0] if later else None)


def _another_time(talk: Talk, said: Said) -> bool:
    """Does it name times, and none that the client named when it agreed or later?"""
    assert talk.agreed is not None
    theirs = [
        m
        for t in talk.dialogue.turns[talk.agreed : said.turn]
        if t.speaker == "client"
        for m in times.find_times(t.text)
    ]
    span = said.span
    ours = [
        m
        for m in times.find_times(talk.turn(said.turn).text)
        if span.start <= m.start < span.end and m.kind != "duration"
    ]
    loose = any(m.bound is not None or m.kind == "vague" for m in theirs)  # “after the 25th”
    return (
        bool(theirs and ours) and not loose and not any(times.compatible(a, b) for a in ours for b in theirs)
    )


CHECKS = {
    "purpose": _business("state_purpose", "phone_appointment", "phone_promotion", visits=True),
    "necessity": _business("state_necessity", "phone_appointment"),
    "benefit": _business("state_benefit", "phone_appointment", "phone_promotion", "visit_fabe"),
    "two_choice": two_choice,
    "patient_explanation": patient_explanation,
    "no_time_two_choice": no_time_two_choice,
    "straight_to_time": straight_to_time,
    "thanks_for_acceptance": thanks_for_acceptance,
    "graceful_deferral": graceful_deferral,
    "confirmation": confirmation,
}
