"""Whether two texts speak of the same thing, by what stands in them and not by how it is put.

What carries meaning: numbers (四十二 as 42), Latin words, and Chinese characters but for those that stand in
any sentence; of these the pairs, which is where words show without a dictionary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from duilian.language.text import narrow

# Characters that stand in sentences about anything.
_EMPTY = frozenset(
    "的了是不我你您他她它们咱这那就都也还很太在有和跟与把被给让对向到从为以吗呢吧啊呀嘛哦嗯唉哎么得地着过会能要想说讲看个些点下上里"
    "来去又再才可所因但而且如果什怎哪几多少请谢好先希望觉知道出起用没别只最更比等等之其客户经理总公司贵方边做成"
)
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_OF_ANY_CALL = re.compile("打?电话|手机")
_PIECE = re.compile("[0-9]+(?:\\.[0-9]+)?|[零〇一二两三四五六七八九十百千万]+|[a-z]+|[\u4e00-\u9fff]")


def _spoken_number(word: str) -> str:
    """A number in Chinese characters in digits: 三百二十 → 320, 二〇二六 → 2026."""
    if not any(char in _SCALES for char in word):
        return "".join(str(_DIGITS[char]) for char in word)
    total = section = digit = 0
    unit = 1  # of the last digit: 两万五 is 25,000, 三百零五 is 305
    for char in word:
        if char in _DIGITS:
            digit, unit = _DIGITS[char], unit if _DIGITS[char] else 1
        elif char == "万":
            total, section, digit, unit = total + (section + digit or 1) * 10_000, 0, 0, 1000
        else:
            section, digit, unit = section + (digit or 1) * _SCALES[char], 0, _SCALES[char] // 10
    return str(total + section + digit * unit)


@dataclass(frozen=True)
class Content:
    """What carries the meaning of a text.

    Attributes:
        marks: Its numbers, Latin words, and characters that do not stand in any sentence.
        pairs: Two of them that stand side by side.
    """

    marks: frozenset[str]
    pairs: frozenset[tuple[str, str]]


@lru_cache(maxsize=4096)
def content_of(text: str) -> Content:
    """What carries the meaning of a text; numbers as digits, whatever they were written in."""
    pieces: list[tuple[int, int, str]] = []
    # As many blanks as characters, so that nothing new comes to stand side by side.
    for match in _PIECE.finditer(_OF_ANY_CALL.sub(lambda m: " " * len(m[0]), narrow(text))):
        piece = match[0]
        if piece[0] in _DIGITS or piece[0] in _SCALES:
            # 一 and 两 alone are words more often than numbers (一声, 一起); 千万 is one.
            piece = "" if piece in ("一", "万") else _spoken_number(piece)
        if piece and piece not in _EMPTY:
            pieces.append((match.start(), match.end(), piece))
    pairs = frozenset((a[2], b[2]) for a, b in pairwise(pieces) if a[1] == b[0])
    return Content(frozenset(piece for _, _, piece in pieces), pairs)


def tells_of(text: str, fact: str) -> bool:
    """Does a text tell of a fact: two pairs of it, or one and a third of all that carries its meaning?

    Args:
        text: What somebody wrote.
        fact: What somebody said; nothing tells of one without any meaning.
    """
    written, said = content_of(text), content_of(fact)
    if not said.marks:
        return False
    shared, pairs = said.marks & written.marks, said.pairs & written.pairs
    share = len(shared) / len(said.marks)
    return len(pairs) >= 2 or (bool(pairs) and share >= 0.3) or share >= 0.5
