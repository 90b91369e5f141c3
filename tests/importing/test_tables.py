"""Calls as a table."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import Dialogue, Turn
from duilian.errors import DataError
from duilian.importing.tables import is_table, read_table
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
