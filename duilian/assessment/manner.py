"""How one speaks and takes leave: answers, tact, plain words, address, closing (handbook 2.7–2.20).

Each public function is a criterion of the rubric's section 4, a :data:`~duilian.assessment.patterns.Check`
named as there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from duilian.assessment.finding import NA, Evidence, Finding
from duilian.assessment.indexed_dialogue import PURPOSE, TIME_OFFERS, IndexedDialogue
from duilian.assessment.on_topic import is_about
from duilian.assessment.patterns import Check, afterwards, in_next_turns, met_by
from duilian.assessment.plain_words import first_jargon
from duilian.assessment.wording import familiar_you, find_address
from duilian.dialogue.model import Turn

_ANSWERS = {
    "ask_identity": ("introduce_self",),
    "ask_purpose": PURPOSE,
    "ask_necessity": ("state_necessity",),
    "ask_benefit": ("state_benefit",),
    "ask_feature": ("feature",),
    "ask_fit": ("advantage",),
    "ask_evidence": ("evidence",),
}
# What may answer “how much, how long, when, how”: every act that tells something, no mere courtesy and no
# question.
_TO_THE_POINT = (
    *PURPOSE,
    *TIME_OFFERS,
    "state_necessity",
    "state_benefit",
    "state_duration",
    "feature",
    "advantage",
    "evidence",
    "offer_material",
    "offer_contact",
    "promise_feedback",
    "defer_call",
    "confirm_appointment",
)
_NAME = re.compile(
    "我(就)?(是|叫|姓)[\u4e00-\u9fff]|叫我|免贵|敝姓|姓[\u4e00-\u9fff]|[小老阿][\u4e00-\u9fff]"
)


def _kept_throughout(dialogue: IndexedDialogue) -> Finding:
    """Met by never having done something, the last turn as evidence; who said nothing has kept nothing."""
    last = dialogue.last_turn
    return (
        Finding("missed")
        if last is None
        else Finding("met", Evidence(last, 0, len(dialogue.turn(last).text)))
    )


def _said_anywhere(act: str, applies: Callable[[IndexedDialogue], bool]) -> Check:
    """Make a criterion of one act said anywhere, in the dialogues that ``applies`` is true of."""

    def check(dialogue: IndexedDialogue) -> Finding:
        return met_by(dialogue.clearest_act(act), dialogue.last_turn) if applies(dialogue) else NA

    return check


def _said_at_the_end(*acts: str) -> Check:
    """Make a criterion of one of these acts in the last two trainee turns."""

    def check(dialogue: IndexedDialogue) -> Finding:
        last = list(dialogue.acts(acts, dialogue.closing_turns))[-1:]
        return met_by(last[0] if last else None, dialogue.last_turn)

    return check


def _said_next(cue: str, act: str) -> Check:
    """Make a criterion of one act in the trainee turn after a cue."""
    return lambda dialogue: in_next_turns(dialogue, dialogue.first_cue(cue), act)


def hang_up_last(dialogue: IndexedDialogue) -> Finding:
    """Lets the client hang up first, in phone calls where it is known who did (2.20)."""
    if dialogue.is_visit or dialogue.context.hung_up_by is None:
        return NA
    if dialogue.context.hung_up_by == "client":
        return _kept_throughout(dialogue)
    return Finding("missed", turn=dialogue.last_turn)


def respectful_address(dialogue: IndexedDialogue) -> Finding:
    """Uses a title to the client in two turns or more, and never 你 (2.11).

    Once is enough in a dialogue of three trainee turns or fewer. Neither counts towards a gatekeeper; where
    only a gatekeeper is spoken to, titles of the wanted person count (section 7).
    """
    to_client = [n for n in dialogue.trainee_turns if dialogue.listeners[n] == "client"]
    for n in to_client:
        if familiar_you(dialogue.turn(n).text):
            return Finding("missed", turn=n)
    need = 1 if len(dialogue.trainee_turns) <= 3 else 2
    title = dialogue.context.client_title
    searched = to_client or dialogue.trainee_turns
    spans = ((n, find_address(dialogue.turn(n).text, title)) for n in searched)
    titles = [Evidence(n, *span) for n, span in spans if span]
    if len(titles) >= need:
        return Finding("met", titles[need - 1])
    return Finding("missed", turn=dialogue.opening_turns[-1] if dialogue.opening_turns else None)


def plain_language(dialogue: IndexedDialogue) -> Finding:
    """Leaves no technical term unexplained in its turn (2.12), as :mod:`~duilian.assessment.plain_words`."""
    jargon = first_jargon(dialogue)
    return Finding("missed", turn=jargon.place.turn) if jargon else _kept_throughout(dialogue)


def tactful_wording(dialogue: IndexedDialogue) -> Finding:
    """No blunt demand for payment, no pressure, no discourtesy (2.8, 2.9)."""
    rude = dialogue.first_act("arrears_blunt", "pressure", "discourteous")
    return Finding("missed", turn=rude.turn) if rude else _kept_throughout(dialogue)


# What it costs or takes, said in two or three characters.
_SHORT_ANSWER = re.compile("不(?:收|要|用|花|另|带|含)|免费|免的|白送|包(?:含|在|了|的)|都含|没有")


def _answer(dialogue: IndexedDialogue, cue: str, turn: int) -> Evidence | None:
    """The words that answer a question (``cue``) of the client's in this trainee turn; None if none do."""
    if cue == "ask_detail":
        return _answer_about_details(dialogue, turn)
    act = dialogue.first_act(*_ANSWERS[cue], turns=[turn])
    if act:
        return act.evidence
    name = _NAME.search(dialogue.turn(turn).text) if cue == "ask_identity" else None
    return Evidence(turn, name.start(), name.end()) if name else None


