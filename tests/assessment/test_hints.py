"""Which of the verdicts so far is worth a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.assessment import assess, load_rubric
from duilian.assessment.hints import missed_opportunity, next_hint
from duilian.dialogue.model import Dialogue
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent.parent / "data/rubric.yml")
# All that a short call wants, but that the client is not asked for.
OPENED = "C (answer_call) 喂 / T [王总您好](greeting),[我是移动的](introduce_self)"


def hint(dialogue: Dialogue) -> str | None:
    verdict = next_hint(assess(dialogue, RUBRIC))
    return verdict and verdict.criterion.name


def missed(turns: str) -> str | None:
    dialogue = short(turns)
    verdict = missed_opportunity(assess(dialogue, RUBRIC), dialogue)
    return verdict and verdict.criterion.name


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        ("C (answer_call) 喂 / T 嗯", "greeting"),
        ("C (answer_call) 喂 / T [王总您好](greeting)", "identity_check"),
        ("C (answer_call) 喂 / T [王总您好](greeting),[是王总吗](verify_identity)", "self_introduction"),
        (f"{OPENED},[是王总吗](verify_identity)", "purpose"),
        (f"{OPENED},[是王总吗](verify_identity),[谈谈车队](state_purpose)", "benefit"),
        (
            f"{OPENED},[是王总吗](verify_identity),[谈谈车队](state_purpose),[省钱](state_benefit)",
            "necessity",
        ),
    ],
)
def test_a_hint_is_the_first_thing_missed_in_the_order_of_a_call(turns: str, name: str) -> None:
    assert hint(short(turns)) == name


def test_what_is_met_gets_no_hint() -> None:
    care = short(
        f"{OPENED},[是王总吗](verify_identity) / C (confirm_identity) 是"
        " / T [有事找我](offer_contact) / C () 好"
        " / T 王总,[打扰了](apologize_time),[再见](farewell)",
        kind="phone_care",
    )
    assert hint(care) is None


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        ("C (answer_call) 喂 / T 王总您好", None),
        ("C (answer_call) 喂 / T [你必须来](pressure)", "tactful_wording"),
        ("C (busy) 开会 / T [谈谈车队](state_purpose)", "convenience_check"),
        ("C (busy) 开会 / T 王总,[晚点打](defer_call)", None),
        ("C (refuse) 不要 / T 王总再想想", "patient_explanation"),
        ("C (ask_purpose) 什么事 / T 嗯", "answers_questions"),
        ("C (ask_purpose) 什么事 / T 王总,[谈谈车队](state_purpose)", None),
        ("C () 嗯 / T [哪天有空](ask_open_time)", "two_choice"),
        ("C () 嗯 / T [周三](offer_one_time)", "two_choice"),
        ("C () 嗯 / T 王总,[周三还是周四](offer_two_times)", None),
        ("C (noncommittal) 再说 / T 好", "straight_to_time"),
        ("C () 嗯 / T 你好", "respectful_address"),
        ("C () 嗯 / T 王总,给您上VPN", "plain_language"),
        # Missed by an earlier turn: the opportunity is gone.
        ("C (busy) 开会 / T [谈谈车队](state_purpose) / C () 嗯 / T 王总", None),
    ],
)
def test_a_missed_opportunity_is_what_the_last_turn_spoilt(turns: str, name: str | None) -> None:
    assert missed(turns) == name


def test_the_gravest_comes_first() -> None:
    assert missed("C (refuse ask_purpose) 不要,什么事 / T [你必须来](pressure)") == "tactful_wording"
    assert missed("C (refuse ask_purpose) 不要,什么事 / T 嗯") == "patient_explanation"
    assert missed("C (busy ask_purpose) 忙,什么事 / T 嗯") == "convenience_check"
