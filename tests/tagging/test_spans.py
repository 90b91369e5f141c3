"""Spans and the acts of characters are two forms of one thing."""

from __future__ import annotations

from duilian.dialogue.model import ActSpan
from duilian.tagging.spans import acts_of_characters, spans_of


def test_spans_and_acts_of_characters_are_inverse() -> None:
    spans = [ActSpan("greeting", 1, 3, 0.9), ActSpan("thank", 3, 5, 0.8)]
    assert spans_of(acts_of_characters("啊您好谢谢", spans), {"greeting": 0.9, "thank": 0.8}) == spans
