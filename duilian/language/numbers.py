"""Numbers as people type them into forms and addresses."""

from __future__ import annotations

_MOST_DIGITS = 18  # int() refuses thousands of them, and a database keeps no more


def whole_number(text: str, least: int = 0, most: int = 2**31 - 1) -> int | None:
    """Parse a whole number.

    ``str.isdigit`` is no test for it: it accepts ``²``, which ``int`` does not read.

    Args:
        text: What was typed; a minus sign may stand before it, and full-width digits (２) count as digits.
        least: The smallest number that is allowed.
        most: The largest one; the default is the largest that a column of the archive keeps.

    Returns:
        The number, or None where the text is no whole number or not between the two.
    """
    digits = text.removeprefix("-")
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return None
    number = int(text)
    return number if least <= number <= most else None
