"""The client of an appointment call: questions, objections, times, and how one gets its yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.roleplay.support import (
    CALM,
    INFORMED,
    INTRODUCED,
    LONG_SPEECH,
    OFFER,
    WANG,
    moves_after,
    possible_moves_after,
)


@pytest.mark.parametrize(
    ("turns", "move"),
    [
        (f"C (answer_call) 喂 / T {OFFER}", "ask_identity"),
        (INTRODUCED + OFFER, "ask_necessity"),
        (INFORMED + "[周二上午还是周四上午](offer_two_times)", "pick_time"),
        (INFORMED + "[周二上午还是周四下午](offer_two_times)", "reject_times"),
        (INFORMED + "[好的那就周四上午十点我去](confirm_appointment)", "pick_time"),
        (INFORMED + "[好的那就周三上午十点我去](confirm_appointment)", "reject_times"),
    ],
)
def test_a_time_is_taken_once_who_what_and_why_are_known(turns: str, move: str) -> None:
    assert moves_after(turns) == (move,)


def test_it_never_names_a_time_itself() -> None:
    asked = INFORMED + "[您什么时候有空](ask_open_time)"
    assert possible_moves_after(asked) == {("noncommittal",), ("refuse_no_time",)}


def test_objections_come_before_the_yes() -> None:
    stubborn = replace(WANG, objections=("refuse_no_time",))
    assert moves_after(INFORMED + OFFER, stubborn) == ("refuse_no_time",)


def test_who_pushes_does_not_get_the_appointment_until_the_client_is_soothed() -> None:
    pushed = INFORMED + "[今天非定不可](pressure) / C (refuse) 不行 / T "
    assert moves_after(pushed + OFFER) == ("refuse",)
    assert moves_after(pushed + "[是我太急了，您也不容易](acknowledge)" + OFFER) == ("pick_time",)


def test_who_rambles_is_cut_short_and_does_not_get_the_appointment() -> None:
    assert moves_after(f"{INFORMED} / T {LONG_SPEECH}") == ("cut_short",)
    twice = f"{INFORMED} / T {LONG_SPEECH} / C (ask_benefit) 啊 / T {LONG_SPEECH} / C (refuse) 嗯"
    assert moves_after(f"{twice} / T {OFFER}") == ("refuse_no_time",)


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("好的那就周三下午三点", "agree"),
        ("好，大后天下午见", "correct_time"),
        ("后天下午我到", "agree"),
        ("记下了周四上午九点", "correct_time"),
        ("好的到时候见", "agree"),
        ("谢谢，占用您十分钟就好", "agree"),
    ],
)
def test_another_time_than_agreed_is_corrected(words: str, move: str) -> None:
    agreed = INFORMED + OFFER + " / C (pick_time) 周三下午吧"
    assert moves_after(f"{agreed} / T [{words}](confirm_appointment)") == (move,)
    assert moves_after(f"{agreed} / T {OFFER}") == ("correct_time",)


def test_it_says_goodbye_when_all_is_said() -> None:
    agreed = INFORMED + OFFER + " / C (pick_time) 周三下午吧"
    assert moves_after(agreed + " / T [省油](state_benefit) / C () 嗯" * 3) == ("listen",)
    assert moves_after(agreed + " / T [省油](state_benefit) / C () 嗯" * 4) == ("see_off",)
    talks_on = agreed + " / T [省油](state_benefit) / C () 嗯" * 3
    assert moves_after(f"{talks_on} / T [省油](state_benefit) / C (see_off) 您忙 / T 好的") == ("farewell",)


@pytest.mark.parametrize(
    ("situation", "mishap", "clear"),
    [("line_drops", "dropped", "listen"), ("garbled", "unclear", "ask_detail")],
)
def test_a_mishap_befalls_the_call_once_from_its_second_turn_on(
    situation: str, mishap: str, clear: str
) -> None:
    unlucky = replace(CALM, situation=situation)
    second = INTRODUCED + " / C (listen) 嗯 / T [省油](state_benefit)"
    assert moves_after(INTRODUCED, unlucky) != (mishap,)
    assert moves_after(second, unlucky) == (mishap,)
    assert moves_after(f"{second} / C ({mishap}) 呲 / T [麻烦再说一遍](ask_repeat)", unlucky) == (clear,)


@pytest.mark.parametrize(
    ("notation", "moves"),
    [
        (INTRODUCED + "[那我晚点打](defer_call)", ("late_call",)),
        (INTRODUCED + "[麻烦再说一遍](ask_repeat)", ("listen",)),
        ("C (answer_call) 喂 / T [麻烦再说一遍](ask_repeat)", ("ask_identity",)),
        (INTRODUCED + "[省油](state_benefit) / C (refuse) 不 / T [您再说一遍](ask_repeat)", ("say_again",)),
        ("C (answer_call) 喂 / T [您哪天有空](ask_open_time)", ("ask_identity",)),
        (INTRODUCED + "[您哪天有空](ask_open_time)", ("ask_necessity",)),
    ],
)
def test_what_is_done_before_a_time_is_talked_about(notation: str, moves: tuple[str, ...]) -> None:
    assert moves_after(notation) == moves


@pytest.mark.parametrize(
    ("situation", "moves"),
    [
        ("cannot_fix_time", {("cannot_fix_time",)}),
        ("no_time", {("refuse_no_time",)}),
        ("first_call", {("noncommittal",), ("refuse_no_time",)}),
    ],
)
def test_asked_when_it_has_time_it_stalls_in_its_own_way(situation: str, moves: set[tuple[str, ...]]) -> None:
    asked = INFORMED + "[您哪天有空](ask_open_time)"
    assert possible_moves_after(asked, replace(CALM, situation=situation)) == moves


def test_who_cannot_fix_a_time_takes_none() -> None:
    assert moves_after(INFORMED + OFFER, replace(CALM, situation="cannot_fix_time")) == ("cannot_fix_time",)


def test_the_warm_are_glad_to_come_but_say_so_once() -> None:
    warm = replace(CALM, temper="warm")
    assert moves_after(INFORMED + OFFER, warm) == ("accept", "pick_time")
    assert moves_after(f"{INFORMED} / C (accept) 好啊 / T {OFFER}", warm) == ("pick_time",)


def test_an_offer_is_answered_by_the_same_question_twice_then_by_a_no() -> None:
    asked = f" / C (ask_identity) 您是 / T {OFFER}"
    offered = f"C (answer_call) 喂 / T {OFFER}"
    answers = [moves_after(offered + asked * times) for times in range(3)]
    assert answers == [("ask_identity",), ("ask_identity",), ("refuse",)]


def test_an_offer_without_a_time_is_put_off() -> None:
    assert moves_after(INFORMED + "[您看那两天](offer_two_times)") == ("noncommittal",)


def test_one_long_speech_is_forgiven_two_are_not() -> None:
    once = f"{INFORMED} / T {LONG_SPEECH} / C (cut_short) 停"
    assert moves_after(f"{once} / T {OFFER}") == ("pick_time",)
    assert moves_after(f"{once} / T {LONG_SPEECH}") != ("cut_short",), "it says so once"


@pytest.mark.parametrize(
    ("temper", "notation", "moves"),
    [
        ("plain", INFORMED, {"listen", "noncommittal"}),
        ("gruff", INFORMED, {"noncommittal", "refuse"}),
        ("gruff", INFORMED + " / C (refuse) 不 / T [理解](acknowledge)", {"noncommittal"}),
        ("warm", INFORMED, {"listen", "noncommittal", "accept"}),
        ("warm", INFORMED + " / C (accept) 好 / T [谢谢](thank)", {"listen", "noncommittal"}),
        ("plain", INFORMED + " / C (noncommittal) 再说 / T [理解](acknowledge)", {"listen"}),
        ("gruff", INFORMED + " / C (noncommittal refuse) 不 / T [理解](acknowledge)", {"listen"}),
        ("plain", INTRODUCED, {"listen", "ask_benefit"}),
        ("plain", INTRODUCED + "[想约您见个面](propose_meeting)", {"listen", "ask_necessity", "ask_benefit"}),
        ("gruff", "C (answer_call) 喂 / T [您好](greeting)", {"ask_identity", "ask_purpose"}),
        ("plain", "C (answer_call) 喂 / T [谈谈车队](state_purpose)", {"listen", "ask_identity"}),
    ],
)
def test_what_its_character_and_what_it_knows_allow(temper: str, notation: str, moves: set[str]) -> None:
    """It agrees to nothing before it knows who, what and why; the gruff do not just listen."""
    assert possible_moves_after(notation, replace(CALM, temper=temper)) == {(move,) for move in moves}


def test_an_objection_of_the_scenarios_comes_up_now_and_then_once_it_knows_what_it_is_about() -> None:
    objecting = replace(CALM, objections=("ask_evidence",))
    assert ("ask_evidence",) in possible_moves_after(INFORMED, objecting)
    assert len(possible_moves_after(INFORMED, objecting)) > 1
    unsaid = "C (answer_call) 喂 / T [我是移动的](introduce_self)"
    assert ("ask_evidence",) not in possible_moves_after(unsaid, objecting)


def test_a_question_is_answered_and_the_call_goes_on() -> None:
    asked = "C (answer_call) 喂 / T [是王总吗](verify_identity)"
    assert {moves[0] for moves in possible_moves_after(asked)} == {"confirm_identity"}
    assert all(len(moves) == 2 for moves in possible_moves_after(asked))
    known = f"{INTRODUCED} / C (ask_purpose) 啥 / T [是王总吗](verify_identity)"
    assert moves_after(known) == ("confirm_identity",), "who has asked what it is about waits for that"


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("[方便吗](check_convenience)", ("convenient",)),
        ("[省油](state_benefit)", ("listen",)),
        (OFFER, ("correct_time",)),
        ("[那周三下午见](confirm_appointment)", ("agree",)),
        ("[那周五下午见](confirm_appointment)", ("correct_time",)),
    ],
)
def test_once_a_time_is_agreed(said: str, moves: tuple[str, ...]) -> None:
    agreed = INFORMED + OFFER + " / C (pick_time) 周三下午吧"
    assert moves_after(f"{agreed} / T {said}") == moves


def test_a_wrong_time_is_corrected_and_other_times_are_not_taken() -> None:
    agreed = INFORMED + OFFER + " / C (pick_time) 周三下午吧"
    corrected = f"{agreed} / T [那周五下午见](confirm_appointment) / C (correct_time) 周三"
    assert moves_after(f"{corrected} / T [那周五下午见](confirm_appointment)") == ("correct_time",)
    assert moves_after(f"{corrected} / T {OFFER}") == ("correct_time",)


def test_taken_for_another_firm_it_says_which_it_is() -> None:
    assert moves_after("C (answer_call) 喂 / T [请问是鸿运酒店吗](verify_identity)") == ("wrong_firm",)
