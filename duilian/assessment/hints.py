"""What is worth a hint in a call: what this very turn should have done, or what the next one can.

In guided mode a turn gets a hint only for what was its own to do (:func:`missed_opportunity`); on demand the
hint is what the client's last words call for, else the first thing missed that can still be made good
(:func:`next_hint`). What the machine is not sure of is no hint.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from duilian.assessment.indexed_dialogue import TIME_OFFERS, IndexedDialogue
from duilian.assessment.rubric import Rubric
from duilian.assessment.scoring import Assessment, Verdict, assess
from duilian.dialogue.model import Dialogue, Turn

Due = Callable[[IndexedDialogue, Verdict, int], bool]
"""Was a missed criterion the business of this turn, the dialogue's last?"""

_SPOKE_OF_TIME = (*TIME_OFFERS, "ask_open_time")
# A client in such a mood is not met with small talk.
_NO_TIME_FOR_PLEASANTRIES = ("complaint", "refuse", "busy", "urgent", "dropped", "absent")


def _here(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """It was missed in this turn."""
    return verdict.finding.turn == turn


def _quoted(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """It is words of this turn that miss it."""
    place = verdict.explanation.place if verdict.explanation else None
    return place is not None and place.turn == turn


def _familiar(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """你 was said in this turn; who only has not used a title yet, still may."""
    reason = verdict.explanation.reason if verdict.explanation else ""
    return reason == "familiar_you" and _quoted(dialogue, verdict, turn)


def _first_word_of_time(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """This turn is the first to speak of a time, and gives no two."""
    spoke = dialogue.first_act(*_SPOKE_OF_TIME)
    return spoke is not None and spoke.turn == turn


def _after(cue: str, nth: int, unless_of_time: bool = False) -> Due:
    """Make: this is the ``nth`` trainee turn after the cue, from 1.

    With ``unless_of_time`` also an earlier one that spoke of a time.
    """

    def due(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
        at = dialogue.first_cue(cue)
        if at is None:
            return False
        following = dialogue.trainee_turns_after(at)
        if following[nth - 1 : nth] == [turn]:
            return True
        spoke = dialogue.first_act(*_SPOKE_OF_TIME, turns=[turn]) is not None
        return unless_of_time and turn in following[:nth] and spoke

    return due


def _with_the_purpose(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """This turn came to business."""
    return dialogue.first_purpose is not None and dialogue.first_purpose.turn == turn


def _at_goodbye(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """This turn says goodbye."""
    return dialogue.first_act("farewell", turns=[turn]) is not None


def _at_goodbye_to_the_client(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """This turn says goodbye, and not to somebody else who answered."""
    return _at_goodbye(dialogue, verdict, turn) and dialogue.listeners[turn] == "client"


def _in_the_opening(dialogue: IndexedDialogue, verdict: Verdict, turn: int) -> bool:
    """This was the last turn of the opening, with nothing else to answer, and the client in no other mood."""
    asked = any(cue.startswith("ask_") for cue in dialogue.turn(turn - 1).cues) if turn else False
    in_the_mood = dialogue.first_cue(*_NO_TIME_FOR_PLEASANTRIES) is None
    tactless = dialogue.first_act("arrears_blunt", "pressure", "discourteous", turns=[turn])
    return dialogue.opening_turns[1:] == [turn] and in_the_mood and not asked and tactless is None


def _either(*dues: Due) -> Due:
    return lambda dialogue, verdict, turn: any(due(dialogue, verdict, turn) for due in dues)


# What a turn can miss, the gravest first, and when it was that turn's business.
_DUE: Mapping[str, Due] = {
    "tactful_wording": _here,
    "patient_explanation": _here,
    "two_choice": _first_word_of_time,
    "no_time_two_choice": _after("refuse_no_time", 2, unless_of_time=True),
    "convenience_check": _here,
    "answers_questions": _here,
    "reconnect_apology": _here,
    "ask_repeat": _here,
    "feedback_response": _here,
    "straight_to_time": _here,
    "graceful_deferral": _quoted,
    "reschedule": _after("urgent", 1),
    "respectful_address": _familiar,
    "plain_language": _here,
    "check_understanding": _after("not_understand", 1),
    "confirmation": _either(_quoted, _at_goodbye),
    "absence_handling": _at_goodbye,
    "gatekeeper_courtesy": _quoted,
    "self_introduction": _with_the_purpose,
    "identity_check": _with_the_purpose,
    "thanks_for_acceptance": _after("accept", 2),
    "concise": _here,
    "closing_courtesy": _at_goodbye,
    "contact_offer": _at_goodbye_to_the_client,
    "material_offer": _at_goodbye_to_the_client,
    "greeting": _in_the_opening,
    "thank_reception": _in_the_opening,
    "warm_opening": _in_the_opening,
}
# Of those, what the client's last words call for: the next turn has to do it.
_CALLED_FOR = (
    "patient_explanation",
    "convenience_check",
    "answers_questions",
    "reconnect_apology",
    "ask_repeat",
    "feedback_response",
    "straight_to_time",
    "reschedule",
    "check_understanding",
)
# What a hint on demand speaks of when the client's last words call for nothing, in the order of a call.
_IN_ORDER = (
    "greeting",
    "gatekeeper_courtesy",
    "identity_check",
    "self_introduction",
    "business_card",
    "thank_reception",
    "warm_opening",
    "holiday_wish",
    "arrears_message",
    "vip_message",
    "purpose",
    "feature",
    "advantage",
    "benefit",
    "evidence",
    "necessity",
    "no_time_two_choice",
    "two_choice",
    "graceful_deferral",
    "absence_handling",
    "confirmation",
    "thanks_for_acceptance",
    "needs",
    "complaint_cause",
    "complaint_answer",
    "invite_feedback",
    "material_offer",
    "contact_offer",
    "closing_courtesy",
    "farewell",
)


def missed_opportunity(assessment: Assessment, dialogue: Dialogue) -> Verdict | None:
    """What the last turn of the dialogue should have done and has not, the gravest first; None when nothing.

    Args:
        assessment: The assessment of the dialogue up to this turn.
        dialogue: The dialogue; its last turn is the trainee's.
    """
    indexed, last = IndexedDialogue(dialogue), len(dialogue.turns) - 1
    for name, due in _DUE.items():
        verdict = _missed(assessment, name)
        if verdict and due(indexed, verdict, last):
            return verdict
    return None


def next_hint(dialogue: Dialogue, rubric: Rubric, free_times: tuple[str, ...] = ()) -> Verdict | None:
    """What the next turn of the trainee's should do; None when nothing is missing.

    First what the client's last words call for: it is found by letting the trainee say nothing. Then the
    first thing, in the order of a call, that is missed so far and can still be made good.

    Args:
        dialogue: The dialogue so far, labelled.
        rubric: The rubric.
        free_times: Times known to suit the client, for the model phrases.
    """
    silent = replace(dialogue, turns=(*dialogue.turns, Turn("trainee", "")))
    if dialogue.turns and dialogue.turns[-1].speaker == "client":
        unanswered, indexed = assess(silent, rubric, free_times), IndexedDialogue(silent)
        for name in _CALLED_FOR:
            verdict = _missed(unanswered, name)
            if verdict and _DUE[name](indexed, verdict, len(dialogue.turns)):
                return verdict
    assessment, so_far = assess(dialogue, rubric, free_times), IndexedDialogue(dialogue)
    candidates = (_missed(assessment, name) for name in _IN_ORDER)
    return next((verdict for verdict in candidates if verdict and _still_possible(so_far, verdict)), None)


def _missed(assessment: Assessment, name: str) -> Verdict | None:
    """The verdict of this criterion, if it is missed for sure."""
    verdict = assessment.verdicts.get(name)
    return verdict if verdict and verdict.name == "missed" and not verdict.doubtful else None


def _still_possible(dialogue: IndexedDialogue, verdict: Verdict) -> bool:
    """Can the next turn still do what this verdict misses?"""
    name = verdict.criterion.name
    if name in ("greeting", "thank_reception", "warm_opening"):
        mood_allows = dialogue.first_cue(*_NO_TIME_FOR_PLEASANTRIES) is None
        return len(dialogue.trainee_turns) < 2 and (mood_allows or name != "warm_opening")
    if name in ("self_introduction", "identity_check"):
        return dialogue.first_purpose is None
    if name == "gatekeeper_courtesy":
        return dialogue.listeners[-1:] == ["gatekeeper"]
    if name == "two_choice":
        return dialogue.agreed_at is None
    if name in ("no_time_two_choice", "thanks_for_acceptance"):
        cue = dialogue.first_cue("refuse_no_time" if name == "no_time_two_choice" else "accept")
        return cue is not None and len(dialogue.trainee_turns_after(cue)) < 2
    return True
