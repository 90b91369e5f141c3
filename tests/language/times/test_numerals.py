"""Tests of numbers as spoken or written."""

from __future__ import annotations

import pytest

from duilian.language.times.numerals import number


@pytest.mark.parametrize(
    ("word", "value"),
    [("三", 3), ("两", 2), ("十", 10), ("十二", 12), ("三十一", 31), ("一百二十", 120), ("05", 5)],
)
def test_number(word: str, value: int) -> None:
    assert number(word) == value


def test_no_number_is_nothing() -> None:
    assert number("个把") == 0
