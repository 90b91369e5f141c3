"""A question that supposes something is answered by yes or no, where the fact tells which."""

from __future__ import annotations

import random

import pytest

from duilian.roleplay.facts.checking import answer_supposed, supposed_topic
from duilian.roleplay.facts.sheet import FactSheet
from duilian.roleplay.facts.telling import fact_words
from duilian.roleplay.facts.topics import Topic

SHEET = FactSheet(
    {
        "address": ("总店在中心广场东边|导航搜得到",),
        "operator": ("电信的",),
        "busy_season": ("换季的时候",),
        "signal": ("不错|没断过",),
        "satisfaction": ("过得去",),
        "spend": ("一个月八百",),
        "weather": ("早晚有点凉",),
    },
    {
        "address": Topic("address", "地址"),
        "operator": Topic("operator", "网"),
        "busy_season": Topic("busy_season", "旺季"),
        "signal": Topic("signal", "信号"),
        "satisfaction": Topic("satisfaction", "满意"),
        "spend": Topic("spend", "花费", private="trusted"),
        "weather": Topic("weather", "天气", small_talk=True),
    },
)


@pytest.mark.parametrize(
    ("question", "fact", "chat", "answer"),
    [
        ("您的总店是在中心广场边上吧？", "总店在中心广场东边", False, "对，总店在中心广场东边"),
        ("你们用的是移动的吧？", "电信的", False, "不是，电信的"),
        ("你们用的是电信的，是吧？", "电信的", False, "对，电信的"),
        ("您那儿有五台车是吗", "十一台车", False, "不是，十一台车"),
        ("一个月总能做五万块吧？", "稿子没传完，扣了两千块", False, "不是，扣了两千块"),
        ("这样红火，做了好几个店吧？", "扣了两千块", False, "扣了两千块"),
        ("一年得不少钱吧？", "开了十七年", False, "开了十七年"),
        ("您儿子是不是今年高考？", "一个，上小学", True, "不是，上小学"),
        ("您儿子该工作了吧？", "一个儿子", True, "一个儿子"),
        ("网没断过吧？", "没断过", False, "没断过"),
        ("您在哪儿办公？", "总店在中心广场东边", False, "总店在中心广场东边"),
    ],
    ids=[
        "yes",
        "no",
        "yes by value",
        "another number",
        "another sum",
        "of another unit",
        "a year is no number of years",
        "chat no",
        "chat unknown",
        "denies",
        "asks",
    ],
)
def test_what_is_supposed_is_borne_out_or_not(question: str, fact: str, chat: bool, answer: str) -> None:
    assert answer_supposed(question, fact, chat) == answer


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("好的苏总，周四下午三点，您的总店是在中心广场边上吧？", "address"),
        ("您的总店在中心广场哪边？", None),
        ("今天人不多吧？", None),
        ("早晚有点凉吧？", None),
        ("断网的时候是不是没法收钱", None),
        ("您一个月八百吧？", None),
    ],
    ids=["named", "no supposition", "nothing named", "chat", "nothing but any words", "not for everybody"],
)
def test_a_supposed_fact_is_heard(text: str, topic: str | None) -> None:
    assert supposed_topic(text, SHEET) == topic


def test_several_judgements_in_one_breath_say_of_what() -> None:
    told = fact_words(SHEET, ("satisfaction", "signal"), {}, "gruff", random.Random(0))
    assert told.fresh == "用着过得去，信号不错"


def test_of_small_talk_it_tells_what_was_asked() -> None:
    trade = {"trade_now": Topic("trade_now", "生意", small_talk=True)}
    facts = FactSheet({"trade_now": ("平时一般", "过节热闹", "粽子卖得好")}, trade)
    told = fact_words(facts, ("trade_now",), {}, "gruff", random.Random(0), "粽子卖得怎么样")
    assert told.chat == "粽子卖得好"


def test_only_what_not_everybody_hears_is_confided() -> None:
    assert fact_words(SHEET, ("spend",), {}, "gruff", random.Random(0)).confided == "一个月八百"
    assert fact_words(SHEET, ("operator",), {}, "gruff", random.Random(0)).confided == ""
