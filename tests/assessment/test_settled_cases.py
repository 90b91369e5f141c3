"""The settled cases of the rubric's section 7 that verdicts hang on, through ``assess``."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.assessment import assess, load_rubric
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent.parent / "data/rubric.yml")

TWO = "T [您看是今天下午有空还是明天上午有空？](offer_two_times)"
TALK = "T [谈谈车队的事](state_purpose)"
NO = "C (refuse) 不要，没工夫"
BUSY, LATER = "C (busy) 在开会", "T [那我晚点再打](defer_call)"
OPEN = "T [您什么时候有空](ask_open_time)"
ARREARS = {"kind": "phone_arrears"}
VIP = {"kind": "phone_vip_notice"}
FABE = {"kind": "visit_fabe"}
GIFT = {"kind": "visit_gift"}
COMPLAINT = {"kind": "visit_complaint"}
KNOWN = {"known": "yes"}

# The case, the dialogue, what is known, the criterion, its verdict (“na”: left out).
CASES: list[tuple[str, str, dict[str, str], str, str]] = [
    ("model sentence", TWO, {}, "two_choice", "met"),
    ("readiness no cue names", f"{TALK} / {NO} / T 好 / C () 要弄你们就上门来弄", {}, "two_choice", "missed"),
    ("readiness no cue names", f"{TALK} / {NO} / T 好 / C () 要约就好好约个日子", {}, "two_choice", "missed"),
    (
        "refusal no cue names",
        f"{TALK} / C (noncommittal) 再看吧 / T 好 / C () 说了不要,就这样",
        {},
        "two_choice",
        "na",
    ),
    ("refused to the very end", f"{TALK} / {NO} / T 好", {}, "two_choice", "na"),
    (
        "refused, then put off",
        f"{TALK} / {NO} / T [下周再给您打](defer_call)",
        {},
        "two_choice",
        "missed",
    ),
    ("a message asked for", f"{TALK} / {NO} / T 好 / C () 发个短信吧", {}, "two_choice", "missed"),
    ("think it over", f"{TALK} / {NO} / T 好 / C () 我考虑考虑，过两天再打吧", {}, "two_choice", "missed"),
    ("not to be rung again", f"{TALK} / {NO} / T 好 / C () 别再打了", {}, "two_choice", "na"),
    ("a range is one time", "T [两点到五点都行](offer_one_time)", {}, "two_choice", "missed"),
    ("a deadline is one time", "T [最快明天,最晚后天](offer_one_time)", {}, "two_choice", "missed"),
    ("opening hours are none", f"{TALK} / T 我们九点到六点都有人", {}, "two_choice", "missed"),
    ("a time named first by the client", f"{TALK} / C (pick_time) 周三来 / T 好", {}, "two_choice", "na"),
    ("a time named when asked", f"{OPEN} / C (pick_time) 周三 / T 好", {}, "two_choice", "missed"),
    ("a rejected time is no refusal", f"{OPEN} / C (reject_times) 都不行 / T 好", {}, "two_choice", "missed"),
    (
        "introduction, no purpose stated",
        "T 喂 / T [我是移动的](introduce_self)",
        {},
        "self_introduction",
        "met",
    ),
    (
        "introduction said to a gatekeeper",
        f"C (gatekeeper) 前台 / T [我是移动的](introduce_self) / C (answer_call) 喂 / {TALK}",
        {},
        "self_introduction",
        "met",
    ),
    (
        "purpose said to a gatekeeper",
        f"C (gatekeeper) 前台 / {TALK} / C (answer_call) 喂 / T 王总好",
        {},
        "purpose",
        "met",
    ),
    (
        "holiday wish said to a gatekeeper",
        "C (gatekeeper) 前台 / T [新年好](holiday_wish)",
        {"holiday": "元旦", "kind": "phone_care"},
        "holiday_wish",
        "met",
    ),
    (
        "refusal of a gatekeeper",
        "C (gatekeeper refuse) 不转 / T [你必须转](pressure)",
        {},
        "patient_explanation",
        "missed",
    ),
    ("the person wanted never on the line", f"C (gatekeeper) 前台 / {TALK}", {}, "necessity", "na"),
    ("the name answers", "C (ask_identity) 哪位 / T 我是小李", {}, "answers_questions", "met"),
    ("the name is no introduction", "C (ask_identity) 哪位 / T 我是小李", {}, "self_introduction", "missed"),
    ("你好 to the client", "T 王总你好 / C () 嗯 / T 王总再见", {}, "respectful_address", "missed"),
    (
        "你好 to a gatekeeper",
        "C (gatekeeper) 前台 / T 你好，找王总 / C (answer_call) 喂 / T 王总您好",
        {},
        "respectful_address",
        "met",
    ),
    ("你 in quoted sample text", "T 王总，可以写“祝你生日快乐”", {}, "respectful_address", "met"),
    (
        "titles where only a gatekeeper is spoken to",
        "C (gatekeeper absent) 不在 / T 那王总几时回来",
        {},
        "respectful_address",
        "met",
    ),
    (
        "courtesies in one breath",
        "T [您好](greeting)[谢谢](thank)[再见](farewell)",
        {},
        "closing_courtesy",
        "met",
    ),
    (
        "a term explained in a later turn",
        "T 给您开VPN / T VPN就是给您单独修的一条路",
        {},
        "plain_language",
        "missed",
    ),
    (
        "reschedule after an agreed time",
        "T [周三来](offer_one_time) / C (pick_time) 周三 / C (urgent) 我得走 / T [打扰了](apologize_time)",
        FABE,
        "reschedule",
        "missed",
    ),
    ("first two count trainee turns", "T 喂 / C () 嗯 / C () 谁 / T [您好](greeting)", {}, "greeting", "met"),
    (
        "last two count trainee turns",
        "T [谢谢](thank) / T 好 / C () 嗯 / C () 好",
        {},
        "closing_courtesy",
        "met",
    ),
    (
        "no turn follows, it hung up",
        "T 喂 / C (busy) 在开会",
        {"by": "trainee"},
        "convenience_check",
        "missed",
    ),
    (
        "no turn follows, the client hung up",
        "T 喂 / C (busy) 开会",
        {"by": "client"},
        "convenience_check",
        "na",
    ),
    (
        "the message is the purpose",
        "T [成了大客户](vip_notice)[我是移动的](introduce_self)",
        VIP,
        "purpose",
        "na",
    ),
    (
        "introduction before the message",
        "T [您成了大客户](vip_notice) / T [我是移动的](introduce_self)",
        VIP,
        "self_introduction",
        "missed",
    ),
    (
        "identity before the message",
        "T [您的余额用完了](arrears_tactful) / T [是王总吗](verify_identity)",
        ARREARS,
        "identity_check",
        "missed",
    ),
    ("the soft form only", "T [您已经欠费](arrears_blunt)", ARREARS, "arrears_message", "missed"),
    (
        "only an organisation named",
        "C (answer_call) 顺达物流 / T [您好](greeting)",
        {},
        "identity_check",
        "missed",
    ),
    ("a general benefit", "T [对外形象好](state_benefit)", FABE, "tailored", "missed"),
    ("a general benefit", "T [对外形象好](state_benefit)", FABE, "benefit", "met"),
    (
        "a customer of the client's own trade",
        "T [城南那家车队用了半年](evidence)",
        {**FABE, "trade": "物流"},
        "tailored",
        "met",
    ),
    ("thanks for tea", "T [谢谢您的茶](thank)", GIFT, "thank_reception", "met"),
    ("taking leave is no farewell", "T [那我先走了](ask_leave)", GIFT, "farewell", "missed"),
    (
        "an answer to a price question",
        "C (ask_detail) 多少钱 / T 一个月十五块",
        {},
        "answers_questions",
        "met",
    ),
    ("put off at once", f"{BUSY} / {LATER}", {}, "purpose", "na"),
    ("put off after the purpose", f"{TALK} / {BUSY} / {LATER}", {}, "necessity", "missed"),
    ("driving, I'll ring later", f"C (busy) 在开车 / {LATER}", {}, "convenience_check", "met"),
    (
        "a complaint is no time for a chat",
        "C (complaint) 断网了 / T 好",
        {**COMPLAINT, **KNOWN},
        "warm_opening",
        "na",
    ),
    (
        "a call-back to report the result",
        "C (complaint) 断网了 / T [最晚周五给您回电话](promise_feedback)",
        COMPLAINT,
        "complaint_answer",
        "met",
    ),
    (
        "reassurance answers no complaint",
        "C (complaint) 断网了 / T 您放心",
        COMPLAINT,
        "complaint_answer",
        "missed",
    ),
    (
        "a bare time answers no complaint",
        "C (complaint) 断网了 / T 三点左右",
        COMPLAINT,
        "complaint_answer",
        "missed",
    ),
    (
        "what happened is asked after the complaint",
        "C (complaint) 断网了 / T [几点断的](ask_needs)",
        COMPLAINT,
        "complaint_cause",
        "met",
    ),
    ("an opinion unasked", "C (feedback) 账单太乱 / T [谢谢](thank)", GIFT, "invite_feedback", "na"),
    (
        "an opinion when asked",
        "T [有意见吗](invite_feedback) / C (feedback) 账单太乱",
        GIFT,
        "invite_feedback",
        "met",
    ),
    ("nobody asked, nothing said", "T [谢谢](thank)", GIFT, "invite_feedback", "missed"),
]


@pytest.mark.parametrize(("case", "turns", "how", "criterion", "verdict"), CASES)
def test_settled_case(case: str, turns: str, how: dict[str, str], criterion: str, verdict: str) -> None:
    verdicts = assess(short(turns, **how), RUBRIC).verdicts
    assert (verdicts[criterion].name if criterion in verdicts else "na") == verdict, case
