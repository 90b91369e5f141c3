"""Acquainted and chatty people are so; a cold one stays cold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.cast import load_cast
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.scenario import Day, Scenario
from duilian.roleplay.state import state_after
from duilian.roleplay.wordings import load_wordings, occasion_of
from tests.roleplay.support import DATA, client_of, equally_likely, turns_of

CHATTY = client_of("phone_care", "chatty", "warm", day=Day(chats=True))
GREETED = "C (answer_call) 喂 / T [您好](greeting)[我是移动的小李](introduce_self)[节日快乐](holiday_wish)"
CHAT = f"{GREETED} / C (wish_back) 同乐 / T [最近天冷](small_talk)"


def moves_of(turns: str, scenario: Scenario = CHATTY) -> tuple[str, ...]:
    return plan_client_turn(state_after(turns_of(turns)), scenario, equally_likely, "1").moves


def test_it_speaks_of_things_of_its_own_but_not_all_the_time() -> None:
    assert moves_of(GREETED) == ("wish_back",), "not in the breath of its wish"
    assert moves_of(f"{GREETED} / C (wish_back) 同乐 / T [谢谢您](thank)") == ("listen",)
    assert moves_of(CHAT) == ("own_topic",)
    assert moves_of(f"{CHAT} / C (own_topic) 您忙吗 / T [还行](small_talk)") == ("listen",)
    often = CHAT + " / C (own_topic) 您忙吗 / T [还行](small_talk) / C (listen) 嗯 / T [天冷](small_talk)" * 3
    assert moves_of(often) == ("listen",)


def test_neither_a_stranger_nor_the_annoyed_nor_in_business() -> None:
    assert moves_of(CHAT, replace(CHATTY, day=Day())) == ("listen",)
    annoyed = (
        f"{GREETED} / C (wish_back) 同乐 / T [快点](pressure) / C (refuse) 不 / T [最近天冷](small_talk)"
    )
    assert moves_of(annoyed) == ("listen",)
    assert "own_topic" not in moves_of(f"{CHAT} / C (listen) 嗯 / T [谈谈新业务](state_purpose)")


CAST, WORDINGS = load_cast(DATA), load_wordings(DATA / "wordings")


@pytest.mark.parametrize(
    ("name", "dealings"), [("acquainted-clinic", "固话就是你们装的"), ("first-call-bakery", "")]
)
def test_shared_history_is_the_scenarios_own(name: str, dealings: str) -> None:
    fields = occasion_of((), (), CAST.scenarios[name], "own_topic", "").fields
    assert fields["dealings"] == dealings
    words = WORDINGS[CAST.scenarios[name].temper].says["own_topic"]
    assert any("{dealings}" in sentence for sentence in words)
