"""Times on offer: slips of the tongue do not count, and some words ask to move what was agreed."""

from __future__ import annotations

import pytest

from duilian.roleplay.offers import asks_if_it_stands, asks_to_move, offered_in


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("您看周四上午，哦不，周五上午方便吗？", ["周五上午"]),
        ("周四，不对，周五下午行吗", ["周五下午"]),
        ("那就周四下午，说错了，是周五下午", ["周五下午"]),
        ("您看周三下午还是周四上午？", ["周三下午", "周四上午"]),
        ("周三下午不行，周四上午呢？", ["周四上午"]),
        ("周三下午或者周四上午，不知道您哪个时间行？", ["周三下午", "周四上午"]),
    ],
)
def test_what_is_on_offer(text: str, offered: list[str]) -> None:
    assert [text[m.start : m.end] for m in offered_in(text)] == offered


@pytest.mark.parametrize(
    "text", ["改到周四上午十点行吗", "能不能换个时间", "我周三来不了了", "往后推一天行吗"]
)
def test_words_that_move_an_appointment(text: str) -> None:
    assert asks_to_move(text)


@pytest.mark.parametrize("text", ["改天再跟您联系", "那周三下午三点见", "换了它您就省心了", "我们改进了服务"])
def test_words_that_do_not(text: str) -> None:
    assert not asks_to_move(text)


@pytest.mark.parametrize(
    "text",
    [
        "周四上午没变吧？",
        "时间没改吧",
        "明天上午没改时间吧？",
        "咱们约的时间没有变化吧？",
        "明天上午有变化吗？",
        "咱们还是老时间吧",
        "约好的时间变了没有？",
        "没变吧？",
    ],
)
def test_words_that_ask_whether_it_stands(text: str) -> None:
    assert asks_if_it_stands(text) and not asks_to_move(text)


@pytest.mark.parametrize(
    "text", ["您那边的生意没什么变化吧？", "那改到周五上午行吗", "能不能换个时间", "周四上午见，没问题吧"]
)
def test_words_that_ask_no_such_thing(text: str) -> None:
    assert not asks_if_it_stands(text)
