"""Where a conversation broke off."""

from __future__ import annotations

import pytest

from duilian.assessment.phase import broke_off
from tests.assessment.support import short


@pytest.mark.parametrize(
    ("acts", "phase"),
    [
        ("[王总您好](greeting)", "opening"),
        ("[王总您好](greeting)[谈谈专线](state_purpose)", "purpose"),
        ("[周三还是周四](offer_two_times)[谈谈专线](state_purpose)", "time"),
        ("[它是个小盒子](feature)[谈谈专线](state_purpose)", "pitch"),
        ("[有什么意见](invite_feedback)", "feedback"),
        ("[周三还是周四](offer_two_times)[再见](farewell)", None),
        ("[周三还是周四](offer_two_times)[先走了](ask_leave)", None),
        ("嗯", "opening"),
    ],
)
def test_the_furthest_phase(acts: str, phase: str | None) -> None:
    assert broke_off(short(f"C (answer_call) 喂 / T {acts} / C (farewell) 挂了")) == phase
