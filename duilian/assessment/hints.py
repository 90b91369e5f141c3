"""Which of the verdicts so far is worth a hint in the middle of a call."""

from __future__ import annotations

from duilian.assessment.scoring import Assessment, Verdict
from duilian.dialogue.model import Dialogue

# What a hint on demand speaks of, in the order of a call.
_IN_ORDER = (
    "greeting",
    "gatekeeper_courtesy",
    "identity_check",
    "self_introduction",
    "business_card",
    "thank_reception",
    "warm_opening",
    "convenience_check",
    "ask_repeat",
    "reconnect_apology",
    "holiday_wish",
    "arrears_message",
    "vip_message",
    "purpose",
    "feature",
    "advantage",
    "benefit",
    "evidence",
    "necessity",
    "patient_explanation",
    "check_understanding",
    "two_choice",
    "graceful_deferral",
    "absence_handling",
    "confirmation",
    "thanks_for_acceptance",
    "needs",
    "feedback_response",
    "complaint_cause",
    "complaint_answer",
    "reschedule",
    "invite_feedback",
    "material_offer",
    "contact_offer",
    "closing_courtesy",
    "farewell",
)
# What one turn can spoil, the gravest first: it answers a cue, or uses words it should not.
_SPOILT_BY_A_TURN = (
    "tactful_wording",
    "patient_explanation",
    "two_choice",
    "convenience_check",
    "answers_questions",
    "reconnect_apology",
    "ask_repeat",
    "feedback_response",
    "straight_to_time",
    "respectful_address",
    "plain_language",
)
# Not having offered two times is only an opportunity missed once the turn speaks of a time in another way.
_OTHER_THAN_TWO = ("offer_one_time", "ask_open_time")


def next_hint(assessment: Assessment) -> Verdict | None:
    """The first criterion, in the order of a call, that is missed so far; None when nothing is."""
    return _first_missed(assessment, _IN_ORDER)


def missed_opportunity(assessment: Assessment, dialogue: Dialogue) -> Verdict | None:
    """What the last turn of the dialogue has just missed, the gravest first; None when nothing.

    Args:
        assessment: The assessment of the dialogue up to this turn.
        dialogue: The dialogue; its last turn is the trainee's.
    """
    spoke_of_time = any(span.act in _OTHER_THAN_TWO for span in dialogue.turns[-1].acts)
    names = tuple(name for name in _SPOILT_BY_A_TURN if name != "two_choice" or spoke_of_time)
    return _first_missed(assessment, names, len(dialogue.turns) - 1)


def _first_missed(assessment: Assessment, names: tuple[str, ...], turn: int | None = None) -> Verdict | None:
    """The first of these criteria that is missed; with ``turn``, missed there."""
    for name in names:
        verdict = assessment.verdicts.get(name)
        if verdict and verdict.name == "missed" and turn in (None, verdict.finding.turn):
            return verdict
    return None
