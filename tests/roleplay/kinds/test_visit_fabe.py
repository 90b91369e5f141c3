"""The client of a product visit: it probes for a whole pitch before it says yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.roleplay.support import (
    LONG_SPEECH,
    SEATED,
    client_of,
    moves_after,
    plan_after,
    possible_moves_after,
)

WITHOUT_EVIDENCE = "[它是个小盒子](feature)[适合车队](advantage)[省油](state_benefit)"


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ("[它是个小盒子](feature)", "ask_fit"),
        ("[它是个小盒子](feature)[适合车队](advantage)", "ask_benefit"),
        (WITHOUT_EVIDENCE, "ask_evidence"),
        ("[省油](state_benefit)", "ask_feature"),
    ],
)
def test_a_pitch_is_probed_for_the_part_that_is_missing(told: str, question: str) -> None:
    scenario = client_of("visit_fabe", "pitch")
    assert possible_moves_after(SEATED + told, scenario) == {(question,), ("listen",)}


def test_it_says_yes_only_to_a_whole_pitch() -> None:
    warm = client_of("visit_fabe", "pitch", "warm")
    whole = SEATED + WITHOUT_EVIDENCE + "[顺达用了半年](evidence)"
    assert possible_moves_after(whole, warm) == {("accept",), ("noncommittal",)}
    unanswered = " / C (ask_evidence) 谁用过 / T 这个我还真说不上来" * 2
    assert possible_moves_after(SEATED + WITHOUT_EVIDENCE + unanswered, warm) == {("noncommittal",)}


def test_it_does_not_understand_terms_and_cuts_speeches_short() -> None:
    scenario = client_of("visit_fabe", "pitch", product="融合通信(IMS)")
    assert moves_after(SEATED + "[走SDH专线](feature)", scenario) == ("not_understand",)
    assert ("not_understand",) not in possible_moves_after(SEATED + "[IMS就是一个号](feature)", scenario)
    assert moves_after(SEATED + LONG_SPEECH, scenario) == ("cut_short",)


def test_called_away_it_takes_a_time_that_suits_or_is_gone() -> None:
    scenario = client_of("visit_fabe", "interrupted")
    begun = SEATED + "[好](greeting) / C (listen) 嗯 / T [它是个小盒子](feature)"
    away = begun + " / C (urgent) 我得走 / T "
    leaving = away + "[周三下午我再来](offer_one_time)[先走了](ask_leave)"
    assert moves_after(away + "[周三下午还是周四上午我再来](offer_two_times)", scenario) == ("pick_time",)
    assert moves_after(leaving, scenario) == ("pick_time", "farewell")
    assert moves_after(away + "[我改天再来](defer_call)", scenario) == ("late_call",)
    assert moves_after(away + "还有一句话要跟您说说", scenario) == ("farewell",)


def test_it_brings_up_its_own_need() -> None:
    scenario = client_of("visit_fabe", "own_need")
    assert moves_after(SEATED + "[它是个小盒子](feature)", scenario) == ("tell_needs",)


def test_a_further_meeting_is_taken_if_the_time_suits() -> None:
    scenario = client_of("visit_fabe", "pitch")
    told = SEATED + WITHOUT_EVIDENCE
    assert moves_after(told + "[周四上午我再来](offer_one_time)", scenario) == ("pick_time",)
    assert moves_after(told + "[周二上午我再来](offer_one_time)", scenario) == ("reject_times",)
    assert moves_after(told + "[我们再约一次](propose_meeting)", scenario) == ("noncommittal",)


BEGUN = SEATED + "[它是个小盒子](feature)"
WHOLE = SEATED + WITHOUT_EVIDENCE + "[顺达用了半年](evidence)"
THANKED = " / C (listen) 嗯 / T [谢谢](thank)"
AWAY = BEGUN + " / C (urgent) 我得走 / T "


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("[周三下午](offer_one_time)", ("pick_time",)),
        ("[周二上午](offer_one_time)", ("reject_times",)),
        ("[周二上午](offer_one_time) / C (reject_times) 不行 / T [周一上午](offer_one_time)", ("farewell",)),
        ("[改天再来](defer_call) / C (late_call) 好 / T [改天再来](defer_call)", ("farewell",)),
        ("[周三下午](offer_one_time) / C (pick_time) 行 / T [那周三下午](confirm_appointment)", ("agree",)),
        (
            "[周三下午](offer_one_time) / C (pick_time) 行 / T [那周三下午](confirm_appointment)"
            " / C (agree) 好 / T [还有个事](feature)",
            ("farewell",),
        ),
        ("[周三下午](offer_one_time) / C (pick_time) 行 / T [方便吗](check_convenience)", ("convenient",)),
        ("[周三下午](offer_one_time) / C (pick_time) 行 / T [适合车队](advantage)", ("listen",)),
    ],
)
def test_who_is_called_away(said: str, moves: tuple[str, ...]) -> None:
    assert moves_after(AWAY + said, client_of("visit_fabe", "interrupted")) == moves


@pytest.mark.parametrize(
    ("notation", "away"),
    [
        (SEATED + "[来讲讲](state_purpose)" + " / C (listen) 嗯 / T [谢谢](thank)" * 8, False),
        (BEGUN + THANKED * 6, False),
        (BEGUN + THANKED * 7, True),
        (WHOLE, False),
        (WHOLE + THANKED, True),
        (SEATED + WITHOUT_EVIDENCE + THANKED, False),
        (SEATED + WITHOUT_EVIDENCE + " / C (ask_evidence) 谁用过 / T [顺达用了半年](evidence)", True),
    ],
)
def test_it_is_called_away_when_the_pitch_is_told_or_takes_too_long_and_not_in_the_first_turn(
    notation: str, away: bool
) -> None:
    interrupted = client_of("visit_fabe", "interrupted")
    assert (moves_after(notation, interrupted) == ("urgent",)) is away
    assert moves_after(notation, client_of("visit_fabe", "pitch")) != ("urgent",)


def test_when_all_is_said_after_a_further_meeting_was_agreed_it_says_goodbye() -> None:
    patient = client_of("visit_fabe", "pitch", patience=2)
    agreed = WHOLE + "[周四上午我再来](offer_one_time) / C (pick_time) 行"
    talk = " / T [适合车队](advantage) / C () 嗯"
    assert [moves_after(agreed + talk * n, patient) for n in (1, 2, 3)] == [
        ("listen",),
        ("listen",),
        ("see_off",),
    ]


def test_who_was_pushed_refuses_until_soothed_or_out_of_patience() -> None:
    scenario = client_of("visit_fabe", "pitch", patience=2)
    pushed = BEGUN + "[来讲讲](state_purpose)[您快定](pressure) / C (refuse) 不"
    assert moves_after(pushed + " / T [适合车队](advantage)", scenario) == ("refuse",)
    soothed = possible_moves_after(pushed + " / T [是我急了](acknowledge)", scenario)
    assert soothed == {("ask_fit",), ("listen",)}


def test_a_question_is_asked_twice_at_most_and_what_is_told_is_not_asked() -> None:
    scenario = client_of("visit_fabe", "pitch")
    asked = BEGUN + " / C (ask_fit) 适合谁 / T [谢谢](thank)" * 2
    assert possible_moves_after(asked, scenario) == {("ask_benefit",), ("listen",)}
    told = SEATED + "[适合车队](advantage)"
    assert possible_moves_after(told, scenario) == {("ask_feature",), ("listen",)}


def test_it_waits_for_a_part_twice_at_most_and_not_for_who_says_nothing_new() -> None:
    scenario = client_of("visit_fabe", "pitch")
    waited = BEGUN + " / C (listen) 嗯 / T [谢谢](thank)" * 2
    assert possible_moves_after(waited, scenario) == {("ask_fit",)}
    idle = BEGUN + " / C (puzzled) 啊 / T [今天天气不错](small_talk)"
    assert possible_moves_after(idle, scenario) == {("ask_fit",)}


@pytest.mark.parametrize(
    ("cares_for", "told", "question"),
    [
        ("ask_evidence", "[它是个小盒子](feature)", "ask_fit"),
        ("ask_benefit", "[它是个小盒子](feature)", "ask_fit"),
        ("ask_fit", "[来讲讲一卡通](state_purpose)[省油](state_benefit)", "ask_feature"),
        ("ask_evidence", "[它是个小盒子](feature)[适合车队](advantage)", "ask_benefit"),
    ],
)
def test_parts_are_asked_for_in_the_handbooks_order_whatever_the_client_cares_for(
    cares_for: str, told: str, question: str
) -> None:
    caring = client_of("visit_fabe", "pitch", objections=(cares_for, "refuse"))
    assert possible_moves_after(SEATED + told, caring) == {(question,), ("listen",)}
    assert moves_after(WHOLE, caring) == ("refuse",)


def test_a_part_that_only_the_scenario_asks_for_has_its_place_in_the_order_too() -> None:
    rung = client_of("phone_promotion", "curious", objections=("ask_evidence",))
    called = "C (answer_call) 喂 / T [我是移动的](introduce_self)[有个新业务](state_purpose)"
    assert possible_moves_after(called + "[是个小盒子](feature)", rung) == {("ask_benefit",), ("listen",)}
    told = called + "[是个小盒子](feature)[省油](state_benefit)"
    assert possible_moves_after(told, rung) == {("ask_evidence",), ("listen",)}


@pytest.mark.parametrize(
    ("fields", "moves"),
    [
        ({}, {"accept", "noncommittal"}),
        ({"lines": {"ask_detail": ("多少钱？",)}}, {"ask_detail"}),
        ({"situation": "wants_material"}, {"noncommittal"}),
        ({"situation": "own_need"}, {"tell_needs"}),
    ],
)
def test_how_it_makes_up_its_mind(fields: dict[str, object], moves: set[str]) -> None:
    scenario = replace(client_of("visit_fabe", "pitch"), **fields)  # type: ignore[arg-type]
    assert possible_moves_after(WHOLE, scenario) == {(move,) for move in moves}


def test_the_mind_is_made_up_once() -> None:
    for decided in ("accept", "noncommittal"):
        notation = f"{WHOLE} / C ({decided}) 嗯 / T [谢谢](thank)"
        assert possible_moves_after(notation, client_of("visit_fabe", "pitch")) == {("listen",)}


def test_the_gruff_say_yes_less_often_than_the_warm() -> None:
    def yes(temper: str) -> int:
        scenario = client_of("visit_fabe", "pitch", temper)
        return sum(plan_after(WHOLE, scenario, str(seed)).moves == ("accept",) for seed in range(200))

    assert yes("warm") > yes("plain") > yes("gruff") > 0


def test_a_long_speech_is_cut_short_once_and_a_term_asked_about_twice() -> None:
    scenario = client_of("visit_fabe", "pitch")
    cut = SEATED + LONG_SPEECH + " / C (cut_short) 停 / T "
    assert ("cut_short",) not in possible_moves_after(cut + f"[{LONG_SPEECH}](feature)", scenario)
    term = "[走SDH专线](feature)"
    again = f" / C (not_understand) 啥 / T {term}"
    assert moves_after(SEATED + term + again, scenario) == ("not_understand",)
    assert ("not_understand",) not in possible_moves_after(SEATED + term + again * 2, scenario)


def test_a_meeting_is_no_matter_before_the_pitch() -> None:
    scenario = client_of("visit_fabe", "pitch")
    proposed = SEATED + "[我们再约一次](propose_meeting)"
    assert ("noncommittal",) not in possible_moves_after(proposed, scenario)
    assert moves_after(BEGUN + "[我们再约一次](propose_meeting)", scenario) == ("noncommittal",)


def test_an_answer_that_it_understands_comes_before_its_next_question() -> None:
    asked = BEGUN + "[清楚吗](check_understanding)"
    scenario = client_of("visit_fabe", "pitch")
    assert possible_moves_after(asked, scenario) == {("understood", "ask_fit"), ("understood", "listen")}
