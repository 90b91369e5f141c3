"""The criteria of visits: the pitch in three and a half sentences (FABE), courtesy of a caller (handbook 3)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from duilian.assessment.talk import (
    FABE,
    NA,
    TIME_OFFERS,
    Finding,
    Said,
    Talk,
    afterwards,
    found,
    in_next_turns,
)
from duilian.assessment.wording import own_need

_TURN_LIMIT, _PITCH_LIMIT = 120, 200


def _pitch(part: str) -> Callable[[Talk], Finding]:
    def check(talk: Talk) -> Finding:
        return found(talk.first(part), talk.end) if talk.kind == "visit_fabe" else NA

    return check


def _parts(talk: Talk) -> list[Said]:
    """The first occurrence of each part that occurs, in the order F, A, B, E."""
    return [said for said in map(talk.first, FABE) if said]


def fabe_order(talk: Talk) -> Finding:
    parts = _parts(talk)
    if talk.kind != "visit_fabe" or len(parts) < 3:
        return NA
    for before, after in pairwise(parts):
        if after.at < before.at:
            return Finding("missed", turn=after.turn)
    return Finding("met", parts[0].evidence)


def tailored(talk: Talk) -> Finding:
    if talk.kind != "visit_fabe":
        return NA
    words = talk.lexicon.trade_words(talk.context.industry, talk.context.client_org)
    candidates = list(talk.acts(("advantage", "state_benefit", "evidence")))
    for said in candidates:
        text = talk.turn(said.turn).text[said.span.start : said.span.end]
        heard = " ".join(t.text for t in talk.dialogue.turns[: said.turn] if t.speaker == "client")
        if any(w in text for w in words) or own_need(text, heard):
            return found(said, None)
    return Finding("missed", turn=candidates[0].turn if candidates else talk.end)


def concise(talk: Talk) -> Finding:
    """No turn over 120 characters, the spans of the four parts no more than 200 together (marks count)."""
    parts = _parts(talk)
    if talk.kind != "visit_fabe" or not parts:
        return NA
    for n in talk.trainee:
        if len(talk.turn(n).text) > _TURN_LIMIT:
            return Finding("missed", turn=n)
    covered = {(s.turn, i) for s in talk.acts(FABE) for i in range(s.span.start, s.span.end)}
    if len(covered) > _PITCH_LIMIT:
        return Finding("missed", turn=max(n for n, _ in covered))
    return Finding("met", parts[0].evidence)


def business_card(talk: Talk) -> Finding:
    if talk.phone or talk.context.acquainted:
        return NA
    return found(talk.first("offer_business_card"), talk.start)


def thank_reception(talk: Talk) -> Finding:
    return found(talk.first("thank", turns=talk.opening), talk.start) if talk.visit else NA


def invite_feedback(talk: Talk) -> Finding:
    return (
        found(talk.first("invite_feedback"), talk.opening[-1] if talk.opening else None) if talk.visit else NA
    )


def feedback_response(talk: Talk) -> Finding:
    return in_next_turns(talk, talk.cue("feedback", "complaint"), "promise_feedback", "thank", "acknowledge")


def reschedule(talk: Talk) -> Finding:
    return afterwards(
        talk, talk.cue("urgent"), *TIME_OFFERS, "defer_call", along_with=("apologize_time", "ask_leave")
    )


def needs(talk: Talk) -> Finding:
    return found(talk.first("ask_needs"), talk.end) if talk.kind == "visit_gift" else NA


CHECKS: dict[str, Callable[[Talk], Finding]] = {
    "feature": _pitch("feature"),
    "advantage": _pitch("advantage"),
    "evidence": _pitch("evidence"),
    "fabe_order": fabe_order,
    "tailored": tailored,
    "concise": concise,
    "business_card": business_card,
    "thank_reception": thank_reception,
    "invite_feedback": invite_feedback,
    "feedback_response": feedback_response,
    "reschedule": reschedule,
    "needs": needs,
}
