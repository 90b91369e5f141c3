"""Why the criteria of the business are met or missed.

Each is named as in :mod:`duilian.assessment.purpose_and_time`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from duilian.assessment.finding import Finding, Reason
from duilian.assessment.indexed_dialogue import TIME_OFFERS, IndexedDialogue, PlacedAct
from duilian.assessment.purpose_and_time import times_restated
from duilian.assessment.quoting import whole_clauses
from duilian.assessment.reasons.forms import Why, after_cue, anywhere, said, spoken
from duilian.language import times

_EXPLANATIONS = ("acknowledge", "state_benefit", "state_necessity", "state_purpose")
# Words that put a choice: what they join may be no choice of times (今天还是改天).
_CHOICE = re.compile("还是|或者?|要么|要不")


def _of_time(dialogue: IndexedDialogue, turns: Collection[int] | None) -> Reason:
    """Why no two times were offered: the first words of time there are, in these turns if they are given.

    ``one_time``, ``open_question``, ``no_choice`` where several things were put that are no two times;
    ``no_time``, or ``not_said`` where a time was named all the same, to confirm it or to ring again.
    """
    spoke = dialogue.first_act(*TIME_OFFERS, "ask_open_time", turns=turns)
    if spoke is None:
        texts = (dialogue.turn(n).text for n in (dialogue.trainee_turns if turns is None else turns))
        named = any(time.kind == "point" for text in texts for time in times.find_times(text))
        return Reason("not_said" if named else "no_time")
    if spoke.span.act == "offer_two_times":
        return Reason("not_counted", spoke.evidence)
    if _puts_a_choice(dialogue, spoke):
        return Reason("no_choice", spoke.evidence)
    return Reason("one_time" if spoke.span.act == "offer_one_time" else "open_question", spoke.evidence)


def _puts_a_choice(dialogue: IndexedDialogue, act: PlacedAct) -> bool:
    """Do the clauses of an act of time put a choice, or name several times?"""
    text = dialogue.turn(act.turn).text
    start, end = whole_clauses(text, act.span.start, act.span.end)
    points = [time for time in times.find_times(text[start:end]) if time.kind == "point"]
    return bool(_CHOICE.search(text, start, end)) or len(points) > 1


def _two_choice(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    return said(finding) if finding.verdict == "met" else _of_time(dialogue, None)


def _no_time_two_choice(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    reason = after_cue(("refuse_no_time",), ("offer_two_times",), 2)(dialogue, finding)
    cue = dialogue.first_cue("refuse_no_time")
    if reason.name != "not_said" or cue is None:
        return reason
    of_time = _of_time(dialogue, dialogue.trainee_turns_after(cue)[:2])
    return Reason(of_time.name, of_time.quote, reason.facts)


def _graceful_deferral(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    return after_cue(("cannot_fix_time",), ("defer_call",), never=("pressure",))(dialogue, finding)


def _confirmation(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """Another time was restated than was agreed, both named; or none was."""
    if dialogue.settled_at is None:
        return said(finding) if finding.verdict == "met" else Reason("not_said")
    agreed = {"asked": spoken(dialogue.settled_at)}
    if finding.verdict == "met":
        return Reason("said", finding.evidence, agreed)
    later = dialogue.trainee_turns_after(dialogue.settled_at)
    if not later:
        return Reason("ended", None, agreed)
    act = next(dialogue.acts(("confirm_appointment",), later), None)
    if act is None:
        return Reason("not_said", None, agreed)
    theirs, ours = times_restated(dialogue, act)
    if not theirs or not ours:
        return Reason("not_counted", act.evidence, agreed)
    names = {"agreed": "、".join(dict.fromkeys(theirs)), "restated": "、".join(dict.fromkeys(ours))}
    return Reason("another_time", act.evidence, agreed | names)


WHY: dict[str, Why] = {
    "purpose": anywhere("state_purpose"),
    "necessity": anywhere("state_necessity"),
    "benefit": anywhere("state_benefit"),
    "two_choice": _two_choice,
    "patient_explanation": after_cue(("refuse",), _EXPLANATIONS, 1, ("pressure", "discourteous")),
    "no_time_two_choice": _no_time_two_choice,
    "straight_to_time": after_cue(("noncommittal",), (*TIME_OFFERS, "ask_open_time"), 1, names_late=True),
    "thanks_for_acceptance": after_cue(("accept",), ("thank",), 2, names_late=True),
    "graceful_deferral": _graceful_deferral,
    "confirmation": _confirmation,
}
