"""Reactions that all clients share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.reactions import acceptable_time, heard_jargon
from duilian.roleplay.state import state_after
from tests.roleplay.support import (
    CALM,
    INFORMED,
    OFFER,
    SEATED,
    WANG,
    client_of,
    moves_after,
    plan_after,
    turns_of,
)


def test_it_takes_the_offered_time_that_suits_in_the_words_it_heard() -> None:
    assert plan_after(INFORMED + "[周二上午还是周四上午十点](offer_two_times)").agreed_time == "周四上午十点"
    state = state_after(turns_of(INFORMED + "[周二上午还是周 四上午](offer_two_times)"))
    assert acceptable_time(state, CALM) == "周四上午"
    assert acceptable_time(state, replace(CALM, calendar=replace(CALM.calendar, free=("周五",)))) is None


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("[请问是李总吗](verify_identity)", ("wrong_name",)),
        ("[请问是李总吗](verify_identity)[我是移动的](introduce_self)", ("wrong_name",)),
    ],
)
def test_asked_for_under_another_surname_it_says_so(said: str, moves: tuple[str, ...]) -> None:
    assert moves_after(f"C (answer_call) 喂 / T {said}") == moves


def test_it_fails_to_understand_only_what_is_hard() -> None:
    slow = replace(WANG, objections=("not_understand",))
    assert moves_after(INFORMED + OFFER, slow) == ("pick_time",)
    assert moves_after(INFORMED + "[走MPLS专网](feature)" + OFFER, slow) == ("not_understand",)
    assert moves_after(INFORMED + "[走ＭＰＬＳ的](state_benefit)" + OFFER, slow) == ("not_understand",)


@pytest.mark.parametrize(
    ("text", "jargon"),
    [("走SDH专线", True), ("下个APP就行", False), ("IMS就是一个号", False), ("就是个小盒子", False)],
)
def test_everyday_words_and_the_products_own_are_no_jargon(text: str, jargon: bool) -> None:
    scenario = replace(CALM, product="融合通信(IMS)")
    assert heard_jargon(state_after(turns_of(f"C (receive) 请坐 / T {text}")), scenario) is jargon


def test_an_old_acquaintance_at_the_door_is_not_asked_who_it_is() -> None:
    visited = client_of("visit_gift", "needs")
    assert moves_after(SEATED + "啊 / C (puzzled) 嗯 / T 啊", visited) == ("ask_purpose",)
