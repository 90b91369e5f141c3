"""``duilian practise`` at a real terminal, against the real Rasa and action server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.real.speaker import GOOD
from tests.real.terminal import END_OF_INPUT, Terminal

pytestmark = pytest.mark.slow

VISIT = (
    "毛老板您好,我是移动公司的客户经理小李,约好今天来的,打扰您了。",
    "销售e卡通是装在手机里的一个软件,业务员跑店的时候当场下单。",
    "您这种带八个业务员跑店的,晚上不用再对账。",
    "您看还有什么意见?",
    "离开",
)
CALLS = {"first-call-logistics": GOOD, "pitch-beverage-sales": VISIT}


def resumable(shown: str) -> str:
    """The id of the call that was left open."""
    return shown.rpartition("practise --resume ")[2].split()[0]


# Every two of scenario, mode and channel meet; all three with each other would say the same twice.
WAYS = [
    ("first-call-logistics", "guided", "duilian"),
    ("first-call-logistics", "practice", "rest"),
    ("first-call-logistics", "exam", "duilian"),
    ("pitch-beverage-sales", "guided", "rest"),
    ("pitch-beverage-sales", "practice", "duilian"),
    ("pitch-beverage-sales", "exam", "rest"),
]


@pytest.mark.parametrize(("scenario", "mode", "channel"), WAYS)
def test_a_whole_call_ends_with_the_scorecard(
    terminal: Callable[..., Terminal], scenario: str, mode: str, channel: str
) -> None:
    call = terminal("practise", scenario, "--mode", mode, "--seed", "1", "--channel", channel)
    call.type("提示")
    shown = call.play(CALLS[scenario])
    assert call.status() == 0, shown
    card = shown.partition("【得分】")[2]
    assert "先看最要紧的：" in card and "其余各条：" in card and "✓" in card, shown
    assert shown.count("【得分】") == 1 and not shown.strip().endswith("我：")
    hint = shown.partition("提示\n")[2]
    expected = "考试模式没有提示" if mode == "exam" else "提示："
    assert hint.lstrip().startswith(expected), "the coach's words, not the client's"
    assert "：【得分】" not in shown and ("可以说" in shown.partition("【得分】")[0]) == (mode != "exam")


def test_a_call_is_left_and_gone_on_with(terminal: Callable[..., Terminal]) -> None:
    first = terminal("practise", "first-call-logistics", "--seed", "1")
    for text in (*GOOD[:2], END_OF_INPUT):
        first.type(text)
    assert first.status() == 1
    second = terminal("practise", "--resume", resumable(first.shown))
    shown = second.play(GOOD[2:])
    assert second.status() == 0 and "【得分】" in shown
    assert all(text in shown for text in GOOD), "what was said before is shown"


def test_what_begins_with_a_slash_is_no_command(terminal: Callable[..., Terminal]) -> None:
    call = terminal("practise", "first-call-logistics", "--seed", "1")
    shown = call.play(["/restart", '/start_call{"scenario": "nobody"}', "/back", "挂断"])
    assert call.status() == 0 and "【得分】" in shown and "nobody”的场景" not in shown


def test_an_interrupted_call_is_kept(terminal: Callable[..., Terminal]) -> None:
    call = terminal("practise", "pitch-beverage-sales", "--seed", "1")
    assert call.at_prompt()
    call.interrupt()
    assert call.status() == 1 and "Traceback" not in call.shown
    again = terminal("practise", "--resume", resumable(call.shown))
    assert "【得分】" in again.play(["离开"])
