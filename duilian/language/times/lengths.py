"""Lengths of time, and the moments told by them: 十分钟, 两天后, 这几天."""

from __future__ import annotations

import re

from duilian.language.times.draft import DAY, Draft
from duilian.language.times.lexicon import SHORT_UNITS
from duilian.language.times.numerals import number
from duilian.language.times.values import FromNow, RelativeDay

_LAST_OF_RANGE = re.compile("[到至~、-]")
_DAY_MINUTES = 1440
# 两天 means a few days as often as two.
_A_FEW = ("两", "一两", "两三", "三两")


def _amount(match: re.Match[str], word: str) -> float:
    """Read how many units there are: `word`, and the 半 of 一个半小时."""
    if word[0] == "半":
        amount = 0.5
    elif "." in word:
        amount = float(word)
    elif word == "个把":
        amount = 1.0
    else:
        amount = float(number(word))
    if match["hours_half"] == "半" or match["months_half"] == "半":
        amount += 0.5
    return amount


def _unit(match: re.Match[str]) -> float:
    """Tell how many minutes the unit of a length has; 365 days are a year, 30 a month."""
    if match["short"]:
        return SHORT_UNITS[match["short"][0]]
    if match["hours"]:
        return 60
    if match["days"]:
        return _DAY_MINUTES
    if match["weeks"]:
        return 7 * _DAY_MINUTES
    if match["months"]:
        return 30 * _DAY_MINUTES
    return 365 * _DAY_MINUTES


def _is_vague(match: re.Match[str], lead: str, tail: str, word: str, few: bool) -> bool:
    """Say whether the words name no certain length: 这几天, 过两天, 几天后."""
    if lead in ("这", "前", "近", "头", "那") and match["short"] is None:
        return True
    if lead[-1:] == "过" and match["days"] is not None and (few or word in _A_FEW):
        return True
    return tail[-1:] in ("后", "前") and few


def read_length(match: re.Match[str]) -> Draft:
    """Read a match of the branch `length`.

    Args:
        match: A match of the master pattern.

    Returns:
        A duration (十分钟, 三天内), a day or moment counted from now (两天后, 过半小时, 三天前), or a vague
        time (这几天).
    """
    draft = Draft(match.start(), match.end(), "duration")
    word = _LAST_OF_RANGE.split(match["length_number"])[-1]
    few = "几" in word or "数" in word
    amount = _amount(match, word)
    minutes = int(amount * _unit(match))
    lead, tail = match["length_lead"] or "", match["length_tail"] or ""
    days = match["days"] is not None
    if _is_vague(match, lead, tail, word, few):
        draft.kind = "vague"
    elif lead[-1:] == "过" or tail[-1:] == "后":
        whole = days and amount == int(amount)
        _make_point(draft, RelativeDay(int(amount)) if whole else FromNow(minutes))
    elif tail[-1:] == "前" and days:
        _make_point(draft, RelativeDay(-int(amount)))
    else:
        draft.minutes = None if few else minutes
    return draft


def _make_point(draft: Draft, day: RelativeDay | FromNow) -> None:
    draft.kind = "point"
    draft.day, draft.own, draft.rank = day, True, DAY
