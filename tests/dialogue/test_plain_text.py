"""Tests of duilian.dialogue.plain_text, and the lint of data/dialogues."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import ACTS, KINDS, ActSpan, Dialogue
from duilian.dialogue.plain_text import format_dialogue, mark, parse_dialogues, parse_marked, read_dialogues
from duilian.errors import DataError

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "data/dialogues").glob("*.txt"))
HEAD = ("# a-1 | phone_care | client_title=王总; client_org=-; industry=-; acquainted=yes; holiday=春节; "
        "product=-; hung_up_by=-\n")  # fmt: skip


def test_reads_turns_spans_cues_and_context() -> None:
    text = HEAD + "C (answer_call) 喂\n// a comment\nT [王总您好](greeting),[再见](farewell)\n"
    (dialogue,) = parse_dialogues(text, "x")
    assert (
        dialogue.context.acquainted
        and dialogue.context.holiday == "春节"
        and dialogue.context.product is None
    )
    assert dialogue.turns[0].cues == ("answer_call",)
    assert dialogue.turns[1].text == "王总您好,再见"
    assert dialogue.turns[1].acts == (ActSpan("greeting", 0, 4), ActSpan("farewell", 5, 7))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("T 好\n", "x:1: 这句话前面没有 # 开头的标题"),
        (HEAD + "C (hm) 喂\n", "x:2: 没有叫 hm 的 cue"),
        (HEAD + "T [好](hm)\n", "x:2: 没有叫 hm 的 act"),
        (HEAD + "T [好](thank\n", "x:2: 方括号不成对"),
        (HEAD + "X 好\n", "x:2: 这一行既不是"),
        ("# a | b\n", "x:1: 标题应当写成"),
        ("# a | call | x=y\n", "x:1: 没有叫 call 的 kind"),
    ],
)
def test_errors_name_the_line(text: str, error: str) -> None:
    with pytest.raises(DataError) as caught:
        list(parse_dialogues(text, "x"))
    assert str(caught.value).startswith(error)


pieces = st.lists(st.tuples(st.text("好的您,。😀 a", max_size=4), st.text("谢再见1", min_size=1, max_size=4),
                            st.sampled_from(ACTS)), max_size=5)  # fmt: skip


@given(pieces)
def test_marking_is_the_inverse_of_parsing(parts: list[tuple[str, str, str]]) -> None:
    text, spans = "", []
    for before, words, act in parts:
        text += before
        spans.append(ActSpan(act, len(text), len(text) + len(words)))
        text += words
    assert parse_marked(mark(text, tuple(spans))) == (text, tuple(spans))


def dialogues() -> list[Dialogue]:
    return [d for path in FILES for d in read_dialogues(path)]


def test_the_shipped_dialogues_are_well_formed() -> None:
    everything = dialogues()
    assert len(everything) > 450
    assert [i for i, n in Counter(d.id for d in everything).items() if n > 1] == []
    assert all(d.turns for d in everything)
    assert {d.kind for d in everything} == set(KINDS)
    assert {s.act for d in everything for t in d.turns for s in t.acts} == set(ACTS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_files_stand_in_canonical_form(path: Path) -> None:
    """So that conversion and hand editing give small diffs."""
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("//")]
    body = "".join(map(format_dialogue, read_dialogues(path)))
    head = "".join(f"{line}\n" for line in comments)
    assert path.read_text(encoding="utf-8") == head + body
