"""Tests of duilian.dialogue: the rubric's JSON Lines in and out, and errors that say where and what."""

from __future__ import annotations

import json

import pytest

from duilian.dialogue import ActSpan, DataError, dump_dialogue, parse_dialogue, parse_line, read_lines

GOOD = {
    "id": "d1",
    "kind": "phone_appointment",
    "context": {"client_title": "王总", "client_org": "远达", "industry": "物流", "acquainted": False,
                "holiday": None, "product": None, "hung_up_by": "client"},
    "turns": [
        {"speaker": "client", "text": "喂,哪位?", "cues": ["answer_call", "ask_identity"]},
        {"speaker": "trainee", "text": "王总您好", "acts": [{"act": "greeting", "start": 0, "end": 4}]},
    ],
    "verdicts": {"greeting": "met"},
}  # fmt: skip


def test_round_trip() -> None:
    assert dump_dialogue(parse_dialogue(GOOD)) == GOOD


def test_bare_names_are_the_whole_turn_in_order() -> None:
    turns = [{"speaker": "trainee", "text": "谢谢,再见", "acts": ["thank", "farewell"]}]
    acts = parse_dialogue({**GOOD, "turns": turns}).turns[0].acts
    assert acts == (ActSpan("thank", 0, 5), ActSpan("farewell", 0, 5))


def test_bare_drops_every_label() -> None:
    bare = parse_dialogue(GOOD).bare()
    assert all(not t.acts and not t.cues for t in bare.turns) and not bare.verdicts


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"kind": "call"}, "no such kind: call"),
        ({"turns": [{"speaker": "boss", "text": ""}]}, "turn 0: speaker must be"),
        ({"turns": [{"speaker": "client", "text": 3}]}, "turn 0: text must be a string"),
        ({"turns": [{"speaker": "client", "text": "", "cues": ["hm"]}]}, "turn 0: no such cue: hm"),
        ({"turns": [{"speaker": "trainee", "text": "好", "acts": ["hm"]}]}, "turn 0: no such act: hm"),
        ({"turns": [{"speaker": "trainee", "text": "好", "acts": [{"act": "thank", "start": 0, "end": 2}]}]},
         "turn 0: act thank: 0–2 is no part of a text of 1 characters"),
        ({"context": {"age": 3}}, "context has no field age"),
        ({"context": {"acquainted": "yes"}}, "acquainted must be true or false"),
        ({"verdicts": {"greeting": "good"}}, "greeting: a verdict is"),
    ],
)  # fmt: skip
def test_errors_say_where_and_what(change: dict[str, object], what: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_dialogue({**GOOD, **change})
    assert str(caught.value).startswith(what)


def test_a_bad_line_does_not_stop_the_others() -> None:
    good = json.dumps(GOOD, ensure_ascii=False)
    found = list(read_lines([good, "{", "", "[1]", good]))
    assert [n for n, _ in found] == [1, 2, 4, 5]
    assert [isinstance(d, DataError) for _, d in found] == [False, True, True, False]


def test_missing_field_is_named() -> None:
    with pytest.raises(DataError, match="“turns” is missing"):
        parse_line('{"id": "a", "kind": "phone_care"}')
