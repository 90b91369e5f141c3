"""The client who is rung to be greeted."""

from __future__ import annotations

import pytest

from tests.roleplay.support import client_of, moves_after, possible_moves_after

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


@pytest.mark.parametrize(
    "selling",
    [
        "feature",
        "advantage",
        "state_benefit",
        "propose_meeting",
        "state_necessity",
        "offer_one_time",
        "offer_two_times",
    ],
)
def test_nothing_is_sold_to_it(selling: str) -> None:
    scenario = client_of("phone_care", "chatty")
    sold = WISHED + f" / C (wish_back) 同乐 / T [有个好东西]({selling})"
    assert moves_after(sold, scenario) == ("noncommittal",)
    assert moves_after(sold + f" / C (noncommittal) 再说 / T [有个好东西]({selling})", scenario) == (
        "refuse",
    )
    with_a_wish = f"C (answer_call) 喂 / T [中秋快乐](holiday_wish)[有个好东西]({selling})"
    assert moves_after(with_a_wish, scenario) == ("wish_back",)
    with_a_question = WISHED + f" / C (wish_back) 同乐 / T [有意见吗](invite_feedback)[有个好东西]({selling})"
    assert moves_after(with_a_question, scenario) == ("complaint",)


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("[最近忙吧](small_talk)", {"assent"}),
        ("[问候您一声](state_purpose)", {"listen"}),
        ("[您好](greeting)", {"ask_purpose", "listen"}),
    ],
)
def test_it_chats_and_asks_only_who_says_nothing_of_why(said: str, moves: set[str]) -> None:
    notation = f"C (answer_call) 喂 / T {said}"
    assert possible_moves_after(notation, client_of("phone_care", "chatty")) == {(move,) for move in moves}


def test_who_was_wished_well_listens() -> None:
    after = WISHED + " / C (wish_back) 同乐 / T [名片](offer_business_card)"
    assert possible_moves_after(after, client_of("phone_care", "chatty")) == {("listen",)}


def test_a_complaint_that_it_made_goes_on() -> None:
    made = WISHED + " / C (complaint) 老断 / T [名片](offer_business_card)"
    assert moves_after(made, client_of("phone_care", "chatty")) == ("complaint",)
