"""The client's week: which of the offered times suit it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from duilian.language import times
from duilian.language.times import Day, FromNow, MonthDay, RelativeDay, TimeMention, Weekday, WeekSpan

_DAY_MINUTES = 1440
_CLOCK_SIGN = re.compile("[点點时時:：典]")


@dataclass(frozen=True)
class Calendar:
    """A client's coming days.

    Attributes:
        today: The day of the conversation, 1 (Monday) to 7 (Sunday).
        free: Times when the client is free, as text (周三下午). Where none are given, all that are not
            taken are free.
        taken: Times that are taken, as text.
        date: The day of the month today, from which 12 can be told to be a Thursday; None where none is
            known. The month has no name: 12号 and 3月12号 are the same.
    """

    today: int
    free: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    date: int | None = None

    def could_be_same(self, one: TimeMention, other: TimeMention) -> bool:
        """Could both mean the same time? 明天 and 周二 do on a Monday; what is left unsaid fits anything."""
        return times.compatible(*(self._with_weekday(m) if m.day is not None else m for m in (one, other)))

    def suits(self, mention: TimeMention) -> bool:
        """Is the client free at the time mentioned? A mention without a day means today."""
        asked = self._with_weekday(mention)
        if any(_covers(slot, asked) for slot in self._slots(self.taken)):
            return False
        free = self._slots(self.free)
        return not free or any(times.compatible(slot, asked) for slot in free)

    def as_weekday(self, mention: TimeMention) -> TimeMention:
        """The same time with its day as a weekday where that is known: on Monday the 2nd, 4号 is 周三."""
        return self._with_weekday(mention) if mention.day is not None else mention

    def _slots(self, texts: tuple[str, ...]) -> list[TimeMention]:
        return [self._with_weekday(mention) for text in texts for mention in times.find_times(text)[:1]]

    def _with_weekday(self, mention: TimeMention) -> TimeMention:
        """Put the days of a mention as weekdays where they are told from today; without a day it is today.

        A recurring time stays as it is, since it comes in every week; so do holidays, quarters, days of the
        old calendar, and dates where today's is not known: they fit any.
        """
        if mention.kind == "recurring":
            return mention
        day = self._weekday(mention.day if mention.day is not None else RelativeDay(0))
        last = self._weekday(mention.day_end)
        if isinstance(mention.day, Weekday) and isinstance(mention.day_end, Weekday):
            day, last = self._week_of_range(mention.day, mention.day_end)
        return replace(mention, day=day, day_end=last)

    def _weekday(self, day: Day | None) -> Day | None:
        """Give a day that is told from today as a weekday: on a Monday 明天 is 周二, 两天后 周三.

        So is a date of this month, from today's on; one that lies before it would be next month's.
        """
        if isinstance(day, MonthDay) and self.date is not None and not day.shift and not day.year:
            days = day.day - self.date
            day = RelativeDay(days) if days >= 0 else day
        if isinstance(day, FromNow) and day.minutes >= _DAY_MINUTES:
            day = RelativeDay(day.minutes // _DAY_MINUTES)
        if isinstance(day, RelativeDay):
            days_from_monday = self.today - 1 + day.offset
            return Weekday(days_from_monday % 7 + 1, days_from_monday // 7)
        if isinstance(day, Weekday) and day.week is None:
            return Weekday(day.day, 0 if day.day >= self.today else 1)
        return day

    def _week_of_range(self, first: Weekday, last: Weekday) -> tuple[Weekday, Weekday]:
        """Give both ends of 周一到周五 in one week: this one while it lasts, else the next."""
        week = first.week
        if week is None:
            underway = last.week in (None, 0) and first.day < self.today <= last.day
            week = 0 if underway or first.day >= self.today else 1
        end = last.week if last.week is not None else week + (last.day < first.day)
        return Weekday(first.day, week), Weekday(last.day, end)


def _covers(slot: TimeMention, asked: TimeMention) -> bool:
    """Does the slot take up all of the time asked for? 周三 covers 周三上午, 周三上午 does not cover 周三."""
    if not times.compatible(slot, asked) or (asked.day_end is not None and slot.day_end is None):
        return False
    if isinstance(slot.day, Weekday) and not isinstance(asked.day, (Weekday, WeekSpan)):
        return False  # a date or a holiday may be any weekday
    if slot.hour is not None:
        return asked.hour is not None
    return slot.part is None or asked.part is not None or asked.hour is not None


def mention_words(text: str, mention: TimeMention) -> str:
    """The words of a mention, without blanks that a recogniser put in, with the 点 left out in 上午10."""
    words = text[mention.start : mention.end].replace(" ", "")
    left_out = mention.hour is not None and words[-1:].isdigit() and not _CLOCK_SIGN.search(words)
    return f"{words}点" if left_out else words
