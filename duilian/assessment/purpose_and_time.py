"""The business of a call and the way to a time (handbook 2).

Purpose, necessity, benefit, two choices, refusals, confirmation.

Each public function is a criterion of the rubric's section 4, a :data:`~duilian.assessment.patterns.Check`
named as there.
"""

from __future__ import annotations

from duilian.assessment.finding import NA, Finding
from duilian.assessment.indexed_dialogue import TIME_OFFERS, IndexedDialogue, PlacedAct
from duilian.assessment.patterns import Check, afterwards, in_next_turns, met_by
from duilian.assessment.refusal import refused_to_the_end
from duilian.language import times

_EXPLANATIONS = ("acknowledge", "state_benefit", "state_necessity", "state_purpose")
_RUDE = ("pressure", "discourteous")


def _belongs_at(dialogue: IndexedDialogue) -> int | None:
    """Where a missing part of the business belonged: the purpose's turn, else the second trainee turn."""
    if dialogue.first_purpose:
        return dialogue.first_purpose.turn
    return dialogue.opening_turns[-1] if dialogue.opening_turns else None


def _business(act: str, *kinds: str, visits: bool = False) -> Check:
    """Make a criterion of business: one act, in these kinds, and on every visit with ``visits``.

    Phone calls that did not come to business (section 4) are left out.
    """

    def check(dialogue: IndexedDialogue) -> Finding:
        of_these_kinds = dialogue.kind in kinds and (dialogue.is_visit or dialogue.came_to_business)
        applies = of_these_kinds or (visits and dialogue.is_visit)
        return met_by(dialogue.clearest_act(act), _belongs_at(dialogue)) if applies else NA

    return check


def two_choice(dialogue: IndexedDialogue) -> Finding:
    """Offers two times at least once in a call for an appointment (2, process, “二选一法”).

    Does not apply where the client named a time before the trainee spoke of time, or refused to the very end.
    """
    if dialogue.kind != "phone_appointment" or not dialogue.came_to_business:
        return NA
    spoke_of_time = dialogue.first_act(*TIME_OFFERS, "ask_open_time")
    named = dialogue.first_cue("pick_time")
    if named is not None and not (spoke_of_time and spoke_of_time.turn < named):
        return NA  # the client named a time before the trainee spoke of time at all
    if refused_to_the_end(dialogue):
        return NA
    belongs_at = spoke_of_time.turn if spoke_of_time else dialogue.last_turn
    return met_by(dialogue.clearest_act("offer_two_times"), belongs_at)


def patient_explanation(dialogue: IndexedDialogue) -> Finding:
    """Meets a refusal in the next turn with understanding or reasons, without pressure (2, process)."""
    return in_next_turns(dialogue, dialogue.first_cue("refuse"), *_EXPLANATIONS, never=_RUDE)


def no_time_two_choice(dialogue: IndexedDialogue) -> Finding:
    """Offers two times in the next two turns to a client who has no time (2.15)."""
    return in_next_turns(dialogue, dialogue.first_cue("refuse_no_time"), "offer_two_times", within=2)


def straight_to_time(dialogue: IndexedDialogue) -> Finding:
    """Goes on to times in the next turn when the client is noncommittal before one is agreed (2, process)."""
    cue = dialogue.first_cue("noncommittal")
    agreed_before = cue is not None and dialogue.agreed_at is not None and dialogue.agreed_at <= cue
    if dialogue.kind != "phone_appointment" or agreed_before:
        return NA
    return in_next_turns(dialogue, cue, *TIME_OFFERS, "ask_open_time")


def thanks_for_acceptance(dialogue: IndexedDialogue) -> Finding:
    """Thanks a client who agrees on the phone, in the next two turns (2, process)."""
    return (
        NA if dialogue.is_visit else in_next_turns(dialogue, dialogue.first_cue("accept"), "thank", within=2)
    )


def graceful_deferral(dialogue: IndexedDialogue) -> Finding:
    """Offers to ring later when the client cannot fix a time, and never presses (2, process)."""
    cue = dialogue.first_cue("cannot_fix_time")
    pressed = None
    if cue is not None:
        pressed = dialogue.first_act("pressure", turns=dialogue.trainee_turns_after(cue))
    return Finding("missed", turn=pressed.turn) if pressed else afterwards(dialogue, cue, "defer_call")


def confirmation(dialogue: IndexedDialogue) -> Finding:
    """Restates the time that was agreed last (2.19); restating another time is no confirmation."""
    if dialogue.settled_at is None:
        return NA
    later = dialogue.trainee_turns_after(dialogue.settled_at)
    restated = dialogue.acts(("confirm_appointment",), later)
    right = (act for act in restated if not _restates_another_time(dialogue, act))
    return met_by(next(right, None), later[0] if later else None)


def times_restated(dialogue: IndexedDialogue, confirmation: PlacedAct) -> tuple[list[str], list[str]]:
    """The times that the client named when it agreed or later, and those of a confirmation, as said."""
    theirs, ours = _times_around(dialogue, confirmation)
    text = dialogue.turn(confirmation.turn).text
    return [words for words, _ in theirs], [text[time.start : time.end] for time in ours]


def _times_around(
    dialogue: IndexedDialogue, confirmation: PlacedAct
) -> tuple[list[tuple[str, times.TimeMention]], list[times.TimeMention]]:
    """The client's times since it agreed, each with its words, and those of the confirmation."""
    assert dialogue.settled_at is not None
    theirs = [
        (turn.text[time.start : time.end], time)
        for turn in dialogue.turns[dialogue.settled_at : confirmation.turn]
        if turn.speaker == "client"
        for time in times.find_times(turn.text)
    ]
    span = confirmation.span
    ours = [
        time
        for time in times.find_times(dialogue.turn(confirmation.turn).text)
        if span.start <= time.start < span.end and time.kind != "duration"
    ]
    return theirs, ours


def _restates_another_time(dialogue: IndexedDialogue, confirmation: PlacedAct) -> bool:
    """Does it name times, and none that the client named when it agreed or later?"""
    named, ours = _times_around(dialogue, confirmation)
    theirs = [time for _, time in named]
    loose = any(time.bound is not None or time.kind == "vague" for time in theirs)  # “after the 25th”
    if loose or not theirs or not ours:
        return False
    return not any(times.compatible(a, b) for a in ours for b in theirs)


CHECKS: dict[str, Check] = {
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
