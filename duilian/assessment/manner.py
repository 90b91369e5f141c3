"""How one speaks and takes leave: answers, tact, plain words, address, closing (handbook 2.7–2.20)."""

from __future__ import annotations

import re
from collections.abc import Callable

from duilian.assessment.talk import (
    NA,
    PURPOSE,
    TIME_OFFERS,
    Evidence,
    Finding,
    Talk,
    afterwards,
    found,
    in_next_turns,
)
from duilian.assessment.wording import address, familiar_you

_ANSWERS = {
    "ask_identity": ("introduce_self",),
    "ask_purpose": PURPOSE,  # in arrears and key-account calls the message itself (section 7)
    "ask_necessity": ("state_necessity",),
    "ask_benefit": ("state_benefit",),
    "ask_feature": ("feature",),
    "ask_fit": ("advantage",),
    "ask_evidence": ("evidence",),
}
# What may answer “how much, how long, when, how”: every act that tells something, no mere courtesy and no question.
_TO_THE_POINT = (
    *PURPOSE, *TIME_OFFERS, "state_necessity", "state_benefit", "state_duration", "feature", "advantage", "evidence",
    "offer_material", "offer_contact", "promise_feedback", "defer_call", "confirm_appointment",
)  # fmt: skip
_NAME = re.compile(
    "我(就)?(是|叫|姓)[\u4e00-\u9fff]|叫我|免贵|敝姓|姓[\u4e00-\u9fff]|[小老阿][\u4e00-\u9fff]"
)


def _kept_throughout(talk: Talk) -> Finding:
    """Met by never having done something: the last words are the evidence; who said nothing has kept nothing."""
    last = talk.end
    return Finding("missed") if last is None else Finding("met", Evidence(last, 0, len(talk.turn(last).text)))


def _anywhere(act: str, applies: Callable[[Talk], bool]) -> Callable[[Talk], Finding]:
    def check(talk: Talk) -> Finding:
        return found(talk.first(act), talk.end) if applies(talk) else NA

    return check


def _closing(*acts: str) -> Callable[[Talk], Finding]:
    def check(talk: Talk) -> Finding:
        return found(talk.first(*acts, turns=talk.closing), talk.end)

    return check


def _next_turn(cue: str, act: str) -> Callable[[Talk], Finding]:
    return lambda talk: in_next_turns(talk, talk.cue(cue), act)


def hang_up_last(talk: Talk) -> Finding:
    if talk.visit or talk.context.hung_up_by is None:
        return NA
    if talk.context.hung_up_by == "client":
        return _kept_throughout(talk)
    return Finding("missed", turn=talk.end)


def respectful_address(talk: Talk) -> Finding:
    """A title in two turns or more (one in a short talk), and never 你; to a gatekeeper neither counts (section 7)."""
    to_client = [n for n in talk.trainee if talk.listeners[n] == "client"]
    for n in to_client:
        if familiar_you(talk.turn(n).text):
            return Finding("missed", turn=n)
    need = 1 if len(talk.trainee) <= 3 else 2
    titled = [(n, address(talk.turn(n).text, talk.context.client_title)) for n in to_client or talk.trainee]
    hits = [Evidence(n, *span) for n, span in titled if span]
    if len(hits) >= need:
        return Finding("met", hits[need - 1])
    return Finding("missed", turn=talk.trainee[min(1, len(talk.trainee) - 1)] if talk.trainee else None)


def plain_language(talk: Talk) -> Finding:
    for n in talk.trainee:
        if talk.lexicon.unexplained_term(talk.turn(n).text):
            return Finding("missed", turn=n)
    return _kept_throughout(talk)


def tactful_wording(talk: Talk) -> Finding:
    rude = talk.first("arrears_blunt", "pressure", "discourteous")
    return Finding("missed", turn=rude.turn) if rude else _kept_throughout(talk)


# What it costs or takes, said in two or three characters.
_SHORT_ANSWER = re.compile("不(?:收|要|用|花|另|带|含)|免费|免的|白送|包(?:含|在|了|的)|都含|没有")


def _answer(talk: Talk, cue: str, turn: int) -> Evidence | None:
    """The words that answer a question of the client's in this turn."""
    if cue == "ask_detail":
        said = talk.first(*_TO_THE_POINT, turns=[turn])
        if said:
            return said.evidence
        return None if talk.first("discourteous", turns=[turn]) else _statement(talk, turn)
    said = talk.first(*_ANSWERS[cue], turns=[turn])
    if said:
        return said.evidence
    name = _NAME.search(talk.turn(turn).text) if cue == "ask_identity" else None
    return Evidence(turn, name.start(), name.end()) if name else None


def _statement(talk: Talk, turn: int) -> Evidence | None:
    """Words outside every act that say something: a figure, “no charge” or the like, or six characters in one piece (tariffs are no act).

    An act given as a bare name is the whole turn; where that has several clauses, it says nothing of which one.
    """
    whole_text = talk.turn(turn).text
    text, several = list(whole_text), len(re.findall(r"\w+", whole_text)) > 1
    for span in talk.turn(turn).acts:
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


def answers_questions(talk: Talk) -> Finding:
    first: Evidence | None = None
    open_end = NA
    for n in talk.cues(*_ANSWERS, "ask_detail"):
        following = talk.after(n)[:1]
        if not following:
            open_end = talk.unanswered()
            continue
        for cue in talk.turn(n).cues:
            if cue in _ANSWERS or cue == "ask_detail":
                answer = _answer(talk, cue, following[0])
                if answer is None:
                    return Finding("missed", turn=following[0], cue=cue)
                first = first or answer
    return open_end if first is None or open_end.verdict == "missed" else Finding("met", first)


def check_understanding(talk: Talk) -> Finding:
    return afterwards(talk, talk.cue("not_understand"), "check_understanding")


def _is(*kinds: str) -> Callable[[Talk], bool]:
    return lambda talk: talk.kind in kinds


CHECKS: dict[str, Callable[[Talk], Finding]] = {
    "closing_courtesy": _closing("apologize_time", "thank"),
    "farewell": _closing("farewell"),
    "hang_up_last": hang_up_last,
    "respectful_address": respectful_address,
    "plain_language": plain_language,
    "tactful_wording": tactful_wording,
    "answers_questions": answers_questions,
    "check_understanding": check_understanding,
    "ask_repeat": _next_turn("unclear", "ask_repeat"),
    "reconnect_apology": _next_turn("dropped", "apologize_dropped_call"),
    "contact_offer": _anywhere(
        "offer_contact", lambda t: t.visit or t.kind in ("phone_care", "phone_vip_notice", "phone_promotion")
    ),
    "material_offer": _anywhere("offer_material", _is("phone_promotion")),
    "arrears_message": _anywhere("arrears_tactful", _is("phone_arrears")),
    "vip_message": _anywhere("vip_notice", _is("phone_vip_notice")),
}
