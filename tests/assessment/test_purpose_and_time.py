"""The criteria of business and time, on dialogues in the plain-text form."""

from __future__ import annotations

import pytest

from duilian.assessment.purpose_and_time import CHECKS
from tests.assessment.support import check

TWO = "T [周三还是周四](offer_two_times)"
SETTLED = TWO + " / C (pick_time) 周三 / T [那就周三](confirm_appointment)"
MOVED = SETTLED + " / C (pick_time) 等等，那天要去税务局。周四上午吧"
CASES = [
    ("purpose", "T [谈谈车队](state_purpose)", {}, "met"),
    ("purpose", "C (gatekeeper) 我是前台 / T [谈谈车队](state_purpose)", {}, "na"),
    ("purpose", "C (gatekeeper) 我是前台 / T 好 / C (answer_call) 喂 / T 好", {}, "missed"),
    ("purpose", "C (busy) 开会 / T [晚点打](defer_call)", {}, "na"),
    (
        "purpose",
        "C (busy) 开车 / T [晚点打](defer_call) / C () 你说 / T [谈谈车队](state_purpose)",
        {},
        "met",
    ),
    ("purpose", "T 好", {"kind": "phone_care"}, "na"),
    ("purpose", "T 好", {"kind": "visit_gift"}, "missed"),
    ("necessity", "T [得演示](state_necessity)", {}, "met"),
    ("necessity", "T 好", {"kind": "phone_promotion"}, "na"),
    ("benefit", "T [省钱](state_benefit)", {"kind": "visit_fabe"}, "met"),
    ("benefit", "T 好", {"kind": "phone_promotion"}, "missed"),
    ("benefit", "T 好", {"kind": "visit_gift"}, "na"),
    ("two_choice", TWO, {}, "met"),
    ("two_choice", "T [周三吧](offer_one_time)", {}, "missed"),
    ("two_choice", "C (pick_time) 你周三来 / T 好", {}, "na"),
    ("two_choice", "T [何时有空](ask_open_time) / C (pick_time) 周三 / T 好", {}, "missed"),
    (
        "two_choice",
        "T [谈谈](state_purpose) / C (refuse) 没兴趣 / T [再见](farewell) / C (farewell) 嗯",
        {},
        "na",
    ),
    (
        "two_choice",
        "T [谈谈](state_purpose) / C (refuse) 没兴趣 / T 好 / C () 你发个短信给我吧",
        {},
        "missed",
    ),
    ("two_choice", "T [谈谈](state_purpose) / C (refuse) 不要 / T [下周再打](defer_call)", {}, "missed"),
    ("patient_explanation", "C (refuse) 不要 / T [理解](acknowledge)", {}, "met"),
    ("patient_explanation", "C (refuse) 不要 / T [理解](acknowledge)[你必须来](pressure)", {}, "missed"),
    ("patient_explanation", "T 喂 / C (refuse) 不要", {"by": "client"}, "na"),
    ("patient_explanation", "T 喂 / C (refuse) 不要", {"by": "trainee"}, "missed"),
    ("no_time_two_choice", "C (refuse_no_time) 没空 / T 嗯 / C () 啊 / " + TWO, {}, "met"),
    ("no_time_two_choice", "C (refuse_no_time) 没空 / T 嗯 / T 嗯 / " + TWO, {}, "missed"),
    ("straight_to_time", "C (noncommittal) 再说 / T [何时有空](ask_open_time)", {}, "met"),
    ("straight_to_time", "C (noncommittal) 再说 / T 好", {}, "missed"),
    (
        "straight_to_time",
        "T [周三](offer_one_time) / C (accept) 行 / T 好 / C (noncommittal) 再说 / T 好",
        {},
        "na",
    ),
    ("straight_to_time", "C (noncommittal) 再说 / T 好", {"kind": "phone_promotion"}, "na"),
    ("thanks_for_acceptance", "C (accept) 行啊 / T [谢谢](thank)", {}, "met"),
    ("thanks_for_acceptance", "C (accept) 行啊 / T 好", {}, "missed"),
    ("thanks_for_acceptance", "C (accept) 行啊 / T 好", {"kind": "visit_fabe"}, "na"),
    ("graceful_deferral", "C (cannot_fix_time) 说不准 / T [晚些再打](defer_call)", {}, "met"),
    (
        "graceful_deferral",
        "C (cannot_fix_time) 说不准 / T [今天必须定](pressure) / T [晚些再打](defer_call)",
        {},
        "missed",
    ),
    ("confirmation", TWO + " / C (pick_time) 周三 / T [那就周三](confirm_appointment)", {}, "met"),
    ("confirmation", TWO + " / C (pick_time) 周三 / T [那就周四](confirm_appointment)", {}, "missed"),
    ("confirmation", TWO + " / C (pick_time) 周三以后吧 / T [那就周四](confirm_appointment)", {}, "met"),
    ("confirmation", "T [周三行吗](offer_one_time) / C (accept) 行 / T 好", {}, "missed"),
    ("confirmation", MOVED + " / T [那就周四上午](confirm_appointment)", {}, "met"),
    ("confirmation", MOVED + " / T [那就周三](confirm_appointment)", {}, "missed"),
    ("confirmation", MOVED + " / T 好", {}, "missed"),
    ("confirmation", SETTLED + " / C (pick_time) 对，周三 / T [再见](farewell)", {}, "met"),
    ("confirmation", "T [见个面](propose_meeting) / C (accept) 行 / T 好", {}, "na"),
]


@pytest.mark.parametrize(("name", "turns", "how", "verdict"), CASES)
def test_purpose_and_time(name: str, turns: str, how: dict[str, str], verdict: str) -> None:
    assert check(CHECKS, name, turns, how) == verdict


def test_every_check_has_a_case() -> None:
    assert {c[0] for c in CASES} == set(CHECKS)
