"""Character n-grams, the features of which the classifiers are made."""

from __future__ import annotations

from collections.abc import Sequence

from duilian.language.placeholders import delexicalised
from duilian.language.text import narrow

_VIEW_SIZES = (2, 3, 4, 5)
_EDGE = 24  # characters at a text's edge that edge_ngrams looks at


def _folded(text: str) -> str:
    """Half-width lower case, both full stops the same."""
    return narrow(text).replace("。", ".")


def char_ngrams(text: str, sizes: Sequence[int], prefix: str = "") -> list[str]:
    """The character n-grams of a text between ``^`` and ``$``.

    Args:
        text: Any text; full-width characters and capitals count as narrow and small ones.
        sizes: The lengths of the n-grams.
        prefix: Stands before each, to tell them from those of another text.
    """
    low = f"^{_folded(text)}$"
    return [prefix + low[i : i + size] for size in sizes for i in range(len(low) - size + 1)]


def gapped_pairs(text: str) -> list[str]:
    """The pairs of characters of a text with one or two others between them."""
    low = f"^{_folded(text)}$"
    return [f"{low[i]}_{low[i + gap]}" for gap in (2, 3) for i in range(len(low) - gap)]


def edge_ngrams(text: str, prefix: str, at_end: bool = False) -> list[str]:
    """The pairs and triples of characters of a text's first 24 characters, or of its last.

    Args:
        text: Any text.
        prefix: Stands before each.
        at_end: The last characters instead of the first.
    """
    edge = _folded(text)[-_EDGE:] if at_end else _folded(text)[:_EDGE]
    return [prefix + edge[i : i + size] for size in (2, 3) for i in range(len(edge) - size + 1)]


def view_ngrams(text: str) -> list[str]:
    """The n-grams of two to five characters of a text's delexicalised view (``language/placeholders.py``)."""
    low = f"^{delexicalised(text)}$"
    return ["d=" + low[i : i + size] for size in _VIEW_SIZES for i in range(len(low) - size + 1)]
