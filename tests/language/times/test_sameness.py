"""Tests of which times can be the same slot."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from duilian.language.times import compatible, find_times
from tests.language.times.reading import ANY_TEXT
from tests.language.times.tables import COMPATIBLE


@pytest.mark.parametrize(("one", "other", "expected"), COMPATIBLE)
def test_compatible(one: str, other: str, expected: bool) -> None:
    a, b = find_times(one)[0], find_times(other)[0]
    assert compatible(a, b) is expected
    assert compatible(b, a) is expected


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_compatible_is_reflexive_and_symmetric(text: str) -> None:
    mentions = find_times(text)[:6]
    for a in mentions:
        assert compatible(a, a)
        for b in mentions:
            assert compatible(a, b) == compatible(b, a)
