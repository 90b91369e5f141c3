"""What the CRF sees of each character: neighbours, word, time expression, what was said before."""

from __future__ import annotations

import logging
from functools import cache
from types import ModuleType
from typing import cast

from duilian.language import times
from duilian.language.text import narrow


@cache
def _jieba() -> ModuleType:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return cast(ModuleType, jieba)


def _choice(text: str) -> tuple[str, list[bool]]:
    """How many times the turn offers (0, 1, 2 for more), and which characters lie from first to last."""
    offered = times.alternatives(text)
    inside = [False] * len(text)
    if offered:
        for i in range(offered[0].start, offered[-1].end):
            inside[i] = True
    return str(min(len(offered), 2)), inside


def character_features(text: str, before: str = "") -> list[list[str]]:
    """A turn → a list of feature strings for each of its characters.

    They are few: the CRF is the least of the classifiers that say *which* acts there are, and thrice as many
    tell it no better where.

    Args:
        text: The turn.
        before: The client's last words.
    """
    low, n = narrow(text), len(text)
    words = [(w, k == 0) for w in _jieba().cut(low) for k in range(len(w))]
    clock, (count, inside) = times.char_classes(text), _choice(text)
    padded = f"^^^^{low}$$$$"
    tail = narrow(before)[-8:]
    said = [f"pv={tail[k : k + 2]}" for k in range(len(tail) - 1)]
    rows = []
    for i in range(n):
        p = i + 4
        row = ["bias", f"at={min(i, 3)}", f"w={words[i][0]}", f"wb={words[i][1]}", f"c={padded[p]}"]
        for size, reach in ((2, range(-2, 2)), (3, range(-2, 2))):
            row += [f"g{size}{a}={padded[p + a : p + a + size]}" for a in reach]
        near = max(clock[max(0, i - 5) : i + 6])
        if near:
            row += [f"t={clock[i]}", f"tn={near}", f"tc={near}{count}", f"ti={count}{inside[i]}"]
        rows.append(row + said if i in (0, n - 1) else row)
    return rows
