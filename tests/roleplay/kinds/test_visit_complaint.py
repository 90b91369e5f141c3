"""The client with a complaint: heard out, promised something, calmed."""

from __future__ import annotations

import pytest

from tests.roleplay.support import client_of, moves_after

ANGRY = "C (complaint) 又断了 / T "


def test_a_complaint_goes_on_until_it_is_heard_out_and_a_promise_is_given() -> None:
    scenario = client_of("visit_complaint", "angry")
    twice = ANGRY + "[是我们不对](acknowledge) / C (complaint) 上回也是 / T [难怪您生气](acknowledge)"
    assert moves_after(ANGRY + "[我们有个新业务](state_purpose)", scenario) == ("complaint",)
    assert moves_after(ANGRY + "[您别急](acknowledge)", scenario) == ("complaint",)
    assert moves_after(twice, scenario) == ("ask_detail",)
    assert moves_after(twice + "[明天给您答复](promise_feedback)", scenario) == ("calmed",)
    assert moves_after(twice + "[几点断的](ask_needs)", scenario) == ("tell_needs",)


def test_jargon_and_rudeness_do_not_help() -> None:
    scenario = client_of("visit_complaint", "angry")
    assert moves_after(ANGRY + "SDH环倒换没切过去呗", scenario) == ("not_understand",)
    assert moves_after(ANGRY + "[您自己的问题](discourteous)", scenario) == ("refuse",)


def test_who_was_let_down_wants_a_date() -> None:
    scenario = client_of("visit_complaint", "let_down")
    sorry = ANGRY + "[是我们不对](acknowledge)[尽快给您答复](promise_feedback)"
    named = ANGRY + "[是我们不对](acknowledge)[明天给您答复](promise_feedback)"
    dated = sorry + " / C (ask_detail) 几点 / T [三点前](promise_feedback)"
    assert moves_after(sorry, scenario) == ("ask_detail",)
    assert moves_after(dated, scenario) == moves_after(named, scenario) == ("calmed",)


@pytest.mark.parametrize(("temper", "turns"), [("warm", 1), ("plain", 2), ("gruff", 2)])
def test_how_often_it_must_be_shown_understanding(temper: str, turns: int) -> None:
    """Once when warm, twice else; once for anybody where a promise is given with it."""
    scenario = client_of("visit_complaint", "angry", temper)
    understood = "[是我们不对](acknowledge) / C (complaint) 上回也是 / T "
    for shown in range(1, turns + 1):
        last = ANGRY + understood * (shown - 1) + "[难怪您生气](acknowledge)"
        assert moves_after(last, scenario) == (("ask_detail",) if shown == turns else ("complaint",))
    promised = ANGRY + "[难怪您生气](acknowledge)[我去反映](promise_feedback)"
    assert moves_after(promised, scenario) == ("calmed",)
    assert moves_after(ANGRY + "[我去反映](promise_feedback)", scenario) == ("complaint",)


def test_it_does_not_complain_longer_than_it_has_something_to_say_nor_ask_for_ever() -> None:
    scenario = client_of(
        "visit_complaint", "angry", lines={"complaint": ("又断了！", "没人管。")}, patience=5
    )
    silent = ANGRY + "[名片](offer_business_card)"
    assert moves_after(silent, scenario) == ("complaint",)
    out = silent + " / C (complaint) 没人管 / T [名片](offer_business_card)"
    assert moves_after(out, scenario) == ("ask_detail",)
    asked = out + " / C (ask_detail) 怎么办 / T [名片](offer_business_card)"
    assert moves_after(asked, scenario) == ("ask_detail",)
    assert moves_after(asked + " / C (ask_detail) 怎么办 / T 我也说不上来您别急", scenario) == ("refuse",)


def test_who_is_offended_again_does_not_hear_a_promise() -> None:
    scenario = client_of("visit_complaint", "angry", patience=5)
    offended = ANGRY + "[我去反映](promise_feedback)[您快点说](pressure) / C (refuse) 什么态度 / T "
    assert moves_after(offended + "[名片](offer_business_card)", scenario) == ("complaint",)
    sorry = offended + "[是我急了](acknowledge)"
    assert moves_after(sorry, scenario) == ("complaint",), "one sorry is not enough"
    assert moves_after(sorry + " / C (ask_detail) 怎么办 / T [是我不好](acknowledge)", scenario) == (
        "calmed",
    )


def test_a_stranger_is_asked_who_it_is_and_who_is_calmed_answers_or_listens() -> None:
    stranger = client_of("visit_complaint", "angry", acquainted=False)
    assert moves_after(ANGRY + "[是我们不对](acknowledge)", stranger) == ("ask_identity",)
    again = ANGRY + "[是我们不对](acknowledge) / C (ask_identity) 您哪位 / T [难怪您生气](acknowledge)"
    assert moves_after(again, stranger) == ("ask_detail",)
    calmed = ANGRY + "[难怪您生气](acknowledge)[我去反映](promise_feedback) / C (calmed) 行 / T "
    scenario = client_of("visit_complaint", "angry")
    assert moves_after(calmed + "[名片](offer_business_card)", scenario) == ("listen",)
    assert moves_after(calmed + "[几条线](ask_needs)", scenario) == ("tell_needs",)
    terms = ANGRY + "SDH环倒换没切过去呗 / C (not_understand) 啥 / T SDH环倒换没切过去呗"
    assert moves_after(terms, scenario) == ("complaint",), "it says once that it does not understand"


def test_before_it_is_heard_out_it_answers_nothing_but_what_happened() -> None:
    scenario = client_of("visit_complaint", "angry")
    for said in ("[方便吗](check_convenience)", "[改天再来](defer_call)", "[还有意见吗](invite_feedback)"):
        assert moves_after(ANGRY + said, scenario) == ("complaint",)
