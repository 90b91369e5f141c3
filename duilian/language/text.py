"""Characters in one form, and a text cut into clauses: a leaf that everything may import."""

from __future__ import annotations

import re
import unicodedata


class _Narrow(dict[int, str]):
    """Code point → its narrow form; each is worked out once."""

    def __missing__(self, code: int) -> str:
        narrowed = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = narrowed if len(narrowed) == 1 else chr(code)
        return self[code]


_NARROW = _Narrow()
_CUT = re.compile(r"[,，。.!！?？;；~…:：\s]+|——")


def narrow(text: str) -> str:
    """Half-width lower case, one character in, one out, so that offsets hold."""
    return text.translate(_NARROW)


def clauses(text: str) -> list[tuple[int, int]]:
    """Cut a turn into clauses.

    Args:
        text: Any text.

    Returns:
        The (start, end) of each clause, in characters from 0, in order, without the marks between them.
    """
    places, start = [], 0
    for mark in _CUT.finditer(text):
        if mark.start() > start:
            places.append((start, mark.start()))
        start = mark.end()
    return [*places, (start, len(text))] if start < len(text) else places
