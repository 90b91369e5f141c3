"""From text to atoms: each match of the master pattern as a draft that says one thing."""

from __future__ import annotations

import re
from collections.abc import Callable

from duilian.language.times.draft import DAY, SPAN, Draft
from duilian.language.times.hours import (
    read_bare_hour,
    read_digital,
    read_hour,
    read_listed_hour,
    read_part,
)
from duilian.language.times.lengths import read_length
from duilian.language.times.lexicon import DAYS, HOLIDAY_NAMES, LUNAR_MONTHS, SECTIONS, WEEKS, YEARS
from duilian.language.times.master_pattern import MASTER
from duilian.language.times.numerals import number
from duilian.language.times.values import (
    Holiday,
    LunarDay,
    LunarSpan,
    MonthDay,
    MonthSpan,
    MonthWeekday,
    QuarterSpan,
    RelativeDay,
    Section,
    Weekday,
    WeekSpan,
    YearSpan,
)


def atoms(text: str) -> list[Draft]:
    """Find the atoms of a text.

    Args:
        text: Folded text without blanks inside Chinese.

    Returns:
        In order, a draft for each thing said: a day, a part of the day, an hour, a length …
    """
    drafts: list[Draft] = []
    for match in MASTER.finditer(text):
        branch = match.lastgroup
        if branch == "skip" or branch is None:
            continue
        if branch == "weekday":
            drafts += _weekdays(match)
            continue
        draft = _READERS[branch](match)
        if draft is None:
            continue
        if branch == "length" and drafts and _counts(match, draft, drafts[-1]):
            drafts[-1].end = draft.end
        else:
            drafts.append(draft)
    return drafts


def _counts(match: re.Match[str], draft: Draft, before: Draft) -> bool:
    """Say whether a length only counts the days named right before it: the 两天 of 周三周四两天."""
    counts = draft.kind == "duration" and bool(match["days"]) and before.end == draft.start and before.own
    return counts and not isinstance(before.day, (LunarSpan, QuarterSpan))


def _section(words: str | None) -> Section:
    """Tell which section of a week, month or year its sign (初, 中, 底 …) names; "" for none."""
    return SECTIONS[words[0]] if words else ""


def _whole(match: re.Match[str]) -> Draft:
    return Draft(*match.span(), "duration")


def _vague(match: re.Match[str]) -> Draft:
    return Draft(*match.span(), "vague")


def _weekdays(match: re.Match[str]) -> list[Draft]:
    """Read 周三 as one day, 周三到五 as a range, 周三、四 as two days, 周一三五 as three."""
    which = match["weekday_which"]
    week = WEEKS[which] if which else None
    start, end = match.span()
    draft = Draft(start, end, day=Weekday(number(match["weekday_name"]), week), own=True, rank=DAY)
    more = match.span("weekday_more")
    if match["weekday_more"]:
        draft.end = more[0]
        places = [place for place in range(*more) if match.string[place] != "、"]
        days = [Weekday(number(match.string[place]), week) for place in places]
        return [draft] + [
            Draft(place, place + 1, day=day, own=True, rank=DAY)
            for place, day in zip(places, days, strict=True)
        ]
    second = match["weekday_listed"] or match["weekday_next"]
    if second is None:
        return [draft]
    other = Weekday(number(second), week)
    sign = match["weekday_sign"]
    if sign is None or sign in "到至-~":
        draft.day_end = other
        return [draft]
    draft.end = end - 2
    return [draft, Draft(end - 1, end, day=other, own=True, rank=DAY)]


def _relative_day(match: re.Match[str]) -> Draft:
    """Read 明天; each 大 puts a day on: 大后天 is three days off."""
    word = match[0].lstrip("大")
    offset = DAYS[word[0]]
    further = len(match[0]) - len(word)
    offset += further if offset > 0 else -further
    return Draft(*match.span(), day=RelativeDay(offset), own=True, rank=DAY)


def _week(match: re.Match[str]) -> Draft:
    """Read 下周, 周末, 下半周."""
    which = match["week_which"]
    words = match["week_section"] or match["week_section_bare"] or match["week_half"]
    section = _section(words or (match["weekend"] and "末"))
    return Draft(*match.span(), day=WeekSpan(section, WEEKS[which] if which else None), own=True, rank=SPAN)


def _month_weekday(match: re.Match[str]) -> Draft:
    """Read 第三个星期日, 最后一个周五, 第二周."""
    words = (match["nth"] or match["nth_week"] or "").lstrip("头")
    from_end = (match["nth_from_end"] or "一")[-1]
    nth = number(words) if words else -number(from_end)
    name = match["nth_weekday"]
    day = MonthWeekday(nth, number(name) if name else None)
    return Draft(*match.span(), day=day, own=True, rank=DAY)


def _date_in_numbers(match: re.Match[str]) -> Draft:
    """Read 12/1, 9.4号, 2026-12-01."""
    month, day = re.findall("[0-9]+", match[0])[-2:]
    return Draft(*match.span(), day=MonthDay(int(month), int(day)), own=True, rank=DAY)


