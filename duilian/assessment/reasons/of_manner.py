"""Why the criteria of manner are met or missed: those of :mod:`duilian.assessment.manner`."""

from __future__ import annotations

from duilian.assessment.finding import Evidence, Finding, Named, Reason
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.manner import AskedQuestion, questions
from duilian.assessment.plain_words import first_jargon
from duilian.assessment.reasons.forms import Why, after_cue, anywhere, placed, spoken
from duilian.assessment.wording import familiar_you, find_address


def _closing(dialogue: IndexedDialogue) -> list[int]:
    return dialogue.closing_turns


def _hang_up_last(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    if not dialogue.trainee_turns:
        return Reason("silent")
    return Reason("client_hung_up" if finding.verdict == "met" else "trainee_hung_up")


def _respectful_address(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """The client was called 你, or by a title too seldom, or never; else in how many turns by one."""
    to_client = [n for n in dialogue.trainee_turns if dialogue.listeners[n] == "client"]
    for n in to_client:
        span = familiar_you(dialogue.turn(n).text)
        if span and finding.verdict == "missed":
            return Reason("familiar_you", Evidence(n, *span))
    title = dialogue.context.client_title
    spans = [(n, find_address(dialogue.turn(n).text, title)) for n in to_client or dialogue.trainee_turns]
    titles = [Evidence(n, *span) for n, span in spans if span]
    if not titles:
        return Reason("never")
    name = "titles" if finding.verdict == "met" else "once"
    return Reason(name, finding.evidence or titles[0], {"count": str(len(titles))})


def _plain_language(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """The first technical term that was left unexplained."""
    if finding.verdict == "met":
        return Reason("kept")
    jargon = first_jargon(dialogue)
    if jargon is None:
        return Reason("missed" if dialogue.trainee_turns else "silent")
    place = jargon.place
    facts = {"term": dialogue.turn(place.turn).text[place.start : place.end]}
    if jargon.asked is not None:
        return Reason("asked_term", place, facts | {"asked": spoken(jargon.asked)})
    return Reason("term", place, facts)


_TACTLESS = {"arrears_blunt": "blunt", "pressure": "pressed", "discourteous": "rude"}


def _tactful_wording(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """The first words that were blunt, pressing or rude."""
    if finding.verdict == "met":
        return Reason("kept")
    act = dialogue.first_act(*_TACTLESS)
    if act is None:
        return Reason("missed" if dialogue.trainee_turns else "silent")
    return Reason(_TACTLESS[act.span.act], act.evidence)


def _arrears_message(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """Said bluntly instead, or not at all."""
    blunt = dialogue.first_act("arrears_blunt")
    if finding.verdict == "missed" and blunt and not dialogue.first_act("arrears_tactful"):
        return Reason("blunt", blunt.evidence)
    return anywhere("arrears_tactful")(dialogue, finding)


def _named(asked: list[AskedQuestion]) -> tuple[Named, ...]:
    return tuple(Named(question.cue, question.turn) for question in asked)


def _answers_questions(dialogue: IndexedDialogue, finding: Finding) -> Reason:
    """Names each question that was answered, and each that was not."""
    asked = questions(dialogue)
    answered = [question for question in asked if question.answer]
    if finding.verdict == "met":
        facts = {"answered": _named(answered)}
        last = _named([question for question in asked if question.answer_turn is None])
        if last:
            return Reason("answered_so_far", finding.evidence, facts | {"unanswered": last})
        return Reason("answered", finding.evidence, facts)
    left_open = [q for q in asked if not q.answer and q.answer_turn is not None]
    if not left_open:  # the trainee hung up on it
        ended = _named([question for question in asked if question.answer_turn is None])
        asked_last = {"asked": spoken(ended[-1].turn)} if ended else {}
        return Reason("ended", None, asked_last)
    facts = {"unanswered": _named(left_open), "answered": _named(answered)}
    return Reason("some_unanswered" if answered else "unanswered", None, facts)


WHY: dict[str, Why] = {
    "closing_courtesy": placed(("apologize_time", "thank"), _closing),
    "farewell": placed(("farewell",), _closing),
    "hang_up_last": _hang_up_last,
    "respectful_address": _respectful_address,
    "plain_language": _plain_language,
    "tactful_wording": _tactful_wording,
    "answers_questions": _answers_questions,
    "check_understanding": after_cue(("not_understand",), ("check_understanding",)),
    "ask_repeat": after_cue(("unclear",), ("ask_repeat",), 1, names_late=True),
    "reconnect_apology": after_cue(("dropped",), ("apologize_dropped_call",), 1, names_late=True),
    "contact_offer": anywhere("offer_contact"),
    "material_offer": anywhere("offer_material"),
    "arrears_message": _arrears_message,
    "vip_message": anywhere("vip_notice"),
}
