"""Why the criteria of the opening are met or missed: those of :mod:`duilian.assessment.opening`."""

from __future__ import annotations

import re

from duilian.assessment.finding import Evidence, Finding, Reason
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.reasons.forms import Why, after_cue, along_with, anywhere, placed, spoken
from duilian.language.text import clauses

# A clause that is no more than “I am Xiao Li”.
_NAME_ALONE = re.compile(
    "(?:我(?:就)?(?:是|叫)[小老阿][\u4e00-\u9fff]|(?:我|免贵|敝)姓[\u4e00-\u9fff]|叫我[小老阿][\u4e00-\u9fff])[啊呀哈呢]?"
)


def _opening(dialogue: IndexedDialogue) -> list[int]:
    return dialogue.opening_turns


def _opening_to_client(dialogue: IndexedDialogue) -> list[int]:
    """The first two turns, and the first two to the client itself where somebody else answered."""
    return sorted({*dialogue.opening_turns, *dialogue.first_turns_to_client})


def _until_purpose(dialogue: IndexedDialogue) -> list[int]:
    """The turns up to that of the purpose."""
    purpose = dialogue.first_purpose
    return [n for n in dialogue.trainee_turns if purpose is None or n <= purpose.turn]


def _self_introduction(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """Introduced too late: after the purpose; by a name alone; or not at all."""
    reason = placed(("introduce_self",), _until_purpose)(dialogue, finding)
    if reason.name == "late" and dialogue.first_purpose:
        return Reason("late", reason.quote, {"purpose_turn": spoken(dialogue.first_purpose.turn)})
    if reason.name != "not_said":
        return reason
    for n in dialogue.trainee_turns:
        text = dialogue.turn(n).text
        for start, end in clauses(text):
            if _NAME_ALONE.fullmatch(text, start, end):
                return Reason("name_only", Evidence(n, start, end))
    return reason


def _identity_check(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """Asked after the purpose, be it in the same turn; or not at all."""
    question = dialogue.first_act("verify_identity", "request_transfer")
    purpose = dialogue.first_purpose
    if finding.verdict == "missed" and question and purpose and question.position > purpose.position:
        return Reason("late", question.evidence, {"purpose_turn": spoken(purpose.turn)})
    return anywhere("verify_identity", "request_transfer")(dialogue, finding)


def _gatekeeper_courtesy(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """Asked without a word of courtesy; left a message for who is there; or did not ask."""
    absent = dialogue.first_cue("absent") is not None
    requests = ("request_transfer", "leave_message") if absent else ("request_transfer",)
    reason = after_cue(("gatekeeper",), requests)(dialogue, finding)
    if reason.name == "not_said" and not absent:
        message = after_cue(("gatekeeper",), ("leave_message",))(dialogue, finding)
        return Reason("message_only", message.quote, message.facts) if message.quote else reason
    return Reason("curt", reason.quote, reason.facts) if reason.name == "not_counted" else reason


WHY: dict[str, Why] = {
    "greeting": placed(("greeting", "holiday_wish"), _opening),
    "self_introduction": _self_introduction,
    "identity_check": _identity_check,
    "warm_opening": placed(("small_talk",), _opening_to_client),
    "gatekeeper_courtesy": _gatekeeper_courtesy,
    "absence_handling": along_with(
        "absent", ("leave_message", "defer_call"), ("thank", "apologize_time"), ("no_thanks", "no_message")
    ),
    "convenience_check": after_cue(("busy",), ("check_convenience", "defer_call"), 1, names_late=True),
    "holiday_wish": anywhere("holiday_wish"),
    "business_card": anywhere("offer_business_card"),
    "thank_reception": placed(("thank",), _opening),
}
