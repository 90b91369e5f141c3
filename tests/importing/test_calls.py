"""Real calls from outside: every form, and errors with their lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import Context, Dialogue, dump_dialogue
from duilian.errors import DataError
from duilian.importing.calls import Found, read_calls

CONTEXT = Context("王总")
PASTED = """客户:喂？
客户经理：王总您好，
我是移动公司的小李。
客户: 什么事？
客户: 快说。

---
对方：你好
我：您好：打扰了
"""
TABLE = '通话,说话人,内容\na,客户,喂？\na,客户经理,"您好,王总"\nb,客户,谁啊\nb,员工,我\n'


def calls(text: str) -> list[list[tuple[str, str]]]:
    found = [one.call for one in read_calls(text, "phone_appointment", CONTEXT)]
    return [
        [(turn.speaker, turn.text) for turn in call.turns] for call in found if isinstance(call, Dialogue)
    ]


def faults(text: str) -> list[tuple[int, str]]:
    return [
        (one.line, str(one.call))
        for one in read_calls(text, "phone_appointment", CONTEXT)
        if isinstance(one.call, DataError)
    ]


def test_pasted_text() -> None:
    assert calls(PASTED) == [
        [("client", "喂？"), ("trainee", "王总您好，我是移动公司的小李。"), ("client", "什么事？快说。")],
        [("client", "你好"), ("trainee", "您好：打扰了")],
    ]
    first = read_calls(PASTED, "phone_care", CONTEXT)[0].call
    assert isinstance(first, Dialogue) and (first.kind, first.context) == ("phone_care", CONTEXT)


def test_a_table() -> None:
    assert calls(TABLE) == [
        [("client", "喂？"), ("trainee", "您好,王总")],
        [("client", "谁啊"), ("trainee", "我")],
    ]
    assert calls("说话人,内容\n客户,喂\n经理,您好\n") == [[("client", "喂"), ("trainee", "您好")]]


def test_json_lines() -> None:
    line = json.dumps(
        dump_dialogue(
            next(
                d for one in read_calls(PASTED, "phone_care", CONTEXT) if isinstance(d := one.call, Dialogue)
            )
        )
    )
    assert len(calls(f"{line}\n{line}\n")) == 2
    assert faults(f'{line}\n{{"id": 1}}\n')[0][0] == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("客户：喂\n小王：您好\n", 2, "不认识说话人“小王”"),
        ("喂，您好\n客户：喂\n", 1, "没有写谁在说话"),
        ("客户：喂\n\n客户：喂\n我：您好\n", 1, "只有一方在说话"),
        ("通话,说话人,内容\na,老板,喂\na,我,您好\n", 2, "不认识说话人“老板”"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, words: str) -> None:
    assert faults(text)[0][0] == line and words in faults(text)[0][1]


def test_the_good_ones_survive_a_bad_one() -> None:
    assert len(calls("小王：喂\n我：您好\n\n客户：喂\n我：您好\n")) == 1


@pytest.mark.parametrize("text", ["", " \n", "通话,说话人\na,客户\n", "客户：喂\n我：好\n\n" * 501])
def test_what_is_wrong_as_a_whole(text: str) -> None:
    with pytest.raises(DataError):
        read_calls(text, "phone_care", CONTEXT)


@given(st.text(max_size=200))
def test_whatever_is_pasted_there_is_no_traceback(text: str) -> None:
    try:
        found = read_calls(text, "phone_care", CONTEXT)
    except DataError:
        return
    assert all(isinstance(one, Found) and one.line >= 1 for one in found)
