"""Which slots a text offers: 周三下午还是周四上午 are two, 周三,也就是明天 is one, 促销周三截止 is none."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from duilian.language.times.folding import fold
from duilian.language.times.mentions import KEPT_TEXTS, find_times
from duilian.language.times.sameness import compatible
from duilian.language.times.surroundings import (
    ALL,
    ALSO,
    APPOSITIVE,
    CALLING,
    CHOICE,
    CONDITION,
    DIRECT,
    HOURS_OF_BUSINESS,
    IF,
    LIMIT,
    LISTED,
    OFFER_ONLY,
    OPEN,
    OTHER,
    REPORTED,
    RULED_OUT,
    SELF,
)
from duilian.language.times.values import (
    FromNow,
    Holiday,
    MonthDay,
    MonthSpan,
    RelativeDay,
    TimeMention,
    Weekday,
    WeekSpan,
    YearSpan,
    is_past,
)

# How much of the text before a time is looked at, in characters.
_LOOK_BACK = 40
# How many mentions of a slot a further one is compared with.
_LAST_OF_SLOT = 8

_WEEKS = (Weekday, WeekSpan)
_MONTHS = (MonthDay, MonthSpan)


@lru_cache(maxsize=KEPT_TEXTS)
def alternatives(text: str, now: None = None) -> tuple[TimeMention, ...]:
    """Find the distinct concrete times a text offers.

    Several mentions of one slot (周三下午,三点; 周三,也就是明天) count once, the fullest stands for it. Vague
    times, durations, past times, deadlines, times of other things (促销, 开会) and times ruled out are no
    choice.

    Args:
        text: A piece of text, mostly a turn.
        now: Not used.

    Returns:
        The slots in order of first naming. Two or more: a choice is offered (周三下午还是周四上午); one: a
        single time; none: no concrete time.
    """
    points = [mention for mention in find_times(text) if mention.kind == "point"]
    if not points:
        return ()
    text = fold(text)
    slots: list[list[TimeMention]] = []
    for mention in _offered(text, points):
        for slot in reversed(slots):
            if _is_apposition(text, slot, mention) or not any(
                _distinct(text, said, mention) for said in slot[-_LAST_OF_SLOT:]
            ):
                slot.append(mention)
                break
        else:
            slots.append([mention])
    return tuple(map(_fullest, slots))


def _is_apposition(text: str, slot: list[TimeMention], mention: TimeMention) -> bool:
    """Say whether a mention only says once more what stands right before it: 今天腊月二十三小年."""
    return (
        len(slot) > 1
        and mention.own_day
        and mention.start - slot[-1].end < 2
        and APPOSITIVE.fullmatch(text, slot[-1].end, mention.start) is not None
        and all(compatible(said, mention) for said in slot[-_LAST_OF_SLOT:])
    )


def _fullest(slot: list[TimeMention]) -> TimeMention:
    """Give the mention of a slot that says most, with the day that any of them names."""
    best = max(slot, key=_detail)
    if best.day is None:
        day = next((mention.day for mention in slot if mention.day is not None), None)
        return replace(best, day=day) if day is not None else best
    return best


def _detail(mention: TimeMention) -> int:
    """Tell how much a mention says: days count more than weeks, hours more than parts of the day."""
    day = mention.day
    if day is None:
        score = 0
    elif isinstance(day, (WeekSpan, MonthSpan, YearSpan)):
        score = 2 if day.part else 1
    else:
        score = 3
    return score + (mention.part is not None) + 2 * (mention.hour is not None) + (mention.minute is not None)


# --- what is offered --------------------------------------------------------------------


def _offered(text: str, points: list[TimeMention]) -> list[TimeMention]:
    """Leave the points that can be a choice: no past, no deadline, no time of something else."""
    years = sum(isinstance(mention.day, YearSpan) for mention in points) > 1
    explained = _explained_away(text, points)
    return [
        mention
        for n, mention in enumerate(points)
        if not explained[n] and not _is_background(text, mention, years) and not _is_deadline(text, points, n)
    ]


def _explained_away(text: str, points: list[TimeMention]) -> list[bool]:
    """Say of each point whether the words around it, or around the list it stands in, explain it away."""
    explained = [_is_explained_away(text, points, n) for n in range(len(points))]
    if any(explained):
        for n in reversed(range(len(points) - 1)):  # 周二、周三我都开会
            explained[n] = explained[n] or (explained[n + 1] and _is_listed(text, points, n))
        for n in range(len(points) - 1):  # 优惠就今天明天
            if explained[n] and not explained[n + 1] and _is_listed(text, points, n):
                explained[n + 1] = OFFER_ONLY.search(_head(text, points[n])) is not None
    return explained


def _is_listed(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether a point and the next one stand in a list: 周二、周三; 周二,周三都."""
    first, second = points[n], points[n + 1]
    between = text[first.end : second.start]
    if between == ",":
        return ALL.match(text, second.end) is not None
    return len(between) < 2 and second.own_day and LISTED.fullmatch(between) is not None


def _head(text: str, mention: TimeMention) -> str:
    """Give what stands before a mention, as far back as is looked."""
    return text[max(0, mention.start - _LOOK_BACK) : mention.start]


