"""The dialogue state, folded from the turns."""

from __future__ import annotations

from duilian.roleplay.state import ClientState, state_after, state_features
from tests.roleplay.support import turns_of


def state(notation: str) -> ClientState:
    return state_after(turns_of(notation))


def test_the_state_knows_what_was_told_and_which_moves_were_made() -> None:
    now = state(
        "C (answer_call ask_identity) 喂 / T [我是移动的](introduce_self)[谈谈车队](state_purpose)"
        " / C (ask_necessity) 哦"
    )
    assert now.told == {"who", "what"} and now.turn_count == 1 and not now.agreed
    assert now.times_made("ask_necessity") == 1 and now.times_made("ask_benefit") == 0


def test_times_are_on_offer_only_by_an_offer() -> None:
    assert state("T 周三我有事").offered_times == ()
    assert len(state("T [周三还是周四](offer_two_times)").offered_times) == 2
    assert state("T [周三还是周四](offer_two_times) / C (pick_time) 周三").agreed


def test_a_gatekeeper_hands_over() -> None:
    assert state("C (gatekeeper) 前台").gatekeeper
    assert not state("C (gatekeeper) 前台 / T 好 / C (answer_call) 喂").gatekeeper


def test_rudeness_and_emptiness_are_counted() -> None:
    now = state("T [快点](pressure) / T 啊 / T 嗯")
    assert (now.rude_turns, now.empty_turns) == (1, 2)
    assert state("C (answer_call) 喂 / T 哈哈哈哈哈哈").empty_turns == 1


def test_features_name_what_holds() -> None:
    now = state("C (answer_call) 喂 / T [我是移动的](introduce_self)[周三还是周四](offer_two_times)")
    assert sorted(state_features(now, "phone_appointment")) == [
        "act=introduce_self",
        "act=offer_two_times",
        "agreed=False",
        "blank=0",
        "gatekeeper=False",
        "kind=phone_appointment",
        "last=answer_call",
        "n=1",
        "offers=2",
        "raised=answer_call",
        "strikes=0",
        "told=who",
    ]
