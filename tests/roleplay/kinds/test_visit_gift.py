"""The client who is brought a gift."""

from __future__ import annotations

from tests.roleplay.support import SEATED, client_of, moves_after, possible_moves_after

GIFT = SEATED + "[给您送点月饼](state_purpose)"


def test_a_gift_is_taken_with_thanks() -> None:
    assert moves_after(GIFT, client_of("visit_gift", "needs")) == ("thanks_back",)


def test_who_may_not_take_it_refuses_until_that_is_heeded() -> None:
    scenario = client_of("visit_gift", "rules")
    refused = GIFT + " / C (refuse) 不能收 / T "
    assert moves_after(GIFT, scenario) == ("refuse",)
    assert moves_after(refused + "[规矩我懂](acknowledge)", scenario) == ("thanks_back",)
    assert moves_after(refused + "[您现在几条线](ask_needs)", scenario) == ("tell_needs",)


RECEIVED = SEATED + "[谢谢](thank)"


def test_a_gift_is_thanked_for_once_and_may_be_given_later() -> None:
    scenario = client_of("visit_gift", "needs")
    thanked = GIFT + " / C (thanks_back) 谢谢 / T "
    assert moves_after(thanked + "[给您送点月饼](state_purpose)", scenario) == ("listen",)
    assert moves_after(SEATED + "[您好](greeting) / C () 嗯 / T [送点月饼](state_purpose)", scenario) == (
        "thanks_back",
    )


def test_who_may_not_take_it_says_so_twice_at_most() -> None:
    scenario = client_of("visit_gift", "rules")
    once = GIFT + " / C (refuse) 不能收 / T [一点心意](state_purpose)"
    assert moves_after(once, scenario) == ("refuse",)
    assert moves_after(once + " / C (refuse) 真不能收 / T [一点心意](state_purpose)", scenario) == (
        "thanks_back",
    )
    for heeding in ("[规矩我懂](acknowledge)", "[谢谢您](thank)", "[不提了，最近忙吗](small_talk)"):
        assert moves_after(GIFT + f" / C (refuse) 不能收 / T {heeding}", scenario) == ("thanks_back",)
    taken = (
        GIFT
        + " / C (refuse) 不能收 / T [规矩我懂](acknowledge)"
        + " / C (thanks_back) 谢谢 / T [一点心意](state_purpose)"
    )
    assert moves_after(taken, scenario) == ("listen",)


def test_what_brought_the_visitor_is_not_asked_of_who_is_sociable_nor_after_the_fourth_turn() -> None:
    stranger = client_of("visit_gift", "needs", acquainted=False)
    assert possible_moves_after(RECEIVED, stranger) == {("listen",)}
    assert possible_moves_after(SEATED + "[最近忙吧](small_talk)", stranger) == {("assent",)}
    unsaid = SEATED + "[您这儿真敞亮](offer_business_card)"
    assert possible_moves_after(unsaid, stranger) == {("ask_identity",), ("ask_purpose",), ("listen",)}
    fourth = SEATED + "[名片](offer_business_card)" + " / C () 嗯 / T [名片](offer_business_card)" * 3
    patient = client_of("visit_gift", "needs", acquainted=False, patience=5)
    assert len(possible_moves_after(fourth, patient)) == 3
    assert possible_moves_after(fourth + " / C () 嗯 / T [名片](offer_business_card)", patient) == {
        ("listen",)
    }


def test_a_grievance_told_is_pursued_until_calmed() -> None:
    scenario = client_of("visit_gift", "grievance")
    told = GIFT + " / C (thanks_back) 谢谢 / T [有意见吗](invite_feedback) / C (complaint) 老断 / T "
    assert moves_after(told + "[名片](offer_business_card)", scenario) == ("complaint",)
    calmed = (
        told
        + "[理解](acknowledge)[我去反映](promise_feedback) / C (calmed) 行 / T [名片](offer_business_card)"
    )
    assert moves_after(calmed, scenario) == ("listen",)
