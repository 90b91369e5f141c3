"""The criteria of manner and closing, on dialogues in the plain-text form."""

from __future__ import annotations

import pytest

from duilian.assessment.finding import Evidence, Finding
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.manner import CHECKS
from duilian.assessment.wording import Lexicon
from duilian.dialogue.model import ActSpan, Dialogue, Turn
from tests.assessment.support import short

PLAIN = Lexicon(("VPN",))
CASES = [
    ("closing_courtesy", "T [谢谢](thank) / T 好 / T 好", {}, "missed"),
    ("closing_courtesy", "T [打扰了](apologize_time) / T 好", {}, "met"),
    ("farewell", "T [再见](farewell)", {}, "met"),
    ("farewell", "T 挂了", {}, "missed"),
    ("hang_up_last", "T 好", {"by": "client"}, "met"),
    ("hang_up_last", "T 好", {"by": "trainee"}, "missed"),
    ("hang_up_last", "T 好", {}, "na"),
    ("respectful_address", "T 王总您好 / T 好 / T 嗯 / T 王总再见", {}, "met"),
    ("respectful_address", "T 王总您好 / T 好 / T 嗯 / T 再见", {}, "missed"),
    ("respectful_address", "T 王总您好 / T 你们公司 / T 再见", {}, "met"),
    ("respectful_address", "T 王总你好 / T 再见", {}, "missed"),
    (
        "respectful_address",
        "C (gatekeeper) 我是前台 / T 你好,王总在吗 / C (answer_call) 我是 / T 王总您好",
        {},
        "met",
    ),
    ("respectful_address", "C (gatekeeper absent) 不在 / T 王总几时回来", {}, "met"),
    ("plain_language", "T 给您上VPN / T VPN就是给您单独修的一条路", {}, "missed"),
    ("plain_language", "T 给您上VPN,就是给您单独修的一条路", {}, "met"),
    ("arrears_message", "C (gatekeeper absent) 不在 / T 好", {"kind": "phone_arrears"}, "na"),
    ("vip_message", "C (busy) 在忙 / T [回头再打](defer_call)", {"kind": "phone_vip_notice"}, "na"),
    ("material_offer", "C (busy) 在忙 / T [回头再打](defer_call)", {"kind": "phone_promotion"}, "na"),
    ("tactful_wording", "T [你必须来](pressure)", {}, "missed"),
    ("tactful_wording", "T 好", {}, "met"),
    ("answers_questions", "C (ask_identity) 哪位 / T [我是移动的](introduce_self)", {}, "met"),
    ("answers_questions", "C (ask_identity) 哪位 / T 我是小李", {}, "met"),
    (
        "answers_questions",
        "C (ask_identity ask_purpose) 谁,啥事 / T [我是移动的](introduce_self)",
        {},
        "missed",
    ),
    (
        "answers_questions",
        "C (ask_evidence) 谁用 / T 很多 / C (ask_evidence) 谁 / T [广通用了](evidence)",
        {},
        "missed",
    ),
    ("answers_questions", "C (ask_detail) 多少钱 / T 一个月五块", {}, "met"),
    ("answers_questions", "C (ask_detail) 多少钱 / T [自己看](discourteous)", {}, "missed"),
    (
        "answers_questions",
        "C (ask_detail) 多少钱 / T [你自己看](discourteous),资费表上都写着呢",
        {},
        "missed",
    ),
    ("answers_questions", "C (ask_detail) 多少钱 / T 嗯", {}, "missed"),
    ("answers_questions", "T 嗯 / C (ask_detail) 多少钱", {"by": "trainee"}, "missed"),
    ("answers_questions", "T 嗯 / C (ask_detail) 多少钱", {"by": "client"}, "na"),
    ("answers_questions", "T 嗯", {}, "na"),
    ("check_understanding", "C (not_understand) 不懂 / T [清楚了吗](check_understanding)", {}, "met"),
    ("check_understanding", "C (not_understand) 不懂 / T 就是省钱", {}, "missed"),
    ("ask_repeat", "C (unclear) 呲呲 / T [麻烦再说一遍](ask_repeat)", {}, "met"),
    ("ask_repeat", "C (unclear) 呲呲 / T 好 / T [麻烦再说一遍](ask_repeat)", {}, "missed"),
    ("reconnect_apology", "C (dropped) 断了 / T [刚才断线抱歉](apologize_dropped_call)", {}, "met"),
    ("reconnect_apology", "C (dropped) 断了 / T 接着说", {}, "missed"),
    ("contact_offer", "T [随时找我](offer_contact)", {"kind": "phone_care"}, "met"),
    ("contact_offer", "T 好", {"kind": "visit_gift"}, "missed"),
    ("contact_offer", "T 好", {}, "na"),
    ("material_offer", "T [资料传真给您](offer_material)", {"kind": "phone_promotion"}, "met"),
    ("material_offer", "T 好", {"kind": "phone_promotion"}, "missed"),
    ("arrears_message", "T [余额不多了](arrears_tactful)", {"kind": "phone_arrears"}, "met"),
    ("arrears_message", "T [欠费了](arrears_blunt)", {"kind": "phone_arrears"}, "missed"),
    ("vip_message", "T [您是大客户了](vip_notice)", {"kind": "phone_vip_notice"}, "met"),
    ("vip_message", "T 好", {}, "na"),
]


