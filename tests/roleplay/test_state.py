"""The dialogue state, folded from the turns."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import ACTS
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


TELLS = {
    "who": ("introduce_self",),
    "what": ("state_purpose", "vip_notice", "arrears_tactful", "arrears_blunt", "leave_message"),
    "why": ("state_necessity",),
    "gain": ("state_benefit",),
    "feature": ("feature",),
    "advantage": ("advantage",),
    "evidence": ("evidence",),
    "wish": ("holiday_wish",),
    "meeting": ("propose_meeting",),
    "promise": ("promise_feedback",),
}
# The same once more, a greeting, small talk move nothing on; nor does what only offends.
IDLE = (
    "greeting",
    "small_talk",
    "state_duration",
    "apologize_time",
    "offer_business_card",
    "pressure",
    "discourteous",
)


@pytest.mark.parametrize("act", ACTS)
def test_what_an_act_tells_and_whether_it_moves_the_call_on(act: str) -> None:
    now = state(f"T [您好](greeting) / T [话](greeting) / T [话]({act})")
    assert now.told == {thing for thing, acts in TELLS.items() if act in acts}
    assert now.idle_turns == (2 if act in IDLE else 0)
    again = state(f"T [话]({act}) / T [话]({act})")
    tells = any(act in acts for acts in TELLS.values()) and act not in ("leave_message", "propose_meeting")
    repeated = act in IDLE or (tells and act != "promise_feedback")
    assert again.idle_turns == int(repeated), "what was told already moves nothing on"


@pytest.mark.parametrize(
    ("cue", "idle"),
    [("ask_detail", 0), ("complaint", 0), ("not_understand", 0), ("noncommittal", 1), ("accept", 1)],
)
def test_any_sentence_answers_some_questions(cue: str, idle: int) -> None:
    assert state(f"T [您好](greeting) / C ({cue}) 嗯 / T 一个月也就三十块钱").idle_turns == idle
    assert state(f"T [您好](greeting) / C ({cue}) 嗯 / T 嗯").idle_turns == 1


@pytest.mark.parametrize(
    ("text", "empty"),
    [("一二三四五", 1), ("一二三四五六", 0), ("一二三一二三", 1), ("一二三四一二", 0), ("abc def ghi", 1)]
    + [(f"您可以打{number}查", 0) for number in ("10000", "13800138000", "0531-86012345", "96123")]
    + [("您可以打1查", 1), ("111111111111", 1)],
)
def test_six_characters_not_always_the_same_are_a_sentence(text: str, empty: int) -> None:
    assert state(f"T {text}").empty_turns == empty
    assert state(f"T [{text}](greeting)").empty_turns == 0


def test_empty_and_idle_turns_are_counted_in_a_row() -> None:
    now = state("T 啊 / T 啊 / T [谢谢](thank) / T 啊")
    assert (now.empty_turns, now.idle_turns, now.turn_count) == (1, 1, 4)
    assert now.turn_lengths == (1, 1, 2, 1)


@pytest.mark.parametrize(
    ("notation", "turns"),
    [
        ("C (complaint) 断了 / T [理解](acknowledge)", 1),
        ("C (complaint) 断了 / T [理解](acknowledge) / C () 嗯 / T [理解](acknowledge)", 2),
        ("C (refuse) 不 / T [理解](acknowledge)", 0),
        ("C (complaint) 断了 / T [理解](acknowledge)[快点](pressure)", 0),
        ("C (complaint) 断了 / T [谢谢](thank)", 0),
    ],
)
def test_understanding_counts_after_a_complaint(notation: str, turns: int) -> None:
    assert state(notation).understanding_turns == turns


OFFERED = "T [周三还是周四](offer_two_times)"


@pytest.mark.parametrize(
    ("notation", "agreed", "since"),
    [
        (OFFERED + " / C (accept) 行", True, 0),
        (OFFERED + " / C (pick_time) 周三", True, 0),
        (OFFERED + " / C (pick_time) 周三 / T [好](thank)", True, 1),
        (OFFERED + " / C (pick_time) 周三 / T [好](thank) / C () 嗯 / T [好](thank)", True, 2),
        ("T [见一面](propose_meeting) / C (accept) 行", False, 0),
        ("T [见一面](propose_meeting) / C (pick_time) 周三吧", True, 0),
        (OFFERED + " / C (noncommittal) 再说", False, 0),
    ],
)
def test_when_a_time_is_agreed(notation: str, agreed: bool, since: int) -> None:
    now = state(notation)
    assert (now.agreed, now.turns_since_agreement) == (agreed, since)


def test_a_confirmation_offers_a_time_only_where_none_is_agreed() -> None:
    confirmed = "T [那就周三下午](confirm_appointment)"
    assert len(state(confirmed).offered_times) == 1
    assert state(f"{OFFERED} / C (pick_time) 周三 / {confirmed}").offered_times == ()
    again = state(f"{OFFERED} / C (pick_time) 周三 / T [周五](offer_one_time) / C (pick_time) 行")
    assert len(again.times_at_agreement) == 1, "those on offer when it took one last"


def test_the_state_ends_with_a_goodbye_and_a_gatekeeper_stays_until_the_client_answers() -> None:
    assert state("C (farewell) 再见 / T 喂 / C () 嗯").over and not state("C () 嗯").over
    assert state("C (gatekeeper) 前台 / T 好 / C (put_through) 等等").gatekeeper
    assert not state("C (gatekeeper) 前台 / T 好 / C (confirm_identity) 是我").gatekeeper
    assert not state("C (answer_call) 喂").gatekeeper


@pytest.mark.parametrize(
    ("notation", "feature"),
    [
        ("T [快](pressure)" + " / T [快](pressure)" * 4, "strikes=3"),
        ("T 啊 / T 啊 / T 啊", "blank=2"),
        ("T 啊" + " / T 啊" * 8, "n=6"),
        ("T [周一、周二还是周三](offer_two_times)", "offers=2"),
        ("C (gatekeeper) 前台 / T 嗯", "gatekeeper=True"),
        (OFFERED + " / C (pick_time) 周三 / T 嗯", "agreed=True"),
    ],
)
def test_features_are_capped(notation: str, feature: str) -> None:
    assert feature in state_features(state(notation), "phone_care")
