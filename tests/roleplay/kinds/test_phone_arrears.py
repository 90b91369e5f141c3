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


def test_who_promised_to_pay_or_is_calmed_listens() -> None:
    for settled in ("pay_soon", "calmed"):
        after = TACTFUL + f" / C ({settled}) 好 / T [名片](offer_business_card)"
        for situation in ("embarrassed", "angry", "disputing"):
            assert moves_after(after, client_of("phone_arrears", situation)) == ("listen",)
    asked = TACTFUL + " / C (pay_soon) 好 / T [有什么意见](invite_feedback)"
    assert moves_after(asked, client_of("phone_arrears", "embarrassed", lines={})) == ("no_opinion",)


def test_before_it_knows_what_it_is_about_it_answers_asks_or_listens() -> None:
    scenario = client_of("phone_arrears", "embarrassed")
    assert moves_after("C (answer_call) 喂 / T [是王总吗](verify_identity)", scenario) == (
        "confirm_identity",
    )
    assert possible_moves_after(CALLED, scenario) == {("ask_purpose",), ("listen",)}


def test_a_blunt_word_is_refused_once() -> None:
    blunt = CALLED + "[您欠费了](arrears_blunt)"
    scenario = client_of("phone_arrears", "embarrassed")
    again = blunt + " / C (refuse) 什么话 / T [您欠费了](arrears_blunt)"
    assert possible_moves_after(again, scenario) == {("ask_detail",), ("pay_soon",)}
    asked = TACTFUL + " / C (ask_detail) 多少 / T 一共五十块零六毛钱"
    assert possible_moves_after(asked, scenario) == {("pay_soon",)}, "it asks how much once"


def test_the_angry_say_all_they_have_to_say_then_waver_then_refuse() -> None:
    angry = client_of("phone_arrears", "angry", lines={"complaint": ("乱扣！", "上回也是。")})
    said = TACTFUL + " / C (complaint) 乱扣 / T 是这样的您听我说" * 2
    assert moves_after(TACTFUL + " / C (complaint) 乱扣 / T 是这样的您听我说", angry) == ("complaint",)
    assert moves_after(said, angry) == ("noncommittal",)
    assert moves_after(said + " / C (noncommittal) 再说 / T 是这样的您听我说", angry) == ("refuse",)


def test_the_angry_tell_what_happened_when_asked() -> None:
    asked = TACTFUL + " / C (complaint) 乱扣 / T [是哪个月的](ask_needs)"
    assert moves_after(asked, client_of("phone_arrears", "angry")) == ("tell_needs",)
    told_all = asked + " / C (tell_needs) 上个月 / T [还有呢](ask_needs)" * 2
    assert moves_after(told_all, client_of("phone_arrears", "angry")) == ("pay_soon",)
    early = TACTFUL + "[是哪个月的](ask_needs)"
    assert moves_after(early, client_of("phone_arrears", "angry")) == ("complaint",), "first it complains"


def test_who_disputes_it_tells_what_happened_when_asked() -> None:
    asked = TACTFUL + " / C (ask_detail) 多少 / T [您哪天交的](ask_needs)"
    assert moves_after(asked, client_of("phone_arrears", "disputing")) == ("tell_needs",)
