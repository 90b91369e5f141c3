"""What the question model sees of a sentence: characters, words, and groups of words that mean the same."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping
from functools import cache
from itertools import combinations
from types import ModuleType
from typing import cast

from duilian.roleplay.facts.question_form import bare_words

_SIZES = (1, 2)
_GROUP_WEIGHT = 2  # a group counts as often

Groups = Mapping[str, "re.Pattern[str]"]


@cache
def _jieba() -> ModuleType:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return cast(ModuleType, jieba)


def compile_groups(words: Mapping[str, Collection[str]]) -> dict[str, re.Pattern[str]]:
    """Group → the pattern that finds any of its words, the longest first."""
    return {
        str(name): re.compile("|".join(sorted(map(re.escape, map(str, group)), key=len, reverse=True)))
        for name, group in words.items()
    }


def question_features(text: str, groups: Groups) -> list[str]:
    """The features of a sentence.

    Args:
        text: The sentence.
        groups: Group → the pattern of its words.

    Returns:
        N-grams of its characters, its words, groups of words in it, pairs of groups.
    """
    bare = bare_words(text)
    padded = f"^{bare}$"
    ngrams = [padded[i : i + size] for size in _SIZES for i in range(len(padded) - size + 1)]
    words = [f"w={word}" for word in _jieba().cut(bare)]
    found = [f"g={name}" for name, pattern in groups.items() if pattern.search(bare)]
    pairs = [f"{one}&{other}" for one, other in combinations(found, 2)]
    return [*ngrams, *words, *found * _GROUP_WEIGHT, *pairs]
