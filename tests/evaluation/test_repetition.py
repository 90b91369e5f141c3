"""An assessment made again: what counts as the same, and what is said of what is not."""

from __future__ import annotations

from duilian.evaluation.repetition import MadeAssessment, repetition

BEFORE = MadeAssessment(
    80.0,
    {
        "greeting": {"verdict": "met", "turn": 1, "start": 0, "end": 2, "confidence": 0.99},
        "two_choice": {"verdict": "met", "turn": 3, "start": 0, "end": 9},
        "farewell": {"verdict": "missed", "turn": 5, "why": "没有道别。"},
    },
    "duilian-score|rubric:1-a|model:m",
)


def test_the_same_is_the_same_however_it_is_put_into_words() -> None:
    verdicts = {**BEFORE.verdicts, "farewell": {"verdict": "missed", "turn": 5, "why": "少了一声再见。"}}
    found = repetition(BEFORE, MadeAssessment(80.0, verdicts, BEFORE.signature))
    assert found.same and found.signature == {}


def test_verdicts_grounds_and_parts_of_the_signature_are_told_apart() -> None:
    verdicts = {
        "greeting": {**BEFORE.verdicts["greeting"], "confidence": 0.7},
        "two_choice": {"verdict": "missed", "turn": 3},
        "purpose": {"verdict": "met", "turn": 1, "start": 0, "end": 4},
    }
    found = repetition(BEFORE, MadeAssessment(62.5, verdicts, "duilian-score|rubric:1-b|model:m"))
    assert not found.same and found.scores == (80.0, 62.5)
    assert found.verdicts == {
        "two_choice": ("met", "missed"),
        "farewell": ("missed", "na"),
        "purpose": ("na", "met"),
    }
    assert found.grounds == ("greeting",) and found.signature == {"rubric": ("1-a", "1-b")}


def test_a_scorecard_without_a_signature_cannot_say_what_changed() -> None:
    assert repetition(MadeAssessment(80.0, BEFORE.verdicts, ""), BEFORE).signature is None
