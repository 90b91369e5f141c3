"""From atoms to mentions: atoms that touch are joined, 到 makes a range, 前 and 后 are taken in."""

from __future__ import annotations

import re
from dataclasses import replace

from duilian.language.times.atoms import atoms
from duilian.language.times.draft import DAY, HOUR, PART, SPAN, Draft
from duilian.language.times.values import (
    Day,
    Holiday,
    LunarDay,
    LunarSpan,
    MonthDay,
    MonthSpan,
    MonthWeekday,
    QuarterSpan,
    RelativeDay,
    Weekday,
    WeekSpan,
    YearSpan,
)

# Behind a time: 三点 左右, 三点 之前, 周三 以后, 国庆 期间; not the 前 of 前台, the 后 of 后续.
_SUFFIX = re.compile(
    "(?P<approx>左右|前后|上下|来钟|之间(?=$|[,。都来去我您吧可行?!]))|(?P<before>[之以]前"
    "|前(?![台面期往来景提排门去厅天几两晌]|半[天日晌夜])|为止|截止)"
    "|(?P<after>[之以过]后|后(?![台面续期来天门勤半儿填日会晌]|[两三]天))|[之以]?内(?![容部])|期间"
    "|那[会天]儿?|这天|当天"
)
_SUFFIX_FIRST_SIGNS = frozenset("左前上来之以为截后过内期那这当")
# Before the last day: 截止到 周五, 活动到 周五.
_UNTIL = re.compile("(?:截[止至]到?|直到|持续到|活动到|优惠到|有效期到|一直到)$")
# Between the ends of a range: 周三 到 周五.
_RANGE = frozenset(("到", "至", "-", "~", "--", "一直到", "直到", "起到", "起至", "开始到"))
# The same, when the end is a clock time of the day after: 晚上十点 到第二天 早上六点.
_OVERNIGHT = re.compile("(?:一直)?[到至~-]+(?:第二天|次日|隔天|转天)的?")
# Between the pieces of one time: 周三 的 上午.
_GLUE = frozenset(("", "的", " ", "那天", "这天", "当天", "("))
# Between a holiday and the day counted from it: 中秋前 那个 礼拜五, 元旦后 的 第一个周一.
_FROM_HOLIDAY = frozenset(("", "的", "那个", "的那个", "那一个"))
# What a year may stand before: 明年 三月, 今年 国庆后.
_OF_A_YEAR = (MonthDay, MonthSpan, MonthWeekday, QuarterSpan, Holiday, LunarDay, LunarSpan)


def joined(text: str) -> list[Draft]:
    """Find the mentions of a text, each with nothing but its own words.

    Args:
        text: Folded text without blanks inside Chinese.

    Returns:
        Drafts in order, none overlapping another.
    """
    drafts: list[Draft] = []
    for atom in atoms(text):
        last = drafts[-1] if drafts else None
        if last is not None and atom.start < last.end:  # the 以后 of 三点以后
            continue
        if last is not None and last.kind == "point" == atom.kind and _merge(text, last, atom):
            _take_suffix(text, last)
            continue
        if atom.kind == "point":
            _take_suffix(text, atom)
            _take_until(text, atom)
        drafts.append(atom)
    return drafts


def _merge(text: str, draft: Draft, atom: Draft) -> bool:
    """Take an atom behind `draft` into it, as a finer piece or as the end of a range, if it is one."""
    gap = text[draft.end : atom.start]
    if gap in _GLUE and draft.bound is None and _join(draft, atom):
        return True
    if isinstance(draft.day, Holiday) and draft.bound is not None and gap in _FROM_HOLIDAY:
        return _join_to_holiday(draft, atom)
    if gap in _RANGE:
        return draft.end_hour is None and not draft.at_end and _stretch(draft, atom)
    if len(gap) > 2 and atom.rank >= PART and _OVERNIGHT.fullmatch(gap) and draft.rank >= PART:
        return draft.day_end is None and draft.end_hour is None and _stretch_overnight(draft, atom)
    return False


def _take_suffix(text: str, draft: Draft) -> None:
    """Take 前, 之后, 左右, 期间 … right behind `draft` into it."""
    end = draft.end
    if text[end : end + 1] not in _SUFFIX_FIRST_SIGNS:
        return
    match = _SUFFIX.match(text, end)
    if match is None:
        return
    words, kind = match[0], match.lastgroup
    if words == "上下" and draft.rank != HOUR:
        return
    if kind is None and draft.rank == HOUR and words not in ("那会儿", "那会"):
        return
    if kind is None and words in ("那天", "这天", "当天"):
        return
    draft.end = match.end()
    if kind == "approx":
        draft.approx = True
    elif kind == "before":
        draft.bound = "before"
    elif kind == "after":
        draft.bound = "after"


def _take_until(text: str, draft: Draft) -> None:
    """Make a time behind 截止到, 活动到 … a limit."""
    near = draft.bound is None and text[draft.start - 1 : draft.start] in ("到", "至", "止")
    if near and _UNTIL.search(text[max(0, draft.start - 4) : draft.start]):
        draft.bound = "before"


def _join(draft: Draft, atom: Draft) -> bool:
    """Join an atom that touches `draft` into it if it refines it: day, then part, then hour."""
    if isinstance(draft.day, YearSpan) and atom.own:
        if not _join_to_year(draft.day, draft, atom):
            return False
    elif atom.rank <= draft.rank or (draft.day_end is not None and atom.rank == DAY):
        return False
    elif atom.rank == DAY:
        if not _join_day(draft, atom):
            return False
    elif draft.at_end:
        _join_to_end(draft, atom)
    elif atom.rank == PART:
        draft.part = atom.part
    else:
        _join_hour(draft, atom)
    draft.rank = atom.rank
    draft.end = atom.end
    return True


