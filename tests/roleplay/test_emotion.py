"""What the client feels: how trust, irritation and interest rise and fall by what is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import ACTS, ActSpan, Turn
from duilian.roleplay.emotion import (
    TONES,
    Emotion,
    confides,
    emotion_at_rest,
    feel,
    is_offended,
    out_of_patience,
    tone_of,
)
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState, after_trainee_turn, state_after
from tests.roleplay.support import CALM, INFORMED, LONG_SPEECH, client_of, turns_of

PLAIN, WARM, GRUFF = (replace(CALM, temper=temper) for temper in ("plain", "warm", "gruff"))
SORRY = " / T [是我太急了](acknowledge)"
RUDE = INFORMED + " / T [快点](pressure)"
IDLE = " / T [今天天气真不错啊](small_talk) / C (noncommittal) 嗯"


def felt(notation: str, scenario: Scenario = PLAIN) -> Emotion:
    return feel(state_after(turns_of(notation)), scenario)


def irritated_by(said: str, before: str = INFORMED, scenario: Scenario = PLAIN) -> int:
    """How much more irritation there is after a turn than before it."""
    return felt(before + said, scenario).irritation - felt(before, scenario).irritation


@pytest.mark.parametrize(
    ("said", "more"),
    [
        (" / T [快点](pressure)", 3),
        (" / T [您不懂](discourteous)", 3),
        (f" / T {LONG_SPEECH}", 2),
        (IDLE, 0),
        (IDLE * 2, 2),
        (IDLE * 3, 4),
        (" / C (refuse) 不 / T [谢谢](thank)", 0),
        (" / C (refuse) 不 / T [谢谢](thank)" * 2, 2),
        (" / C (ask_evidence) 谁用过 / T [周三下午](offer_one_time)", 1),
        (" / C (ask_evidence) 谁用过 / T [顺达用了](evidence)", 0),
        (" / C (ask_evidence) 谁用过 / T [您没听清吧](ask_repeat)", 0),
        (" / T [谢谢](thank)", 0),
    ],
)
def test_what_irritates(said: str, more: int) -> None:
    assert irritated_by(said) == more


def test_costs_add_up_and_the_busy_begin_with_some() -> None:
    busy = replace(PLAIN, busy=True)
    assert felt(INFORMED, busy).irritation == felt(INFORMED).irritation + 1, "two by haste, one was eased"
    assert irritated_by(f" / T [快点](pressure){LONG_SPEECH}") == 3 + 2


@pytest.mark.parametrize(
    ("scenario", "sorries"),
    [(WARM, 1), (PLAIN, 1), (GRUFF, 2)],
    ids=["warm", "plain", "gruff"],
)
def test_how_soon_an_offence_passes(scenario: Scenario, sorries: int) -> None:
    assert felt(RUDE, scenario).offended and not felt(INFORMED, scenario).offended
    for said in range(4):
        assert felt(RUDE + SORRY * said, scenario).offended is (said < sorries)


def test_anger_does_not_end_with_one_sorry() -> None:
    """Who was pushed once talks again after a sorry, but is not what it was; pushed twice, it takes more."""
    before, after = felt(INFORMED), felt(RUDE + SORRY)
    assert after.irritation > before.irritation and after.trust < before.trust
    assert not confides(state_after(turns_of(RUDE + SORRY)), PLAIN)
    twice = RUDE + " / T [快点](pressure)"
    assert felt(twice + SORRY).offended and tone_of(felt(twice + SORRY), PLAIN) == "cold"


def test_a_sorry_in_one_breath_with_a_push_is_none() -> None:
    assert felt(INFORMED + " / T [理解您](acknowledge)[快点](pressure)").offended
    assert not felt(RUDE + " / T [打扰了](apologize_time)").offended
    assert felt(RUDE + " / T [谢谢](thank)").offended


def test_each_further_sorry_weighs_less() -> None:
    angry = client_of("visit_complaint", "angry")
    levels = [felt("C (complaint) 又断了" + SORRY * n, angry).irritation for n in range(6)]
    assert levels == [6, 4, 2, 1, 1, 1]


def test_a_promise_by_a_time_calms_more_than_a_vague_one_and_not_at_all_who_was_let_down() -> None:
    angry, let_down = (client_of("visit_complaint", name) for name in ("angry", "let_down"))
    begun, vague, dated = (
        "C (complaint) 又断了" + said
        for said in ("", " / T [我去反映](promise_feedback)", " / T [明天三点前给您答复](promise_feedback)")
    )
    falls = [felt(begun, angry).irritation - felt(said, angry).irritation for said in (vague, dated)]
    assert falls == [2, 3]  # one of each by news
    assert felt(begun, let_down).irritation - felt(vague, let_down).irritation == 1
    assert felt(dated, angry).trust == felt(vague, angry).trust + 2


def test_it_does_not_flare_up_after_it_was_satisfied() -> None:
    angry = client_of("visit_complaint", "angry")
    calmed = "C (complaint) 断了 / T [对不起](acknowledge)[明天答复](promise_feedback) / C (calmed) 行"
    before = felt(calmed, angry).irritation
    assert felt(f"{calmed} / T {LONG_SPEECH}{IDLE * 5}", angry).irritation <= before
    assert felt(f"{calmed} / T [快点](pressure)", angry).irritation == before + 3


@pytest.mark.parametrize(
    ("said", "trust"),
    [
        (" / T [顺达用了](evidence)", 1),
        (" / T [理解您](acknowledge)", 1),
        (" / T [您现在方便吗](check_convenience)", 1),
        (" / T [快点](pressure)", -3),
        (" / C (ask_evidence) 谁用过 / T [周三下午](offer_one_time)", -1),
        (" / C (correct_time) 是周三 / T [谢谢](thank)", -1),
        (" / C (pick_time) 周三吧 / T [谢谢](thank)", 2),
    ],
)
def test_what_wins_and_loses_trust(said: str, trust: int) -> None:
    known = replace(PLAIN, acquainted=True)
    assert felt(INFORMED + said, known).trust - felt(INFORMED, known).trust == trust


@pytest.mark.parametrize(
    ("said", "interest"),
    [
        (" / T [它是小盒子](feature)", 1),
        (" / T [顺达用了](evidence)", 1),
        (" / T 司机到处跑不好管", 1),
        (" / T [快点](pressure)", -2),
        (f" / T {LONG_SPEECH}", -1),
    ],
)
def test_what_interests(said: str, interest: int) -> None:
    scenario = replace(PLAIN, cares=("司机不好管",))
    assert felt(INFORMED + said, scenario).interest - felt(INFORMED, scenario).interest == interest


def test_who_it_is_decides_how_it_begins() -> None:
    acquainted, stranger = emotion_at_rest(replace(PLAIN, acquainted=True)), emotion_at_rest(PLAIN)
    assert acquainted.trust > stranger.trust
    angry, needy = emotion_at_rest(client_of("visit_complaint", "angry")), client_of("visit_fabe", "own_need")
    assert angry.irritation > stranger.irritation and emotion_at_rest(needy).interest > stranger.interest
    assert [emotion_at_rest(s).irritation for s in (WARM, PLAIN, GRUFF)] == [0, 1, 3]


def test_in_which_tone_it_speaks() -> None:
    assert tone_of(felt(INFORMED), PLAIN) == "even"
    assert tone_of(felt(RUDE), PLAIN) == "cold"
    known = replace(WARM, acquainted=True)
    assert tone_of(felt(INFORMED, known), known) == "warm"
    assert tone_of(felt(INFORMED, GRUFF), GRUFF) == "even", "a cold one stays cold"


def test_patience_is_out_when_irritation_has_risen_far_enough() -> None:
    pushed = [state_after(turns_of(INFORMED + " / T [快点](pressure)" * n)) for n in range(4)]
    assert [out_of_patience(s, replace(PLAIN, patience=2)) for s in pushed] == [False, False, True, True]
    assert [out_of_patience(s, replace(PLAIN, patience=4)) for s in pushed] == [False, False, False, True]
    soothed = state_after(turns_of(INFORMED + " / T [快点](pressure)" * 2 + SORRY * 2))
    assert not out_of_patience(soothed, replace(PLAIN, patience=2)), "what was made good counts no more"
    assert is_offended(pushed[1], PLAIN) and not is_offended(pushed[0], PLAIN)


@given(
    st.lists(st.lists(st.sampled_from(ACTS), max_size=3), max_size=15), st.sampled_from([PLAIN, WARM, GRUFF])
)
def test_feelings_stay_within_bounds_and_are_the_same_again(
    calls: list[list[str]], scenario: Scenario
) -> None:
    state = ClientState()
    for acts in calls:
        text = "您看这个好不好"
        state = after_trainee_turn(state, Turn("trainee", text, tuple(ActSpan(a, 0, 7) for a in acts)))
    emotion = feel(state, scenario)
    assert emotion == feel(state, scenario)
    assert 0 <= emotion.trust <= 10 and 0 <= emotion.interest <= 10 and emotion.irritation >= 0
    assert tone_of(emotion, scenario) in TONES
