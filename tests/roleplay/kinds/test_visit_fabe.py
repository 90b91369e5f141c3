"""The client of a product visit: it probes for a whole pitch before it says yes."""

from __future__ import annotations

import pytest

from tests.roleplay.support import (
    LONG_SPEECH,
    SEATED,
    client_of,
    moves_after,
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
    assert moves_after(begun, scenario) == ("urgent",)
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
