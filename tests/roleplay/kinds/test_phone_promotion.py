"""The client who is rung about something new."""

from __future__ import annotations

from tests.roleplay.support import client_of, moves_after, possible_moves_after

CALLED = "C (answer_call) 喂 / T [我是移动的](introduce_self)[有个新业务](state_purpose)"


def test_it_asks_what_it_is_and_what_it_brings_and_no_more() -> None:
    scenario = client_of("phone_promotion", "curious")
    assert possible_moves_after(CALLED, scenario) == {("ask_feature",), ("listen",)}
    assert possible_moves_after(CALLED + "[是个小盒子](feature)", scenario) == {("ask_benefit",), ("listen",)}
    told = CALLED + "[是个小盒子](feature)[省油](state_benefit)"
    assert possible_moves_after(told, scenario) == {("accept",), ("noncommittal",)}


def test_who_is_rung_about_something_new_wants_no_visit() -> None:
    scenario = client_of("phone_promotion", "wants_material")
    told = CALLED + "[是个小盒子](feature)[省油](state_benefit)"
    sent = told + " / C (noncommittal) 发份资料 / T [我发您微信](offer_material)"
    assert possible_moves_after(told, scenario) == {("noncommittal",)}
    assert moves_after(told + "[我过去一趟](propose_meeting)", scenario) == ("noncommittal",)
    assert moves_after(sent, scenario) == ("listen",)


def test_a_visit_is_put_off_twice_then_refused() -> None:
    scenario = client_of("phone_promotion", "curious")
    told = CALLED + "[是个小盒子](feature)"
    put_off = " / C (noncommittal) 再说 / T [我过去一趟](propose_meeting)"
    answers = [moves_after(told + "[我过去一趟](propose_meeting)" + put_off * n, scenario) for n in range(3)]
    assert answers == [("noncommittal",), ("noncommittal",), ("refuse",)]