def _quarter(match: re.Match[str]) -> Draft:
    """Read 三季度, 下个季度, 季度末."""
    which = match["quarter_which"]
    words = match["quarter_counted"] or match["quarter_number"]
    day = QuarterSpan(
        _section(match["quarter_section"] or match["quarter_section_bare"]),
        number(words) if words else None,
        WEEKS[which] if which else None,
    )
    return Draft(*match.span(), day=day, own=True, rank=SPAN)


def _starts_a_day(match: re.Match[str]) -> bool:
    """Say whether a part of the day stands behind a match."""
    return match.string[match.end() : match.end() + 1] in tuple("上下中早晚")


def _month(match: re.Match[str]) -> Draft | None:
    """Read a date (11月28号, 28号), a month (下个月) or a section of one (月底)."""
    draft = Draft(*match.span(), own=True, rank=DAY)
    which = match["month_which"]
    month, shift = _which_month(match["month_number"] or which) if which else (None, None)
    date = match["month_date"] or match["date"] or match["date_listed"]
    if date:
        if month == 1 and match[0][-1] in "十一二三四五六七八九" and not _starts_a_day(match):
            return None  # 一月十八: 18 yuan a month
        draft.day = MonthDay(month, number(date), shift)
        if match["date_next"]:  # 五六号, 十五六号
            _add_next_date(draft, number(date), number(match["date_next"]))
    else:
        words = match["month_section"] or match["month_section_bare"] or match["month_third"]
        draft.day = MonthSpan(_section(words), month, shift)
        draft.rank = SPAN
    return draft


def _add_next_date(draft: Draft, date: int, digit: int) -> None:
    """Make 五六号 a range of two days; 五八号 is only the 8th."""
    if digit == date % 10 + 1:
        draft.day_end = MonthDay(None, date + 1)
        draft.approx = True
    else:
        draft.day = MonthDay(None, digit)


def _which_month(words: str) -> tuple[int | None, int | None]:
    """Read the words before 月 as (month, shift), one of them None."""
    if words[0] in "下这本上次":
        return None, WEEKS[words.rstrip("一个")]
    value = number(words)
    return (value, None) if 1 <= value <= 12 else (None, None)


def _year(match: re.Match[str]) -> Draft:
    """Read 明年, 年底, 下半年."""
    words = match["year_section"] or match["year_section_bare"] or match["year_half"] or ""
    which = match["year_which"]
    shift = YEARS[which[0]] if which else None
    return Draft(*match.span(), day=YearSpan(_section(words[-1:]), shift), own=True, rank=SPAN)


def _lunar(match: re.Match[str]) -> Draft:
    """Read 初八, 正月初六, 农历4月3日, 除夕, 腊月底."""
    draft = Draft(*match.span(), own=True, rank=DAY)
    if match["new_years_eve"]:
        draft.day = LunarDay(12, 30)
    elif match["last_days"]:
        draft.day = LunarDay(12, number(match["last_days"]))
    elif span := match["lunar_span"] or match["lunar_named_span"]:
        draft.day = LunarSpan(_section(match["lunar_section"]), _lunar_month(span))
        draft.rank = SPAN
    else:
        words = match["lunar_first_month"] or match["lunar_month"] or match["lunar_named_month"]
        words = words or match["lunar_other_month"]
        month = _lunar_month(words) if words else 1 if match["lunar_year"] else None
        day = match["lunar_first_days"] or match["lunar_day"] or match["lunar_other_day"]
        draft.day = LunarDay(month, number(day or match["lunar_twenties"]))
    return draft


def _lunar_month(words: str) -> int:
    """Read the words before 月 in the old calendar: 正 is 1."""
    return LUNAR_MONTHS.get(words) or number(words)


def _holiday(match: re.Match[str]) -> Draft:
    """Read 国庆后, 过完年, 年前, 元旦上午."""
    name = match["holiday_over"] or match["holiday_name"] or match["holiday_alone"] or match[0][:2]
    draft = Draft(*match.span(), day=Holiday(HOLIDAY_NAMES.get(name, name)), own=True, rank=DAY)
    bound = (match["holiday_bound"] or "")[-1:]
    if match["holiday_over"] or bound in ("后", "来"):
        draft.bound = "after"
    elif bound == "前":
        draft.bound = "before"
    return draft


# By branch of the master pattern; weekdays may be two, so `atoms` reads them itself.
_READERS: dict[str, Callable[[re.Match[str]], Draft | None]] = {
    "vague": _vague,
    "whole": _whole,
    "length": read_length,
    "week": _week,
    "month_weekday": _month_weekday,
    "day": _relative_day,
    "date_in_numbers": _date_in_numbers,
    "lunar": _lunar,
    "quarter": _quarter,
    "month": _month,
    "holiday": _holiday,
    "year": _year,
    "part": read_part,
    "digital": read_digital,
    "hour_listed": read_listed_hour,
    "hour": read_hour,
    "hour_bare": read_bare_hour,
}
