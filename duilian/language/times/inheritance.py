"""What mentions leave unsaid, filled in from their neighbours in the text."""

from __future__ import annotations

import re
from dataclasses import replace

from duilian.language.times.draft import DAY, Draft
from duilian.language.times.hours import on_clock
from duilian.language.times.lexicon import PLAUSIBLE_HOURS
from duilian.language.times.surroundings import CALLING
from duilian.language.times.values import (
    Day,
    FromNow,
    LunarDay,
    LunarSpan,
    MonthDay,
    MonthSpan,
    MonthWeekday,
    Part,
    RelativeDay,
    Weekday,
    WeekSpan,
    YearSpan,
    is_past,
)

# Between two days that share the time behind them: 周三 或 周四下午.
_SHARE = re.compile("[、/ ]?(?:或者?|还是|和|跟|与|及|要么)?[、 ]?")


def inherit(text: str, drafts: list[Draft]) -> None:
    """Fill in what mentions leave unsaid, and put hours on the 24-hour clock where that can be told.

    Args:
        text: The text they stand in.
        drafts: All its mentions in order; changed in place.
    """
    _share_backwards(text, drafts)
    _share_forwards(text, drafts)


def _share_backwards(text: str, drafts: list[Draft]) -> None:
    """Give a bare day the time of the day behind it: 周三或周四下午, both in the afternoon."""
    behind: Draft | None = None
    for draft in reversed(drafts):
        if behind is not None and _shares(text, draft, behind):
            draft.part, draft.hour, draft.minute = behind.part, behind.hour, behind.minute
            draft.end_hour, draft.end_minute = behind.end_hour, behind.end_minute
        behind = draft


def _shares(text: str, draft: Draft, behind: Draft) -> bool:
    """Say whether `draft` is a bare day whose time stands with the day `behind` it."""
    return (
        draft.kind == "point" == behind.kind
        and draft.own
        and behind.own
        and draft.part is None
        and draft.hour is None
        and draft.bound is None
        and (behind.part is not None or behind.hour is not None)
        and not isinstance(draft.day, FromNow)
        and _SHARE.fullmatch(text, draft.end, behind.start) is not None
    )


def _share_forwards(text: str, drafts: list[Draft]) -> None:
    """Give a mention the day, week, month and part of the day of those before it: 周三上午或下午."""
    day: Day | None = None
    day_end: Day | None = None
    part: Part | None = None
    for draft in drafts:
        if draft.kind == "recurring" and draft.hour is not None:
            _put_on_clock(draft, draft.hour, None)
        if draft.kind != "point":
            continue
        if draft.own:
            draft.day = _completed(draft.day, day)
            part = None
            if _is_handed_on(text, draft):
                day, day_end = draft.day, draft.day_end
        else:
            draft.day, draft.day_end = day, day_end
        if draft.hour is not None:
            _put_on_clock(draft, draft.hour, part)
        part = draft.part or part


def _completed(day: Day | None, before: Day | None) -> Day | None:
    """Put a day into the week or month of the day before it: 下周三或者周五, 11月28号或者29号."""
    if isinstance(day, Weekday) and isinstance(before, (Weekday, WeekSpan)):
        follows = isinstance(before, WeekSpan) or before.day <= day.day
        if follows and day.week is None and before.week is not None and before.week >= 0:
            return Weekday(day.day, before.week)
    if isinstance(day, MonthDay) and isinstance(before, (MonthDay, MonthSpan)):
        follows = isinstance(before, MonthSpan) or before.day <= day.day
        if follows and day.month is None and day.shift is None:
            return MonthDay(before.month, day.day, before.shift, before.year)
    if isinstance(day, LunarDay) and isinstance(before, (LunarDay, LunarSpan)):
        follows = isinstance(before, LunarSpan) or before.day <= day.day
        if follows and day.month is None:
            return LunarDay(before.month, day.day, before.year)
    if isinstance(day, MonthWeekday) and isinstance(before, (MonthWeekday, MonthSpan)):
        named = day.month is not None or day.shift is not None
        return day if named else replace(day, month=before.month, shift=before.shift, year=before.year)
    return day


def _is_handed_on(text: str, draft: Draft) -> bool:
    """Say whether later mentions may be on this day: none past, no limit, not the day of the call itself."""
    if is_past(draft.day) or draft.bound is not None or isinstance(draft.day, (FromNow, YearSpan)):
        return False
    bare_today = draft.day == RelativeDay(0) and draft.rank == DAY
    return not (bare_today and CALLING.match(text, draft.end))


def _put_on_clock(draft: Draft, hour: int, part: Part | None) -> None:
    """Put the hours of a mention on the 24-hour clock.

    Args:
        draft: The mention.
        hour: Its hour as spoken.
        part: The part of the day of the mention before it on the same day: an hour takes it over where it
            says none itself and the two fit.
    """
    if draft.part is None and part is not None and not draft.own:
        low, high = PLAUSIBLE_HOURS[part]
        if low <= on_clock(hour, part) <= high:
            draft.part = part
    first = draft.hour = on_clock(hour, draft.part)
    last = draft.end_hour
    if last is None:
        return
    if draft.end_part is not None:
        last = on_clock(last, draft.end_part)
    elif last < first <= last + 12:
        last += 12
    draft.end_hour = last
