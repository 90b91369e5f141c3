"""Tests of folding and squeezing: offsets hold, or can be had back."""

from __future__ import annotations

from hypothesis import given

from duilian.language.times.folding import fold, squeeze
from tests.language.times.reading import ANY_TEXT


def test_fold_writes_the_usual_signs() -> None:
    assert fold("週三下午3點,後天") == "周三下午3点,后天"
    assert fold("周三9:30–10:00") == "周三9:30-10:00"


@given(ANY_TEXT)
def test_fold_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_squeeze_takes_blanks_beside_chinese_only() -> None:
    text, cuts = squeeze("礼拜 四  3 pm")
    assert text == "礼拜四3 pm" and cuts is not None
    assert cuts.restored(0, 3) == (0, 4)
    assert cuts.restored(3, 7) == (6, 10)
    assert squeeze("3 pm") == ("3 pm", None)


@given(ANY_TEXT)
def test_every_character_left_is_found_back(text: str) -> None:
    squeezed, cuts = squeeze(text)
    for offset, sign in enumerate(squeezed):
        start, end = cuts.restored(offset, offset + 1) if cuts else (offset, offset + 1)
        assert text[start:end] == sign
