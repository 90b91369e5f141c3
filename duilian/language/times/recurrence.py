"""Times that come again and again: 每周三, 每天上午九点, 每月15号."""

from __future__ import annotations

import re

from duilian.language.times.draft import Draft
from duilian.language.times.values import Weekday

_SIGN = re.compile("[每逢]|天天|年年")
# Right before a time: 每 周三, 每逢 周五, 每天 上午, 每月 15号, 每个 月初, 天天 下午
_EACH = re.compile(
    "(?:每(?:个|一个|逢|到|隔)?(?:一?(?:周|星期|礼拜|个?月|年|天|日)的?)?|(?<![相重])逢|天天|年年)$"
)
_LONGEST_EACH = 6
# Between two times that recur together: 每周一、周四; 每天九点开门八点关门 lies within one clause.
_LISTED = re.compile("[、和跟与及]?|还是|或者?")
_CLAUSE_END = re.compile("[,。.?!;]")


def mark_recurring(text: str, drafts: list[Draft]) -> None:
    """Make the points that stand behind 每 recurring, and those that hang on them.

    Args:
        text: The text they stand in.
        drafts: Its mentions in order; changed in place: 每 and what goes with it becomes part of them.
    """
    if _SIGN.search(text) is None:
        return
    before: Draft | None = None
    for draft in drafts:
        if draft.kind == "point":
            match = _EACH.search(
                text, max(before.end if before else 0, draft.start - _LONGEST_EACH), draft.start
            )
            if match:
                draft.start = match.start()
                draft.kind = "recurring"
            elif before is not None and before.kind == "recurring" and _hangs_on(text, before, draft):
                draft.kind = "recurring"
        before = draft


def _hangs_on(text: str, before: Draft, draft: Draft) -> bool:
    """Say whether a point recurs with the mention before it."""
    if not draft.own:
        return _CLAUSE_END.search(text, before.end, draft.start) is None
    listed = isinstance(before.day, Weekday) and isinstance(draft.day, Weekday) and draft.day.week is None
    return listed and _LISTED.fullmatch(text, before.end, draft.start) is not None
