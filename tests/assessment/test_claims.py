"""Claims that a product's card does not bear out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duilian.assessment.claims import contradictions
from duilian.handbook.products import Price, load_products
from tests.assessment.support import short

CARDS = load_products(Path(__file__).parent.parent.parent / "data/products.yml")


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
        ("车务通", "C (ask_detail) 多少钱 / T 一台一年十二块钱", ["十二块钱"]),
        ("车务通", "C (ask_detail) 多少钱 / T 一台一年三百六十块钱", []),
        ("车务通", "C (ask_detail) 多少钱 / T 首月一块钱", []),
        ("车务通", "C (ask_detail) 多少钱 / T 嗯 / C () 哦 / T 一个月五块钱", []),
        ("车务通", "C () 嗯 / T 您问不用装设备吗", []),
        ("车务通", "T 一台一个月五块钱", []),
        ("企信通", "C (ask_detail) 多少钱 / T 全部免费", ["全部免费"]),
        ("企信通", "C (ask_detail) 多少钱 / T 短信一条0.04块起", []),
    ],
)
def test_what_the_card_does_not_bear_out(product: str, turns: str, words: list[str]) -> None:
    dialogue = short(turns)
    contradicted = contradictions(dialogue, CARDS[product])
    said = [dialogue.turns[c.turn].text[c.start : c.end] for c in contradicted]
    assert said == words


def test_without_a_card_nothing_is_known() -> None:
    assert contradictions(short("C (ask_detail) 多少钱 / T 五块钱"), None) == ()


def test_free_is_right_where_a_price_begins_at_nothing() -> None:
    free = replace(CARDS["车务通"], prices=(Price("服务费", 0, 50, "台/月"),))
    dialogue = short("C (ask_detail) 多少钱 / T 全部免费")
    assert contradictions(dialogue, free) == ()
    (contradiction,) = contradictions(dialogue, CARDS["车务通"])
    assert contradiction.fact == "设备每台300到900元、服务费每台每月20到50元（示例）"
