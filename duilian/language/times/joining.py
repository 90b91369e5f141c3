"""From atoms to mentions: atoms that touch are joined, 到 makes a range, 前 and 后 are taken in."""

from __future__ import annotations

import re

from duilian.language.times.atoms import atoms
from duilian.language.times.draft import DAY, HOUR, PART, Draft
from duilian.language.times.values import Holiday, MonthDay, MonthSpan, Weekday, WeekSpan

# Behind a time: 三点 左右, 三点 之前, 周三 以后, 国庆 期间; not the 前 of 前台, the 后 of 后续.
_SUFFIX = re.compile(
    "(?P<approx>左右|前后|上下|来钟|之间(?=$|[,。都来去我您吧可行?!]))|(?P<before>[之以]前"
    "|前(?![台面期往来景提排门去厅天几两])|为止|截止)"
    "|(?P<after>[之以过]后|后(?![台面续期来天门勤半儿填日会]|[两三]天))|[之以]?内(?![容部])|期间"
    "|那[会天]儿?|这天|当天"
)
_SUFFIX_FIRST_SIGNS = frozenset("左前上来之以为截后过内期那这当")
# Before the last day: 截止到 周五, 活动到 周五.
_UNTIL = re.compile("(?:截[止至]到?|直到|持续到|活动到|优惠到|有效期到|一直到)$")
# Between the ends of a range: 周三 到 周五.
_RANGE = frozenset(("到", "至", "-", "~", "--", "一直到", "直到"))
# Between the pieces of one time: 周三 的 上午.
_GLUE = frozenset(("", "的", " ", "那天", "这天", "当天", "("))


def joined(text: str) -> list[Draft]:
    """Find the mentions of a text, each with nothing but its own words.

    Args:
        text: Folded text without blanks inside Chinese.

    Returns:
        Drafts in order, none overlapping another.
    """
    drafts: list[Draft] = []
    for atom in atoms(text):
        last = drafts[-1] if drafts else None
        if last is not None and atom.start < last.end:  # the 以后 of 三点以后
            continue
        if last is not None and last.kind == "point" == atom.kind and _merge(text, last, atom):
            _take_suffix(text, last)
            continue
        if atom.kind == "point":
            _take_suffix(text, atom)
            _take_until(text, atom)
        drafts.append(atom)
    return drafts


def _merge(text: str, draft: Draft, atom: Draft) -> bool:
    """Take an atom behind `draft` into it, as a finer piece or as the end of a range, if it is one."""
    gap = text[draft.end : atom.start]
    if gap in _GLUE and draft.bound is None and _join(draft, atom):
        return True
    return gap in _RANGE and draft.day_end is None and draft.end_hour is None and _stretch(draft, atom)


def _take_suffix(text: str, draft: Draft) -> None:
    """Take 前, 之后, 左右, 期间 … right behind `draft` into it."""
    end = draft.end
    if text[end : end + 1] not in _SUFFIX_FIRST_SIGNS:
        return
    match = _SUFFIX.match(text, end)
    if match is None:
        return
    words, kind = match[0], match.lastgroup
    if words == "上下" and draft.rank != HOUR:
        return
    if kind is None and draft.rank == HOUR and words not in ("那会儿", "那会"):
        return
    if kind is None and words in ("那天", "这天", "当天"):
        return
    draft.end = match.end()
    if kind == "approx":
        draft.approx = True
    elif kind == "before":
        draft.bound = "before"
    elif kind == "after":
        draft.bound = "after"


def _take_until(text: str, draft: Draft) -> None:
    """Make a time behind 截止到, 活动到 … a limit."""
    near = draft.bound is None and text[draft.start - 1 : draft.start] in ("到", "至", "止")
    if near and _UNTIL.search(text[max(0, draft.start - 4) : draft.start]):
        draft.bound = "before"


def _join(draft: Draft, atom: Draft) -> bool:
    """Join an atom that touches `draft` into it if it refines it: day, then part, then hour."""
    if atom.rank <= draft.rank or (draft.day_end is not None and atom.rank == DAY):
        return False
    if atom.rank == DAY:
        if not _join_day(draft, atom):
            return False
    elif atom.rank == PART:
        draft.part = atom.part
    else:
        _join_hour(draft, atom)
    draft.rank = atom.rank
    draft.end = atom.end
    return True


def _join_day(draft: Draft, atom: Draft) -> bool:
    """Put a day into the week or month before it: 下周的周三, 11月的28号."""
    span, day = draft.day, atom.day
    if isinstance(span, WeekSpan) and isinstance(day, Weekday) and not span.part:
        if day.week is not None:
            return False
        draft.day = Weekday(day.day, span.week)
        if isinstance(atom.day_end, Weekday):
            draft.day_end = Weekday(atom.day_end.day, span.week)
        return True
    if isinstance(span, MonthSpan) and isinstance(day, MonthDay) and not span.part:
        draft.day = MonthDay(span.month, day.day, span.shift)
        return True
    return False


def _join_hour(draft: Draft, atom: Draft) -> None:
    """Put an hour behind a day or a part of it; behind 早九点到晚 it ends the range."""
    if draft.end_part is not None:
        draft.end_hour, draft.end_minute = atom.hour, atom.minute
    else:
        draft.hour, draft.minute = atom.hour, atom.minute
        draft.end_hour, draft.end_minute = atom.end_hour, atom.end_minute
    draft.approx = draft.approx or atom.approx
    if atom.part is not None:
        draft.part = atom.part


def _stretch(draft: Draft, atom: Draft) -> bool:
    """Make `draft` the range from itself to an atom behind 到, if the two can make one."""
    if atom.rank < PART:
        if draft.day is None or isinstance(atom.day, Holiday):
            return False
        _stretch_days(draft, atom)
    elif atom.rank == PART:  # 上午到下午
        if draft.rank < PART:
            return False
        draft.end_part = atom.part
        draft.rank = PART
    else:  # 两点到四点
        if draft.rank < PART or atom.end_hour is not None:
            return False
        draft.end_hour, draft.end_minute = atom.hour, atom.minute
        if draft.hour is None:
            draft.hour, draft.minute = atom.hour, atom.minute
            draft.end_hour = draft.end_minute = None
    draft.approx = draft.approx or atom.approx
    draft.end = atom.end
    return True


def _stretch_days(draft: Draft, atom: Draft) -> None:
    """Make a range of two days; week and month are said with one of them: 下周三到周五, 3到5月6号."""
    first, last = draft.day, atom.day
    draft.day_end = last
    if isinstance(first, Weekday) and isinstance(last, Weekday):
        if last.week is None and last.day > first.day:
            draft.day_end = Weekday(last.day, first.week)
    elif isinstance(first, MonthDay) and isinstance(last, MonthDay):
        if first.month is None and first.shift is None:
            draft.day = MonthDay(last.month, first.day, last.shift)
        elif last.month is None and last.shift is None:
            draft.day_end = MonthDay(first.month, last.day, first.shift)
    draft.rank = max(DAY, draft.rank)
