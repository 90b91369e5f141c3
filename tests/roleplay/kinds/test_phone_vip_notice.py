"""The client who hears that it has become a key account."""

from __future__ import annotations

import pytest

from tests.roleplay.support import client_of, moves_after

NEWS = "C (answer_call) 喂 / T [我是移动的](introduce_self)[您成了大客户](vip_notice)"


@pytest.mark.parametrize(
    ("situation", "move"),
    [("questions", "ask_benefit"), ("suspicious", "refuse"), ("grievance", "complaint")],
)
def test_what_the_news_calls_forth(situation: str, move: str) -> None:
    assert moves_after(NEWS, client_of("phone_vip_notice", situation)) == (move,)


def test_the_warm_are_glad_once_they_know_what_it_brings() -> None:
    warm = client_of("phone_vip_notice", "questions", "warm")
    assert moves_after(NEWS + "[不用排队](state_benefit)", warm) == ("accept",)
