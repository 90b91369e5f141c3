"""Real calls from outside: the family of a text is seen, and what is wrong told with its line."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import Context, Dialogue, Turn, dump_dialogue
from duilian.errors import DataError
from duilian.importing.formats import MAX_CALLS, read_calls, read_file
from duilian.importing.results import Expected, ImportResult

CONTEXT = Context("王总")
PASTED = "客户：喂\n我：您好\n"
TABLE = "通话,说话人,内容\na,客户,喂\na,我,您好\n"
TURNS = (Turn("client", "喂"), Turn("trainee", "您好"))
JSON_LINES = json.dumps(dump_dialogue(Dialogue("j", "visit_gift", Context(), TURNS)))


def test_each_family_is_seen() -> None:
    def call(text: str) -> Dialogue:
        (result,) = read_calls(text, "phone_care", CONTEXT)
        assert isinstance(result.call, Dialogue)
        return result.call

    assert call(PASTED) == Dialogue("call-1", "phone_care", CONTEXT, TURNS)
    assert call(TABLE) == Dialogue("a", "phone_care", CONTEXT, TURNS)
    assert call(JSON_LINES) == Dialogue("j", "visit_gift", Context(), TURNS)
    assert call(f"\ufeff\n {TABLE}") == call(TABLE)


def test_a_call_of_one_side_is_wrong_and_results_are_in_order_of_line() -> None:
    text = "客户：喂\n\n客户：喂\n我：您好\n"
    one, other = read_calls(text, "phone_care", CONTEXT)
    assert (one.line, str(one.call)) == (1, "这一通里只有一方在说话")
    assert other.line == 3 and isinstance(other.call, Dialogue)
    table = "通话,说话人,内容\na,客户,喂\na,我,您好\nb,老板,喂\nc,客户,喂\nc,我,您好\n"
    assert [result.line for result in read_calls(table, "phone_care", CONTEXT)] == [2, 4, 5]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "什么也没有"),
        ("\ufeff \n", "什么也没有"),
        ("通话,说话人\na,客户\n", "两列"),
        (f"{PASTED}\n" * (MAX_CALLS + 1), f"一次最多 {MAX_CALLS} 通"),
    ],
)
def test_what_is_wrong_as_a_whole(text: str, why: str) -> None:
    with pytest.raises(DataError, match=why):
        read_calls(text, "phone_care", CONTEXT)


def test_as_many_calls_as_are_allowed_are_read() -> None:
    assert len(read_calls(f"{PASTED}\n" * MAX_CALLS, "phone_care", CONTEXT)) == MAX_CALLS


@given(st.text(max_size=200))
def test_whatever_is_pasted_there_is_no_traceback(text: str) -> None:
    try:
        results = read_calls(text, "phone_care", CONTEXT)
    except DataError:
        return
    assert all(isinstance(result, ImportResult) and result.line >= 1 for result in results)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (PASTED, "文字"),
        (TABLE, "表格"),
        (JSON_LINES, "JSON Lines"),
        (f"{JSON_LINES}\n{JSON_LINES}", "JSON Lines"),
        (f"[{JSON_LINES}]", "JSON"),
        (json.dumps(json.loads(JSON_LINES), indent=1), "JSON"),
        ('["客户：喂", "我：您好"]', "JSON"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n客户：喂\n\n00:02.000 --> 00:03.000\n我：您好\n", "VTT 字幕"),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n客户：喂\n\n2\n00:00:02,000 --> 00:00:03,000\n我：您好\n",
            "SRT 字幕",
        ),
        ("<p>客户：喂</p><p>我：您好</p>", "网页"),
        ("[客户] 喂\n[我] 您好\n", "文字"),
    ],
)
def test_what_a_text_was_taken_for_is_said(text: str, form: str) -> None:
    results = read_calls(f"\ufeff\n{text}", "phone_care", CONTEXT)
    assert {result.form for result in results} == {form}
    assert all(isinstance(result.call, Dialogue) and result.call.turns == TURNS for result in results)


@pytest.mark.parametrize("text", ['{"id": 1', '[{"id": 1}, ', '[["客户"'])
def test_what_begins_as_json_is_held_to_it(text: str) -> None:
    try:
        results = read_calls(text, "phone_care", CONTEXT)
    except DataError:
        return
    assert all(isinstance(result.call, DataError) for result in results)


def test_text_without_a_call_is_a_sentence() -> None:
    with pytest.raises(DataError, match="没有找到谈话"):
        read_calls("# 三月的通话\n", "phone_care", CONTEXT)


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("d/三月.txt", PASTED, ["三月"]),
        ("三月.v2.txt", f"{PASTED}\n{PASTED}", ["三月.v2-1", "三月.v2-2"]),
        ("", PASTED, ["call-1"]),
        ("三月.csv", TABLE, ["a"]),
        ("三月.jsonl", JSON_LINES, ["j"]),
    ],
)
def test_calls_without_an_id_are_named_after_their_file(name: str, content: str, ids: list[str]) -> None:
    results = read_file(name, content.encode(), Expected("phone_care", CONTEXT))
    assert [result.call.id for result in results if isinstance(result.call, Dialogue)] == ids


def test_a_call_that_cannot_be_kept_stands_in_its_place_with_what_is_wrong() -> None:
    odd = JSON_LINES.replace("visit_gift", "visit_other")
    first, second, third = read_calls(f"{JSON_LINES}\n{odd}\n{JSON_LINES}", "phone_care", CONTEXT)
    assert (second.line, second.form) == (2, "JSON Lines") and "visit_other" in str(second.call)
    assert first.notes == () and third.notes == ("编号 j 不止一通",)


def test_files_of_a_zip_are_read_each_and_the_bad_ones_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("b.txt", PASTED), ("a.txt", PASTED), ("leer.txt", ""), ("c.zip", "")):
            archive.writestr(name, content if name != "c.zip" else b"PK\x05\x06" + bytes(18))
    results = read_file("三月.zip", out.getvalue(), Expected("phone_care", CONTEXT))
    assert [(one.where, one.line, isinstance(one.call, Dialogue)) for one in results] == [
        ("b.txt", 1, True),
        ("a.txt", 1, True),
        ("leer.txt", 0, False),
        ("c.zip", 0, False),
    ]
    assert "什么也没有" in str(results[2].call) and "压缩包里的压缩包不读" in str(results[3].call)
