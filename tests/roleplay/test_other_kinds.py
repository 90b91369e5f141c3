"""Clients of the seven other kinds: what they do next in each situation."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from duilian.dialogue.model import Turn
from duilian.roleplay.client import Plan, decide
from duilian.roleplay.scenario import SITUATIONS, Scenario
from duilian.roleplay.state import ClientState, fold
from tests.assessment.support import short
from tests.roleplay.test_client import CALM, even

LINES = {"complaint": ("又断了！", "上回也是。", "没人管。"), "tell_needs": ("三条线。", "五个人。")}


def client(kind: str, situation: str, temper: str = "plain", **fields: object) -> Scenario:
    return replace(
        CALM, kind=kind, situation=situation, temper=temper, acquainted=True, lines=LINES, **fields
    )  # type: ignore[arg-type]


def played(turns: str) -> list[Turn]:
    """Turns in the short form, in which the client's moves may stand where cues do."""
    moves = [m.split() for m in re.findall(r"C \((.*?)\)", turns)]
    bare = short(re.sub(r"C \(.*?\)", "C ()", turns)).turns
    return [t if t.speaker == "trainee" else replace(t, cues=tuple(moves.pop(0))) for t in bare]


def plan(turns: str, scenario: Scenario, seed: str = "1") -> Plan:
    return decide(fold(played(turns)), scenario, even, seed)


def moves(turns: str, scenario: Scenario) -> set[tuple[str, ...]]:
    """All it may do, over forty seeds."""
    return {plan(turns, scenario, str(n)).moves for n in range(40)}


SEATED = "C (receive) 请坐 / T "
FAB = "[它是个小盒子](feature)[适合车队](advantage)[省油](state_benefit)"


@pytest.mark.parametrize(
    ("told", "asked"),
    [("[它是个小盒子](feature)", "ask_fit"), ("[它是个小盒子](feature)[适合车队](advantage)", "ask_benefit"), (FAB, "ask_evidence"),
     ("[省油](state_benefit)", "ask_feature")],
)  # fmt: skip
def test_a_pitch_is_probed_for_the_part_that_is_missing(told: str, asked: str) -> None:
    assert moves(SEATED + told, client("visit_fabe", "pitch")) == {(asked,), ("listen",)}


def test_it_says_yes_only_to_a_whole_pitch() -> None:
    warm = client("visit_fabe", "pitch", "warm")
    whole = SEATED + FAB + "[顺达用了半年](evidence)"
    assert moves(whole, warm) == {("accept",), ("noncommittal",)}
    asked = " / C (ask_evidence) 谁用过 / T 这个我还真说不上来" * 2
    assert moves(SEATED + FAB + asked, warm) == {("noncommittal",)}


def test_it_does_not_understand_terms_and_cuts_speeches_short() -> None:
    client_ = client("visit_fabe", "pitch", product="融合通信(IMS)")
    assert plan(SEATED + "[走SDH专线](feature)", client_).moves == ("not_understand",)
    assert ("not_understand",) not in moves(SEATED + "[IMS就是一个号](feature)", client_)
    assert plan(SEATED + "这个产品非常好用大家都说好您用了就知道真的不错" * 5, client_).moves == (
        "cut_short",
    )


def test_called_away_it_takes_a_time_that_suits_or_is_gone() -> None:
    scenario = client("visit_fabe", "interrupted")
    away = SEATED + "[好](greeting) / C (listen) 嗯 / T [它是个小盒子](feature) / C (urgent) 我得走 / T "
    assert plan(SEATED + "[好](greeting) / C (listen) 嗯 / T [它是个小盒子](feature)", scenario).moves == (
        "urgent",
    )
    assert plan(away + "[周三下午还是周四上午我再来](offer_two_times)", scenario).moves == ("pick_time",)
    assert plan(away + "[周三下午我再来](offer_one_time)[先走了](ask_leave)", scenario).moves == (
        "pick_time",
        "farewell",
    )
    assert plan(away + "[我改天再来](defer_call)", scenario).moves == ("late_call",)
    assert plan(away + "还有一句话要跟您说说", scenario).moves == ("farewell",)


def test_it_brings_up_its_own_need() -> None:
    assert plan(SEATED + "[它是个小盒子](feature)", client("visit_fabe", "own_need")).moves == ("tell_needs",)


CALLED = "C (answer_call) 喂 / T [我是移动的](introduce_self)[有个新业务](state_purpose)"


def test_who_is_rung_about_something_new_wants_no_visit() -> None:
    scenario = client("phone_promotion", "wants_material")
    told = CALLED + "[是个小盒子](feature)[省油](state_benefit)"
    assert moves(told, scenario) == {("noncommittal",)}
    assert plan(told + "[我过去一趟](propose_meeting)", scenario).moves == ("noncommittal",)
    assert plan(told + " / C (noncommittal) 发份资料 / T [我发您微信](offer_material)", scenario).moves == (
        "listen",
    )


ANGRY = "C (complaint) 又断了 / T "


def test_an_old_acquaintance_at_the_door_is_not_asked_who_it_is() -> None:
    assert plan(SEATED + "啊 / C (puzzled) 嗯 / T 啊", client("visit_gift", "needs")).moves == (
        "ask_purpose",
    )


