"""Tests of duilian.dialogue.model: the rubric's JSON Lines in and out, and errors that say where and what."""

from __future__ import annotations

import json

import pytest

from duilian.dialogue.model import ActSpan, dump_dialogue, parse_dialogue, parse_line, read_lines
from duilian.errors import DataError

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
        ({"kind": "call"}, "没有叫 call 的 kind"),
        ({"turns": [{"speaker": "boss", "text": ""}]}, "turns 第 0 句（从 0 数）: speaker 应当是"),
        ({"turns": [{"speaker": "client", "text": 3}]}, "turns 第 0 句（从 0 数）: text 应当是"),
        ({"turns": [{"speaker": "client", "text": "", "cues": ["hm"]}]},
         "turns 第 0 句（从 0 数）: 没有叫 hm 的 cue"),
        ({"turns": [{"speaker": "trainee", "text": "好", "acts": ["hm"]}]},
         "turns 第 0 句（从 0 数）: 没有叫 hm 的 act"),
        ({"turns": [{"speaker": "trainee", "text": "好", "acts": [{"act": "thank", "start": 0, "end": 2}]}]},
         "turns 第 0 句（从 0 数）: act thank：0–2 不在这句话里（共 1 个字符）"),
        ({"context": {"age": 3}}, "context 里没有 age 这一项"),
        ({"context": {"acquainted": "yes"}}, "acquainted 应当是 true 或 false"),
        ({"verdicts": {"greeting": "good"}}, "greeting：结论应当是"),
    ],
)  # fmt: skip
def test_errors_say_where_and_what(change: dict[str, object], what: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_dialogue({**GOOD, **change})
    assert str(caught.value).startswith(what)


def test_a_bad_line_does_not_stop_the_others() -> None:
    good = json.dumps(GOOD, ensure_ascii=False)
    lines = list(read_lines([good, "{", "", "[1]", good]))
    assert [n for n, _ in lines] == [1, 2, 4, 5]
    assert [isinstance(d, DataError) for _, d in lines] == [False, True, True, False]


def test_missing_field_is_named() -> None:
    with pytest.raises(DataError, match="缺少 turns"):
        parse_line('{"id": "a", "kind": "phone_care"}')
