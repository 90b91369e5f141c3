"""Time expressions in Chinese sales calls: which there are, which mean the same, which are put as a choice.

In: one piece of text (a clause, a turn). Out: the times it names, as `TimeMention` values with offsets into
the text as given. The steps, one a module:

1. `folding`: full-width and traditional signs become the usual ones; blanks inside Chinese text go.
2. `master_pattern`: one compiled expression, put together from named parts and the words of `lexicon`.
3. `atoms`, with `lengths` and `hours`: each match becomes a `draft` that says one thing: a day, a part of
   the day, an hour.
4. `joining`: drafts that touch become one (周三 + 上午 + 十点), 到 between two makes a range.
5. `recurrence`: 每周三 comes again and again.
6. `inheritance`: what a mention leaves unsaid comes from its neighbours: in 周三上午十点或者下午三点 the
   second is on Wednesday too.
7. `mentions`: the steps in a row, `find_times`.

On top of them stand `sameness` (can two mentions be the same slot?) and `choices` (which slots does a text
offer?), which looks at the words of `surroundings`.
"""

from duilian.language.times.choices import alternatives
from duilian.language.times.mentions import char_classes, find_times
from duilian.language.times.sameness import compatible
from duilian.language.times.values import (
    Bound,
    Day,
    FromNow,
    Holiday,
    Kind,
    LunarDay,
    LunarSpan,
    MonthDay,
    MonthSpan,
    MonthWeekday,
    Part,
    QuarterSpan,
    RelativeDay,
    TimeMention,
    Weekday,
    WeekSpan,
    YearSpan,
    is_past,
)

__all__ = [
    "Bound",
    "Day",
    "FromNow",
    "Holiday",
    "Kind",
    "LunarDay",
    "LunarSpan",
    "MonthDay",
    "MonthSpan",
    "MonthWeekday",
    "Part",
    "QuarterSpan",
    "RelativeDay",
    "TimeMention",
    "WeekSpan",
    "Weekday",
    "YearSpan",
    "alternatives",
    "char_classes",
    "compatible",
    "find_times",
    "is_past",
]