def test_a_complaint_goes_on_until_it_is_heard_out_and_a_promise_is_given() -> None:
    scenario = client("visit_complaint", "angry")
    assert plan(ANGRY + "[我们有个新业务](state_purpose)", scenario).moves == ("complaint",)
    assert plan(ANGRY + "[您别急](acknowledge)", scenario).moves == ("complaint",)
    twice = ANGRY + "[是我们不对](acknowledge) / C (complaint) 上回也是 / T [难怪您生气](acknowledge)"
    assert plan(twice, scenario).moves == ("ask_detail",)
    assert plan(twice + "[明天给您答复](promise_feedback)", scenario).moves == ("calmed",)
    assert plan(twice + "[几点断的](ask_needs)", scenario).moves == ("tell_needs",)
    assert plan(ANGRY + "SDH环倒换没切过去呗", scenario).moves == ("not_understand",)
    assert plan(ANGRY + "[您自己的问题](discourteous)", scenario).moves == ("refuse",)


def test_who_was_let_down_wants_a_date() -> None:
    scenario = client("visit_complaint", "let_down")
    sorry = ANGRY + "[是我们不对](acknowledge)[明天给您答复](promise_feedback)"
    assert plan(sorry, scenario).moves == ("ask_detail",)
    assert plan(sorry + " / C (ask_detail) 几点 / T [三点前](promise_feedback)", scenario).moves == (
        "calmed",
    )


DUE = "C (answer_call) 喂 / T [我是移动的](introduce_self)[话费用完了，您太忙了吧](arrears_tactful)"
BLUNT = "C (answer_call) 喂 / T [我是移动的](introduce_self)[您欠费了](arrears_blunt)"


def test_the_embarrassed_pay_the_offended_do_not() -> None:
    scenario = client("phone_arrears", "embarrassed")
    assert moves(DUE, scenario) == {("ask_detail",), ("pay_soon",)}
    assert plan(BLUNT, scenario).moves == ("refuse",)


def test_the_angry_pay_when_heard_and_the_disputing_want_it_looked_up() -> None:
    angry, sure = client("phone_arrears", "angry"), client("phone_arrears", "disputing")
    assert plan(DUE, angry).moves == ("complaint",)
    assert plan(DUE + " / C (complaint) 乱扣 / T [难怪您生气](acknowledge)", angry).moves == ("pay_soon",)
    assert plan(DUE, sure).moves == ("ask_detail",)
    asked = DUE + " / C (ask_detail) 多少 / T 一共五十块零六毛钱"
    assert plan(asked, sure).moves == ("complaint",)
    assert plan(
        asked + " / C (complaint) 不可能 / T [我也奇怪](acknowledge)[我查了给您回电](promise_feedback)", sure
    ).moves == ("calmed",)


def test_a_greeting_call_is_answered_and_not_to_be_sold_anything() -> None:
    scenario = client("phone_care", "holiday_call")
    wish = "C (answer_call) 喂 / T [中秋快乐](holiday_wish)"
    assert plan(wish, scenario).moves == ("wish_back",)
    assert plan(wish + " / C (wish_back) 同乐 / T [有个套餐省钱](state_benefit)", scenario).moves == (
        "noncommittal",
    )
    opinion = wish + " / C (wish_back) 同乐 / T [有什么意见](invite_feedback)"
    assert plan(opinion, scenario).moves == ("complaint",)
    assert plan(opinion, replace(scenario, lines={})).moves == ("no_opinion",)


def test_a_gift_is_taken_or_may_not_be() -> None:
    gift = SEATED + "[给您送点月饼](state_purpose)"
    assert plan(gift, client("visit_gift", "needs")).moves == ("thanks_back",)
    rules = client("visit_gift", "rules")
    assert plan(gift, rules).moves == ("refuse",)
    assert plan(gift + " / C (refuse) 不能收 / T [规矩我懂](acknowledge)", rules).moves == ("thanks_back",)
    assert plan(gift + " / C (refuse) 不能收 / T [您现在几条线](ask_needs)", rules).moves == ("tell_needs",)


def test_news_of_being_a_key_account() -> None:
    news = "C (answer_call) 喂 / T [我是移动的](introduce_self)[您成了大客户](vip_notice)"
    assert plan(news, client("phone_vip_notice", "questions")).moves == ("ask_benefit",)
    assert plan(news, client("phone_vip_notice", "suspicious")).moves == ("refuse",)
    assert plan(news, client("phone_vip_notice", "grievance")).moves == ("complaint",)
    assert plan(
        news + "[不用排队](state_benefit)", client("phone_vip_notice", "questions", "warm")
    ).moves == ("accept",)


@pytest.mark.parametrize(("kind", "situation"), [(k, s) for k, names in SITUATIONS.items() for s in names])
def test_every_client_begins_and_ends(kind: str, situation: str) -> None:
    scenario = client(kind, situation)
    first = decide(ClientState(), scenario, even, "1").moves
    assert first in (("answer_call",), ("receive",), ("complaint",))
    assert plan(f"C ({first[0]}) 嗯 / T [再见](farewell)", scenario).moves == ("farewell",)
