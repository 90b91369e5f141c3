"""Numbers of phones and cards, made unreadable in what leaves the house."""

from __future__ import annotations

import re
from typing import Any

_SPLIT = r"[ \-－‐]?"
# A mobile number, with or without 86; a landline with its area code; a bank or identity card of 15 to 19
# digits.
_NUMBER = re.compile(
    rf"(?<!\d)(?:\+?86{_SPLIT})?1[3-9]\d(?:{_SPLIT}\d){{8}}(?!\d)"
    rf"|(?<!\d)0\d{{2,3}}{_SPLIT}\d(?:{_SPLIT}\d){{6,7}}(?!\d)"
    rf"|(?<!\d)\d(?:{_SPLIT}\d){{13,17}}{_SPLIT}[\dXx](?!\d)"
)


def mask(text: str) -> str:
    """Make the numbers of phones and cards in a text unreadable: 13812345678 → 138****5678.

    Of each number three digits stay in front and four behind. The length stays, so that offsets hold.
    """

    def hide(number: re.Match[str]) -> str:
        characters = list(number[0])
        digits = [n for n, c in enumerate(characters) if c.isalnum()]
        for n in digits[3:-4]:
            characters[n] = "*"
        return "".join(characters)

    return _NUMBER.sub(hide, text.translate(_WIDE)) if any(c.isdigit() for c in text) else text


_WIDE = {ord("０") + n: ord("0") + n for n in range(10)}


def mask_all(value: Any) -> Any:
    """The same in every text of a JSON value."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [mask_all(item) for item in value]
    if isinstance(value, dict):
        return {key: mask_all(item) for key, item in value.items()}
    return value