def _join_day(draft: Draft, atom: Draft) -> bool:
    """Put a day into the week or month before it: 下周的周三, 11月的28号."""
    span, day = draft.day, atom.day
    if isinstance(span, WeekSpan) and isinstance(day, Weekday) and not span.part:
        if day.week is not None:
            return False
        draft.day = Weekday(day.day, span.week)
        if isinstance(atom.day_end, Weekday):
            draft.day_end = Weekday(atom.day_end.day, span.week)
        return True
    if isinstance(span, MonthSpan) and isinstance(day, MonthDay) and not span.part:
        draft.day = MonthDay(span.month, day.day, span.shift, span.year)
        return True
    if isinstance(span, MonthSpan) and isinstance(day, MonthWeekday) and not span.part:
        draft.day = MonthWeekday(day.nth, day.day, span.month, span.shift, span.year)
        return True
    return False


def _join_to_year(year: YearSpan, draft: Draft, atom: Draft) -> bool:
    """Put a month, quarter or holiday into the year before it: 明年三月, 今年中秋前."""
    day = atom.day
    if year.part or draft.rank != SPAN or not isinstance(day, _OF_A_YEAR):
        return False
    if isinstance(day, (MonthDay, MonthSpan, MonthWeekday, QuarterSpan)) and day.shift is not None:
        return False
    draft.day = replace(day, year=year.shift)
    if isinstance(atom.day_end, _OF_A_YEAR):
        draft.day_end = replace(atom.day_end, year=year.shift)
    draft.bound = atom.bound
    return True


def _join_to_holiday(draft: Draft, atom: Draft) -> bool:
    """Take in the day counted from a holiday (中秋前那个周五); a date says more (开学前的八月二十八号)."""
    if draft.rank != DAY or not isinstance(atom.day, (Weekday, MonthWeekday, MonthDay)):
        return False
    if isinstance(atom.day, MonthDay):
        draft.day, draft.bound = atom.day, None
    draft.end = atom.end
    return True


def _join_to_end(draft: Draft, atom: Draft) -> None:
    """Put a part of the day or an hour behind the last day of a range: 周三下午到周五上午十点."""
    if atom.rank == PART:
        draft.end_part = atom.part
    else:
        draft.end_hour, draft.end_minute = atom.hour, atom.minute
    draft.approx = draft.approx or atom.approx


def _join_hour(draft: Draft, atom: Draft) -> None:
    """Put an hour behind a day or a part of it; behind 早九点到晚 it ends the range."""
    if draft.end_part is not None:
        draft.end_hour, draft.end_minute = atom.hour, atom.minute
    else:
        draft.hour, draft.minute = atom.hour, atom.minute
        draft.end_hour, draft.end_minute = atom.end_hour, atom.end_minute
    draft.approx = draft.approx or atom.approx
    if atom.part is not None:
        draft.part = atom.part


def _stretch(draft: Draft, atom: Draft) -> bool:
    """Make `draft` the range from itself to an atom behind 到, if the two can make one."""
    if atom.rank < PART:
        if draft.day is None or draft.day_end is not None or isinstance(atom.day, Holiday):
            return False
        _stretch_days(draft, atom)
    elif draft.end_part is not None:
        return False
    elif atom.rank == PART:  # 上午到下午
        if draft.rank < PART:
            return False
        draft.end_part = atom.part
        draft.rank = PART
    else:  # 两点到四点
        if draft.rank < PART or atom.end_hour is not None:
            return False
        draft.end_hour, draft.end_minute = atom.hour, atom.minute
        if draft.hour is None:
            draft.hour, draft.minute = atom.hour, atom.minute
            draft.end_hour = draft.end_minute = None
    draft.approx = draft.approx or atom.approx
    draft.end = atom.end
    return True


def _stretch_overnight(draft: Draft, atom: Draft) -> bool:
    """Make `draft` the range from itself to a clock time of the next day: 22:00到次日6:00."""
    if atom.end_hour is not None:
        return False
    if isinstance(draft.day, RelativeDay):
        draft.day_end = RelativeDay(draft.day.offset + 1)
    if atom.rank == PART:
        draft.end_part = atom.part
        draft.rank = PART
    else:
        draft.end_hour, draft.end_minute, draft.end_part = atom.hour, atom.minute, "early"
    draft.end = atom.end
    return True


def _stretch_days(draft: Draft, atom: Draft) -> None:
    """Make a range of two days; week and month are said with one of them: 下周三到周五, 3到5月6号."""
    first, last = draft.day, atom.day
    draft.day_end = last
    if isinstance(first, Weekday) and isinstance(last, Weekday):
        if last.week is None and last.day > first.day:
            draft.day_end = Weekday(last.day, first.week)
    elif isinstance(first, MonthDay) and isinstance(last, MonthDay):
        if first.month is None and first.shift is None:
            draft.day = _month_of_first(first, last)
        elif last.month is None and last.shift is None:
            draft.day_end = MonthDay(first.month, last.day, first.shift, first.year)
    draft.at_end = draft.rank >= PART  # 周三下午到周五: what follows is the clock of Friday
    draft.rank = DAY


def _month_of_first(first: MonthDay, last: MonthDay) -> Day:
    """Put the first day of a range into the month of the last, or the one before (28号到12月3号)."""
    if last.shift is not None:  # 12号到下个月3号: from this month
        return MonthDay(None, first.day, min(last.shift, 0), last.year)
    if last.month is not None and first.day > last.day:
        return MonthDay((last.month - 2) % 12 + 1, first.day, None, last.year)
    return MonthDay(last.month, first.day, last.shift, last.year)
