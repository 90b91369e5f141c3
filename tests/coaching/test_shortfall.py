"""Shares with how sure they are; the weakest criteria; who needs help most."""

from __future__ import annotations

import pytest

from duilian.coaching.shortfall import MetShare, merge_shares, neediest, weakest, weighted


@pytest.mark.parametrize(
    ("share", "percent", "bounds", "level"),
    [
        (MetShare(1, 1), 100, (21, 100), None),  # one of one is no strength
        (MetShare(10, 5), 50, (24, 76), 2),
        (MetShare(100, 95), 95, (89, 98), 4),
        (MetShare(20, 0), 0, (0, 16), 0),
        (MetShare(0, 0), 0, (0, 100), None),
    ],
)
def test_a_share_says_how_sure_it_is(
    share: MetShare, percent: int, bounds: tuple[int, int], level: int | None
) -> None:
    assert (share.percent, share.bounds, share.level) == (percent, bounds, level)


def test_the_weakest_is_what_is_surely_met_seldom() -> None:
    shares = {
        "often": MetShare(100, 20),
        "once": MetShare(1, 0),
        "half": MetShare(100, 50),
        "always": MetShare(9, 9),
    }
    assert weakest(shares) == ["often", "half", "once"] and weakest(shares, 1) == ["often"]


def test_who_needs_help_most_and_the_means() -> None:
    weights = {"a": 3, "b": 1}
    people = {
        1: {"a": MetShare(40, 10), "b": MetShare(40, 40)},
        2: {"a": MetShare(40, 40), "b": MetShare(40, 10)},
    }
    people[3] = {"a": MetShare(40, 40)}
    assert neediest(people, weights) == [1, 2]
    assert weighted(people[1], weights) == MetShare(160, 70)
    assert merge_shares(people.values()) == {"a": MetShare(120, 90), "b": MetShare(80, 50)}
