"""How a call or visit begins: greeting, introduction, the right person, the right moment (handbook 2.1–2.6, 3)."""

from __future__ import annotations

import re

from duilian.assessment.talk import NA, Finding, Talk, afterwards, found, in_next_turns

# The rubric's words and what people say for them (劳您, 费心, 多谢).
_COURTESY = re.compile("请|麻烦|劳[驾烦您]|有劳|烦[请您]|谢|对不起|不好意思|抱歉|拜托|辛苦|费[心神]|唔该")


def greeting(talk: Talk) -> Finding:
    return found(talk.first("greeting", "holiday_wish", turns=talk.opening), talk.start)


def self_introduction(talk: Talk) -> Finding:
    if talk.visit and talk.context.acquainted:
        return NA
    said = talk.first("introduce_self")
    late = said and talk.purpose and said.turn > talk.purpose.turn
    return found(None if late else said, talk.start)


def identity_check(talk: Talk) -> Finding:
    if talk.visit or talk.context.acquainted:
        return NA
    said, named = talk.first("verify_identity", "request_transfer"), talk.cue("confirm_identity")
    if named is not None and not (said and said.turn < named):
        return NA  # the client named itself first
    late = said and talk.purpose and said.at > talk.purpose.at
    return found(None if late else said, talk.start)


def warm_opening(talk: Talk) -> Finding:
    if not talk.context.acquainted:
        return NA
    return found(talk.first("small_talk", turns=talk.opening), talk.start)


def gatekeeper_courtesy(talk: Talk) -> Finding:
    cue = talk.cue("gatekeeper")
    if cue is None:
        return NA
    wanted = ["request_transfer"] + ["leave_message"] * (talk.cue("absent") is not None)
    later = talk.after(cue)
    polite = [s for s in talk.acts(wanted, later) if _COURTESY.search(talk.turn(s.turn).text)]
    return found(polite[0] if polite else None, later[0] if later else None)


def absence_handling(talk: Talk) -> Finding:
    return afterwards(
        talk, talk.cue("absent"), "leave_message", "defer_call", along_with=("thank", "apologize_time")
    )


def convenience_check(talk: Talk) -> Finding:
    return in_next_turns(talk, talk.cue("busy"), "check_convenience", "defer_call")


def holiday_wish(talk: Talk) -> Finding:
    if not talk.context.holiday:
        return NA
    return found(talk.first("holiday_wish"), talk.start)


CHECKS = {
    "greeting": greeting,
    "self_introduction": self_introduction,
    "identity_check": identity_check,
    "warm_opening": warm_opening,
    "gatekeeper_courtesy": gatekeeper_courtesy,
    "absence_handling": absence_handling,
    "convenience_check": convenience_check,
    "holiday_wish": holiday_wish,
}
