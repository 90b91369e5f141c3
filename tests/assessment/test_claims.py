"""Amounts of money, and claims that a product's card does not bear out."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.assessment.amounts import amounts, parse_number
from duilian.assessment.claims import contradictions
from duilian.handbook.products import load_products
from tests.assessment.support import short

CARDS = load_products(Path(__file__).parent.parent.parent / "data/products.yml")


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


@pytest.mark.parametrize(
    ("product", "turns", "words"),
    [
        ("车务通", "C (ask_detail) 多少钱 / T 一台一个月五块钱", ["五块钱"]),
        ("车务通", "C (ask_detail) 多少钱 / T 设备六百,一个月三十块", []),
        ("车务通", "C (ask_detail) 多少钱 / T 全部免费", ["全部免费"]),
        ("车务通", "C (ask_detail) 多少钱 / T [油费一台省三千块](state_benefit)", []),
        ("车务通", "C () 嗯 / T 我儿子的自行车五块钱", []),
        ("车务通", "C () 嗯 / T 不用装设备,地下车库也能看", ["不用装设备", "地下车库也能看"]),
        ("车务通", "C () 嗯 / T 不是不用装设备", []),
        ("专线服务", "C (ask_detail) 多少钱 / T 一年六万到八万块", []),
        ("企信通", "C (ask_detail) 多少钱 / T 五分钱一条,一年大概两三千块", []),
        ("专线服务", "C () 嗯 / T 保证不断,保证不断", ["保证不断"]),
    ],
)
def test_what_the_card_does_not_bear_out(product: str, turns: str, words: list[str]) -> None:
    dialogue = short(turns)
    contradicted = contradictions(dialogue, CARDS[product])
    said = [dialogue.turns[c.turn].text[c.start : c.end] for c in contradicted]
    assert said == words


def test_without_a_card_nothing_is_known() -> None:
    assert contradictions(short("C (ask_detail) 多少钱 / T 五块钱"), None) == ()
