"""Calls as pasted text."""

from __future__ import annotations

import pytest

from duilian.importing.pasted import read_pasted
from tests.importing.support import EXPECTED, Shown, shown

PASTED = """客户:喂？
客户经理：王总您好，
我是移动公司的小李。
客户: 什么事？
客户: 快说。

---
对方：你好
我：您好：打扰了
"""


def results(text: str) -> list[Shown]:
    return shown(read_pasted(text, EXPECTED))


def test_a_line_without_a_speaker_goes_on_and_a_rule_ends_a_call() -> None:
    first = [
        ("client", "喂？"),
        ("trainee", "王总您好，我是移动公司的小李。"),
        ("client", "什么事？快说。"),
    ]
    second = [("client", "你好"), ("trainee", "您好：打扰了")]
    assert results(PASTED) == [(1, "call-1", first), (8, "call-2", second)]


def test_words_with_a_colon_go_on_too() -> None:
    text = "客户：喂\n我：您好\n一共有三样：话费、流量、短信\n"
    assert results(text) == [
        (1, "call-1", [("client", "喂"), ("trainee", "您好一共有三样：话费、流量、短信")])
    ]


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("客户：喂\n我：您好\n小王：您好\n", 3, "不认识说话人“小王”；每行写“客户：……”或者“客户经理：……”"),
        ("喂，您好\n客户：喂\n", 1, "没有写谁在说话；每行写“客户：……”或者“客户经理：……”"),
    ],
)
def test_a_call_with_a_line_of_nobody_is_left_out(text: str, line: int, fault: str) -> None:
    assert results(text) == [(line, "", fault)]


def test_the_next_call_begins_anew() -> None:
    shown = results("小王：喂\n我：您好\n客户：您好\n\n客户：喂\n我：您好\n")
    assert [(line, call) for line, call, _ in shown] == [(1, ""), (5, "call-2")]