def _answer_about_details(dialogue: IndexedDialogue, turn: int) -> Evidence | None:
    """The words of this turn that answer the question about details before it; None if none do."""
    question = next(t.text for t in reversed(dialogue.turns[:turn]) if t.speaker == "client")
    if not is_about(question, _without_courtesies(dialogue.turn(turn))):
        return None
    act = dialogue.first_act(*_TO_THE_POINT, turns=[turn])
    if act:
        return act.evidence
    return None if dialogue.first_act("discourteous", turns=[turn]) else _statement(dialogue, turn)


def _without_courtesies(turn: Turn) -> str:
    """The words of a turn that may answer a question: those of acts that tell nothing are left out."""
    text = list(turn.text)
    for span in turn.acts:
        if span.act not in _TO_THE_POINT and span.end - span.start < len(text):
            text[span.start : span.end] = " " * (span.end - span.start)
    return "".join(text)


def _statement(dialogue: IndexedDialogue, turn: int) -> Evidence | None:
    """Words outside every act that say something.

    A figure, “no charge” or the like, or six characters in one piece. Tariffs are no act (section 7), so an
    answer about them stands outside. An act given as a bare name is the whole turn; where that has several
    clauses, it says nothing of which one.
    """
    whole_text = dialogue.turn(turn).text
    text, several = list(whole_text), len(re.findall(r"\w+", whole_text)) > 1
    for span in dialogue.turn(turn).acts:
        if not (several and span.end - span.start == len(text)):
            text[span.start : span.end] = "\0" * (span.end - span.start)
    for piece in re.finditer(r"[^\0,。!?;,.!?;\s]+", "".join(text)):
        if (
            len(piece[0]) >= 6
            or re.search("[0-90-9一二三四五六七八九十百千万两]", piece[0])
            or _SHORT_ANSWER.match(piece[0])
        ):
            return Evidence(turn, *piece.span())
    return None


@dataclass(frozen=True)
class AskedQuestion:
    """A question of the client's and what became of it.

    Attributes:
        turn: The client's turn, from 0.
        cue: What it asks, one of the ``ask_*`` cues.
        answer_turn: The next trainee turn, where the answer belongs; None where the conversation was over.
        answer: The words that answer it; None if none do.
    """

    turn: int
    cue: str
    answer_turn: int | None
    answer: Evidence | None


def questions(dialogue: IndexedDialogue) -> list[AskedQuestion]:
    """Every question of the client's, in order, with its answer in the next trainee turn (2.9, 2.16)."""
    asked = []
    for n in dialogue.turns_with_cue(*_ANSWERS, "ask_detail"):
        following = next(iter(dialogue.trainee_turns_after(n)), None)
        for cue in dialogue.turn(n).cues:
            if cue in _ANSWERS or cue == "ask_detail":
                answer = None if following is None else _answer(dialogue, cue, following)
                asked.append(AskedQuestion(n, cue, following, answer))
    return asked


def answers_questions(dialogue: IndexedDialogue) -> Finding:
    """Answers every question of the client's in the next turn (2.9, 2.16)."""
    asked = questions(dialogue)
    heard = [question for question in asked if question.answer_turn is not None]
    for question in heard:
        if question.answer is None:
            return Finding("missed", turn=question.answer_turn, cue=question.cue)
    open_end = dialogue.unanswered() if len(heard) < len(asked) else NA
    if not heard or open_end.verdict == "missed":
        return open_end
    return Finding("met", heard[0].answer)


def check_understanding(dialogue: IndexedDialogue) -> Finding:
    """Asks afterwards whether a client who did not understand does now (2.18)."""
    return afterwards(dialogue, dialogue.first_cue("not_understand"), "check_understanding")


def _leaves_contact(dialogue: IndexedDialogue) -> bool:
    """Does one leave a way to be reached: on every visit, and in three kinds of calls (section 4)?"""
    return dialogue.is_visit or dialogue.kind in ("phone_care", "phone_vip_notice", "phone_promotion")


def _business_of(kind: str, act: str) -> Check:
    """Make a criterion of what a kind of call is for.

    What is the client's own affair is not asked for where somebody else answers or the call is put off.
    """

    def check(dialogue: IndexedDialogue) -> Finding:
        said = dialogue.clearest_act(act)
        applies = dialogue.kind == kind and (said or dialogue.came_to_business)
        return met_by(said, dialogue.last_turn) if applies else NA

    return check


CHECKS: dict[str, Check] = {
    "closing_courtesy": _said_at_the_end("apologize_time", "thank"),
    "farewell": _said_at_the_end("farewell"),
    "hang_up_last": hang_up_last,
    "respectful_address": respectful_address,
    "plain_language": plain_language,
    "tactful_wording": tactful_wording,
    "answers_questions": answers_questions,
    "check_understanding": check_understanding,
    "ask_repeat": _said_next("unclear", "ask_repeat"),
    "reconnect_apology": _said_next("dropped", "apologize_dropped_call"),
    "contact_offer": _said_anywhere("offer_contact", _leaves_contact),
    "material_offer": _business_of("phone_promotion", "offer_material"),
    "arrears_message": _business_of("phone_arrears", "arrears_tactful"),
    "vip_message": _business_of("phone_vip_notice", "vip_notice"),
}
