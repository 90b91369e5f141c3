"""Frames with other fillings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.evaluation.refilling import fillings_of, refilled, sort_of
from duilian.language.placeholders import SIGNS, delexicalised

TEXTS = ("王总您好，周三上午还是周四下午？", "李经理，一个月能省两成，三百块钱。", "五十台车都装了。")


def test_fillings_are_found_by_their_sign() -> None:
    found = fillings_of(TEXTS)
    assert found[sort_of(SIGNS["⟨人⟩"], "赵主任")] == ("王总", "李经理")
    assert found[sort_of(SIGNS["⟨钱⟩"], "一块钱")] == ("三百块钱",)


@pytest.mark.parametrize(
    ("sign", "one", "other"),
    [
        ("⟨时⟩", "周三", "周三前"),
        ("⟨时⟩", "今天", "今晚九点"),
        ("⟨时⟩", "八点", "八点到十点"),
        ("⟨时⟩", "明天", "下个月"),
        ("⟨时⟩", "昨天", "明天"),
        ("⟨时长⟩", "五分钟", "四十天"),
        ("⟨某时⟩", "什么时候", "改天"),
        ("⟨人⟩", "王总", "小王"),
    ],
)
def test_what_means_something_else_is_of_another_sort(sign: str, one: str, other: str) -> None:
    assert sort_of(SIGNS[sign], one) != sort_of(SIGNS[sign], other)


@pytest.mark.parametrize(
    ("sign", "one", "other"),
    [("⟨时⟩", "明天", "后天"), ("⟨时⟩", "周三上午", "下周一下午"), ("⟨时长⟩", "五分钟", "一刻钟")],
)
def test_what_means_as_much_is_of_one_sort(sign: str, one: str, other: str) -> None:
    assert sort_of(SIGNS[sign], one) == sort_of(SIGNS[sign], other)


def test_the_frame_stays() -> None:
    other = refilled(TEXTS[1], fillings_of([*TEXTS, "赵主任，明天能省五成，一百块。"]))
    assert delexicalised(other) == delexicalised(TEXTS[1]) and other != TEXTS[1]


def test_a_text_without_fillings_is_itself() -> None:
    assert refilled("好的，您说。", fillings_of(TEXTS)) == "好的，您说。"


@given(st.text("王总李经理周三上午五十台车一百块,，好", max_size=30))
def test_the_same_text_is_refilled_alike(text: str) -> None:
    assert refilled(text, fillings_of(TEXTS)) == refilled(text, fillings_of(TEXTS))
