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


# Conversations by the handbook's order: what is hinted at, then what is done about it.
GOODBYE = [
    ("closing_courtesy", "王总,[打扰了](apologize_time)"),
    ("farewell", "[再见](farewell)"),
]
ON_THE_PHONE = [
    ("greeting", "王总,[您好](greeting)"),
    ("identity_check", "[是王总吗](verify_identity)"),
    ("self_introduction", "[我是移动的](introduce_self)"),
]
AT_THE_DOOR = [
    ("greeting", "王总,[您好](greeting)"),
    ("self_introduction", "[我是移动的](introduce_self)"),
    ("business_card", "[这是我的名片](offer_business_card)"),
    ("thank_reception", "[谢谢您抽空](thank)"),
]
WALKS = {
    "phone_vip_notice": [
        *ON_THE_PHONE,
        ("vip_message", "[您现在是我们的大客户了](vip_notice)"),
        ("contact_offer", "[有事打我电话](offer_contact)"),
        *GOODBYE,
    ],
    "phone_arrears": [
        *ON_THE_PHONE,
        ("arrears_message", "[余额用完了](arrears_tactful)"),
        *GOODBYE,
    ],
    "phone_promotion": [
        *ON_THE_PHONE,
        ("purpose", "[说说新套餐](state_purpose)"),
        ("benefit", "[每月省钱](state_benefit)"),
        ("material_offer", "[给您发份资料](offer_material)"),
        ("contact_offer", "[有事打我电话](offer_contact)"),
        *GOODBYE,
    ],
    "visit_fabe": [
        *AT_THE_DOOR,
        ("purpose", "[来讲讲彩铃](state_purpose)"),
        ("feature", "[就是电话里的音乐](feature)"),
        ("advantage", "[适合店铺](advantage)"),
        ("benefit", "[客人记得住](state_benefit)"),
        ("evidence", "[隔壁店用了](evidence)"),
        ("invite_feedback", "[您有什么意见](invite_feedback)"),
        ("contact_offer", "[有事打我电话](offer_contact)"),
        ("farewell", "王总,[再见](farewell)[谢谢](thank)"),
    ],
    "visit_gift": [
        *AT_THE_DOOR,
        ("purpose", "[来看看您](state_purpose)"),
        ("needs", "[您用得怎么样](ask_needs)"),
        ("invite_feedback", "[您有什么意见](invite_feedback)"),
        ("contact_offer", "[有事打我电话](offer_contact)"),
        ("farewell", "王总,[再见](farewell)[谢谢](thank)"),
    ],
}


@pytest.mark.parametrize("kind", WALKS)
def test_hint_by_hint_through_a_whole_conversation(kind: str) -> None:
    """Each hint once followed gives the next one of the handbook's order, the last one none."""
    said = list[str]()
    for step, (name, words) in enumerate(WALKS[kind]):
        opening = "" if said else "嗯"  # a turn in which nothing was done yet
        so_far = "".join(said) or opening
        assert hint(short(f"C () 嗯 / T {so_far}", kind=kind)) == name, f"step {step}"
        said.append(words)
    assert hint(short(f"C () 嗯 / T {''.join(said)}", kind=kind)) is None


@pytest.mark.parametrize(
    ("cue", "done", "name"),
    [
        ("gatekeeper", "[叫一下王总](request_transfer)", "gatekeeper_courtesy"),
        ("not_understand", "", "check_understanding"),
        ("cannot_fix_time", "", "graceful_deferral"),
        ("refuse", "", "patient_explanation"),
        ("unclear", "", "ask_repeat"),
        ("dropped", "", "reconnect_apology"),
        ("busy", "", "convenience_check"),
        ("gatekeeper absent", "麻烦[转告他](leave_message)", "absence_handling"),
        ("feedback", "", "feedback_response"),
    ],
)
def test_what_a_client_asked_for_by_its_words_is_hinted_at(cue: str, done: str, name: str) -> None:
    """A care call in which all else is done but the courtesy at its end, which comes later."""
    care = short(
        f"C (answer_call) 喂 / T 王总,[您好](greeting)[是王总吗](verify_identity)[我是移动的](introduce_self)"
        f" / C ({cue}) 嗯 / T 好,{done}"
        " / C () 嗯 / T 王总,[有事找我](offer_contact)[再见](farewell)",
        kind="phone_care",
    )
    assert hint(care) == name


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
