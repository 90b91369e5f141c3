"""Which of the verdicts so far is worth a hint."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duilian.assessment import assess, load_rubric
from duilian.assessment.hints import missed_opportunity, next_hint
from duilian.dialogue.model import Dialogue
from duilian.dialogue.plain_text import read_dialogues
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent.parent / "data/rubric.yml")
# All that a short call wants, but that the client is not asked for.
OPENED = "C (answer_call) 喂 / T [王总您好](greeting),[我是移动的](introduce_self)"


def hint(dialogue: Dialogue) -> str | None:
    verdict = next_hint(dialogue, RUBRIC)
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


# A care call in which all is done that stands at its beginning.
BEGUN = (
    "C (answer_call) 喂 / T 王总,[您好](greeting)[是王总吗](verify_identity)[我是移动的](introduce_self)"
    "[有事找我](offer_contact)"
)
ENDED = " / T 王总,[打扰了](apologize_time)[再见](farewell)"


@pytest.mark.parametrize(
    ("cue", "name"),
    [
        ("gatekeeper", "gatekeeper_courtesy"),
        ("not_understand", "check_understanding"),
        ("refuse", "patient_explanation"),
        ("unclear", "ask_repeat"),
        ("dropped", "reconnect_apology"),
        ("busy", "convenience_check"),
        ("ask_purpose", "answers_questions"),
        ("cannot_fix_time", "graceful_deferral"),
        ("feedback", "feedback_response"),
        ("", "closing_courtesy"),
    ],
)
def test_what_the_clients_last_words_call_for_comes_first(cue: str, name: str) -> None:
    assert hint(short(f"{BEGUN} / C ({cue}) 嗯", kind="phone_care")) == name


@pytest.mark.parametrize("cue", ["refuse", "unclear", "dropped", "busy", "feedback", "ask_purpose"])
def test_what_only_the_next_turn_could_do_is_no_hint_later(cue: str) -> None:
    later = short(f"{BEGUN} / C ({cue}) 嗯 / T 好 / C () 嗯{ENDED}", kind="phone_care")
    assert hint(later) is None


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        ("C () 嗯 / T 嗯 / C () 嗯 / T 嗯 / C () 嗯", "self_introduction"),
        ("C () 嗯 / T [您好](greeting) / C (complaint) 三天没网", "feedback_response"),
        ("C (complaint) 三天没网 / T [您好](greeting)[抱歉](acknowledge)[记下了](promise_feedback)", None),
    ],
)
def test_no_opening_after_the_opening_and_no_small_talk_to_who_complains(
    turns: str, name: str | None
) -> None:
    care = short(turns, kind="phone_care", known="yes")
    found = hint(care)
    assert found == name if name else found not in ("greeting", "warm_opening")


def test_what_the_machine_is_not_sure_of_is_no_hint() -> None:
    dialogue = short("C (answer_call) 喂 / T 你好")
    assessment = assess(dialogue, RUBRIC)
    unsure = {name: replace(verdict, confidence=0.7) for name, verdict in assessment.verdicts.items()}
    assert missed_opportunity(assessment, dialogue) is not None
    assert missed_opportunity(replace(assessment, verdicts=unsure), dialogue) is None


@pytest.mark.parametrize(
    ("turns", "name"),
    [
        ("C (answer_call) 喂 / T 王总您好", None),
        ("C (answer_call) 喂 / T [你必须来](pressure)", "tactful_wording"),
        ("C (busy) 开会 / T [谈谈车队](state_purpose)", "convenience_check"),
        ("C (busy) 开会 / T 王总,[晚点打](defer_call)", None),
        ("C (refuse) 不要 / T 王总再想想", "patient_explanation"),
        ("C (ask_purpose) 什么事 / T 嗯", "answers_questions"),
        ("C (ask_purpose) 什么事 / T 王总,[谈谈车队](state_purpose)", "self_introduction"),
        (
            f"{OPENED}[是您吗](verify_identity) / C (ask_purpose) 什么事 / T 王总,[谈谈车队](state_purpose)",
            None,
        ),
        # Blameless, or not this turn's business.
        ("C () 嗯 / T [您好](greeting)", None),
        ("C () 嗯 / T [您好](greeting) / C () 嗯 / T 说说您的车队", None),
        ("C () 嗯 / T 嗯 / C () 嗯 / T 嗯", "greeting"),
        ("C () 嗯 / T 嗯 / C (refuse) 不要 / T [理解您](acknowledge)", None),
        ("C (accept) 好 / T 王总,行", None),
        ("C (accept) 好 / T [您好](greeting),行 / C () 嗯 / T 行", "thanks_for_acceptance"),
        ("C (pick_time) 周三下午 / T 王总,[那周四上午](confirm_appointment)", "confirmation"),
        ("C (pick_time) 周三下午 / T 王总,[谢谢](thank) / C () 嗯 / T [再见](farewell)", "confirmation"),
        ("C (refuse_no_time) 没空 / T 王总,[周三我来](offer_one_time)", "no_time_two_choice"),
        ("C () 嗯 / T 嗯 / C () 嗯 / T 王总,[谢谢](thank)[再见](farewell)", "greeting"),
        ("C () 嗯 / T 嗯 / C (ask_detail) 多少钱 / T 王总,一个月三十八元", None),
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


DEVELOPMENT = sorted((Path(__file__).parent.parent / "data/development").glob("*.txt"))
HINTS_DUE = Path(__file__).parent / "hints_due.txt"


def test_what_hint_is_due_where_in_the_development_dialogues() -> None:
    """By a table read against the words: dialogue, then turn (from 1) and hint."""
    due: dict[str, dict[int, str]] = {}
    for line in HINTS_DUE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("//"):
            dialogue, *hints = line.split()
            due[dialogue] = {int(turn): name for turn, _, name in (h.partition(":") for h in hints)}
    found = {}
    for path in DEVELOPMENT:
        for talk in () if path.stem == "verdicts" else read_dialogues(path):
            hints = {}
            for n, turn in enumerate(talk.turns):
                so_far = replace(talk, turns=talk.turns[: n + 1], verdicts={})
                if turn.speaker == "trainee":
                    verdict = missed_opportunity(assess(so_far, RUBRIC), so_far)
                    hints |= {n + 1: verdict.criterion.name} if verdict else {}
            found[talk.id] = hints
    assert found == due


def test_the_gravest_comes_first() -> None:
    assert missed("C (refuse ask_purpose) 不要,什么事 / T [你必须来](pressure)") == "tactful_wording"
    assert missed("C (refuse ask_purpose) 不要,什么事 / T 嗯") == "patient_explanation"
    assert missed("C (busy ask_purpose) 忙,什么事 / T 嗯") == "convenience_check"
