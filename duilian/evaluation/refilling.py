"""The frames of turns with other times, amounts, numbers and people in them.

What a turn does is in its frame: 「您看周三上午还是周四下午」 offers two times, whatever they are. So a turn
and the same turn refilled should get the same acts. (As training data refilled turns brought nothing: the
classifiers see the frames anyway, docs/tagging.md.)
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from duilian.language.placeholders import find_fillings


def fillings_of(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What fills the frames of some texts.

    Args:
        texts: Any texts.

    Returns:
        Sign (:data:`~duilian.language.placeholders.SIGNS`) → the words that have it, each once, in order.
    """
    found: dict[str, dict[str, None]] = {}
    for text in texts:
        for filling in find_fillings(text):
            found.setdefault(filling.sign, {})[text[filling.start : filling.end]] = None
    return {sign: tuple(words) for sign, words in found.items()}


def refilled(text: str, fillings: Mapping[str, Sequence[str]]) -> str:
    """A text with other fillings.

    Args:
        text: Any text.
        fillings: Sign → words to draw from, as of :func:`fillings_of`. What is drawn depends on the text
            alone.

    Returns:
        The same frame; what stood in it twice is the same twice again. The text itself where it has none.
    """
    drawn, other = random.Random(text), dict[str, str]()
    pieces, at = list[str](), 0
    for filling in find_fillings(text):
        words = text[filling.start : filling.end]
        if words not in other:
            other[words] = drawn.choice(fillings.get(filling.sign) or (words,))
        pieces += [text[at : filling.start], other[words]]
        at = filling.end
    return "".join([*pieces, text[at:]])
