"""Fact cards: complete, in plain words, and errors say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian import yamlfile
from duilian.errors import DataError
from duilian.handbook.products import find_card, load_products, names_client
from duilian.roleplay.scenario import Scenario, load_scenarios

DATA = Path(__file__).parent.parent.parent / "data"
CARDS = load_products(DATA / "products.yml")
GOOD = """products:
  企信通:
    aliases: [群发]
    what: 短信
    suits: 公司
    better: 快
    brings: 省事
    examples: {any: 一家公司, 物流: 一家货运}
    plain: {MAS: 服务器}
    contract: 一年一签
    limits: [发不了图]
    prices: ["短信, 0.05, 0.1, 条"]
    wrong: [{claims: [免费], fact: 按条收费}]
"""


CATALOGUE = (
    *("企信通", "效能快信", "商务一号通", "商务宝", "移动管家", "企业邮箱", "手机邮箱"),
    *("集团通讯管家", "移动办公", "企业一卡通", "集团彩铃", "企业建站", "掌上客", "销售e卡通"),
    *("门店通", "农信通", "校讯通", "动力100业务包", "车务通", "无线商话", "专线服务"),
    *("专网服务", "固定宽带接入", "无线宽带接入", "融合通信"),
)


def test_there_are_cards_for_the_whole_catalogue() -> None:
    assert set(CATALOGUE) <= set(CARDS)


def test_a_card_is_found_by_what_else_the_product_is_called() -> None:
    assert find_card(CARDS, "动力100") is CARDS["动力100业务包"]
    assert find_card(CARDS, "融合通信IMS") is find_card(CARDS, "融合通信") is CARDS["融合通信"]
    assert find_card(CARDS, "茶叶") is find_card(CARDS, None) is None


@pytest.mark.parametrize("scenario", load_scenarios(DATA / "scenarios").values(), ids=lambda s: s.id)
def test_what_a_scenario_sells_has_a_card_that_speaks_of_other_customers(scenario: Scenario) -> None:
    assert scenario.product or scenario.base not in ("phone_appointment", "phone_promotion", "visit_fabe")
    if scenario.product:
        card = find_card(CARDS, scenario.product)
        assert card is not None
        assert not [case for case in card.cases if names_client(case, scenario.org)]


def test_a_client_is_told_of_others_even_where_the_card_knows_only_its_own_case() -> None:
    card = CARDS["企信通"]
    assert card.example("物业", "锦绣苑物业公司") == card.examples["物业"]
    assert card.example("物业", "翠湖苑物业公司") == card.examples["any"]
    assert card.example("物业", "城南物业") == card.examples["物业"]
    assert card.example(None, "城南物业") != card.examples["any"]


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
        ("    contract: 一年一签\n", "", "缺少 contract"),
        ("contract: 一年一签", "contract: ''", "应当是"),
        ("[发不了图]", "[]", "limits 至少写一条"),
        ("[发不了图]", "发不了图", "limits 应当是列表"),
        ("[群发]", "[企信通]", "已经是别的产品的名字"),
    ],
)
def test_errors_say_what_is_wrong(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert old in GOOD
    (tmp_path / "p.yml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=what) as error:
        load_products(tmp_path / "p.yml")
    assert "p.yml" in str(error.value)
