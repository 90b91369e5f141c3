"""Tables with odd cells: read, or refused with the line where the fault begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.csvtable import MAX_CELL, read_rows
from duilian.errors import DataError


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_know_the_line_where_they_begin(end: str) -> None:
    text = end.join(["a,b", '"c', 'd",e', "", "f,\x0bg\u2028h"])
    assert list(read_rows(text)) == [(1, ["a", "b"]), (2, ["c\nd", "e"]), (4, []), (5, ["f", "\x0bg\u2028h"])]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("好" * (MAX_CELL + 1), id="above our limit"),
        pytest.param("好" * 131_073, id="above csv's limit"),
        pytest.param('"' + "好\n" * MAX_CELL, id="a quotation mark that nobody closes"),
        pytest.param("好\0", id="NUL"),
    ],
)
def test_a_cell_that_is_none_names_its_line(cell: str) -> None:
    with pytest.raises(DataError, match="从第 2 行起的一格"):
        list(read_rows(f"说话人,内容\n客户,{cell}\n我,好\n"))


@given(st.text(max_size=200))
def test_any_text_is_rows_or_a_sentence(text: str) -> None:
    try:
        lines = [line for line, _ in read_rows(text)]
    except DataError:
        return
    assert lines == sorted(set(lines)) and all(line >= 1 for line in lines)
