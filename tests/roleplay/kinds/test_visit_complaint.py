"""The client with a complaint: heard out, promised something, calmed."""

from __future__ import annotations

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
    sorry = ANGRY + "[是我们不对](acknowledge)[明天给您答复](promise_feedback)"
    dated = sorry + " / C (ask_detail) 几点 / T [三点前](promise_feedback)"
    assert moves_after(sorry, scenario) == ("ask_detail",)
    assert moves_after(dated, scenario) == ("calmed",)
