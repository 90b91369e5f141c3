"""The frames of turns with other times, amounts, numbers and people in them.

What a turn does is in its frame: 「您看周三上午还是周四下午」 offers two times, whatever they are. So a turn
and the same turn refilled should get the same acts. (As training data refilled turns brought nothing: the
classifiers see the frames anyway, docs/tagging.md.)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from duilian.language.placeholders import find_fillings
from duilian.language.surnames import TITLES
from duilian.language.times import TimeMention, find_times, is_past

_KEPT = 4096  # words whose sort is remembered
_UNITS = (60, 24 * 60, 30 * 24 * 60)  # minutes: an hour, a day, a month
_ASKED = re.compile("[几什啥哪何多]")  # 什么时候, 几点: a time asked for
_TITLE = re.compile(f"(?:{TITLES})$")

Sort = tuple[object, ...]


@lru_cache(maxsize=_KEPT)
def sort_of(sign: str, words: str) -> Sort:
    """What words must share to stand in each other's place without changing what is meant.

    A day and a deadline have one sign, five minutes and an hour, 王总 and 小王, but are not of one sort.

    Args:
        sign: The words' sign, of :data:`~duilian.language.placeholders.SIGNS`.
        words: The words.
    """
    mentions = find_times(words)
    return (sign, bool(_TITLE.search(words)), *(_sort_of_time(m, words) for m in mentions[:1]))


def _sort_of_time(mention: TimeMention, words: str) -> Sort:
    if mention.kind == "vague":
        return (bool(_ASKED.search(words)),)
    if mention.kind == "duration":
        return (sum((mention.minutes or 0) > unit for unit in _UNITS),)
    ranges = mention.day_end, mention.part_end, mention.end_hour
    return (
        type(mention.day).__name__,
        is_past(mention.day),
        mention.part is None,
        mention.hour is None,
        mention.bound,
        any(end is not None for end in ranges),
    )


def fillings_of(texts: Iterable[str]) -> dict[Sort, tuple[str, ...]]:
    """What fills the frames of some texts.

    Args:
        texts: Any texts.

    Returns:
        Sort (:func:`sort_of`) → the words of that sort, each once, in order.
    """
    found: dict[Sort, dict[str, None]] = {}
    for text in texts:
        for filling in find_fillings(text):
            words = text[filling.start : filling.end]
            found.setdefault(sort_of(filling.sign, words), {})[words] = None
    return {sort: tuple(words) for sort, words in found.items()}


def refilled(text: str, fillings: Mapping[Sort, Sequence[str]]) -> str:
    """A text with other fillings.

    Args:
        text: Any text.
        fillings: Sort → words to draw from, as of :func:`fillings_of`. What is drawn depends on the text
            alone.

    Returns:
        The same frame; what stood in it twice is the same twice again. The text itself where it has none.
    """
    drawn, other = random.Random(text), dict[str, str]()
    pieces, at = list[str](), 0
    for filling in find_fillings(text):
        words = text[filling.start : filling.end]
        if words not in other:
            other[words] = drawn.choice(fillings.get(sort_of(filling.sign, words)) or (words,))
        pieces += [text[at : filling.start], other[words]]
        at = filling.end
    return "".join([*pieces, text[at:]])
