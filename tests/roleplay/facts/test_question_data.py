"""No sentence by which the question model is measured is one that it learnt from."""

from __future__ import annotations

from pathlib import Path

from duilian.roleplay.facts.question_data import load_questions
from duilian.roleplay.facts.question_form import bare_words
from duilian.roleplay.facts.sheet import load_fact_book

ROOT = Path(__file__).parent.parent.parent.parent
TOPICS = load_fact_book(ROOT / "data/facts").topics
NEWEST = ("plain", "plain2", "talker", "rounds", "neighbour", "county", "passing", "regional")

SHORTEST, CLOSE = 4, 0.7  # pairs of characters of a line that is compared, and the share of them in common


def test_no_question_of_the_newest_voices_is_one_it_is_measured_by() -> None:
    measured = {
        bare_words(said.text)
        for voice in load_questions(ROOT / "tests/data/questions", TOPICS).values()
        for said in voice
    }
    voices = load_questions(ROOT / "data/facts/questions", TOPICS)
    assert set(NEWEST) <= set(voices)
    learnt = {bare_words(said.text) for name in NEWEST for said in voices[name] if said.topics}
    assert not learnt & measured


def test_no_line_of_the_newest_voices_is_close_to_one_it_is_measured_by() -> None:
    measured = [
        pairs
        for voice in load_questions(ROOT / "tests/data/questions", TOPICS).values()
        for said in voice
        if len(pairs := _pairs(said.text)) >= SHORTEST
    ]
    voices = load_questions(ROOT / "data/facts/questions", TOPICS)
    learnt = {said.text: _pairs(said.text) for name in NEWEST for said in voices[name]}
    close = {
        text
        for text, pairs in learnt.items()
        if len(pairs) >= SHORTEST
        for other in measured
        if len(pairs & other) >= CLOSE * len(pairs | other)
    }
    assert not close


def _pairs(text: str) -> set[str]:
    bare = bare_words(text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}
