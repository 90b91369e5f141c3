"""What tells who or where somebody is, made unreadable in what leaves the house.

Numbers of phones, cards and identity cards, as written and as spoken; addresses of e-mail, WeChat and QQ;
number plates; and addresses of streets down to the house number. Amounts, dates, tariffs and order numbers
stay.
"""

from __future__ import annotations

from typing import Any

from duilian.language.masking.contacts import find_contacts
from duilian.language.masking.grouped_digits import find_numbers


def mask(text: str) -> str:
    """Make what identifies somebody in a text unreadable: 13812345678 → 138****5678.

    The length stays, so that offsets hold, and so do the blanks and marks between digits.

    Args:
        text: Any text.
    """
    hidden = {*find_numbers(text), *find_contacts(text)}
    return "".join("*" if place in hidden else character for place, character in enumerate(text))


def mask_all(value: Any) -> Any:
    """The same in every text of a JSON value."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [mask_all(item) for item in value]
    if isinstance(value, dict):
        return {key: mask_all(item) for key, item in value.items()}
    return value
