"""Amounts of money in a text."""

from __future__ import annotations

import pytest

from duilian.assessment.amounts import Amount, amounts, parse_number


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("88", 88),
        ("3万", 30000),
        ("十", 10),
        ("十五", 15),
        ("一百二", 120),
        ("一百零二", 102),
        ("两千五", 2500),
        ("二十三", 23),
        ("一万二", 12000),
        ("一百二十五", 125),
        ("三百", 300),
        ("1.5万", 15000),
    ],
)
def test_numbers(word: str, value: float) -> None:
    assert parse_number(word) == value


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("一个月十五块", [15]),
        ("88元包年", [88]),
        ("两块五一天", [2.5]),
        ("三毛五一条", [0.35]),
        ("五分一条", [0.05]),
        ("一条八分钱", [0.08]),
        ("五分钟就好", []),
        ("六到八块", [6, 8]),
        ("一百二十块两台", [120]),
        ("有三台", []),
        ("10-20元", [10, 20]),
        ("一角", [0.1]),
        ("满分,五分", [0.05]),
        ("三块二", [3.2]),
        ("一百块一个月", [100]),
    ],
)
def test_amounts(text: str, yuan: list[float]) -> None:
    assert [a.yuan for a in amounts(text)] == yuan


def test_an_amount_has_its_place() -> None:
    assert amounts("一台一个月五块钱，设备６００元") == [Amount(5, 8, 5.0), Amount(11, 15, 600.0)]
