"""Quotations are whole clauses that say something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.assessment.finding import Evidence
from duilian.assessment.quoting import LONGEST_QUOTE, quotable, quote, whole_clauses


@pytest.mark.parametrize(
    ("text", "words", "quoted"),
    [
        ("好的，那周三上午我过去，再见。", "上午我", "那周三上午我过去"),
        ("王总您好，我是移动公司的小李。", "您好", "王总您好，我是移动公司的小李"),
        ("王总，您看周三行吗？", "王总", "王总，您看周三行吗"),
        ("周三上午十点见，王总。", "王总", "周三上午十点见，王总"),
        ("您好！", "您好", "您好"),
        ("每月3.5元，包您满意", "5", "每月3.5元"),
        ("那就10:30到您那儿，行吗", "30", "那就10:30到您那儿"),
        ("谢谢您，耽误您了，再见", "谢谢您，耽误", "谢谢您，耽误您了"),
    ],
)
def test_what_is_quoted(text: str, words: str, quoted: str) -> None:
    start = text.index(words)
    spot = quote(text, Evidence(0, start, start + len(words)), "王总")
    assert text[spot.start : spot.end] == quoted


def test_a_long_stretch_is_quoted_by_its_first_clauses() -> None:
    text = "，".join(["简单地说它就是一个装在车上的小盒子"] * 4)
    spot = quote(text, Evidence(0, 0, len(text)))
    assert (spot.start, spot.end) == (0, quotable(text)[1][1]) and spot.end <= LONGEST_QUOTE


@given(st.text("王总您好再见3.5，。:我 ", min_size=1), st.data())
def test_a_quotation_begins_and_ends_with_a_clause(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    starts, ends = zip(*quotable(text) or [(0, len(text))], strict=True)
    spot = quote(text, Evidence(0, start, end), "王总")
    for a, b in ((spot.start, spot.end), whole_clauses(text, start, end)):
        assert (a, b) == (0, len(text)) or (a in starts and b in ends and a < b)
