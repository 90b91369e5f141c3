"""Characters in one form, for whoever looks into a text: a leaf that everything may import."""

from __future__ import annotations

import unicodedata


class _Narrow(dict[int, str]):
    """Code point → its narrow form; each is worked out once."""

    def __missing__(self, code: int) -> str:
        narrowed = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = narrowed if len(narrowed) == 1 else chr(code)
        return self[code]


_NARROW = _Narrow()


def narrow(text: str) -> str:
    """Half-width lower case, one character in, one out, so that offsets hold."""
    return text.translate(_NARROW)
