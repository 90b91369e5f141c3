"""Operators' names: whose people make the call does not decide what they do in it.

Nearly all data is of one operator. So that 「我是电信的小李」 introduces as 「我是移动的小李」 does, every
name is read as that one's.
"""

from __future__ import annotations

import re

ANY_OPERATOR = "移动|联通|电信|铁通|广电"
_USUAL = "移动"  # as long as every other, so that offsets hold
_ANY = re.compile(ANY_OPERATOR)


def one_operator(text: str) -> str:
    """A text with one operator's name for every operator's; offsets hold."""
    return _ANY.sub(_USUAL, text)
