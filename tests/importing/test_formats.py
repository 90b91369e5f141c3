"""Real calls from outside: the family of a text is seen, and what is wrong told with its line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import Context, Dialogue, Turn, dump_dialogue
from duilian.errors import DataError
from duilian.importing.formats import MAX_CALLS, read_calls
from duilian.importing.results import ImportResult

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
