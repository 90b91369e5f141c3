"""Whether two mentions can be the same slot. Today's date is not known."""

from __future__ import annotations

from duilian.language.times.lexicon import PART_MINUTES
from duilian.language.times.values import (
    Day,
    FromNow,
    Holiday,
    LunarDay,
    MonthDay,
    MonthSpan,
    RelativeDay,
    Section,
    TimeMention,
    Weekday,
    WeekSpan,
    YearSpan,
)

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
    vague time fits everything but a duration, a duration nothing but a duration.

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
        high = max(low, mention.end_hour * 60 + (mention.end_minute or 0))
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


def _same_part(a: TimeMention, b: TimeMention) -> bool:
    """Say whether the parts of the day of two mentions without an hour can be the same."""
    if a.part is None or b.part is None or a.part == b.part:
        return True
    if a.part_end is not None or b.part_end is not None:  # 上午到下午
        low, high = PART_MINUTES[a.part][0], PART_MINUTES[a.part_end or a.part][1]
        first, final = PART_MINUTES[b.part][0], PART_MINUTES[b.part_end or b.part][1]
        return low < final and first < high
    return {a.part, b.part} == {"early", "morning"}


# --- the day ----------------------------------------------------------------------------


def _weekdays(day: Weekday | WeekSpan, last: Day | None) -> tuple[int, int]:
    """Give the first and last weekday a mention covers, 1 to 7."""
    if isinstance(day, WeekSpan):
        return _WEEK_SECTIONS[day.part]
    if isinstance(last, Weekday):
        return (day.day, last.day) if last.day >= day.day and last.week == day.week else (1, 7)
    return (day.day, day.day) if last is None else (day.day, 7)


def _dates(day: MonthDay | MonthSpan, last: Day | None) -> tuple[int, int]:
    """Give the first and last day of the month a mention covers, 1 to 31."""
    if isinstance(day, MonthSpan):
        return _MONTH_SECTIONS[day.part]
    if isinstance(last, MonthDay):
        return (day.day, last.day) if last.day >= day.day else (1, 31)
    return (day.day, day.day) if last is None else (day.day, 31)


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
    if isinstance(x, (Weekday, WeekSpan)) and isinstance(y, (Weekday, WeekSpan)):
        return _agree(x.week, y.week) and _overlap(_weekdays(x, a.day_end), _weekdays(y, b.day_end))
    if isinstance(x, (MonthDay, MonthSpan)) and isinstance(y, (MonthDay, MonthSpan)):
        same_month = _agree(x.month, y.month) and _agree(x.shift, y.shift)
        return same_month and _overlap(_dates(x, a.day_end), _dates(y, b.day_end))
    if isinstance(x, YearSpan) and isinstance(y, YearSpan):
        return _agree(x.shift, y.shift) and (not x.part or not y.part or x.part == y.part)
    if isinstance(x, Holiday) and isinstance(y, Holiday):
        return x.name == y.name and a.bound == b.bound
    if isinstance(x, LunarDay) and isinstance(y, LunarDay):
        return x.day == y.day and _agree(x.month, y.month)
    if isinstance(x, FromNow) and isinstance(y, FromNow):
        return x == y
    one, other = _offsets(x, a.day_end), _offsets(y, b.day_end)
    return one is None or other is None or _overlap(one, other)
