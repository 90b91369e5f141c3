"""How a call or visit begins: greeting, introduction, right person, right moment (handbook 2.1–2.6, 3).

Each public function is a criterion of the rubric's section 4, a :data:`~duilian.assessment.patterns.Check`
named as there.
"""

from __future__ import annotations

import re

from duilian.assessment.finding import NA, Finding
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.patterns import Check, afterwards, in_next_turns, met_by

# The rubric's words and what people say for them (劳您, 费心, 多谢).
_COURTESY = re.compile("请|麻烦|劳[驾烦您]|有劳|烦[请您]|谢|对不起|不好意思|抱歉|拜托|辛苦|费[心神]|唔该")


def greeting(dialogue: IndexedDialogue) -> Finding:
    """A greeting or a holiday wish in the first two trainee turns (2, process)."""
    greeted = dialogue.clearest_act("greeting", turns=dialogue.opening_turns)
    wished = dialogue.clearest_act("holiday_wish", turns=dialogue.opening_turns)
    return met_by(greeted or wished, dialogue.first_turn)


def self_introduction(dialogue: IndexedDialogue) -> Finding:
    """Says who is calling no later than the turn of the purpose; on visits to strangers (2, process; 3)."""
    if dialogue.is_visit and dialogue.context.acquainted:
        return NA
    introduction, purpose = dialogue.first_act("introduce_self"), dialogue.first_purpose
    late = introduction and purpose and introduction.turn > purpose.turn
    return met_by(None if late else introduction, dialogue.first_turn)


def identity_check(dialogue: IndexedDialogue) -> Finding:
    """Asks for the person wanted before the purpose, unless the client named itself first (2.2)."""
    if dialogue.is_visit or dialogue.context.acquainted:
        return NA
    question = dialogue.first_act("verify_identity", "request_transfer")
    named = dialogue.first_cue("confirm_identity")
    if named is not None and not (question and question.turn < named):
        return NA  # the client named itself first
    absent = dialogue.first_cue("absent")
    if question is None and absent is not None and absent < (dialogue.first_turn or 0):
        return NA  # whoever answers says at once that the person wanted is out
    purpose = dialogue.first_purpose
    late = question and purpose and question.position > purpose.position
    return met_by(None if late else question, dialogue.first_turn)


def warm_opening(dialogue: IndexedDialogue) -> Finding:
    """Small talk with an acquaintance in the first two trainee turns (2.3); not with a complaint.

    Where somebody else answers, the first two turns to the acquaintance count as well; one that is never on
    the line is not talked to.
    """
    known = dialogue.context.acquainted and dialogue.person_reached
    if not known or dialogue.kind == "visit_complaint":
        return NA
    first = [*dialogue.opening_turns, *dialogue.first_turns_to_client]
    belongs_at = next(iter(dialogue.first_turns_to_client), dialogue.first_turn)
    return met_by(dialogue.clearest_act("small_talk", turns=first), belongs_at)


def gatekeeper_courtesy(dialogue: IndexedDialogue) -> Finding:
    """Asks a gatekeeper politely to put one through, or to pass a message on if the person is out (2.4)."""
    cue = dialogue.first_cue("gatekeeper")
    if cue is None:
        return NA
    requests = ["request_transfer"]
    if dialogue.first_cue("absent") is not None:
        requests.append("leave_message")
    later = dialogue.trainee_turns_after(cue)
    polite = (act for act in dialogue.acts(requests, later) if _COURTESY.search(dialogue.turn(act.turn).text))
    return met_by(next(polite, None), later[0] if later else None)


def absence_handling(dialogue: IndexedDialogue) -> Finding:
    """Leaves a message or says that it will ring again, and thanks or apologises (2.5)."""
    absent = dialogue.first_cue("absent")
    return afterwards(dialogue, absent, "leave_message", "defer_call", along_with=("thank", "apologize_time"))


def convenience_check(dialogue: IndexedDialogue) -> Finding:
    """Asks a busy client in the next turn whether now suits, or puts the call off (2.6)."""
    return in_next_turns(dialogue, dialogue.first_cue("busy"), "check_convenience", "defer_call")


def holiday_wish(dialogue: IndexedDialogue) -> Finding:
    """A wish where the context names a holiday, to a client that is reached (2.1)."""
    wish = dialogue.clearest_act("holiday_wish")
    if not dialogue.context.holiday or not (wish or dialogue.person_reached):
        return NA
    return met_by(wish, dialogue.first_turn)


CHECKS: dict[str, Check] = {
    "greeting": greeting,
    "self_introduction": self_introduction,
    "identity_check": identity_check,
    "warm_opening": warm_opening,
    "gatekeeper_courtesy": gatekeeper_courtesy,
    "absence_handling": absence_handling,
    "convenience_check": convenience_check,
    "holiday_wish": holiday_wish,
}
