"""The handbook restated: whole, linked with every criterion, and errors say where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duilian.assessment import load_rubric
from duilian.dialogue.model import CRITERIA
from duilian.errors import DataError
from duilian.handbook.lookup import find_passages
from duilian.handbook.manual import load_manual, load_section

DATA = Path(__file__).parent.parent.parent / "data"
MANUAL = load_manual(DATA / "handbook")
RUBRIC = load_rubric(DATA / "rubric.yml")
LABELS = {name: criterion.label for name, criterion in RUBRIC.criteria.items()}
GOOD = """number: 1
title: 电话
about: 打电话
parts:
  - title: 原则
    short: 原则
    rules:
      - text: 说清楚来意。
        criteria: [purpose]
  - title: 接通
    rules:
      - text: 先问好。
        say: [您好！]
      - text: 再自我介绍。
  - title: 手势
    short: 手势
    do: [双手递。]
    dont: [单手递。]
quiz:
  - ask: 先做什么？
    options: [问好, 介绍产品]
    right: 1
    why: 先问好。
    rule: "1.1"
  - ask: 单手递单据。
    right: 不宜
    why: 要用双手。
    rule: 1 手势 不宜 1
"""


def test_it_has_the_four_sections_and_counts_behaviours_as_the_rubric_does() -> None:
    assert [section.title for section in MANUAL.sections] == ["仪容仪表", "电话预约", "上门拜访", "进驻营销"]
    counted = [p.place for p in MANUAL.sections[1].passages if re.fullmatch(r"2\.\d+", p.place)]
    assert counted == [f"2.{n}" for n in range(1, 21)]
    assert "请您再重复一遍" in MANUAL.at["2.16"].phrases[0]


@pytest.mark.parametrize("name", CRITERIA)
def test_every_criterion_stands_on_the_passages_that_the_rubric_names(name: str) -> None:
    places = {passage.place for passage in MANUAL.of_criterion[name]}
    place = RUBRIC.criteria[name].handbook
    assert set(re.findall(r"\d\.\d+", place)) <= places
    assert set(re.findall(r"(?:^|；)(\d)", place)) <= {found[0] for found in places}


def test_every_section_ends_with_questions_whose_answers_are_explained() -> None:
    for section in MANUAL.sections:
        assert len(section.questions) >= 4
        for question in section.questions:
            assert question.place in MANUAL.at and len(question.why) >= 8
    seemly = MANUAL.sections[0].questions
    assert {question.options[question.right] for question in seemly if question.seemly} == {"宜", "不宜"}


def test_the_right_answer_cannot_be_told_by_where_it_stands_or_how_long_it_is() -> None:
    asked = [q for section in MANUAL.sections for q in section.questions if not q.seemly]
    assert {question.right for question in asked} == {0, 1, 2}
    longest = [q for q in asked if len(q.options[q.right]) == max(map(len, q.options))]
    assert len(longest) <= 0.6 * len(asked)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("客户没空怎么办", "2.15"),
        ("二选一", "2 流程 16"),
        ("名片", "3.12"),
        ("断线了", "2.17"),
        ("欠费", "2.8"),
        ("客户生气了怎么办？", "3 准备 8"),
        ("FABE", "3 准备 2"),
        ("工牌怎么戴", "1 女装 宜 2"),
        ("谁先挂电话", "2 流程 19"),
        ("进门前要不要敲门", "3.5"),
        ("摆摊要几个人", "4 准备 1"),
        ("电话 听不清", "2.16"),
    ],
)
def test_passages_are_found_in_peoples_own_words(query: str, place: str) -> None:
    assert place in [passage.place for passage in find_passages(MANUAL, query, LABELS)[:3]]


@pytest.mark.parametrize("query", ["", "xyz", "？？", "🙂"])
def test_what_is_nowhere_is_not_found(query: str) -> None:
    assert find_passages(MANUAL, query, LABELS) == []


def test_a_section_is_read_with_its_places(tmp_path: Path) -> None:
    (tmp_path / "1.yml").write_text(GOOD, encoding="utf-8")
    (section,) = load_manual(tmp_path).sections
    assert [p.place for p in section.passages] == [
        *("1 原则 1", "1.1", "1.2", "1 手势 宜 1", "1 手势 不宜 1"),
    ]
    assert [q.options[q.right] for q in section.questions] == ["问好", "不宜"]
    assert section.parts[2].passages[1].anchor == "1手势不宜1"


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ("title: 电话\n", "", "缺少 title", 0),
        ("number: 1", "number: 一", "number 的内容不对", 0),
        ("about: 打电话", "about: ''", "about 的内容不对", 0),
        ("      - text: 先问好。\n        say: [您好！]", "      - say: [您好！]", "缺少 text", 12),
        ("say: [您好！]", "says: [您好！]", "没有“says”这个字段", 12),
        ("say: [您好！]", "say: [1]", "“1.1”下面应当是一列句子", 12),
        ("    do: [双手递。]\n    dont: [单手递。]\n", "", "“手势”里没有规则", 15),
        ("    short: 手势\n", "", "“手势”里没有规则", 15),
        ("    right: 1\n", "    right: 3\n", "“先做什么？”的答案 right", 20),
        ("    right: 不宜\n", "", "“单手递单据。”的答案 right", 25),
        ("options: [问好, 介绍产品]", "options: [问好, 问好]", "“先做什么？”的答案 right", 20),
        ('rule: "1.1"', 'rule: "1.9"', "没有“1.9”这一条", 20),
        (
            "  - title: 手势\n    short: 手势",
            "  - title: 手势\n    short: 原则\n    rules: [{text: 又}]",
            "不止一条",
            0,
        ),
        ("parts:\n", "parts: 无\nmore:\n", "没有“more”这个字段|parts 的内容不对", 0),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, what: str, line: int
) -> None:
    path = tmp_path / "1.yml"
    assert GOOD.count(old) == 1
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=what) as refused:
        load_section(path)
    assert refused.value.where == (f"{path}:{line}" if line else str(path))


def test_sections_are_counted_from_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="从 1 起"):
        load_manual(tmp_path)
    (tmp_path / "2.yml").write_text(
        GOOD.replace("number: 1", "number: 2").replace('"1.1"', '"2.1"').replace("1 手势", "2 手势"),
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="从 1 起"):
        load_manual(tmp_path)
