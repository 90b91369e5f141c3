"""Tests of the times found: the table, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from duilian.language.times import Weekday, char_classes, find_times
from tests.language.times.reading import ANY_TEXT, code, told, wide
from tests.language.times.tables import MENTIONS, NOT_TIMES


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_found(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_found_inside_a_sentence(text: str, expected: str) -> None:
    carrier = f"王总您好,{text},麻烦您了"
    before = len("王总您好,")
    mentions = [m for m in find_times(carrier) if m.end <= before + len(text)]
    assert " | ".join(f"{carrier[m.start : m.end]}={code(m)}" for m in mentions) == expected


@pytest.mark.parametrize("text", [text for text, _ in MENTIONS])
def test_full_width_signs_change_nothing(text: str) -> None:
    assert find_times(wide(text)) == find_times(text)


@pytest.mark.parametrize("text", NOT_TIMES)
def test_not_times(text: str) -> None:
    assert find_times(text) == ()
    assert find_times(wide(text)) == ()
    assert not any(char_classes(text))


def test_char_classes() -> None:
    assert char_classes("占用您十分钟") == [0, 0, 0, 2, 2, 2]
    assert char_classes("改天或周三") == [3, 3, 0, 1, 1]
    assert char_classes("") == []


def test_own_day_tells_said_from_inherited() -> None:
    first, second = find_times("周三上午或下午")
    assert first.own_day and not second.own_day
    assert second.day == Weekday(3)


def test_vague_flag_goes_with_the_kind() -> None:
    assert all(m.vague == (m.kind == "vague") for text, _ in MENTIONS for m in find_times(text))


def test_long_text_stays_linear() -> None:
    text = "周三下午三点还是周四上午十点?" * 400
    assert len(find_times(text)) == 800
    assert len(find_times("零一二三四五六七八九十" * 2000)) == 0


@settings(max_examples=600, deadline=None)
@given(ANY_TEXT)
def test_mentions_are_ordered_spans_of_the_text(text: str) -> None:
    last = 0
    for m in find_times(text):
        assert last <= m.start < m.end <= len(text)
        assert text[m.start : m.end].strip()
        assert m.kind in ("point", "duration", "vague", "recurring")
        last = m.end
        hash(m)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_char_classes_agree_with_the_mentions(text: str) -> None:
    classes = char_classes(text)
    assert len(classes) == len(text)
    assert sum(c != 0 for c in classes) == sum(m.end - m.start for m in find_times(text))


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_full_width_text_gives_the_same_spans(text: str) -> None:
    assert find_times(wide(text)) == find_times(text)
