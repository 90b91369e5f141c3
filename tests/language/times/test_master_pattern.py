"""Tests of the master pattern's guards."""

from __future__ import annotations

import re

import pytest

from duilian.language.times.folding import fold
from duilian.language.times.master_pattern import BRANCHES, MASTER, TRIGGER
from tests.language.times.tables import CHOICES, MENTIONS, NOT_TIMES


def test_first_signs_are_complete() -> None:
    """The looks at the next sign before the branches and the prefilter lose nothing."""
    bare = re.compile(BRANCHES)
    for text in [*(t for t, _ in MENTIONS), *NOT_TIMES, *(t for t, _ in CHOICES)]:
        folded = fold(text)
        matches = [(m.span(), m.lastgroup) for m in bare.finditer(folded)]
        assert matches == [(m.span(), m.lastgroup) for m in MASTER.finditer(folded)]
        if any(m.lastgroup != "skip" for m in bare.finditer(folded)):
            assert TRIGGER.search(folded)


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("第三天", "skip"),
        ("改天", "vague"),
        ("一下午", "whole"),
        ("十分钟", "length"),
        ("下周三", "weekday"),
        ("周末", "week"),
        ("明天", "day"),
        ("11月28号", "month"),
        ("国庆后", "holiday"),
        ("正月初六", "lunar"),
        ("年底", "year"),
        ("第三个星期日", "month_weekday"),
        ("9.4号", "date_in_numbers"),
        ("三季度", "quarter"),
        ("下午", "part"),
        ("15:30", "digital"),
        ("三或者四点", "hour_listed"),
        ("三点半", "hour"),
    ],
)
def test_each_branch_has_its_words(text: str, branch: str) -> None:
    match = MASTER.match(text)
    assert match is not None and match.lastgroup == branch
