"""What keeps people practising, without medals: weeks in a row, rules that are mastered, and a group's board.

Pure: weeks and records in, values out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from duilian.coaching.progress import CriterionRecord

BOARD_ORDERS = ("calls", "mastered")
"""By what a board may be ordered: calls of the last weeks, mastered rules. Never by score alone."""
BOARD_WEEKS = 4
"""How many weeks of practice a board shows, the present one among them."""


def week_streak(weeks: Collection[int], this_week: int) -> int:
    """In how many weeks in a row somebody has practised, up to now.

    The present week does not break the row while it is not over.

    Args:
        weeks: The weeks with practice, as :func:`duilian.archive.reviews.week_of` counts them.
        this_week: The present one.
    """
    practised = frozenset(weeks)
    last = this_week if this_week in practised else this_week - 1
    count = 0
    while last - count in practised:
        count += 1
    return count


def mastered_rules(records: Iterable[CriterionRecord]) -> list[CriterionRecord]:
    """The criteria that are mastered, those kept in the longest row first."""
    kept = [record for record in records if record.mastered]
    return sorted(kept, key=lambda record: (-record.in_a_row, record.criterion))


@dataclass(frozen=True)
class BoardRow:
    """Somebody on its group's board.

    Attributes:
        person: Its number.
        name: What it is called.
        calls: How many calls it has practised in the last :data:`BOARD_WEEKS` weeks.
        streak: In how many weeks in a row it has practised.
        mastered: How many criteria it has mastered.
    """

    person: int
    name: str
    calls: int
    streak: int
    mastered: int


def order_board(rows: Iterable[BoardRow], by: str) -> Sequence[BoardRow]:
    """The rows of a board by one of :data:`BOARD_ORDERS`, then by the other one, then by name."""
    if by == "mastered":
        return sorted(rows, key=lambda row: (-row.mastered, -row.calls, row.name))
    return sorted(rows, key=lambda row: (-row.calls, -row.mastered, row.name))
