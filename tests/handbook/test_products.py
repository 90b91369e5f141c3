"""Fact cards: complete, in plain words, and errors say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian import yamlfile
from duilian.errors import DataError
from duilian.handbook.products import load_products

DATA = Path(__file__).parent.parent.parent / "data"
CARDS = load_products(DATA / "products.yml")
GOOD = """products:
  企信通:
    what: 短信
    suits: 公司
    better: 快
    brings: 省事
    examples: {any: 一家公司, 物流: 一家货运}
    plain: {MAS: 服务器}
    prices: ["短信, 0.05, 0.1, 条"]
    wrong: [{claims: [免费], fact: 按条收费}]
"""


def test_there_are_cards_for_the_catalogue() -> None:
    assert len(CARDS) >= 20 and {"企信通", "车务通", "融合通信"} <= set(CARDS)


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_cards_are_said_in_plain_words_and_fit_in_three_and_a_half_sentences(card: object) -> None:
    terms = yamlfile.load(DATA / "rubric.yml")["terms"]
    texts = [card.what, card.suits, card.better, card.brings, *card.examples.values()]  # type: ignore[attr-defined]
    assert not [(term, text) for term in terms for text in texts if term.lower() in text.lower()]
    assert max(len(text) for text in texts) <= 45


def test_a_trade_has_its_own_example_or_the_general_one(tmp_path: Path) -> None:
    (tmp_path / "p.yml").write_text(GOOD, encoding="utf-8")
    card = load_products(tmp_path / "p.yml")["企信通"]
    assert (card.example("物流"), card.example("餐饮"), card.example(None)) == (
        "一家货运",
        "一家公司",
        "一家公司",
    )
    assert str(card.prices[0]) == "短信每条0.05到0.1元"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("    what: 短信\n", "", "缺少 what"),
        ("any: 一家公司, ", "", "缺少 any"),
        ("0.05, 0.1", "0.5, 0.1", "不能大于"),
        ('"短信, 0.05, 0.1, 条"', "短信五分", "价格写成"),
        ("{claims: [免费], fact: 按条收费}", "免费", "写成"),
        ("    suits: 公司\n", "    suits: 公司\n    colour: 红\n", "colour"),
        ("products:", "produkte:", "缺少 products"),
    ],
)
def test_errors_say_what_is_wrong(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert old in GOOD
    (tmp_path / "p.yml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=what) as error:
        load_products(tmp_path / "p.yml")
    assert "p.yml" in str(error.value)
