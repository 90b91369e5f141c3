"""A mention under construction: what atoms are read into, joined, and filled in from its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from duilian.language.times.values import Bound, Day, Kind, Part

# How fine the last atom is that a draft took in: an atom joins a draft only if it is finer.
SPAN, DAY, PART, HOUR = 1, 2, 3, 4


@dataclass(eq=False, slots=True)
class Draft:
    """A mention under construction; its fields are those of `TimeMention`.

    Attributes:
        own: Whether the day stands in its own words.
        rank: How fine the last atom is that was taken in: SPAN (a week, month or year), DAY, PART, HOUR, or
            0 for durations and vague times. Behind the last day of 周三下午到周五, whose clock is yet to
            come, it is DAY again.
        at_end: Whether a finer atom belongs to the last day of a range: the 上午 of 周三下午到周五上午.
    """

    start: int
    end: int
    kind: Kind = "point"
    day: Day | None = None
    part: Part | None = None
    hour: int | None = None
    minute: int | None = None
    day_end: Day | None = None
    end_part: Part | None = None
    end_hour: int | None = None
    end_minute: int | None = None
    bound: Bound | None = None
    approx: bool = False
    minutes: int | None = None
    own: bool = False
    rank: int = 0
    at_end: bool = False
