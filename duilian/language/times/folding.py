"""Text in the form the patterns are written for: usual signs, no blanks inside Chinese."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_TRADITIONAL = "點週後號時鐘鍾間內兩過個這禮還從飯剛會兒餘與來開當實沒學幾慶節"
_SIMPLIFIED = "点周后号时钟钟间内两过个这礼还从饭刚会儿余与来开当实没学几庆节"
# One character for one, so that offsets hold.
_FOLD: dict[int, int] = {
    **{0xFF01 + i: 0x21 + i for i in range(94)},  # full-width forms of ASCII
    0x3000: 0x20,  # the full-width blank
    0x2014: 0x2D,  # dashes
    0x2013: 0x2D,
    0x2236: 0x3A,  # the ratio sign, written for a colon
    **dict(zip(map(ord, _TRADITIONAL), map(ord, _SIMPLIFIED), strict=True)),
}
_FOLD_NEEDED = re.compile(f"[\uff01-\uff5e\u3000\u2013\u2014\u2236{_TRADITIONAL}]")
_WHITE = re.compile(r"\s")  # as a first look, many times as fast as the next
_BLANK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def fold(text: str) -> str:
    """Turn full-width digits and marks and traditional forms into the usual ones.

    Args:
        text: Any text.

    Returns:
        A text of the same length, so that offsets mean the same in both.
    """
    return text.translate(_FOLD) if _FOLD_NEEDED.search(text) else text


@dataclass(frozen=True)
class Cuts:
    """Where blanks were taken out of a text.

    Attributes:
        offsets: Offsets into the text without them, ascending, where blanks stood.
        taken: How many characters were taken out before the first of these offsets (none), before the
            second, … and behind the last: one number more than offsets.
    """

    offsets: list[int]
    taken: list[int]

    def restored(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the text as it was for a span of the text without blanks."""
        before, inside = bisect_right(self.offsets, start), bisect_right(self.offsets, end - 1)
        return start + self.taken[before], end + self.taken[inside]


def squeeze(text: str) -> tuple[str, Cuts | None]:
    """Take out the blanks beside Chinese signs (speech recognition writes 礼拜 四).

    Args:
        text: Any text.

    Returns:
        The text without them, and where they stood; None for a text that has no such blanks.
    """
    blanks = list(_BLANK.finditer(text)) if _WHITE.search(text) else []
    if not blanks:
        return text, None
    offsets: list[int] = []
    taken = [0]
    pieces: list[str] = []
    last = gone = 0
    for blank in blanks:
        start, end = blank.span()
        pieces.append(text[last:start])
        offsets.append(start - gone)
        gone += end - start
        taken.append(gone)
        last = end
    pieces.append(text[last:])
    return "".join(pieces), Cuts(offsets, taken)
