"""Finding passages of the handbook by words, as people type them: without blanks, in words of their own.

Chinese is not written in words, so what is compared are the characters and pairs of characters of the
query; each counts the more, the fewer passages have it. What passages do not say in their own words (没空,
生气) they are found by all the same where ``data/handbook`` names it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from duilian.handbook.manual import Manual, Passage

MOST = 20  # passages found
LONGEST_QUERY = 60  # characters
_ENOUGH = 0.4  # of what the query's known characters and pairs weigh
_PAIR = 2.0  # a pair says more than two characters apart
_WORDS = re.compile(r"[^\W_]+")
# What questions are asked with, and no passage is looked for by.
_FILLERS = re.compile(
    "怎么办|怎么样|怎么|怎样|如何|什么|哪些|应该|应当|可以|的时候|时候|[我您你他的了吗呢啊吧要该说]"
)


def find_passages(manual: Manual, query: str, labels: Mapping[str, str]) -> list[Passage]:
    """The passages that fit a query best, the best first.

    Args:
        manual: The handbook.
        query: What somebody typed.
        labels: Criterion → its Chinese name: a passage is found by those of its criteria too.
    """
    grams_of = {place: _grams(text) for place, text in _texts(manual, labels).items()}
    spread = Counter(gram for grams in grams_of.values() for gram in grams)
    bare = _FILLERS.sub(" ", query)
    wanted = {
        gram: math.log((1 + len(grams_of)) / spread[gram]) * (_PAIR if len(gram) > 1 else 1.0)
        for gram in _grams(bare if _WORDS.search(bare) else query)
        if gram in spread
    }
    total = sum(wanted.values())
    scores = {
        place: sum(weight for gram, weight in wanted.items() if gram in grams)
        for place, grams in grams_of.items()
    }
    found = [passage for passage in manual.passages if total and scores[passage.place] >= _ENOUGH * total]
    return sorted(found, key=lambda passage: -scores[passage.place])[:MOST]


def _texts(manual: Manual, labels: Mapping[str, str]) -> dict[str, str]:
    """Place → all the words that a passage is found by."""
    texts = {}
    for section in manual.sections:
        for part in section.parts:
            for passage in part.passages:
                names = (labels.get(name, "") for name in passage.criteria)
                texts[passage.place] = " ".join(
                    (part.title, passage.text, passage.also, *passage.phrases, *names)
                )
    return texts


def _grams(text: str) -> set[str]:
    """Its characters and pairs of neighbouring characters, marks left out; of Latin words the whole."""
    grams = set[str]()
    for word in _WORDS.findall(text.lower()):
        if word.isascii():
            grams.add(word)
        else:
            grams |= {*word, *(word[n : n + 2] for n in range(len(word) - 1))}
    return grams
