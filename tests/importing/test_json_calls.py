"""Calls as JSON of other systems: where the lines are found, who says them, and when."""

from __future__ import annotations

from typing import Any

import pytest

from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.importing.json_calls import are_lines_of_calls, is_one_value, read_json_value
from duilian.importing.results import ImportResult
from tests.importing.support import EXPECTED, shown

SAID = [("client", "喂"), ("trainee", "您好")]
LINES = [{"role": "客户", "text": "喂"}, {"role": "客服", "text": "您好"}]


def results(value: Any) -> list[ImportResult]:
    return list(read_json_value(value, EXPECTED))


def starts(*entries: dict[str, Any], **call: Any) -> list[float | None]:
    """When each of two turns begins."""
    (one,) = results({"segments": [line | entry for line, entry in zip(LINES, entries, strict=True)], **call})
    assert shown([one])[0][2] == SAID
    return [start for start, _ in one.spans]


@pytest.mark.parametrize(
    ("text", "is_one"), [("{}", True), ("[1]", True), ("{}\n{}", False), ("{", False), ("1", False)]
)
def test_one_value_is_an_object_or_a_list(text: str, is_one: bool) -> None:
    assert is_one_value(text) is is_one
    assert is_one_value("[" * 100_000) is False


@pytest.mark.parametrize(
    "value",
    [
        LINES,
        {"messages": LINES},
        {"Messages": [{"Role": line["role"], "Text": line["text"]} for line in LINES]},
        {"data": {"result": {"turns": LINES}}},
        {"code": 0, "data": [{"messages": LINES}]},
        {"calls": [{"messages": LINES}]},
        [{"messages": LINES}],
        [[{"messages": LINES}]],
        {"meta": {"version": 1}, "body": {"chat": LINES}},
        {"id": 1, "body": [{"chat": LINES}]},
        {"content": "客户：喂\n客服：您好"},
        ["客户：喂", "客服：您好"],
        {"content": ["客户：喂", "客服：您好"]},
        {"content": [{"客户": "喂"}, {"客服": "您好"}]},
        {"messages": "no list", "segments": LINES},
        {"messages": [{"id": 1}], "segments": LINES},
        {"messages": [{"role": "客户", "content": [{"text": "喂"}]}, {"role": "客服", "content": "您好"}]},
        {"messages": [{"role": "客户", "words": [{"word": "喂"}]}, {"role": "客服", "words": "您好"}]},
        {
            "messages": [
                {"speaker": {"name": "客户"}, "text": "喂"},
                {"speaker": {"role": "客服"}, "text": "您好"},
            ]
        },
        {"messages": [{"role": "system", "text": "你是客户"}, *LINES]},
        {"messages": [*LINES, {"role": "客户", "text": " "}]},
        {"messages": [*LINES, {"role": "客户", "text": ""}]},
        {"messages": [{"text": "客户：喂", "time": "1"}, {"text": "客服：您好", "start": 1}]},
    ],
)
def test_where_the_lines_stand(value: Any) -> None:
    assert [turns for _, _, turns in shown(results(value))] == [SAID]


def test_what_a_program_was_told_is_left_out_and_said() -> None:
    (one,) = results([{"role": "system", "text": "你是客户"}, *LINES])
    assert one.notes == ("有 1 处不是谈话，没有算进去：1 你是客户",)


def test_objects_too_deep_inside_each_other_are_no_calls() -> None:
    value: Any = {"messages": LINES}
    for _ in range(4):
        value = {"data": value}
    assert [turns for _, _, turns in shown(results(value))] == [SAID]
    (one,) = results({"data": {"data": value}})
    assert isinstance(one.call, DataError)


def test_each_call_has_its_line_its_id_and_its_day() -> None:
    calls = [
        {"call_id": "x", "title": "第一通", "date": "2024-03-01 10:00", "messages": LINES},
        {"编号": 7, "title": 5, "date": 20240301, "messages": LINES},
        {"messages": LINES},
    ]
    found = list(read_json_value({"calls": calls}, EXPECTED, 10))
    assert shown(found) == [(10, "x", SAID), (11, "7", SAID), (12, "call-3", SAID)]
    assert [(one.title, one.begun_at) for one in found] == [
        ("第一通", "2024-03-01T10:00"),
        ("", ""),
        ("", ""),
    ]


def test_one_alone_is_of_the_line_that_is_named() -> None:
    assert [one.line for one in read_json_value({"messages": LINES}, EXPECTED, 10)] == [10]


def test_several_calls_in_one_text_are_numbered_after_its_id() -> None:
    text = "客户：喂\n客服：您好\n---\n客户：喂\n客服：您好"
    assert shown(results({"id": "a", "content": text})) == [(1, "a-1", SAID), (1, "a-2", SAID)]
    assert shown(results({"content": text})) == [(1, "call-1", SAID), (1, "call-2", SAID)]
    (one,) = results({"id": "a", "content": text[:14], "date": "2024-03-01", "title": "甲"})
    assert (shown([one]), one.begun_at, one.title) == ([(1, "a", SAID)], "2024-03-01T00:00", "甲")


