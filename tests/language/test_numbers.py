"""Whole numbers as people type them."""

from __future__ import annotations

import pytest

from duilian.language.numbers import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("007", 7), ("２０", 20), ("2147483647", 2**31 - 1)],
)
def test_what_is_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "²", "1²", "①", "十", "-", "--1", "-1", "+1", "1.0", "1e3", "1_000", "2147483648", "9" * 5000],
)
def test_what_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_the_bounds_are_included() -> None:
    assert [whole_number(text, -1, 2) for text in ("-2", "-1", "2", "3")] == [None, -1, 2, None]
