"""Where a conversation broke off."""

from __future__ import annotations

import pytest

from duilian.assessment.phase import PHASES, broke_off
from duilian.dialogue.model import ACTS
from tests.assessment.support import short

# Every act of the rubric's section 1 by the part of a conversation that it belongs to. What may be said at
# any moment (thanks, apologies, a question for understanding) shows none.
SHOWS = {
    "purpose": (
        *("state_duration", "state_purpose", "state_necessity", "state_benefit", "propose_meeting"),
        *("arrears_tactful", "arrears_blunt", "vip_notice", "ask_needs"),
    ),
    "pitch": ("feature", "advantage", "evidence"),
    "feedback": ("invite_feedback", "promise_feedback"),
    "time": ("offer_two_times", "offer_one_time", "ask_open_time", "defer_call", "confirm_appointment"),
}
ENDS = ("farewell", "ask_leave")


@pytest.mark.parametrize("act", ACTS)
def test_each_act_shows_its_phase(act: str) -> None:
    phase = next((phase for phase, acts in SHOWS.items() if act in acts), "opening")
    assert broke_off(short(f"C () 嗯 / T [话](greeting) / C () 嗯 / T [话]({act})")) == (
        None if act in ENDS else phase
    )


def test_the_furthest_of_two_phases_counts_in_whatever_order() -> None:
    """The archive keeps the phases' numbers, so their order stands."""
    assert PHASES == ("opening", "purpose", "pitch", "feedback", "time")
    for early, late in ((0, 1), (0, 3), (1, 2), (2, 3), (3, 4), (1, 4)):
        said = [f"[话]({SHOWS[PHASES[place]][0] if place else 'greeting'})" for place in (early, late)]
        for one, other in (said, said[::-1]):
            assert broke_off(short(f"T {one} / C () 嗯 / T {other}")) == PHASES[late]


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
