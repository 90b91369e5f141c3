"""Whether two mentions can be the same slot. Today's date is not known."""

from __future__ import annotations

from duilian.language.times.lexicon import PART_MINUTES
from duilian.language.times.values import (
    Day,
    FromNow,
    Holiday,
    LunarDay,
    LunarSpan,
    MonthDay,
    MonthSpan,
    MonthWeekday,
    Part,
    QuarterSpan,
    RelativeDay,
    Section,
    TimeMention,
    Weekday,
    WeekSpan,
    YearSpan,
    year_of,
)

_Monthly = MonthDay | MonthSpan | MonthWeekday
_MONTHLY = (MonthDay, MonthSpan, MonthWeekday)
_FAR = 400  # days from today: the end of a range from a day that is counted from today to one that is not
_WEEK_SECTIONS: dict[Section, tuple[int, int]] = {"": (1, 7), "start": (1, 2), "mid": (2, 4), "end": (6, 7)}
_MONTH_SECTIONS: dict[Section, tuple[int, int]] = {
    "": (1, 31),
    "start": (1, 10),
    "mid": (10, 20),
    "end": (20, 31),
}


def compatible(a: TimeMention, b: TimeMention) -> bool:
    """Say whether two mentions could denote the same slot.

    What one leaves unsaid fits anything; 周三 fits 明天 and 下周三, 三点 fits 下午三点 but not 三点半; a
    vague time fits everything but a duration, a duration nothing but a duration; a recurring time fits
    each of the points it comes to: 每周三 fits 下周三.

    Args:
        a: One mention.
        b: The other; the order does not matter.

    Returns:
        True unless what both say rules it out.
    """
    if a.kind == "duration" or b.kind == "duration":
        return a.kind == b.kind
    if a.kind == "vague" or b.kind == "vague":
        return True
    opposed = a.bound is not None and b.bound is not None and a.bound != b.bound
    if opposed and (a.day, a.part, a.hour, a.minute) == (b.day, b.part, b.hour, b.minute):
        return False
    return _same_day(a, b) and _same_clock(a, b)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two ranges, both ends in, have something in common."""
    return one[0] <= other[1] and other[0] <= one[1]


# --- the clock --------------------------------------------------------------------------


def _part_minutes(mention: TimeMention) -> tuple[int, int] | None:
    """Give the stretch of the day that the parts of the day of a mention mean; None if it names none."""
    if mention.part is None:
        return None
    return PART_MINUTES[mention.part][0], PART_MINUTES[mention.part_end or mention.part][1]


def _minutes(mention: TimeMention) -> list[tuple[int, int]] | None:
    """Give the stretches of the day a mention may mean, in minutes, both ends in; None if it says none."""
    if mention.hour is None:
        stretch = _part_minutes(mention)
        return None if stretch is None else [stretch]
    low = high = mention.hour * 60 + (mention.minute or 0)
    if mention.end_hour is not None:
        high = mention.end_hour * 60 + (mention.end_minute or 0)
        if high < low and mention.day_end is not None:
            return None  # 今天下午三点到明天上午十点: any time of the day
        if high < low:  # 晚上十点到早上六点
            return [(low, 1440), (0, high)]
    elif mention.approx:
        low, high = low - 30, low + 59
    # 三点 without a part of the day is three in the morning or in the afternoon.
    halves = (0, 720) if mention.part is None and 0 < mention.hour <= 12 else (0,)
    if mention.bound == "before":
        return [(0, high + half - 1) for half in halves]
    if mention.bound == "after":
        return [(low + half, 1440) for half in halves]
    return [(low + half, high + half) for half in halves]


def _same_clock(a: TimeMention, b: TimeMention) -> bool:
    """Say whether the part of the day, hour and minute of two mentions can be the same."""
    if a.hour is None and b.hour is None:
        return _same_part(a, b)
    stretches, others = _minutes(a), _minutes(b)
    if stretches is None or others is None:
        return True
    return any(_overlap(stretch, other) for stretch in stretches for other in others)


def _part_stretches(mention: TimeMention, part: Part) -> list[tuple[int, int]]:
    """Give the stretches of the day from the first part of the day to the last; two over midnight."""
    low, high = PART_MINUTES[part][0], PART_MINUTES[mention.part_end or part][1]
    if low < high:
        return [(low, high)]
    return [(0, 1440)] if mention.day_end is not None else [(low, 1440), (0, high)]


def _same_part(a: TimeMention, b: TimeMention) -> bool:
    """Say whether the parts of the day of two mentions without an hour can be the same."""
    if a.part is None or b.part is None or a.part == b.part:
        return True
    if a.part_end is not None or b.part_end is not None:  # 上午到下午
        stretches, others = _part_stretches(a, a.part), _part_stretches(b, b.part)
        return any(low < final and first < high for low, high in stretches for first, final in others)
    return {a.part, b.part} == {"early", "morning"}


# --- the day ----------------------------------------------------------------------------


def _weekdays(day: Weekday | WeekSpan, last: Day | None) -> tuple[int, int]:
    """Give the first and last weekday a mention covers, 1 to 7."""
    if isinstance(day, WeekSpan):
        return _WEEK_SECTIONS[day.part]
    if isinstance(last, Weekday):
        return (day.day, last.day) if last.day >= day.day and last.week == day.week else (1, 7)
    return (day.day, day.day) if last is None else (day.day, 7)


def _dates(day: _Monthly, last: Day | None) -> tuple[int, int]:
    """Give the first and last day of the month a mention covers, 1 to 31."""
    if isinstance(day, MonthSpan):
        return _MONTH_SECTIONS[day.part]
    if isinstance(day, MonthWeekday):  # the third Sunday is the 15th to the 21st
        return (day.nth * 7 - 6, day.nth * 7) if day.nth > 0 else (max(1, 25 + 7 * day.nth), 38 + 7 * day.nth)
    if isinstance(last, MonthDay):
        one_month = (last.month, last.shift) == (day.month, day.shift) and last.day >= day.day
        return (day.day, last.day) if one_month else (1, 31)
    return (day.day, day.day) if last is None else (day.day, 31)


def _months(day: _Monthly, last: Day | None) -> list[tuple[int | None, int | None]]:
    """Give the months a mention lies in, as (month, shift)."""
    months = [(day.month, day.shift)]
    return [*months, (last.month, last.shift)] if isinstance(last, (MonthDay, MonthSpan)) else months


def _same_month_day(x: _Monthly, y: _Monthly, a: TimeMention, b: TimeMention) -> bool:
    """Say whether two days or sections of a month, those of `a` and `b`, can be the same."""
    if not any(
        _agree(one, other) and _agree(shift, other_shift)
        for one, shift in _months(x, a.day_end)
        for other, other_shift in _months(y, b.day_end)
    ):
        return False
    if isinstance(x, MonthWeekday) and isinstance(y, MonthWeekday):
        return x.nth == y.nth and _agree(x.day, y.day)
    return _overlap(_dates(x, a.day_end), _dates(y, b.day_end))


def _lunar_days(day: LunarDay | LunarSpan, last: Day | None) -> tuple[int, int]:
    """Give the first and last day of a month of the old calendar that a mention covers."""
    if isinstance(day, LunarSpan):
        return _MONTH_SECTIONS[day.part]
    same = isinstance(last, LunarDay) and last.month == day.month and last.day >= day.day
    return (day.day, last.day if same and isinstance(last, LunarDay) else day.day)


def _same_quarter(quarter: QuarterSpan, other: Day) -> bool:
    """Say whether a quarter and another day can be the same."""
    if isinstance(other, QuarterSpan):
        sections = not quarter.part or not other.part or quarter.part == other.part
        return sections and _agree(quarter.number, other.number) and _agree(quarter.shift, other.shift)
    month = other.month if isinstance(other, (MonthDay, MonthSpan, MonthWeekday)) else None
    return month is None or quarter.number is None or (month - 1) // 3 + 1 == quarter.number


def _offsets(day: Day, last: Day | None) -> tuple[int, int] | None:
    """Give how many days from today a mention may lie, both ends in; None if nothing is known."""
    if isinstance(day, RelativeDay):
        if last is None:
            return day.offset, day.offset
        return day.offset, max(day.offset, last.offset) if isinstance(last, RelativeDay) else _FAR
    if isinstance(day, (Weekday, WeekSpan)) and day.week is not None:
        first, final = _weekdays(day, last)
        return day.week * 7 + first - 7, day.week * 7 + final - 1
    if isinstance(day, FromNow):
        return day.minutes // 1440, day.minutes // 1440 + 1
    return None


def _agree(one: int | None, other: int | None) -> bool:
    """Say whether two weeks, months or years agree; an unsaid one (None) agrees with any."""
    return one is None or other is None or one == other


def _same_day(a: TimeMention, b: TimeMention) -> bool:
    """Say whether the days of two mentions can be the same."""
    x, y = a.day, b.day
    if x is None or y is None or (x == y and a.bound == b.bound):
        return True
    if not _agree(year_of(x), year_of(y)):
        return False
    if isinstance(x, (Weekday, WeekSpan)) and isinstance(y, (Weekday, WeekSpan)):
        return _agree(x.week, y.week) and _overlap(_weekdays(x, a.day_end), _weekdays(y, b.day_end))
    if isinstance(x, _MONTHLY) and isinstance(y, _MONTHLY):
        return _same_month_day(x, y, a, b)
    if isinstance(x, QuarterSpan):
        return _same_quarter(x, y)
    if isinstance(y, QuarterSpan):
        return _same_quarter(y, x)
    for one, other, last in ((x, y, b.day_end), (y, x, a.day_end)):
        if isinstance(one, MonthWeekday) and one.day is not None and isinstance(other, (Weekday, WeekSpan)):
            return _overlap((one.day, one.day), _weekdays(other, last))
    if isinstance(x, YearSpan) and isinstance(y, YearSpan):
        return not x.part or not y.part or x.part == y.part
    if isinstance(x, Holiday) and isinstance(y, Holiday):
        return x.name == y.name and a.bound == b.bound
    if isinstance(x, (LunarDay, LunarSpan)) and isinstance(y, (LunarDay, LunarSpan)):
        return _agree(x.month, y.month) and _overlap(_lunar_days(x, a.day_end), _lunar_days(y, b.day_end))
    if isinstance(x, FromNow) and isinstance(y, FromNow):
        return x == y
    first, second = _offsets(x, a.day_end), _offsets(y, b.day_end)
    return first is None or second is None or _overlap(first, second)
