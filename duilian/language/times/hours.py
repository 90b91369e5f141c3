"""Parts of the day and hours: 下午, 三点半, 15:30, 差一刻三点."""

from __future__ import annotations

import re
from functools import lru_cache

from duilian.language.times.draft import HOUR, PART, Draft
from duilian.language.times.lexicon import PARTS
from duilian.language.times.numerals import number
from duilian.language.times.values import Part

# 一点 is one o'clock beside these: 一点钟, 一点左右, 一点还是两点, 下午一点, 周三一点.
_ONE_TAIL = re.compile(
    "钟|整|半|多(?!点)|左右|[之以]?[前后](?![台面])|过(?!来|去|分)|到(?!位)|至|还是|或|[、,]?[两二]点"
)
_ONE_HEAD = re.compile(
    "(?:午|晚上|[今明后昨]晚|凌晨|[天号]|[周期拜][一二三四五六日天1-7]|还是|或者?|到|至|-)$"
)
# … and a little beside these: 一点都不, 一点时间, 一点优惠; 快一点, 便宜一点.
_LITTLE_TAIL = re.compile(
    "[都也没不儿小空事点办意想忙就]|时间|功夫|问题|的?(?:建议|意见|要求|优惠|好处|变化)"
)
_LITTLE_HEAD = re.compile("(?<![今明后昨])[快慢早晚好大多少高低差近远有便宜轻重长短松细详]$")
_SHARP = re.compile("[钟整半]")


@lru_cache(maxsize=256)
def part_of(word: str) -> Part:
    """Tell which part of the day words name: 一大早 → "early", 午饭后 → "afternoon"."""
    return next((part for keys, part in PARTS if any(key in word for key in keys.split())), "evening")


def on_clock(hour: int, part: Part | None) -> int:
    """Put an hour as spoken on the 24-hour clock.

    Args:
        hour: The hour as spoken: 3 for 三点.
        part: The part of the day, None when unsaid.

    Returns:
        15 for 3 in the afternoon, 24 for 12 at night; the hour as spoken where the part does not tell.
    """
    if (part == "afternoon" and hour < 12) or (part == "evening" and 5 <= hour < 12):
        return hour + 12
    if part == "evening" and hour == 12:
        return 24
    if part == "noon" and hour <= 3:
        return hour + 12
    return hour


def read_part(match: re.Match[str]) -> Draft:
    """Read a match of the branch `part`: 下午, 吃完午饭后."""
    return Draft(*match.span(), part=part_of(match[0]), rank=PART)


def read_digital(match: re.Match[str]) -> Draft:
    """Read a match of the branch `digital`: 15:30, 15时."""
    minute = match["digital_minute"] or match["spoken_minute"]
    return Draft(
        *match.span(), hour=int(match["digital_hour"]), minute=int(minute) if minute else None, rank=HOUR
    )


def read_listed_hour(match: re.Match[str]) -> Draft:
    """Read a match of the branch `hour_listed`: the 三 of 三或者四点."""
    return Draft(*match.span(), hour=number(match[0]), rank=HOUR)


def read_bare_hour(match: re.Match[str]) -> Draft:
    """Read a match of the branch `hour_bare`: the 10 of 上午10到您那儿."""
    until = match["bare_until"]
    end_hour = int(until) if until else None
    return Draft(*match.span(), hour=int(match["bare_hour"]), end_hour=end_hour, rank=HOUR)


def read_hour(match: re.Match[str]) -> Draft | None:
    """Read a match of the branch `hour`.

    Args:
        match: A match of the master pattern.

    Returns:
        A clock time or a range of two hours (三四点); None when it turns out to be no time: 一点 for a
        little, 我说两点 for two points, an hour after 24.
    """
    start, end = match.span()
    if end - start == 2 and not _is_clock(match.string, start, end):
        return None
    if match["hour_next"] == "两" and match.string[start - 1 : start] in ("说", "有", "就"):  # 说一两点
        return None
    draft = Draft(start, end, rank=HOUR)
    hour = number(match["hour_number"])
    second = match["hour_until"] or match["hour_next"] or match["hour_or"]
    if second and not _read_second(match, second, draft, hour):
        return None
    if hour > 24:
        return None
    if match["hour_about"]:
        draft.approx = True
    tail = match["hour_minutes"]
    if tail:
        if tail[0] == "差":  # 三点差五分
            hour = (hour - 1) % 24
        if draft.end_hour is not None:
            draft.end_minute = _minute(tail)
        else:
            draft.minute = _minute(tail)
    if match["short_by"]:  # 差五分三点
        quarters = "刻" in match["short_unit"]
        draft.minute = 60 - min(59, number(match["short_by"]) * (15 if quarters else 1))
        hour = (hour - 1) % 24
    draft.hour = hour
    return draft


def _is_clock(text: str, start: int, end: int) -> bool:
    """Say whether a bare 一点, 两点, 三点 is an hour: 一点 may be a little, 我说两点: two points."""
    first, behind = text[start], text[end : end + 4]
    if first in "两三":
        return text[start - 1 : start] != "说" or behind[:1] not in ",:。、"
    if first != "一":
        return True
    head = text[max(0, start - 3) : start]
    if not _ONE_TAIL.match(behind) and (not _ONE_HEAD.search(head) or _LITTLE_TAIL.match(behind)):
        return False
    return not _LITTLE_HEAD.search(head) or _SHARP.match(behind) is not None


def _read_second(match: re.Match[str], second: str, draft: Draft, hour: int) -> bool:
    """Read the second hour of 三到四点, 三、四点, 三四点 into `draft`; False when the two make no range."""
    until = match["hour_until"]
    last = number(second)
    if match["hour_next"] and hour >= 10:  # 十一二点
        last += 10 if hour < 20 else 20
    if until is None and last != hour + 1:
        return False
    draft.end_hour = last
    draft.approx = until is None
    return True


def _minute(tail: str) -> int:
    """Read the minutes behind an hour: 半, 一刻, 四十, 过五分, 差五分."""
    if tail[0] == "差":
        return 60 - (15 if "刻" in tail else number(tail.strip("差分")))
    if tail[0] == "半":
        return 30
    if "刻" in tail:
        return 15 * number(tail[0])
    return number(tail.strip("过分"))
