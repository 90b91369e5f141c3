"""The criteria of visits, on dialogues in the plain-text form."""

from __future__ import annotations

import pytest

from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.visit import CHECKS
from duilian.assessment.wording import Lexicon
from tests.assessment.support import short

TRADES = Lexicon(industries={"物流": ("车队", "货运")})
F, A, B, E = (
    "[就是短信平台](feature)",
    "[适合店家](advantage)",
    "[省钱](state_benefit)",
    "[广通用了](evidence)",
)
FABE = {"kind": "visit_fabe"}
COMPLAINT = {"kind": "visit_complaint"}
CASES = [
    ("feature", f"T {F}", FABE, "met"),
    ("feature", "T 好", FABE, "missed"),
    ("feature", f"T {F}", {}, "na"),
    ("advantage", f"T {A}", FABE, "met"),
    ("evidence", f"T {F}", FABE, "missed"),
    ("fabe_order", f"T {F}{A}{B} / T {E}", FABE, "met"),
    ("fabe_order", f"T {F}{B}{A}", FABE, "missed"),
    ("fabe_order", f"T {F}{B}", FABE, "na"),
    ("tailored", f"T {A}", {**FABE, "trade": "物流"}, "missed"),
    ("tailored", "T [车队都用](evidence)", {**FABE, "trade": "物流"}, "met"),
    ("tailored", "T [您的员工省心](state_benefit)", FABE, "met"),
    ("tailored", "T [车队都用](feature)", {**FABE, "trade": "物流"}, "missed"),
    ("tailored", "T 您这样的车队，[用了省心](state_benefit)。", {**FABE, "trade": "物流"}, "met"),
    ("tailored", "T 车队我去过。[用了省心](state_benefit)。", {**FABE, "trade": "物流"}, "missed"),
    ("tailored", "T [用了省心](state_benefit)。车队我去过。", {**FABE, "trade": "物流"}, "missed"),
    ("concise", f"T {F}", FABE, "met"),
    ("concise", f"T {F}" + "啊" * 121, FABE, "missed"),
    ("concise", f"T [{'好' * 101}](feature) / T [{'好' * 100}](evidence)", FABE, "missed"),
    ("concise", "T 好", FABE, "na"),
    ("concise", f"T {F}", {"kind": "visit_gift"}, "na"),
    ("concise", f"T {F} / T {'啊' * 120}", FABE, "met"),
    ("concise", f"T {F} / T {'啊' * 121}", FABE, "missed"),
    ("concise", f"T [{'好' * 100}](feature) / T [{'好' * 100}](evidence)", FABE, "met"),
    ("concise", f"T [{'好' * 100}](feature) / T [{'好' * 100}](feature) / T [好](evidence)", FABE, "missed"),
    ("fabe_order", f"T {F}{A}{B}", {"kind": "visit_gift"}, "na"),
    ("fabe_order", f"T {A}{B}{E}", FABE, "met"),
    ("fabe_order", f"T {F}{A}{B} / T {E}{F}", FABE, "met"),
    ("fabe_order", f"T {E} / T {F}{A}{B}", FABE, "missed"),
    ("tailored", "T [您的员工省心](state_benefit)", {"kind": "visit_gift"}, "na"),
    ("tailored", "T 好", FABE, "missed"),
    ("business_card", "T 好", FABE, "missed"),
    ("business_card", "T 好", {}, "na"),
    ("thank_reception", "T 好 / T [谢谢](thank)", FABE, "met"),
    ("thank_reception", "T [谢谢](thank)", {}, "na"),
    ("business_card", "T [这是名片](offer_business_card)", FABE, "met"),
    ("business_card", "T 好", {**FABE, "known": "yes"}, "na"),
    ("thank_reception", "T [谢谢您的茶](thank)", FABE, "met"),
    ("thank_reception", "T 好 / T 好 / T [谢谢](thank)", FABE, "missed"),
    ("invite_feedback", "T [有什么意见吗](invite_feedback)", FABE, "met"),
    ("invite_feedback", "T 好", FABE, "missed"),
    ("invite_feedback", "T 好", COMPLAINT, "na"),
    ("invite_feedback", "T [有什么意见吗](invite_feedback)", COMPLAINT, "na"),
    ("invite_feedback", "C (feedback) 账单太乱 / T [有意见吗](invite_feedback)", FABE, "na"),
    ("invite_feedback", "C (complaint) 网断了三天 / T 好", {"kind": "visit_gift"}, "na"),
    ("invite_feedback", "T [有意见吗](invite_feedback) / C (feedback) 账单太乱 / T 好", FABE, "met"),
    ("invite_feedback", "T [有意见吗](invite_feedback)", {}, "na"),
    ("complaint_cause", "C (complaint) 断网了 / T 好 / T [几点断的](ask_needs)", COMPLAINT, "met"),
    ("complaint_cause", "T [哪里不好](ask_needs) / C (complaint) 断网了 / T 好", COMPLAINT, "missed"),
    ("complaint_cause", "C (feedback) 慢了点 / T [几点慢](ask_needs)", COMPLAINT, "na"),
    ("complaint_cause", "C (complaint) 断网了 / T [几点断的](ask_needs)", FABE, "na"),
    (
        "complaint_answer",
        "C (complaint) 断网了 / T 嗯 / T [今天派人来修](promise_feedback)",
        COMPLAINT,
        "met",
    ),
    ("complaint_answer", "C (complaint) 断网了 / T [理解您](acknowledge)，您放心", COMPLAINT, "missed"),
    ("complaint_answer", "C (complaint) 断网了 / T [今天派人来修](promise_feedback)", FABE, "na"),
    ("feedback_response", "C (complaint) 信号差 / T [我向上反映](promise_feedback)", FABE, "met"),
    ("feedback_response", "C (feedback) 信号差 / T 好 / T [谢谢](thank)", FABE, "missed"),
    ("reschedule", "C (urgent) 有急事 / T [打扰了](apologize_time)[周三再来](offer_one_time)", FABE, "met"),
    ("reschedule", "C (urgent) 有急事 / T [打扰了](apologize_time)", FABE, "missed"),
    ("needs", "T [平时打得多吗](ask_needs)", {"kind": "visit_gift"}, "met"),
    ("needs", "T 好", {"kind": "visit_gift"}, "missed"),
    ("needs", "T 好", FABE, "na"),
]


@pytest.mark.parametrize(("name", "turns", "how", "verdict"), CASES)
def test_visit(name: str, turns: str, how: dict[str, str], verdict: str) -> None:
    assert CHECKS[name](IndexedDialogue(short(turns, **how), TRADES)).verdict == verdict


def test_every_check_has_a_case() -> None:
    assert {c[0] for c in CASES} == set(CHECKS)
