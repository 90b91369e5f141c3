"""The client who hears that it has become a key account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.roleplay.support import client_of, moves_after, possible_moves_after

NEWS = "C (answer_call) 喂 / T [我是移动的](introduce_self)[您成了大客户](vip_notice)"


@pytest.mark.parametrize(
    ("situation", "move"),
    [("questions", "ask_benefit"), ("suspicious", "refuse"), ("grievance", "complaint")],
)
def test_what_the_news_calls_forth(situation: str, move: str) -> None:
    assert moves_after(NEWS, client_of("phone_vip_notice", situation)) == (move,)


@pytest.mark.parametrize("temper", ["warm", "plain", "gruff"])
def test_they_are_pleased_once_they_know_what_it_brings_and_accept_nothing(temper: str) -> None:
    client = client_of("phone_vip_notice", "questions", temper)
    assert moves_after(NEWS + "[不用排队](state_benefit)", client) == ("pleased",)


def test_before_the_news_it_asks_or_listens() -> None:
    rung = "C (answer_call) 喂 / T [我是移动的](introduce_self)"
    for situation in ("questions", "suspicious", "grievance"):
        client = client_of("phone_vip_notice", situation)
        assert possible_moves_after(rung, client) == {("ask_purpose",), ("listen",)}
        assert moves_after(rung + "[方便吗](check_convenience)", client) == ("convenient",)


@pytest.mark.parametrize(
    ("situation", "after", "move"),
    [
        ("suspicious", " / C (refuse) 骗子 / T [名片](offer_business_card)", "ask_benefit"),
        ("questions", "[方便吗](check_convenience)", "convenient"),
        ("questions", " / C (ask_benefit) 有啥用 / T [名片](offer_business_card)", "ask_benefit"),
        ("questions", " / C (ask_benefit) 有啥用 / T [名片](offer_business_card)" * 2, "listen"),
        ("questions", "[不用排队](state_benefit) / C (pleased) 好 / T [名片](offer_business_card)", "listen"),
        ("grievance", " / C (calmed) 行 / T [名片](offer_business_card)", "ask_benefit"),
        ("grievance", " / C (complaint) 断了 / T [有意见吗](invite_feedback)", "no_opinion"),
    ],
)
def test_what_follows(situation: str, after: str, move: str) -> None:
    assert moves_after(NEWS + after, client_of("phone_vip_notice", situation)) == (move,)


def test_they_are_pleased_once_and_objections_come_first() -> None:
    told = NEWS + "[不用排队](state_benefit)"
    warm = client_of("phone_vip_notice", "questions", "warm")
    assert moves_after(told + " / C (pleased) 好啊 / T [名片](offer_business_card)", warm) == ("listen",)
    assert moves_after(told, replace(warm, objections=("ask_detail",))) == ("ask_detail",)
    twice = NEWS + " / C (ask_benefit) 有啥用 / T [名片](offer_business_card)" * 2
    assert moves_after(twice, warm) == ("listen",), "pleased only by what it was told"
