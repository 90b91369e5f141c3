"""Tests of the slots a text offers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from duilian.language.times import alternatives, find_times
from tests.language.times.reading import ANY_TEXT, code, wide
from tests.language.times.tables import CHOICES, NOT_TIMES


@pytest.mark.parametrize(("text", "expected"), CHOICES)
def test_alternatives(text: str, expected: list[str]) -> None:
    assert [code(m) for m in alternatives(text)] == expected
    assert [code(m) for m in alternatives(wide(text))] == expected


@pytest.mark.parametrize("text", NOT_TIMES)
def test_no_times_are_no_choice(text: str) -> None:
    assert alternatives(text) == ()


def test_one_time_said_often_is_one_slot() -> None:
    assert alternatives("三点" * 50)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_alternatives_are_distinct_points_of_the_text(text: str) -> None:
    mentions = find_times(text)
    spans = {(m.start, m.end) for m in mentions}
    chosen = alternatives(text)
    assert len(chosen) <= len(mentions)
    for m in chosen:
        assert m.kind == "point" and (m.start, m.end) in spans
    assert len({(m.start, m.end) for m in chosen}) == len(chosen)
