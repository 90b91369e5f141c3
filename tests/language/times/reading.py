"""Mentions as short codes for the table, and texts for tests of properties."""

from __future__ import annotations

from hypothesis import strategies as st

from duilian.language.times import (
    Day,
    FromNow,
    Holiday,
    LunarDay,
    LunarSpan,
    MonthDay,
    MonthSpan,
    MonthWeekday,
    QuarterSpan,
    RelativeDay,
    TimeMention,
    Weekday,
    WeekSpan,
    YearSpan,
    find_times,
)
from duilian.language.times.values import year_of
from tests.language.times.tables import MENTIONS, NOT_TIMES


def day_code(day: Day) -> str:
    """A day → a short code: W3+1 (Wednesday of next week), R+1, D11/28, M.end, H国庆; @+1 for next year."""
    year = None if isinstance(day, YearSpan) else year_of(day)
    return _bare_code(day) + (f"@{year:+d}" if year is not None else "")


def _bare_code(day: Day) -> str:
    if isinstance(day, Weekday):
        return f"W{day.day}" + (f"{day.week:+d}" if day.week is not None else "")
    if isinstance(day, WeekSpan):
        return "K" + (f"{day.week:+d}" if day.week is not None else "") + f".{day.part}"
    if isinstance(day, RelativeDay):
        return f"R{day.offset:+d}"
    if isinstance(day, QuarterSpan):
        return f"Q{day.number or ''}" + (f"{day.shift:+d}" if day.shift is not None else "") + f".{day.part}"
    if isinstance(day, (MonthDay, MonthSpan, MonthWeekday)):
        month = str(day.month or "") + (f"{day.shift:+d}" if day.shift is not None else "")
        if isinstance(day, MonthWeekday):
            return f"M{month}#{day.nth}" + (f"W{day.day}" if day.day else "")
        return f"D{month}/{day.day}" if isinstance(day, MonthDay) else f"M{month}.{day.part}"
    if isinstance(day, YearSpan):
        return "Y" + (f"{day.shift:+d}" if day.shift is not None else "") + f".{day.part}"
    if isinstance(day, Holiday):
        return f"H{day.name}"
    if isinstance(day, LunarDay):
        return f"L{day.month or ''}/{day.day}"
    if isinstance(day, LunarSpan):
        return f"LM{day.month}.{day.part}"
    assert isinstance(day, FromNow)
    return f"N{day.minutes}"


def code(m: TimeMention) -> str:
    """A mention → its meaning in one word: day, part, clock, bound, joined by blanks."""
    if m.kind in ("duration", "vague"):
        return m.kind if m.minutes is None else f"{m.kind} {m.minutes}"
    bits = ["each"] if m.kind == "recurring" else []
    if m.day is not None:
        bits.append(day_code(m.day) + (f"..{day_code(m.day_end)}" if m.day_end else ""))
    if m.part is not None:
        bits.append(m.part + (f"..{m.part_end}" if m.part_end else ""))
    if m.hour is not None:
        clock = f"{m.hour}:{m.minute:02d}" if m.minute is not None else f"{m.hour}h"
        if m.end_hour is not None:
            last = f"{m.end_hour}:{m.end_minute:02d}" if m.end_minute is not None else ""
            clock += f"-{last or str(m.end_hour) + 'h'}"
        bits.append(clock)
    if m.bound is not None:
        bits.append(m.bound)
    return " ".join(bits) + ("~" if m.approx else "")


def told(text: str) -> str:
    """A text → what is found in it: ``words=code`` joined by `` | ``."""
    return " | ".join(f"{text[m.start : m.end]}={code(m)}" for m in find_times(text))


# The signs a Chinese keyboard writes (U+FF01 …) for the ASCII ones of the tables below.
WIDE = {i: i + 0xFEE0 for i in range(0x21, 0x7F) if chr(i) not in '"'}


def wide(text: str) -> str:
    """The same text with the signs and digits of a Chinese keyboard."""
    return text.translate(WIDE)


SIGNS = (
    "一二三四五六七八九十两半点周星期礼拜下上这个月号日天今明后前年早晚午饭班到至-~:0123456789,。?、 的或还是"
)
PIECES = st.sampled_from([t for t, _ in MENTIONS] + NOT_TIMES + list(SIGNS))
ANY_TEXT = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))
