"""What a time expression means, as values: kinds of days, and the mention that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["early", "morning", "noon", "afternoon", "evening"]
Kind = Literal["point", "duration", "vague", "recurring"]
Bound = Literal["before", "after"]
Section = Literal["", "start", "mid", "end"]


@dataclass(frozen=True)
class Weekday:
    """A day of the week: 周三, 下周三.

    Attributes:
        day: 1 (Monday) to 7.
        week: 0 this week, 1 next, -1 last; None when unsaid.
    """

    day: int
    week: int | None = None


@dataclass(frozen=True)
class WeekSpan:
    """A week or a section of one: 下周, 周初, 周末.

    Attributes:
        part: "" for the whole week, else its start, middle or weekend ("end").
        week: As for `Weekday`.
    """

    part: Section = ""
    week: int | None = None


@dataclass(frozen=True)
class RelativeDay:
    """A day counted from today: 明天.

    Attributes:
        offset: 今天 0, 明天 +1, 昨天 -1.
    """

    offset: int


@dataclass(frozen=True)
class MonthDay:
    """A date: 11月28号, 下月3号, 28号.

    Attributes:
        month: 1 to 12 when named.
        day: 1 to 31.
        shift: Where the month is not named: 0 this month, 1 next; None when unsaid.
        year: 0 this year, 1 next; None when unsaid.
    """

    month: int | None
    day: int
    shift: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class MonthSpan:
    """A month or a section of one: 下个月, 月底, 十一月中旬.

    Attributes:
        part: "" for the whole month, else its start, middle or end.
        month: As for `MonthDay`.
        shift: As for `MonthDay`.
        year: As for `MonthDay`.
    """

    part: Section = ""
    month: int | None = None
    shift: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class MonthWeekday:
    """A weekday or a week counted within a month: 六月第三个星期日, 下个月第一周.

    Attributes:
        nth: 1 for the first; -1 for the last.
        day: 1 (Monday) to 7; None for the whole week.
        month: As for `MonthDay`.
        shift: As for `MonthDay`.
        year: As for `MonthDay`.
    """

    nth: int
    day: int | None
    month: int | None = None
    shift: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class QuarterSpan:
    """A quarter of a year or a section of one: 三季度, 下个季度, 季度末.

    Attributes:
        part: "" for the whole quarter, else its start, middle or end.
        number: 1 to 4 when named.
        shift: Where it is not named: 0 this quarter, 1 next; None when unsaid.
        year: As for `MonthDay`.
    """

    part: Section = ""
    number: int | None = None
    shift: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class YearSpan:
    """A year or a section of one: 明年, 年底, 上半年.

    Attributes:
        part: "" for the whole year, else its start, middle or end.
        shift: 0 this year, 1 next; None when unsaid.
    """

    part: Section = ""
    shift: int | None = None


@dataclass(frozen=True)
class Holiday:
    """A holiday used as a time: 国庆后, 过完年. Before or after is in `TimeMention.bound`.

    Attributes:
        name: The holiday as named; 年 is 春节.
        year: As for `MonthDay`.
    """

    name: str
    year: int | None = None


@dataclass(frozen=True)
class LunarDay:
    """A day of the old calendar: 初八, 正月初六, 农历八月十五, 除夕.

    Attributes:
        month: 1 for 正月, 12 for 腊月; None when unsaid.
        day: 1 to 30; 除夕 is the 30th of the 12th month.
        year: As for `MonthDay`.
    """

    month: int | None
    day: int
    year: int | None = None


@dataclass(frozen=True)
class LunarSpan:
    """A month of the old calendar or a section of one: 正月里, 腊月底.

    Attributes:
        part: "" for the whole month, else its start, middle or end.
        month: 1 for 正月, 12 for 腊月.
        year: As for `MonthDay`.
    """

    part: Section
    month: int
    year: int | None = None


@dataclass(frozen=True)
class FromNow:
    """A moment counted from now: 十分钟后, 半小时以后, 一周后.

    Attributes:
        minutes: How many minutes from now.
    """

    minutes: int


Day = (
    Weekday
    | WeekSpan
    | RelativeDay
    | MonthDay
    | MonthSpan
    | MonthWeekday
    | QuarterSpan
    | YearSpan
    | Holiday
    | LunarDay
    | LunarSpan
    | FromNow
)


@dataclass(frozen=True)
class TimeMention:
    """One time expression: where it stands and what it says or inherits from its neighbours.

    Attributes:
        start: Offset of its first character, from 0.
        end: Offset behind its last character: `text[start:end]` are its words.
        kind: A point (周三上午, 三点), a duration (十分钟), a vague time (改天), or a recurring one, which
            says what a point says, but again and again (每周三).
        day: The day, said or inherited.
        part: The part of the day, said or inherited.
        hour: On the 24-hour clock where the part of the day is known, else as spoken: 三点 is 3, which may
            be 15.
        minute: 0 to 59; None when unsaid.
        vague: Whether `kind` is "vague".
        day_end: Last day of a range: 周三到周五.
        end_hour: Last hour of a range: 两点到四点.
        end_minute: The minute that goes with `end_hour`.
        bound: "before" for 三点前, "after" for 三点以后.
        approx: Whether it is said to be about so: 左右, 多, 三四点.
        minutes: Length of a duration in minutes, where it can be told.
        own_day: Whether the day stands in its own words, not only inherited.
        part_end: Last part of the day of a range: 上午到下午.
    """

    start: int
    end: int
    kind: Kind
    day: Day | None = None
    part: Part | None = None
    hour: int | None = None
    minute: int | None = None
    vague: bool = False
    day_end: Day | None = None
    end_hour: int | None = None
    end_minute: int | None = None
    bound: Bound | None = None
    approx: bool = False
    minutes: int | None = None
    own_day: bool = False
    part_end: Part | None = None


def is_past(day: Day | None) -> bool:
    """Say whether a day lies before today for certain, as 昨天, 上周三 and 去年 do."""
    if isinstance(day, RelativeDay):
        return day.offset < 0
    if isinstance(day, (Weekday, WeekSpan)):
        return day.week is not None and day.week < 0
    shift = day.shift if isinstance(day, (MonthDay, MonthSpan, MonthWeekday, QuarterSpan)) else None
    year = year_of(day)
    return (shift is not None and shift < 0) or (year is not None and year < 0)


def year_of(day: Day | None) -> int | None:
    """Tell in which year a day lies: 0 this year, 1 next; None when unsaid."""
    if isinstance(day, YearSpan):
        return day.shift
    if isinstance(day, (MonthDay, MonthSpan, MonthWeekday, QuarterSpan, Holiday, LunarDay, LunarSpan)):
        return day.year
    return None
