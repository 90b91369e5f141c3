"""The criteria of the opening, on dialogues in the plain-text form."""

from __future__ import annotations

import pytest

from duilian.assessment.opening import CHECKS
from tests.assessment.support import check

CASES = [
    ("greeting", "T [王总您好](greeting)", {}, "met"),
    ("greeting", "T 喂 / T 哎 / T [您好](greeting)", {}, "missed"),
    (
        "self_introduction",
        "T [说个事](state_purpose) / C () 嗯 / T [我是移动的](introduce_self)",
        {},
        "missed",
    ),
    ("self_introduction", "T [说个事](state_purpose)[我是移动的](introduce_self)", {}, "met"),
    (
        "self_introduction",
        "T [提醒话费](arrears_tactful) / T [我是移动的](introduce_self)",
        {"kind": "phone_arrears"},
        "missed",
    ),
    ("self_introduction", "T 好", {"kind": "visit_fabe", "known": "yes"}, "na"),
    (
        "identity_check",
        "T [是王总吗](verify_identity) / C (confirm_identity) 是 / T [说个事](state_purpose)",
        {},
        "met",
    ),
    ("identity_check", "T [说个事](state_purpose)[是王总吗](verify_identity)", {}, "missed"),
    ("identity_check", "C (answer_call confirm_identity) 我是王强 / T [说个事](state_purpose)", {}, "na"),
    ("identity_check", "T 好", {"known": "yes"}, "na"),
    ("warm_opening", "T [最近忙吗](small_talk)", {"known": "yes"}, "met"),
    ("warm_opening", "T [最近忙吗](small_talk)", {}, "na"),
    ("warm_opening", "T 好", {"known": "yes", "kind": "visit_gift"}, "missed"),
    ("warm_opening", "T 好", {"known": "yes", "kind": "visit_complaint"}, "na"),
    ("warm_opening", "C (gatekeeper absent) 不在 / T 好", {"known": "yes"}, "na"),
    (
        "warm_opening",
        "C (gatekeeper) 您好 / T 您好 / C () 找谁 / T 找王总 / C (answer_call) 喂 / T [最近忙吗](small_talk)",
        {"known": "yes"},
        "met",
    ),
    ("identity_check", "C (gatekeeper absent) 王总不在，请留言 / T 好", {}, "na"),
    ("holiday_wish", "C (gatekeeper absent) 不在 / T 好", {"holiday": "元旦"}, "na"),
    ("gatekeeper_courtesy", "C (gatekeeper) 我是秘书 / T [麻烦您叫下王总](request_transfer)", {}, "met"),
    ("gatekeeper_courtesy", "C (gatekeeper) 我是秘书 / T [叫下王总](request_transfer)", {}, "missed"),
    ("gatekeeper_courtesy", "C (gatekeeper) 我是秘书 / T [请您转告](leave_message)", {}, "missed"),
    ("gatekeeper_courtesy", "C (gatekeeper absent) 不在 / T [请您转告](leave_message)", {}, "met"),
    ("absence_handling", "C (gatekeeper absent) 不在 / T [我晚点打](defer_call),[谢谢](thank)", {}, "met"),
    ("absence_handling", "C (gatekeeper absent) 不在 / T [我晚点打](defer_call)", {}, "missed"),
    ("convenience_check", "C (busy) 开会呢 / T [那我晚点打](defer_call)", {}, "met"),
    (
        "convenience_check",
        "C (busy) 开会呢 / T [说个事](state_purpose) / T [方便吗](check_convenience)",
        {},
        "missed",
    ),
    ("convenience_check", "T 喂 / C (busy) 开会呢", {"by": "client"}, "na"),
    ("convenience_check", "T 喂 / C (busy) 开会呢", {"by": "trainee"}, "missed"),
    ("holiday_wish", "T [新年好](holiday_wish)", {"holiday": "元旦"}, "met"),
    ("holiday_wish", "T 好", {"holiday": "元旦"}, "missed"),
    ("holiday_wish", "T [新年好](holiday_wish)", {}, "na"),
]


@pytest.mark.parametrize(("name", "turns", "how", "verdict"), CASES)
def test_opening(name: str, turns: str, how: dict[str, str], verdict: str) -> None:
    assert check(CHECKS, name, turns, how) == verdict


def test_every_check_has_a_case() -> None:
    assert {c[0] for c in CASES} == set(CHECKS)
