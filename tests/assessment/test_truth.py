"""Every sentence of a debrief that speaks of what was said is true of it, by the labels that decided."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duilian.assessment import assess, load_rubric
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.right_product import without_praise_of_others
from duilian.dialogue.model import ACTS, CUES, KINDS, ActSpan, Context, Dialogue, Turn
from duilian.dialogue.plain_text import read_dialogues
from tests.assessment.truth import Reader

ROOT = Path(__file__).parent.parent.parent
RUBRIC = load_rubric(ROOT / "data/rubric.yml")
FILES = (
    *sorted((ROOT / "data/dialogues").glob("*.txt")),
    *sorted((ROOT / "tests/data").glob("ordinary*/dialogues.txt")),
    *(path for path in sorted((ROOT / "tests/data/development").glob("*.txt")) if path.stem != "verdicts"),
)


def faults(dialogue: Dialogue) -> Iterator[str]:
    """What a debrief of a labelled dialogue says that is not so."""
    right = without_praise_of_others(dialogue, RUBRIC.products)
    reader = Reader(right, list(IndexedDialogue(right).listeners))
    whole = Reader(dialogue, reader.listeners)
    for name, verdict in assess(dialogue, RUBRIC).verdicts.items():
        assert verdict.explanation and verdict.explanation.sentence, (name, verdict)
        sentence = verdict.explanation.sentence
        of = whole if verdict.explanation.reason == "other_product" else reader
        yield from (
            f"{name}: {sentence} – {fault}" for fault in of.faults(name, sentence, verdict.explanation.quote)
        )


def test_files_are_there() -> None:
    assert len(FILES) > 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_of_the_dialogues_people_labelled(path: Path) -> None:
    assert not [(dialogue.id, *faults(dialogue)) for dialogue in read_dialogues(path) if [*faults(dialogue)]]


@cache
def said_by_people() -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """Turns of trainees and of clients, as people said and labelled them."""
    turns = [turn for path in FILES for dialogue in read_dialogues(path) for turn in dialogue.turns]
    sides = ([t for t in turns if t.speaker == side] for side in ("trainee", "client"))
    return tuple(next(sides)), tuple(next(sides))


@st.composite
def jumbled(draw: st.DrawFn) -> Dialogue:
    """Turns of people in any order, some with any labels at all."""
    trainees, clients = said_by_people()
    turns = []
    for _ in range(draw(st.integers(0, 9))):
        turn = draw(st.sampled_from(clients if draw(st.booleans()) else trainees))
        if draw(st.integers(0, 3)) == 0:
            if turn.speaker == "client":
                turn = Turn(
                    "client",
                    turn.text,
                    cues=tuple(draw(st.lists(st.sampled_from(CUES), max_size=3, unique=True))),
                )
            else:
                cuts = sorted(draw(st.lists(st.integers(0, len(turn.text)), max_size=4, unique=True)))
                spans = [
                    ActSpan(draw(st.sampled_from(ACTS)), a, b)
                    for a, b in zip(cuts[::2], cuts[1::2], strict=False)
                ]
                turn = Turn("trainee", turn.text, acts=tuple(spans))
        turns.append(turn)
    kind = draw(st.sampled_from(KINDS))
    hung_up = draw(st.sampled_from(("client", "trainee", None))) if kind.startswith("phone") else None
    context = Context(
        client_title=draw(st.sampled_from((None, "王总", "李经理"))),
        client_org="宏达物流",
        industry="物流",
        acquainted=draw(st.booleans()),
        holiday=draw(st.sampled_from((None, "中秋节"))),
        product=draw(st.sampled_from((None, "车务通", "企业邮箱"))),
        hung_up_by=hung_up,
    )
    return Dialogue("x", kind, context, tuple(turns))


@settings(max_examples=400)
@given(jumbled())
def test_of_any_dialogue(dialogue: Dialogue) -> None:
    assert not list(faults(dialogue)), dialogue


def test_the_reader_notices_what_is_said_of_another_conversation() -> None:
    dialogues = [dialogue for path in FILES[:8] for dialogue in read_dialogues(path)]
    found = 0
    for said_of, read_against in itertools.pairwise(dialogues):
        verdict = assess(said_of, RUBRIC).verdicts["respectful_address"]
        reader = Reader(read_against, list(IndexedDialogue(read_against).listeners))
        assert verdict.explanation
        try:
            told = reader.faults(
                "respectful_address", verdict.explanation.sentence, verdict.explanation.quote
            )
        except IndexError:  # no such turn
            told = ["no such turn"]
        found += bool(told)
    assert found > 0.8 * len(dialogues)
