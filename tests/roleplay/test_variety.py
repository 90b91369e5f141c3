"""The course of a conversation differs from seed to seed, not only its words."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import Turn
from duilian.roleplay.cast import load_cast
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.simulation import SimulatedClient
from duilian.roleplay.wordings import load_wordings
from tests.roleplay.support import DATA, equally_likely, turns_of

CAST, WORDINGS = load_cast(DATA), load_wordings(DATA / "wordings")
SEEDS = [str(n) for n in range(12)]
_HELLO = ("[您好](greeting)", "[我是移动公司的客户经理小李](introduce_self)")
_BYE = ("[谢谢您](thank)", "[再见](farewell)")
_LEAVE = ("[谢谢您](thank)", "[那我告辞了](ask_leave)[再见](farewell)")
_PITCH = (
    *_HELLO,
    "[今天给您介绍一个业务](state_purpose)",
    "[它是装在车上的小盒子](feature)",
    "[比您现在用的省事](advantage)",
    "[一个月省两百块](state_benefit)",
    "[城东的老张用了半年](evidence)",
    "一个月三十块钱，包安装",
    "[您慢慢考虑](acknowledge)",
    "[您对我们有什么意见](invite_feedback)",
    *_LEAVE,
)
# A script for each kind: the same sentences whatever the client says.
SCRIPTS = {
    "phone_appointment": (
        *_HELLO,
        "[想跟您谈谈新业务](state_purpose)",
        "[每月能省两百块](state_benefit)",
        "[得当面给您演示才说得清](state_necessity)",
        "[您看{a}还是{b}方便](offer_two_times)",
        "[那{a}还是{b}](offer_two_times)",
        "[要不{a}还是{b}](offer_two_times)",
        "[那就{a}见](confirm_appointment)",
        *_BYE,
    ),
    "phone_promotion": _PITCH,
    "visit_fabe": _PITCH,
    "phone_care": (
        *_HELLO,
        "[祝您节日快乐](holiday_wish)",
        "[您最近身体好吧](small_talk)",
        "[又是一年了](small_talk)",
        "[您对我们有什么意见](invite_feedback)",
        "[有事打我电话](offer_contact)",
        *_BYE,
    ),
    "visit_gift": (
        *_HELLO,
        "[谢谢您抽空](thank)",
        "[快过节了给您送份小礼物](state_purpose)",
        "[祝您节日快乐](holiday_wish)",
        "[您还缺什么](ask_needs)",
        "[您最近忙着呢](small_talk)",
        "[有什么意见](invite_feedback)",
        *_LEAVE,
    ),
    "phone_arrears": (
        *_HELLO,
        "[可能您忙忘了，话费用完了](arrears_tactful)",
        "一共欠六十块钱，上个月的",
        "[我理解您](acknowledge)",
        "[我查清楚明天答复您](promise_feedback)",
        *_BYE,
    ),
    "phone_vip_notice": (
        *_HELLO,
        "[您现在是我们的大客户了](vip_notice)",
        "[以后有专人给您办事](state_benefit)",
        "[不用您排队](state_benefit)",
        "[电话留给您](offer_contact)",
        *_BYE,
    ),
    "visit_complaint": (
        *_HELLO,
        "[实在对不起，是我们没做好](acknowledge)",
        "[您说说当时的情况](ask_needs)",
        "[难怪您着急](acknowledge)",
        "[明天上午十点给您答复](promise_feedback)",
        "[还有什么意见](invite_feedback)",
        *_LEAVE,
    ),
}


def path_of(scenario: Scenario, seed: str) -> tuple[tuple[str, ...], ...]:
    """The client's moves, turn by turn, in a call by the script of its kind."""
    free = (*scenario.calendar.free, "下周三下午", "下周五上午")
    notation = " / T ".join(SCRIPTS[scenario.base]).replace("{a}", free[0]).replace("{b}", free[1])
    client = SimulatedClient(scenario, WORDINGS[scenario.temper], equally_likely, seed)
    path = [client.answer(None, None).moves]
    turns: list[Turn] = turns_of(f"T {notation}")
    for turn in turns:
        if client.state.over:
            break
        path.append(client.answer(turn, turn).moves)
    return tuple(path)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "first-call-bakery",
            "first-call-lawyer",
            "acquainted-clinic",
            "noncommittal-school",
            "impatient-shop",
        ),
        *("why-in-person-software", "technical-lab", "no-time-sales"),
        *(
            "promo-fishery",
            "promo-accountant-material",
            "pitch-patrol",
            "pitch-chain-stores",
            "pitch-group-ims",
        ),
        *("care-teacher-day", "care-bookstore", "gift-hospital-midautumn", "gift-hotel-spring"),
        *("arrears-gym", "arrears-taxi", "vip-furniture", "vip-travel", "vip-clinic-grievance"),
        *("complaint-clinic-backup", "complaint-hotel-network"),
    ],
)
def test_twelve_seeds_of_one_script_take_at_least_six_paths(name: str) -> None:
    scenario = CAST.scenarios[name]
    paths = {seed: path_of(scenario, seed) for seed in SEEDS}
    assert len(set(paths.values())) >= 6
    assert paths == {seed: path_of(scenario, seed) for seed in SEEDS}, "the same seed, the same course"
