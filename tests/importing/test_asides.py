"""What stands among the words and is none."""

from __future__ import annotations

import pytest

from duilian.importing.asides import is_aside, is_direction, without_asides


@pytest.mark.parametrize("text", ["（停顿）", "(笑)", "[BLANK_AUDIO]", "【客户挂断】", "*咳嗽*", "  [笑声] "])
def test_what_happens_is_a_direction_in_any_brackets_and_no_words(text: str) -> None:
    assert is_aside(text) and is_direction(text)
    assert without_asides(text) == ("", (text.strip(),))


@pytest.mark.parametrize("text", ["（张先生）", "【客户】", "*重要*"])
def test_what_stands_in_brackets_and_says_nothing_that_happens_is_none(text: str) -> None:
    assert is_aside(text) and not is_direction(text)


@pytest.mark.parametrize("text", ["他笑了", "（笑）好的", "", "挂断"])
def test_words_are_no_aside(text: str) -> None:
    assert not is_aside(text) and not is_direction(text)


def test_directions_are_taken_out_of_the_words_and_told() -> None:
    assert without_asides("（叹气）好吧 [笑声]，那就周四*咳嗽*") == (
        "好吧 ，那就周四",
        ("（叹气）", "[笑声]", "*咳嗽*"),
    )


def test_other_brackets_are_words() -> None:
    """With the blanks around them, as nothing was taken out."""
    assert without_asides(" 我们的【畅享套餐】（58元）很好（笑）") == (
        "我们的【畅享套餐】（58元）很好",
        ("（笑）",),
    )
    assert without_asides(" 流量（20G）够用 ") == (" 流量（20G）够用 ", ())
