"""Reactions that all clients share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.reactions import (
    acceptable_time,
    ask_who_or_what,
    heard_jargon,
    next_objection,
    reply_to_courtesy,
    reply_to_question,
)
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
    possible_moves_after,
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
        ("[李总您好](greeting)[我是移动的](introduce_self)", ("wrong_name",)),
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


RUNG = "C (answer_call) 喂 / T "
RECEIVED = "C (receive) 请坐 / T [谢谢](thank)"
ASKED_WHO = " / C (ask_identity) 您是 / T [谢谢](thank)"
ASKED_WHAT = " / C (ask_purpose) 什么事 / T [谢谢](thank)"


@pytest.mark.parametrize(
    ("notation", "acquainted", "moves"),
    [
        (RECEIVED, False, {"ask_identity", "ask_purpose", "listen"}),
        (RECEIVED, True, {"ask_purpose", "listen"}),
        (RECEIVED + "[我是移动的](introduce_self)", False, {"ask_purpose", "listen"}),
        (RECEIVED + ASKED_WHO, False, {"ask_identity", "ask_purpose", "listen"}),
        (RECEIVED + ASKED_WHO * 2, False, {"ask_purpose", "listen"}),
        (RECEIVED + ASKED_WHAT * 2, False, {"ask_identity", "listen"}),
        (RECEIVED + ASKED_WHAT * 2, True, {"listen"}),
    ],
)
def test_while_it_does_not_know_what_it_is_about_it_asks_twice_at_most(
    notation: str, acquainted: bool, moves: set[str]
) -> None:
    scenario = client_of("visit_fabe", "pitch", acquainted=acquainted)
    assert possible_moves_after(notation, scenario) == {(move,) for move in moves}


@pytest.mark.parametrize(
    ("notation", "moves"),
    [
        (RUNG + "[是王总吗](verify_identity)", ("confirm_identity",)),
        (RUNG + "[是王总吗](verify_identity) / C (confirm_identity) 是 / T [是王总吧](verify_identity)", ()),
        (RUNG + "[方便吗](check_convenience)", ("convenient",)),
        (RUNG + "[您忙](check_convenience)[晚点打](defer_call)", ()),
        (RUNG + "[方便吗](check_convenience) / C (convenient) 行 / T [方便吧](check_convenience)", ()),
        (RUNG + "[刚才断了](apologize_dropped_call)", ("never_mind",)),
        (RUNG + "[清楚吗](check_understanding)", ("understood",)),
        (RUNG + "[您好](greeting)", ()),
    ],
)
def test_some_questions_are_answered_before_anything_else(notation: str, moves: tuple[str, ...]) -> None:
    assert reply_to_question(state_after(turns_of(notation)), CALM) == moves


@pytest.mark.parametrize(
    ("notation", "lines", "moves"),
    [
        (RUNG + "[方便吗](check_convenience)[几条线](ask_needs)", {}, ("convenient",)),
        (RUNG + "[几条线](ask_needs)", {}, ("tell_needs",)),
        (
            RUNG + "[几条线](ask_needs)" + " / C (tell_needs) 三条 / T [几条线](ask_needs)" * 1,
            {},
            ("tell_needs",),
        ),
        (RUNG + "[几条线](ask_needs)" + " / C (tell_needs) 三条 / T [几条线](ask_needs)" * 2, {}, ()),
        (
            RUNG + "[几条线](ask_needs)" + " / C (tell_needs) 三条 / T [几条线](ask_needs)" * 2,
            {"tell_needs": ("三条。", "五条。", "六条。")},
            ("tell_needs",),
        ),
        (RUNG + "[有意见吗](invite_feedback)", {}, ("no_opinion",)),
        (RUNG + "[有意见吗](invite_feedback)", {"feedback": ("信号弱。",)}, ("feedback",)),
        (RUNG + "[有意见吗](invite_feedback)", {"complaint": ("老断。",)}, ("complaint",)),
        (
            RUNG + "[有意见吗](invite_feedback) / C (feedback) 弱 / T [还有吗](invite_feedback)",
            {"feedback": ("信号弱。",)},
            ("no_opinion",),
        ),
        (
            RUNG + "[有意见吗](invite_feedback) / C (feedback) 弱 / T [还有吗](invite_feedback)",
            {"feedback": ("信号弱。",), "complaint": ("老断。",)},
            ("complaint",),
        ),
        (
            RUNG + "[有意见吗](invite_feedback) / C (no_opinion) 没有 / T [真没有吗](invite_feedback)",
            {},
            ("listen",),
        ),
        (RUNG + "[节日好](holiday_wish)", {}, ("wish_back",)),
        (RUNG + "[节日好](holiday_wish) / C (wish_back) 同乐 / T [节日好](holiday_wish)", {}, ()),
        (RUNG + "[晚点打](defer_call)", {}, ("late_call",)),
        (RUNG + "[您好](greeting)", {}, ()),
    ],
)
def test_courtesies_are_answered_as_often_as_there_is_something_to_say(
    notation: str, lines: dict[str, tuple[str, ...]], moves: tuple[str, ...]
) -> None:
    assert reply_to_courtesy(state_after(turns_of(notation)), replace(CALM, lines=lines)) == moves


@pytest.mark.parametrize(
    ("objections", "notation", "moves"),
    [
        (("refuse", "ask_evidence"), INFORMED, ("refuse",)),
        (("refuse", "ask_evidence"), INFORMED + " / C (refuse) 不 / T 哦", ("ask_evidence",)),
        (("ask_necessity", "refuse"), INFORMED, ("refuse",)),
        (("ask_evidence", "refuse"), INFORMED + "[广通用了](evidence)", ("refuse",)),
        (("not_understand", "refuse"), INFORMED, ("refuse",)),
        (("ask_necessity",), INFORMED, ()),
    ],
)
def test_objections_come_once_each_in_the_scenarios_order_where_not_answered_yet(
    objections: tuple[str, ...], notation: str, moves: tuple[str, ...]
) -> None:
    assert next_objection(state_after(turns_of(notation)), replace(CALM, objections=objections)) == moves


@pytest.mark.parametrize(
    ("kind", "acquainted", "notation", "moves"),
    [
        ("phone_appointment", True, RUNG + "[谢谢](thank)", ("ask_identity",)),
        ("visit_gift", False, RECEIVED, ("ask_identity",)),
        ("visit_gift", True, RECEIVED, ("ask_purpose",)),
        ("visit_gift", False, RECEIVED + ASKED_WHO, ("ask_identity",)),
        ("visit_gift", False, RECEIVED + ASKED_WHO * 2, ("ask_purpose",)),
        ("visit_gift", False, RECEIVED + ASKED_WHO * 2 + ASKED_WHAT * 2, ()),
        ("visit_gift", False, RECEIVED + "[我是移动的](introduce_self)", ("ask_purpose",)),
    ],
)
def test_it_asks_who_it_is_and_then_what_it_is_about(
    kind: str, acquainted: bool, notation: str, moves: tuple[str, ...]
) -> None:
    scenario = replace(CALM, kind=kind, acquainted=acquainted)
    assert ask_who_or_what(state_after(turns_of(notation)), scenario) == moves