def test_lines_that_name_their_call_are_told_apart_by_it() -> None:
    lines = [line | {"call_id": name} for name in ("a", "b") for line in LINES]
    assert shown(results(lines)) == [(1, "a", SAID), (2, "b", SAID)]
    assert shown(results([line | {"id": n} for n, line in enumerate(LINES)])) == [(1, "call-1", SAID)]


def test_a_list_of_lines_is_told_from_a_list_of_calls() -> None:
    assert are_lines_of_calls(LINES)
    for values in ([], LINES[:1], [*LINES, {"text": "谁说的"}], [*LINES, "喂"], [{"messages": LINES}] * 2):
        assert not are_lines_of_calls(values)


def test_a_line_of_nobody_is_a_fault_and_named_by_its_number() -> None:
    entries = [*LINES, {"text": "谁说的", "start": 3}, {"text": "又是谁", "start": 4}]
    assert shown(results({"segments": entries})) == [(1, "", "第 3 句没有写谁在说话（speaker 或者 role）")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"start": 1.5}, {"start": 2.5}),
        ({"start": "1.5"}, {"start": "2.5"}),
        ({"start": 1.5, "end": 2.4}, {"start": 2.5, "end": 3}),
        ({"start": "00:01.5"}, {"start": "00:02.5"}),
        ({"start": 1500, "end": 2400}, {"start": 2500, "end": 3000}),
        ({"start": 1500, "end": 1600}, {"start": 2500, "end": 2602}),
        ({"start_ms": 1500}, {"start_ms": 2500}),
        ({"begin_time": 1500, "end_time": 1501}, {"begin_time": 2500, "end_time": 2501}),
        ({"offsets": {"from": 1500, "to": 1501}}, {"offsets": {"from": 2500, "to": 2501}}),
        ({"offsets": None, "start": 1.5}, {"offsets": None, "start": 2.5}),
        ({"timestamp": {"from": "1.5", "to": "2"}}, {"timestamp": {"from": "2.5", "to": "3"}}),
        (
            {"timestamps": {"from": "00:00:01,500", "to": "1"}},
            {"timestamps": {"from": "00:00:02,500", "to": "3"}},
        ),
        ({"words": [{"start": 1.5, "end": 1.6}, {"start": 1.6, "end": 2}]}, {"words": [{"start": 2.5}]}),
        ({"time": 1.5}, {"time": 2.5}),
    ],
)
def test_times_are_seconds_whatever_they_are_measured_in(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert starts(first, second) == [1.5, 2.5]


def test_without_ends_the_pace_says_what_is_measured() -> None:
    assert starts({"start": 0}, {"start": 200}) == [0.0, 200.0], "100 s a line on average"
    assert starts({"start": 0}, {"start": 202}) == [0.0, 0.202]
    assert starts({"start": 100}, {"start": 250}) == [100.0, 250.0], "not counted from nought"


@pytest.mark.parametrize("odd", [-1, 1e9, True, "", "-1", "1e9", "nan", "inf", "soon", None, [1]])
def test_what_is_no_time_is_none(odd: Any) -> None:
    assert starts({"start": 7}, {"start": odd}) == [7.0, None]


def test_ends_are_those_of_the_last_line_of_a_turn() -> None:
    lines = [LINES[0] | {"start": 1, "end": 2}, LINES[0] | {"start": 3, "end": 4}, LINES[1] | {"start": 5}]
    (one,) = results(lines)
    assert one.spans == ((1.0, 4.0), (5.0, None))


def test_a_call_in_the_rubrics_form_may_leave_out_what_was_said_before() -> None:
    turns = [{"speaker": side, "text": text, "start": n} for n, (side, text) in enumerate(SAID)]
    found = results([{"turns": turns}, {"id": "b", "turns": turns, "time": "2024-03-01 10:00"}])
    assert shown(found) == [(1, "call-1", SAID), (2, "b", SAID)]
    assert found[1].begun_at == "2024-03-01T10:00" and found[0].spans == ((0.0, None), (1.0, None))
    bare = [{key: turn[key] for key in ("speaker", "text")} for turn in turns]
    assert results({"turns": bare})[0].spans == ()


@pytest.mark.parametrize(
    "value", [5, "x", None, {}, [], {"id": 1}, {"kind": "phone_care", "turns": LINES}, {"turns": [5]}]
)
def test_what_is_no_call_is_one_fault(value: Any) -> None:
    (one,) = results(value)
    assert isinstance(one.call, DataError) and one.line == 1


def test_calls_of_several_forms_stay_in_their_order() -> None:
    own = {"id": "b", "turns": [{"speaker": side, "text": text} for side, text in SAID]}
    found = results([{"id": "a", "messages": LINES}, own, {"id": "c", "messages": LINES}])
    assert [one.call.id if isinstance(one.call, Dialogue) else "" for one in found] == ["a", "b", "c"]