@pytest.mark.parametrize(("name", "turns", "how", "verdict"), CASES)
def test_manner(name: str, turns: str, how: dict[str, str], verdict: str) -> None:
    assert CHECKS[name](IndexedDialogue(short(turns, **how), PLAIN)).verdict == verdict


def test_every_check_has_a_case() -> None:
    assert {c[0] for c in CASES} == set(CHECKS)


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ("C (ask_detail) 怎么用 / T 嗯,开机就能用的,插上就行", "开机就能用的"),
        ("C (ask_detail) 怎么用 / T 开机就能用", None),
        ("C (ask_detail) 多少钱 / T 不收钱", "不收钱"),
        ("C (ask_detail) 多少钱 / T 放心,一分", "一分"),
        ("C (ask_detail) 多少钱 / T [谢谢您问](thank),五块", "五块"),
        ("C (ask_detail) 哪天 / T 好,[周三吧](offer_one_time)", "周三吧"),
        ("C (ask_identity) 哪位 / T 您好,我是小李", "我是小"),
        (
            "C (ask_identity) 哪位 / T [我是移动的](introduce_self)"
            " / C (ask_purpose) 啥事 / T [谈谈](state_purpose)",
            "我是移动的",
        ),
    ],
)
def test_the_first_answer_is_the_evidence(turns: str, words: str | None) -> None:
    dialogue = short(turns)
    evidence = CHECKS["answers_questions"](IndexedDialogue(dialogue, PLAIN)).evidence
    answer = evidence and dialogue.turns[evidence.turn].text[evidence.start : evidence.end]
    assert answer == words


def test_an_act_given_as_a_bare_name_hides_only_a_single_clause() -> None:
    def answered(text: str) -> bool:
        acts = (ActSpan("thank", 0, len(text)),)
        turns = (Turn("client", "多少钱", cues=("ask_detail",)), Turn("trainee", text, acts=acts))
        dialogue = IndexedDialogue(Dialogue("x", "phone_care", turns=turns), PLAIN)
        return CHECKS["answers_questions"](dialogue).verdict == "met"

    assert answered("谢谢，一个月五块") and not answered("谢谢您一个月五块钱")


def test_titles_are_evidence_at_the_turn_that_is_enough() -> None:
    dialogue = IndexedDialogue(short("T 王总您好 / T 好 / T 谢谢王总 / T 王总再见"))
    assert CHECKS["respectful_address"](dialogue) == Finding("met", Evidence(2, 2, 4))
    untitled = IndexedDialogue(short("T 您好 / T 好 / T 嗯 / T 再见"))
    assert CHECKS["respectful_address"](untitled) == Finding("missed", turn=1)


def test_the_words_shown_are_those_of_the_act_the_tagger_is_sure_of() -> None:
    doubtful, sure = ActSpan("promise_feedback", 0, 4, 0.4), ActSpan("promise_feedback", 0, 11, 0.9)
    turns = (
        Turn("client", "断网三天了！", cues=("complaint",)),
        Turn("trainee", "我记下来了", acts=(doubtful,)),
        Turn("trainee", "明天十点以前给您打电话", acts=(sure,)),
    )
    indexed = IndexedDialogue(Dialogue("x", "visit_complaint", short("T 好").context, turns))
    assert indexed.clearest_act("promise_feedback") == next(indexed.acts(("promise_feedback",), [2]))
    assert indexed.clearest_act("thank") is None


def test_the_last_courtesy_is_the_one_that_is_shown() -> None:
    indexed = IndexedDialogue(short("T [谢谢](thank) / T 好 / T [打扰您了](apologize_time)"))
    assert CHECKS["closing_courtesy"](indexed).evidence == Evidence(2, 0, 4)
