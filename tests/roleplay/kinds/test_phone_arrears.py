"""The client in arrears: embarrassed, angry, or sure that it has paid."""

from __future__ import annotations

from tests.roleplay.support import client_of, moves_after, possible_moves_after

CALLED = "C (answer_call) 喂 / T [我是移动的](introduce_self)"
TACTFUL = CALLED + "[话费用完了，您太忙了吧](arrears_tactful)"


def test_the_embarrassed_pay_the_offended_do_not() -> None:
    scenario = client_of("phone_arrears", "embarrassed")
    assert possible_moves_after(TACTFUL, scenario) == {("ask_detail",), ("pay_soon",)}
    assert moves_after(CALLED + "[您欠费了](arrears_blunt)", scenario) == ("refuse",)


def test_the_angry_pay_when_heard() -> None:
    angry = client_of("phone_arrears", "angry")
    heard = TACTFUL + " / C (complaint) 乱扣 / T [难怪您生气](acknowledge)"
    assert moves_after(TACTFUL, angry) == ("complaint",)
    assert moves_after(heard, angry) == ("pay_soon",)


def test_the_disputing_want_it_looked_up() -> None:
    sure = client_of("phone_arrears", "disputing")
    asked = TACTFUL + " / C (ask_detail) 多少 / T 一共五十块零六毛钱"
    promised = asked + " / C (complaint) 不可能 / T [我也奇怪](acknowledge)[我查了给您回电](promise_feedback)"
    assert moves_after(TACTFUL, sure) == ("ask_detail",)
    assert moves_after(asked, sure) == ("complaint",)
    assert moves_after(promised, sure) == ("calmed",)
