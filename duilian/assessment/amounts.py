"""Amounts of money in a text, in yuan: 88块, 一百二, 三毛五, 两块五, 6万到8万."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duilian.language.text import narrow

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "〇": 0}
_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_NUMBER = r"(?:\d+(?:\.\d+)?[百千万]?|[零〇一二两俩三四五六七八九十百千万]+)"
_AMOUNT = re.compile(
    f"({_NUMBER})(元|块|毛|角)(?:钱|多)?([一二两三四五六七八九1-9](?![百千万十年月天个只台条号\\d]))?"
    f"|({_NUMBER})分(?=钱|一条|每条|[,，。.!！?？\\s]|$)"
    # “six to eight yuan”: the first of a range has no unit of its own
    f"|({_NUMBER})(?=(?:到|至|-|~|、){_NUMBER}(元|块|毛|角))"
)
_YUAN = {"元": 1.0, "块": 1.0, "毛": 0.1, "角": 0.1}


@dataclass(frozen=True)
class Amount:
    """An amount that a text names.

    Attributes:
        start: Its first character in the text, from 0.
        end: The character after its last.
        yuan: What it comes to.
    """

    start: int
    end: int
    yuan: float


def parse_number(word: str) -> float:
    """A number in Arabic or Chinese figures → its value: 88, 3万, 一百二 (120), 两千五 (2500).

    Args:
        word: The number alone, in narrow characters and not empty.
    """
    if word[0].isdigit():
        plain = word.rstrip("百千万")
        return float(plain) * (_MULTIPLES[word[-1]] if word != plain else 1)
    total, section, digit = 0, 0, 0
    last = 1  # the last multiple said; a digit left over counts a tenth of it (一百二)
    for sign in word:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            last = 1 if sign in "零〇" else last  # 一百零二 is 102
        elif sign == "万":
            total, section, digit, last = (total + section + digit) * 10000, 0, 0, 10000
        else:
            last = _MULTIPLES[sign]
            section, digit = section + (digit or 1) * last, 0
    return float(total + section + digit * (last // 10 if last >= 100 else 1))


def amounts(text: str) -> list[Amount]:
    """The amounts that a text names, in order."""
    named = []
    for match in _AMOUNT.finditer(narrow(text)):
        whole, unit, rest, cents, first, range_unit = match.groups()
        if cents:
            yuan = parse_number(cents) / 100
        elif first:
            yuan = parse_number(first) * _YUAN[range_unit]
        else:
            yuan = parse_number(whole) * _YUAN[unit]
            if rest:
                yuan += parse_number(rest) * _YUAN[unit] / 10
        named.append(Amount(match.start(), match.end(), round(yuan, 4)))
    return named
