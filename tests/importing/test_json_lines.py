"""Calls as JSON Lines."""

from __future__ import annotations

import json

from duilian.dialogue.model import Context, Dialogue, Turn, dump_dialogue
from duilian.errors import DataError
from duilian.importing.json_lines import is_json_lines, read_json_lines
from tests.importing.support import EXPECTED

CALL = Dialogue("a", "phone_care", Context("王总"), (Turn("client", "喂"), Turn("trainee", "您好")))
LINE = json.dumps(dump_dialogue(CALL), ensure_ascii=False)


def test_a_brace_begins_them() -> None:
    assert is_json_lines(LINE) and not is_json_lines("客户：{喂")


def test_each_line_is_a_call_or_an_error_of_its_own() -> None:
    results = list(read_json_lines(f'{LINE}\n\n{{"id": 1}}\n{LINE}\n', EXPECTED))
    assert [result.line for result in results] == [1, 3, 4]
    assert results[0].call == results[2].call == CALL
    assert isinstance(results[1].call, DataError) and "缺少 kind" in str(results[1].call)
