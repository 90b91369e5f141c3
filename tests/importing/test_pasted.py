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


A = [("client", "喂"), ("trainee", "您好")]
CALL = "客户：喂\n我：您好\n"


@pytest.mark.parametrize("rule", ["---", "===", "* * *", "______", "###", "——————"])
def test_rules_divide_calls(rule: str) -> None:
    assert results(f"{CALL}{rule}\n{CALL}") == [(1, "call-1", A), (4, "call-2", A)]
    assert results(f"{rule}\n{CALL}{rule}\n{rule}\n{CALL}{rule}\n") == [(2, "call-1", A), (6, "call-2", A)]


@pytest.mark.parametrize(
    "title",
    [
        "第二通",
        "## 第 2 通电话",
        "【通话2】",
        "案例二：不耐烦的客户",
        "Call 2",
        "通话编号：2",
        "录音文件：b.wav",
    ],
)
def test_a_title_begins_a_call_where_somebody_has_spoken_before(title: str) -> None:
    assert results(f"{title}\n{CALL}{title}\n{CALL}") == [(2, "call-1", A), (5, "call-2", A)]


def test_a_title_is_the_calls_and_its_day_is_told() -> None:
    (one,) = read_pasted(f"张先生的通话\n通话时间：2024-03-01 10:00\n{CALL}", EXPECTED)
    assert (one.line, one.title, one.begun_at) == (3, "张先生的通话", "2024-03-01T10:00")
    (one,) = read_pasted(f"会议记录 2024-03-01 10:00\n{CALL}", EXPECTED)
    assert (one.title, one.begun_at) == ("会议记录 2024-03-01 10:00", "2024-03-01T10:00")
    (one,) = read_pasted(f"通话时长：58秒\n{CALL}创建日期：2024-03-01\n", EXPECTED)
    assert (one.line, one.title, one.begun_at) == (2, "", ""), "what stands behind is no beginning"
    assert one.notes == ("有 2 处不是谈话，没有算进去：1 通话时长：58秒；4 创建日期：2024-03-01",)


@pytest.mark.parametrize(
    ("second", "calls"),
    [
        ("客户：喂\n我：您好\n", 2),
        ("客户：你好，哪位\n我：小李\n", 2),
        ("客户：什么事\n我：您好，打扰了\n", 2),
        ("客户：什么事\n我：有个活动\n", 1),
        ("客户：什么事\n我：有个活动\n客户：您好\n我：哎\n", 1),
        ("用户：什么事\n客服：有个活动\n", 2),
        ("通话时长：58秒\n", 1),
    ],
)
def test_an_empty_line_divides_where_the_next_one_greets_or_is_somebody_else(second: str, calls: int) -> None:
    assert len(results(f"客户：嗯\n我：对\n\n{second}")) == calls


@pytest.mark.parametrize(
    ("last", "calls"), [("再见", 2), ("拜拜", 2), ("那先挂了", 2), ("bye", 2), ("好的", 1)]
)
def test_an_empty_line_divides_behind_a_goodbye(last: str, calls: int) -> None:
    assert len(results(f"客户：嗯\n我：{last}\n\n客户：什么事\n我：活动\n")) == calls
    assert len(results(f"客户：嗯\n客户：{last}\n我：好\n\n客户：什么事\n我：活动\n")) == calls
    assert len(results(f"客户：{last}\n我：好\n客户：好\n\n客户：什么事\n我：活动\n")) == 1


def test_empty_lines_between_single_lines_divide_nothing() -> None:
    assert results("客户：喂\n\n我：您好\n\n客户：再见\n\n我：再见\n") == [
        (1, "call-1", [*A, ("client", "再见"), ("trainee", "再见")])
    ]
    assert results("张先生的通话记录\n\n客户：喂\n我：您好\n") == [(3, "call-1", A)]


def test_words_behind_an_empty_line_go_on_only_where_a_turn_has_none_yet() -> None:
    assert results("客户：喂\n我：\n\n我是小李\n\n客户：什么事\n我：有活动\n")[0][2][1] == (
        "trainee",
        "我是小李",
    )
    fault = "没有写谁在说话；每行写“客户：……”或者“客户经理：……”"
    assert results(f"{CALL}\n好的，再说\n") == [(4, "", fault)]


def test_a_name_without_a_colon_is_words_and_it_is_said() -> None:
    (one,) = read_pasted("客户：喂\n我：您好\n客户经理：我是\n客户我知道\n", EXPECTED)
    assert one.notes == ("第 4 行开头像是说话人，可是没有冒号；当作了上一句的后半句",)
    (one,) = read_pasted("客户：喂\n我：您好\n我知道\n", EXPECTED)
    assert one.notes == (), "a name of one character begins many a sentence"


@pytest.mark.parametrize("heading", ["关键词：\n宽带、时间", "摘要：\n客户说，没空。"])
def test_what_stands_below_a_heading_is_no_words(heading: str) -> None:
    (one,) = read_pasted(f"{heading}\n{CALL}", EXPECTED)
    assert shown([one]) == [(3, "call-1", A)] and "有 2 处不是谈话" in one.notes[0]


@pytest.mark.parametrize(
    ("time", "span"),
    [
        ("[00:01]", (1.0, None)),
        ("[00:01 --> 00:02]", (1.0, 2.0)),
        ("00:01-00:02", (1.0, 2.0)),
        ("(00:00:01,500 - 00:00:02,000)", (1.5, 2.0)),
        ("[1.5s]", (1.5, None)),
    ],
)
def test_times_of_lines(time: str, span: tuple[float, float | None]) -> None:
    (one,) = read_pasted(f"{time} 客户：喂\n{time} 我：您好\n", EXPECTED)
    assert one.spans == (span, span)


def test_moments_of_lines_are_seconds_from_the_first() -> None:
    (one,) = read_pasted("客户 2024-03-01 10:00:00\n喂\n我 2024-03-01 10:01:05\n您好\n", EXPECTED)
    assert shown([one])[0][2] == A
    assert (one.begun_at, one.spans) == ("2024-03-01T10:00", ((0.0, None), (65.0, None)))


@pytest.mark.parametrize("caller", ["主叫：13800000000", "主叫：138-0000-0000", "主叫：王总"])
def test_a_party_named_once_is_no_speaker(caller: str) -> None:
    assert results(f"{caller}\n{CALL}") == [(2, "call-1", A)]


def test_what_happens_between_lines_is_left_out() -> None:
    (one,) = read_pasted("（电话接通）\n客户：喂\n[沉默]\n我：您好\n【客户挂断】\n", EXPECTED)
    assert shown([one]) == [(2, "call-1", A)] and one.title == ""
    assert one.notes == ("有 3 处不是谈话，没有算进去：1 （电话接通）；3 [沉默]；5 【客户挂断】",)
    (one,) = read_pasted("客户：喂\n（张先生）\n我：您好\n", EXPECTED)
    assert shown([one]) == [(1, "call-1", A)] and one.notes == ("有 1 处不是谈话，没有算进去：2 （张先生）",)


def test_text_without_a_call_is_none() -> None:
    assert results("") == results("---\n\n---\n") == results("# 标题\n") == []
