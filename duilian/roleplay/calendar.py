"""The client's week: which of the offered times suit it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duilian.language import times
from duilian.language.times import RelativeDay, TimeMention, Weekday


@dataclass(frozen=True)
class Calendar:
    """A client's coming days.

    Attributes:
        today: The day of the conversation, 1 (Monday) to 7 (Sunday).
        free: Times when the client is free, as text (周三下午). Where none are given, all that are not
            taken are free.
        taken: Times that are taken, as text.
    """

    today: int
    free: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

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

    def _slots(self, texts: tuple[str, ...]) -> list[TimeMention]:
        return [self._with_weekday(mention) for text in texts for mention in times.find_times(text)[:1]]

    def _with_weekday(self, mention: TimeMention) -> TimeMention:
        """The mention with its day as a weekday where it is told from today; without a day it is today."""
        day = mention.day if mention.day is not None else RelativeDay(0)
        if isinstance(day, RelativeDay):
            days_from_monday = self.today - 1 + day.offset
            day = Weekday(days_from_monday % 7 + 1, days_from_monday // 7)
        elif isinstance(day, Weekday) and day.week is None:
            day = Weekday(day.day, 0 if day.day >= self.today else 1)
        return replace(mention, day=day)


def _covers(slot: TimeMention, asked: TimeMention) -> bool:
    """Does the slot take up all of the time asked for? 周三 covers 周三上午, 周三上午 does not cover 周三."""
    if not times.compatible(slot, asked):
        return False
    if slot.hour is not None:
        return asked.hour is not None
    return slot.part is None or asked.part is not None or asked.hour is not None


def mention_words(text: str, mention: TimeMention) -> str:
    """The words of a mention in its text, without blanks that a speech recogniser put in."""
    return text[mention.start : mention.end].replace(" ", "")