def _is_background(text: str, mention: TimeMention, years: bool) -> bool:
    """Say whether a time is past, a single year, or the day of the call itself (今天给您打电话).

    Args:
        text: The text.
        mention: A point in it.
        years: Whether the text names more than one year, so that they may be a choice (今年还是明年).
    """
    if is_past(mention.day):
        return True
    if isinstance(mention.day, YearSpan) and not mention.day.part and not years:
        return True
    bare = mention.own_day and mention.part is None and mention.hour is None
    return bare and mention.day == RelativeDay(0) and CALLING.match(text, mention.end) is not None


def _is_deadline(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether a time is a limit (周五前) and no choice with its neighbour (周五前还是周五后)."""
    mention = points[n]
    if mention.bound != "before" or isinstance(mention.day, Holiday):
        return False
    if n > 0 and _direct(text, points[n - 1], mention):
        return False
    return not (n + 1 < len(points) and _direct(text, mention, points[n + 1]))


def _is_explained_away(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether the words around a time make it another thing's, ruled out, open, or only reported."""
    mention = points[n]
    after = points[n + 1].start if n + 1 < len(points) else len(text)
    if OTHER.match(text, mention.end, after) and not _is_condition(text, points, n):
        return True
    is_range = mention.day_end is not None or mention.end_hour is not None
    if is_range and HOURS_OF_BUSINESS.match(text, mention.end, after):
        return True
    head = _head(text, mention)
    if _is_ruled_out(text, points, n):
        return True
    if isinstance(mention.day, (WeekSpan, MonthSpan)) and OPEN.match(text, mention.end):
        return True
    if LIMIT.search(head) or OFFER_ONLY.search(head):
        return not (n + 1 < len(points) and _direct(text, mention, points[n + 1]))
    return REPORTED.search(head) is not None


def _is_ruled_out(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether a time does not suit (周三不行), which is more than a condition (如果周三不行)."""
    mention = points[n]
    after = points[n + 1].start if n + 1 < len(points) else len(text)
    ruled_out = RULED_OUT.match(text, mention.end, after)
    if ruled_out is None or CONDITION.search(ruled_out[0]):
        return False
    return not _is_condition(text, points, n)


def _is_condition(text: str, points: list[TimeMention], n: int) -> bool:
    """Say whether 如果 or the like opens a condition right before a time or the list it stands in."""
    first = n
    while first and _is_listed(text, points, first - 1):  # 如果周二、周三不行
        first -= 1
    start = points[first].start
    last = points[first - 1].end if first else 0
    return IF.search(text[max(0, start - _LOOK_BACK, last) : start]) is not None


# --- what is another slot ---------------------------------------------------------------


def _direct(text: str, a: TimeMention, b: TimeMention) -> bool:
    """Say whether nothing but 还是, 或者, 、 … stands between two mentions."""
    return DIRECT.fullmatch(text, a.end, b.start) is not None


def _distinct(text: str, a: TimeMention, b: TimeMention) -> bool:
    """Say whether `b` is another slot than `a`, which was said before it."""
    if not compatible(a, b):
        return True
    between = text[a.end : b.start]
    x, y = a.day, b.day
    if CHOICE.search(between) and _differ_in_kind(a, b):
        return True
    if b.own_day and x is None and a.hour is not None and DIRECT.fullmatch(between):
        return True  # 九点半打来还是明早打来: today or tomorrow
    if not b.own_day or not a.own_day or x is None or y is None or SELF.fullmatch(between):
        if _direct(text, a, b) and a.hour is None and b.hour is None:  # 上午或者早上
            return a.part is not None and b.part is not None and a.part != b.part
        return False
    chosen = CHOICE.search(between) is not None
    if isinstance(x, _WEEKS) and isinstance(y, _WEEKS):
        return chosen and _distinct_weeks(x, y, b)
    if (isinstance(x, _MONTHS) and isinstance(y, _MONTHS)) or type(x) is type(y):
        return x != y and chosen
    if isinstance(x, YearSpan) or isinstance(y, YearSpan):
        return False
    if chosen:
        return True
    if any(isinstance(day, (WeekSpan, MonthSpan)) and not day.part for day in (x, y)):  # 下个月…明天也行
        return ALSO.match(text, b.end) is not None
    return APPOSITIVE.fullmatch(between) is None


def _differ_in_kind(a: TimeMention, b: TimeMention) -> bool:
    """Say whether two times that may be one are two in a choice: 半小时后还是下午, 八点半左右还是九点左右."""
    if isinstance(a.day, FromNow) != isinstance(b.day, FromNow):
        return True
    sharp = a.end_hour is None and b.end_hour is None and (a.approx or b.approx)
    return sharp and a.hour is not None and not compatible(replace(a, approx=False), replace(b, approx=False))


def _distinct_weeks(x: Weekday | WeekSpan, y: Weekday | WeekSpan, said: TimeMention) -> bool:
    """Say whether two days or weeks with a choice between them are two slots: 周三还是下周三, 周三或者周末.

    Args:
        x: The first.
        y: The second.
        said: The mention of the second.
    """
    if type(x) is type(y):
        return x.week != y.week
    return said.part is None and said.hour is None
