"""Calls in workbooks, documents and pages: what becomes a line, what a cell, what is not read."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from typing import Any

import docx
import openpyxl
import pytest

from duilian.errors import DataError
from duilian.importing.documents import is_html, read_html, read_word, read_workbook
from tests.importing.support import EXPECTED, shown

SAID = [("client", "喂"), ("trainee", "您好")]
HEADED = [["通话", "说话人", "内容"], ["a", "客户", "喂"], ["a", "我", "您好"]]


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def document(*parts: str | list[list[str]]) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
        else:
            table = made.add_table(0, len(part[0]))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
    made.save(out)
    return out.getvalue()


def test_each_sheet_with_a_table_is_read_and_the_others_are_named() -> None:
    content = workbook({"一月": HEADED, "二月": HEADED, "说明": [["随便写写"]], "空": []})
    results = list(read_workbook(content, EXPECTED))
    assert [(one.where, one.notes) for one in results] == [
        (sheet, ("没有读没有表头的工作表：说明",)) for sheet in ("一月", "二月")
    ]
    assert shown(results) == [(2, "a", SAID)] * 2


def test_one_sheet_needs_no_name_and_without_a_table_it_is_text() -> None:
    (one,) = read_workbook(workbook({"表": HEADED}), EXPECTED)
    assert one.where == "" and one.notes == ()
    for rows in ([["客户：喂"], ["我：您好"]], [["客户", "喂"], ["我", "您好"]]):
        (one,) = read_workbook(workbook({"表": rows}), EXPECTED)
        assert shown([one]) == [(1, "call-1", SAID)] and (one.where, one.notes) == ("", ())


def test_cells_are_what_a_person_sees() -> None:
    times: list[list[Any]] = [
        ["通话", "说话人", "内容", "开始", "通话时间"],
        [1.0, "客户", "喂", time(0, 0, 7), datetime(2024, 3, 1, 10)],
        [1, "我", 4.5, timedelta(seconds=12), None],
        [1, "客户", True, 20.5, None],
    ]
    (one,) = read_workbook(workbook({"表": times}), EXPECTED)
    assert shown([one]) == [(2, "1", [("client", "喂"), ("trainee", "4.5"), ("client", "True")])]
    assert [start for start, _ in one.spans] == [7.0, 12.0, 20.5]
    assert one.begun_at == "2024-03-01T10:00"


def test_what_a_formula_came_to_is_read_not_the_formula() -> None:
    content = workbook({"表": [*HEADED, ["a", "客户", "=1+1"]]})  # never calculated by a program
    assert shown(read_workbook(content, EXPECTED)) == [(2, "a", SAID)]


@pytest.mark.parametrize("read", [read_workbook, read_word])
def test_a_damaged_file_is_one_sentence(read: Any) -> None:
    with pytest.raises(DataError, match="文件坏了，打不开"):
        list(read(b"PK\x03\x04 and nothing else", EXPECTED))


def test_a_sheet_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duilian.importing.documents._MAX_ROWS", 3)
    assert len(list(read_workbook(workbook({"表": HEADED}), EXPECTED))) == 1
    with pytest.raises(DataError, match="一张表最多 3 行"):
        list(read_workbook(workbook({"表": [*HEADED, ["a", "客户", "好"]]}), EXPECTED))


def test_a_documents_tables_are_told_apart_and_its_notes_passed_by() -> None:
    results = list(read_word(document("三月的通话：两通", HEADED, HEADED), EXPECTED))
    assert [one.where for one in results] == ["第 1 张表", "第 2 张表"]
    assert shown(results) == [(2, "a", SAID)] * 2
    (one,) = read_word(document("三月的通话", HEADED), EXPECTED)
    assert one.where == ""


@pytest.mark.parametrize("colon", "：:")
def test_a_call_beside_a_table_is_read_too(colon: str) -> None:
    results = list(read_word(document(HEADED, "另外一通的记录", f"客户{colon}谁", f"我{colon}我"), EXPECTED))
    assert [turns for _, _, turns in shown(results)] == [SAID, [("client", "谁"), ("trainee", "我")]]


def test_a_table_without_a_heading_is_lines() -> None:
    assert shown(read_word(document([["客户", "喂"], ["我", "您 \n好"]]), EXPECTED))[0][2] == [
        ("client", "喂"),
        ("trainee", "您 好"),
    ]


@pytest.mark.parametrize("text", ["<!DOCTYPE html>", "<html>", "<ul class=a>", "<DIV>", "<p>客户：喂</p>"])
def test_a_page_begins_with_an_element(text: str) -> None:
    assert is_html(text)


@pytest.mark.parametrize("text", ["<客户> 喂", "客户：<p>", "<pre", ""])
def test_other_text_does_not(text: str) -> None:
    assert not is_html(text)


@pytest.mark.parametrize(
    "page",
    [
        "<p>客户：喂</p><p>我：您好</p>",
        "<p>客户：喂<br>我：您好</p>",
        "客户：喂<br/>我：您好",
        "<style>p {color: red}</style><script>客户：别</script><p>客户：喂</p>\n<p>我：您好</p>",
        "<head><title>客户：别</title></head><p>客户：喂</p><p>我：<b>您</b>好</p>",
        "<dl><dt>客户</dt><dd>喂</dd><dt>我</dt><dd>您好</dd></dl>",
        "<p><b>客户</b> <i>00:12</i> 喂</p><p><b>我</b> <i>00:15</i> 您好</p>",
        '<div class="msg client">喂</div><div class="msg agent-bubble">您好</div>',
        '<li data-role="client">喂</li><li data-role="agent">您好</li>',
        "<table><tr><th>说话人</th><th>内容</th></tr><tr><td>客户</td><td>喂</td></tr>"
        "<tr><td>我</td><td>您<b>好</b></td></tr></table>",
        "<table>\n<tr>\n<td>客户</td>\n<td>喂</td>\n</tr>\n<tr>\n<td>我</td>\n<td>您好</td>\n</tr>\n</table>",
    ],
)
def test_lines_of_a_page(page: str) -> None:
    for whole in (page, f"<div>{page}</div>", f"<html><body>\n{page}\n</body></html>"):
        (one,) = (turns for _, _, turns in shown(read_html(whole, EXPECTED)))
        assert one == SAID, whole


def test_a_side_of_an_attribute_ends_with_its_element() -> None:
    page = '<div class="client">喂</div><div class="agent">您好</div><p>小李：谁</p>'
    assert shown(read_html(page, EXPECTED)) == [
        (3, "", "不认识说话人“小李”；每行写“客户：……”或者“客户经理：……”")
    ]


def test_a_name_in_the_words_outweighs_the_attribute() -> None:
    page = '<p class="agent">客户：喂</p><p class="agent">您好：小李</p>'
    (one,) = (turns for _, _, turns in shown(read_html(page, EXPECTED)))
    assert one == [("client", "喂"), ("trainee", "您好：小李")]
