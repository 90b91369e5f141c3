"""The client hears what was said, whatever it was labelled, and asks nothing that was just answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.dialogue.model import Turn
from duilian.roleplay.hearing import (
    answered_already,
    asks_for_another_firm,
    calls_by_another_surname,
    hear_again,
    meeting_proposed,
)
from duilian.roleplay.state import ClientState, state_after
from tests.roleplay.support import CALM

FLEET = replace(CALM, product="车务通")


def heard(*texts: str) -> ClientState:
    return state_after(Turn("trainee", text) for text in texts)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我们的车务通能看到车在哪儿", {"what"}),
        ("我们的车务通能看到车在哪儿。", {"what"}),
        ("您好我是移动公司的客户经理小李", {"who"}),
        ("我们是电信的", {"who"}),
        ("我叫李明，找您谈点事", {"who"}),
        ("您好，打扰您了", set()),
        ("您用的是移动的吗", set()),
    ],
)
def test_who_and_what_are_heard_without_an_act(text: str, told: set[str]) -> None:
    assert hear_again(heard(text), FLEET).told == told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("停电了还能打不？", "停电也能打四个小时"),
        ("那你们哪天来？", "这周五上午一定到"),
        ("我刚才是问，一条船一年要多少钱？", "一条船一年两千块"),
        ("要不要另外买手机？", "手机不用另外买，用您自己的就行"),
    ],
)
def test_what_was_answered_is_not_asked(question: str, said: str) -> None:
    assert answered_already(question, said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("八个人一个月得多少钱？", "八个人一个月都能用"),
        ("那你们哪天来？", "我们一定来"),
        ("停电了还能打不？", "这个座机和手机一样"),
        ("那对我有什么好处？", "我们是移动公司的"),
    ],
)
def test_what_was_not_answered_is(question: str, said: str) -> None:
    assert not answered_already(question, said)


def test_a_meeting_is_spoken_of_before_one_asks_why() -> None:
    assert not meeting_proposed(heard("我们的车务通能看到车在哪儿"))
    assert meeting_proposed(heard("想到您那儿拜访一下")) and meeting_proposed(heard("当面给您讲讲"))


@pytest.mark.parametrize(
    ("text", "org", "another"),
    [
        ("请问是鸿运酒店吗？", "育才小学", True),
        ("您好，是宏发机械厂的吗？", "恒通物流公司", True),
        ("请问是恒通公司吗？", "恒通物流公司", False),
        ("请问是育才小学吧", "育才小学", False),
        ("请问是您公司的王总吗？", "恒通物流公司", False),
        ("我们是移动公司的，您是王总吗？", "恒通物流公司", False),
        ("请问是王总吗？", "恒通物流公司", False),
    ],
)
def test_who_is_taken_for_another_firm(text: str, org: str, another: bool) -> None:
    assert asks_for_another_firm(text, org) is another


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("喂，袁老板您好啊，我是移动的小赵", True),
        ("钱主任您好，我是移动的小周，来看看您。", True),
        ("好的刘总，那就周四下午见", True),
        ("谢谢王经理！", True),
        ("李老师早，没打扰您吧", True),
        ("张店长您好", False),
        ("章店长您好", False),  # sounds alike
        ("我们王总让我来看看您", False),
        ("李主任您认识吧，是他介绍我来的", False),
        ("听刘经理说您这儿要装宽带", False),
        ("刘经理那边我已经说过了", False),
        ("您好，我是移动的客户经理小赵", False),
        ("张店长，王经理您见过的", False),
    ],
)
def test_who_is_called_by_another_surname(text: str, another: bool) -> None:
    assert calls_by_another_surname(text, "张店长") is another
