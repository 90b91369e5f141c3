"""Why the criteria of visits are met or missed; each is named as in :mod:`duilian.assessment.visit`."""

from __future__ import annotations

from itertools import pairwise

from duilian.assessment.finding import Finding, Named, Reason
from duilian.assessment.indexed_dialogue import FABE, TIME_OFFERS, IndexedDialogue, PlacedAct
from duilian.assessment.reasons.forms import Why, after_cue, along_with, anywhere, said, spoken
from duilian.assessment.visit import MOST_IN_A_TURN


def _parts(dialogue: IndexedDialogue) -> list[PlacedAct]:
    return [act for act in map(dialogue.first_act, FABE) if act]


def _named(act: PlacedAct) -> tuple[Named, ...]:
    return (Named(act.span.act, act.turn),)


def _fabe_order(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """Names the two parts that stand the wrong way round."""
    parts = _parts(dialogue)
    if finding.verdict == "met":
        return Reason("in_order", None, {"parts": tuple(Named(act.span.act, act.turn) for act in parts)})
    for before, after in pairwise(parts):
        if after.position < before.position:
            return Reason("out_of_order", None, {"earlier": _named(after), "later": _named(before)})
    return Reason("missed")


def _tailored(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """What was said fits anybody; or no part was said that could speak of the client."""
    if finding.verdict == "met":
        return said(finding)
    part = dialogue.first_act("advantage", "state_benefit", "evidence")
    return Reason("general", part.evidence) if part else Reason("no_part")


def _concise(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """One turn is too long, or the parts of the pitch together are."""
    pitch = {(act.turn, i) for act in dialogue.acts(FABE) for i in range(act.span.start, act.span.end)}
    if finding.verdict == "met":
        return Reason("short", None, {"count": str(len(pitch))})
    for n in dialogue.trainee_turns:
        length = len(dialogue.turn(n).text)
        if length > MOST_IN_A_TURN:
            return Reason("long_turn", None, {"long": spoken(n), "count": str(length)})
    return Reason("long_pitch", None, {"count": str(len(pitch))})


WHY: dict[str, Why] = {
    "feature": anywhere("feature"),
    "advantage": anywhere("advantage"),
    "evidence": anywhere("evidence"),
    "fabe_order": _fabe_order,
    "tailored": _tailored,
    "concise": _concise,
    "invite_feedback": anywhere("invite_feedback"),
    "complaint_cause": after_cue(("complaint",), ("ask_needs",), names_before=True),
    "complaint_answer": after_cue(("complaint",), ("promise_feedback",), names_before=True),
    "feedback_response": after_cue(
        ("feedback", "complaint"), ("promise_feedback", "thank", "acknowledge"), 1
    ),
    "reschedule": along_with(
        "urgent", (*TIME_OFFERS, "defer_call"), ("apologize_time", "ask_leave"), ("no_leave", "no_time")
    ),
    "needs": anywhere("ask_needs"),
}
