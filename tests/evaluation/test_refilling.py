"""Frames with other fillings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duilian.evaluation.refilling import fillings_of, refilled
from duilian.language.placeholders import SIGNS, delexicalised

TEXTS = ("王总您好，周三上午还是周四下午？", "李经理，一个月能省两成，三百块钱。", "五十台车都装了。")


def test_fillings_are_found_by_their_sign() -> None:
    found = fillings_of(TEXTS)
    assert found[SIGNS["⟨人⟩"]] == ("王总", "李经理")
    assert found[SIGNS["⟨钱⟩"]] == ("三百块钱",)


def test_the_frame_stays() -> None:
    other = refilled(TEXTS[1], fillings_of([*TEXTS, "赵主任，明天能省五成，一百块。"]))
    assert delexicalised(other) == delexicalised(TEXTS[1]) and other != TEXTS[1]


def test_a_text_without_fillings_is_itself() -> None:
    assert refilled("好的，您说。", fillings_of(TEXTS)) == "好的，您说。"


@given(st.text("王总李经理周三上午五十台车一百块,，好", max_size=30))
def test_the_same_text_is_refilled_alike(text: str) -> None:
    assert refilled(text, fillings_of(TEXTS)) == refilled(text, fillings_of(TEXTS))
