"""Characters in one form, for whoever looks into a text: a leaf that everything may import."""

from __future__ import annotations

import unicodedata


def narrow(text: str) -> str:
    """Half-width lower case, one character in, one out, so that offsets hold."""
    out = []
    for c in text:
        n = unicodedata.normalize("NFKC", c).lower()
        out.append(n if len(n) == 1 else c)
    return "".join(out)
