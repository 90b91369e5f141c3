"""Numbers as spoken or written: 三十一 → 31."""

from __future__ import annotations

from functools import lru_cache

from duilian.language.times.lexicon import DIGITS


@lru_cache(maxsize=4096)
def number(word: str) -> int:
    """Read a spoken or written whole number below 1000.

    Args:
        word: Chinese or Arabic digits, mixed or not: 三十一, 31, 3十. Other signs are passed over.

    Returns:
        Its value; 0 when there is no digit in it.
    """
    if word.isascii() and word.isdigit():
        return int(word)
    total, digit = 0, 0
    for char in word:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char == "廿":
            total, digit = total + 20, 0
        elif char in DIGITS:
            digit = DIGITS[char]
        elif char.isdecimal():
            digit = digit * 10 + int(char)
    return total + digit
