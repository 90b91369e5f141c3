"""What is true of a client: its scenario's own facts first, the rest drawn once and for all by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.errors import DataError
from duilian.roleplay.facts.sheet import (
    Defaults,
    FactBook,
    Profile,
    core_of,
    load_defaults,
    load_fact_book,
    more_of,
)
from duilian.roleplay.facts.topics import Topic, load_topics

DATA = Path(__file__).parent.parent.parent.parent / "data"
TOPICS = {name: Topic(name, name) for name in ("operator", "lines", "sites")}
TOPICS["weather"] = Topic("weather", "天气", small_talk=True)
BOOK = FactBook(
    TOPICS,
    (
        Defaults(
            ("餐饮",),
            {"sites": ("三家店", "一家店", "两家店")},
            (
                Profile("ours", {"operator": ("你们家的",), "lines": ("两条",)}),
                Profile("others", {"operator": ("电信的", "联通的"), "lines": ("一条",)}),
            ),
        ),
        Defaults((), {"weather": ("热", "冷", "下雨"), "sites": ("就这一处",)}),
    ),
)


def test_a_scenarios_own_facts_come_first_then_the_trades_then_those_of_all() -> None:
    sheet = BOOK.draw_sheet("a", "餐饮", ours=True, own={"lines": ("八条", "都在二楼")})
    assert sheet.answers["lines"] == ("八条", "都在二楼")
    assert sheet.answers["operator"] == ("你们家的",)
    assert len(sheet.answers["sites"]) == 1 and sheet.answers["sites"] != ("就这一处",)
    assert BOOK.draw_sheet("a", "物流", ours=True, own={}).answers["sites"] == ("就这一处",)


def test_small_talk_keeps_all_its_answers() -> None:
    assert BOOK.draw_sheet("a", "物流", ours=True, own={}).answers["weather"] == ("热", "冷", "下雨")


def test_facts_of_a_profile_stay_together_and_a_name_always_draws_the_same() -> None:
    for seed in "abcdefgh":
        sheet = BOOK.draw_sheet(seed, "餐饮", ours=False, own={})
        assert sheet.answers["lines"] == ("一条",)
        assert sheet == BOOK.draw_sheet(seed, "餐饮", ours=False, own={})
    drawn = {BOOK.draw_sheet(seed, "餐饮", False, {}).answers["operator"] for seed in "abcdefgh"}
    assert len(drawn) == 2


def test_an_answer_has_a_core_and_more() -> None:
    assert (core_of("电信的|用了六年。"), more_of("电信的|用了六年。")) == ("电信的", "用了六年")
    assert (core_of("电信的。"), more_of("电信的。")) == ("电信的", "")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- a\n", 1, "几部分"),
        ("facts:\n  operator: 电信的\n  colour: 红\n", 3, "colour"),
        ("facts:\n  operator: []\n", 2, "没有写回答"),
        ("facts:\n  operator: ''\n", 2, "应当是文字"),
        ("facts:\n  operator: '|用了六年'\n", 2, "1 到 24"),
        (f"facts:\n  operator: {'长' * 25}\n", 2, "1 到 24"),
        ("facts:\n- operator\n", 1, "话题: 回答"),
        ("trades: 餐饮\nfacts: {}\n", 1, "trades"),
        ("profiles:\n- {when: maybe, facts: {}}\n", 1, "profiles"),
    ],
)
def test_what_is_wrong_with_defaults_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = tmp_path / "shop.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_defaults(path, TOPICS)
    assert f"shop.yml:{line}" in str(caught.value) and what in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- a\n", 1, "话题文件"),
        ("a: {name: 甲}\nb: 乙\n", 2, "写成"),
        ("a: {name: 甲, colour: 红}\n", 1, "colour"),
        ("a: {name: 甲, private: maybe}\n", 1, "maybe"),
        ("a: {name: 甲, ask_back: 问啥}\n", 1, "ask_back"),
        ("a: {name: 甲, small_talk: 是}\n", 1, "small_talk"),
        ("other: {name: 甲}\n", 1, "别的意思"),
    ],
)
def test_what_is_wrong_with_topics_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = tmp_path / "topics.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_topics(path)
    assert f"topics.yml:{line}" in str(caught.value) and what in str(caught.value)


def test_where_there_are_no_facts_nobody_knows_anything(tmp_path: Path) -> None:
    assert load_fact_book(tmp_path).draw_sheet("a", "餐饮", True, {}).answers == {}


def test_the_book_that_comes_with_the_program_can_be_read() -> None:
    assert len(load_fact_book(DATA / "facts").topics) >= 60
