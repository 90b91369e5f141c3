"""Weeks in a row, mastered rules, and the order of a board."""

from __future__ import annotations

import pytest

from duilian.coaching.motivation import BoardRow, mastered_rules, order_board, week_streak
from duilian.coaching.progress import CriterionRecord


@pytest.mark.parametrize(
    ("weeks", "streak"),
    [
        ([], 0),
        ([10], 1),
        ([9], 1),  # the present week is not over yet
        ([8], 0),
        ([8, 9, 10], 3),
        ([7, 8, 9], 3),
        ([6, 8, 9, 10], 3),
        ([9, 10, 11], 2),
    ],
)
def test_weeks_count_up_to_this_one_or_the_last(weeks: list[int], streak: int) -> None:
    assert week_streak(weeks, 10) == streak


def test_mastered_rules_come_by_how_often_they_were_kept_in_a_row() -> None:
    rows = (("a", True, 3), ("b", False, 9), ("c", True, 7), ("d", True, 3))
    records = [CriterionRecord(name, 9, 9, (), mastered, n) for name, mastered, n in rows]
    assert [record.criterion for record in mastered_rules(records)] == ["c", "a", "d"]


@pytest.mark.parametrize(("by", "names"), [("calls", "甲 丙 乙"), ("mastered", "乙 甲 丙"), ("", "甲 丙 乙")])
def test_a_board_is_in_order(by: str, names: str) -> None:
    rows = [BoardRow(1, "乙", 2, 1, 9), BoardRow(2, "丙", 5, 1, 3), BoardRow(3, "甲", 5, 1, 4)]
    assert " ".join(row.name for row in order_board(rows, by)) == names
