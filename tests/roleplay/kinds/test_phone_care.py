"""The client who is rung to be greeted."""

from __future__ import annotations

from tests.roleplay.support import client_of, moves_after

WISHED = "C (answer_call) 喂 / T [中秋快乐](holiday_wish)"


def test_a_wish_is_returned_and_nothing_bought() -> None:
    scenario = client_of("phone_care", "holiday_call")
    selling = WISHED + " / C (wish_back) 同乐 / T [有个套餐省钱](state_benefit)"
    assert moves_after(WISHED, scenario) == ("wish_back",)
    assert moves_after(selling, scenario) == ("noncommittal",)
    assert moves_after(selling + " / C (noncommittal) 再说 / T [便宜](state_benefit)", scenario) == (
        "refuse",
    )


def test_it_says_what_it_thinks_when_asked() -> None:
    asked = WISHED + " / C (wish_back) 同乐 / T [有什么意见](invite_feedback)"
    assert moves_after(asked, client_of("phone_care", "holiday_call")) == ("complaint",)
    assert moves_after(asked, client_of("phone_care", "holiday_call", lines={})) == ("no_opinion",)
