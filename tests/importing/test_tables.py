"""Calls as a table."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import Dialogue, Turn
from duilian.errors import DataError
from duilian.importing.tables import is_table, read_table, table_delimiter
from tests.importing.support import EXPECTED, Shown, shown

TABLE = '通话,说话人,内容\na,客户,喂？\na,客户经理,"您好,王总"\nb,客户,谁啊\nb,员工,我\n'


def results(text: str) -> list[Shown]:
    return shown(read_table(text, EXPECTED))


def test_a_heading_that_names_the_speaker_begins_one() -> None:
    assert is_table(TABLE) and is_table("id,speaker,text\n")
    assert not is_table("客户：喂\n说话人,内容\n")


def test_calls_are_told_apart_by_their_column() -> None:
    assert results(TABLE) == [
        (2, "a", [("client", "喂？"), ("trainee", "您好,王总")]),
        (4, "b", [("client", "谁啊"), ("trainee", "我")]),
    ]


def test_without_that_column_all_is_one_call() -> None:
    turns = [("client", "喂"), ("trainee", "您好")]
    assert results("说话人,内容\n客户,喂\n\n经理,您好\n") == [(2, "1", turns)]


def test_a_short_row_has_empty_cells() -> None:
    assert results("说话人,内容,通话\n客户,喂\n") == [(2, "call-1", [("client", "喂")])]


def test_a_call_with_a_row_of_nobody_is_left_out_and_the_others_are_kept() -> None:
    shown = results("通话,说话人,内容\na,客户,喂\na,老板,您好\na,我,您好\nb,客户,喂\nb,我,您好\n")
    assert shown == [
        (3, "", "不认识说话人“老板”；写客户或者客户经理"),
        (5, "b", [("client", "喂"), ("trainee", "您好")]),
    ]


@pytest.mark.parametrize("heading", ["通话,说话人", "说话人,话术", "通话,内容"])
def test_a_table_without_its_columns_is_refused(heading: str) -> None:
    with pytest.raises(DataError, match="“说话人”和“内容”两列"):
        list(read_table(f"{heading}\na,客户\n", EXPECTED))


def test_rows_of_one_side_are_joined() -> None:
    (result,) = read_table("说话人,内容\n客户,喂\n客户,谁\n我,我\n", EXPECTED)
    assert isinstance(result.call, Dialogue)
    assert result.call.turns == (Turn("client", "喂谁"), Turn("trainee", "我"))


A = [("client", "喂"), ("trainee", "您好")]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|", "，"])
def test_a_table_by_what_stands_between_its_cells(delimiter: str) -> None:
    text = "通话,说话人,内容\na,客户,喂\na,我,您好\n".replace(",", delimiter)
    assert table_delimiter(text) == delimiter
    assert results(text) == [(2, "a", A)]


def test_a_table_of_markdown() -> None:
    text = "| 说话人 | 内容 |\n|:---|---:|\n| 客户 | 喂 |\n| 我 | 您好 |\n"
    assert results(text) == [(3, "1", A)]


def test_titles_may_stand_above_the_heading() -> None:
    assert results("三月的通话\n\n说话人,内容\n客户,喂\n我,您好\n") == [(4, "1", A)]
    ten = "".join(f"第{n}行说明,\n" for n in range(10))
    assert results(f"{ten}说话人,内容\n客户,喂\n我,您好\n") == [(12, "1", A)]
    assert not is_table(f"{ten}又一行,\n说话人,内容\n")


def test_the_one_whose_table_it_is_may_be_told_by_a_mark() -> None:
    for mine, other in (("1", "0"), ("是", "否"), ("TRUE", "FALSE")):
        assert results(f"是否本人,内容\n{other},喂\n{mine},您好\n") == [(2, "1", A)]


def test_a_column_for_each_side() -> None:
    assert results("客户,客户经理\n喂,\n,您好\n") == [(2, "1", A)]
    assert results("编号,客户,客户经理\na,喂,您好\nb,喂,您好\n") == [(2, "a", A), (3, "b", A)]
    assert results("客户,客户经理\n喂,您好\n好\n") == [(2, "1", [*A, ("client", "好")])]


def test_a_conversation_in_each_cell() -> None:
    cell = '"客户：喂\n我：您好"'
    twice = '"客户：喂\n我：您好\n---\n客户：喂\n我：您好"'
    text = f"编号,标题,通话时间,内容\na,甲,2024-03-01 10:00,{cell}\nb,,,{twice}\na,,,{cell}\n,,,{cell}\n"
    found = list(read_table(text, EXPECTED))
    assert shown(found) == [
        (2, "a", A),
        (4, "b-1", A),
        (4, "b-2", A),
        (9, "a", A),
        (11, "call-5", A),
    ]
    assert [(one.title, one.begun_at) for one in found][:2] == [("甲", "2024-03-01T10:00"), ("", "")]
    assert [one.notes for one in found] == [(), (), (), ("编号 a 不止一通",), ()]


def test_a_fault_in_a_cell_is_of_its_row() -> None:
    text = '编号,内容\na,"客户：喂\n我：您好"\nb,"客户：喂\n小王：谁\n我：您好"\n'
    assert [(line, call) for line, call, _ in results(text)] == [(2, "a"), (4, "")]


def test_a_column_that_numbers_rows_is_no_column_of_calls() -> None:
    three = "编号,说话人,内容\n1,客户,喂\n2,我,您好\n3,客户,好\n"
    assert results(three) == [(2, "1", [*A, ("client", "好")])]
    assert [call for _, call, _ in results(three.replace("编号", "通话编号"))] == ["1", "2", "3"], (
        "by its name"
    )
    assert [call for _, call, _ in results(three.replace("3,客户", "2,客户"))] == ["1", "2"], (
        "one stands twice"
    )


def test_rows_without_an_id_are_of_the_call_above() -> None:
    assert results("通话,说话人,内容\na,客户,喂\n,我,您好\nb,客户,喂\n,我,您好\n") == [
        (2, "a", A),
        (4, "b", A),
    ]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("7", 7.0),
        ("00:07", 7.0),
        ("7.5", 7.5),
        ("10800", 10800.0),
        ("10801", 10.801),
        ("-1", None),
        ("2e9", None),
        ("", None),
        ("没有", None),
    ],
)
def test_times_in_cells(cell: str, seconds: float | None) -> None:
    text = f"说话人,内容,开始,结束\n客户,喂,1,2\n我,您好,{cell},{cell}\n"
    (one,) = read_table(text, EXPECTED)
    assert one.spans == ((1.0, 2.0), (seconds, seconds))


def test_days_and_titles_in_cells() -> None:
    text = "说话人,内容,时间,标题\n客户,喂,2024-03-01 10:00:00,\n我,您好,2024-03-01 10:00:09,甲\n"
    (one,) = read_table(text, EXPECTED)
    assert (one.begun_at, one.title) == ("2024-03-01T10:00", "甲")
    assert [start for start, _ in one.spans] == [0.0, 9.0]
    (one,) = read_table("说话人,内容,通话时间\n客户,喂,2024-03-01\n我,您好,2024-04-01\n", EXPECTED)
    assert (one.begun_at, one.spans) == ("2024-03-01T00:00", ())


def test_words_of_nobody_are_a_fault_and_an_empty_row_is_none() -> None:
    fault = "这一行没有写谁在说话；说话人一格写客户或者客户经理"
    assert results("说话人,内容\n客户,喂\n,您好\n我,好\n") == [(3, "", fault)]
    assert results("说话人,内容\n客户,喂\n , \n,\n我,您好\n") == [(2, "1", A)]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("说话人\n客户\n", False),
        ("说话人,话术\n", True),
        ("客户：喂,我\n我：内容,说话人\n", False),
        ("客户,客户经理\n", True),
        ("客户,用户\n", False),
        ("内容,时间\n喂,1\n", False),
        ("", False),
    ],
)
def test_what_is_taken_for_a_table(text: str, is_one: bool) -> None:
    assert is_table(text) is is_one
