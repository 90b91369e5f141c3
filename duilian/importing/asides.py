"""What stands among the words and is none: stage directions such as （停顿）, [笑声], 【客户挂断】."""

from __future__ import annotations

import re

_ASIDE = re.compile(r"[(（]([^()（）]{1,20})[)）]|\[([^\[\]]{1,20})\]|【([^【】]{1,20})】|\*([^*]{1,20})\*")
_DIRECTION = re.compile(
    r"停顿|沉默|静默|笑|叹|咳|嘟|挂断|挂机|挂了|挂电话|铃声|响铃|铃响|音乐|杂音|噪音|背景音|听不清|听不见|语速|语气|不耐烦|犹豫|思考|惊讶|"
    r"生气|不悦|冷淡|热情|接通|转接|等待|秒后|片刻|小声|大声|无声|空白|打断|插话|重叠|哭|掌声|敲门|开门|电话响|"
    r"noise|laugh|music|silence|pause|inaudible|blank.?audio|crosstalk|sigh|cough|applause",
    re.I,
)
_WHOLE = re.compile(r"(?:[(（][^()（）]*[)）]|\[[^\[\]]*\]|【[^【】]*】|\*[^*]+\*)")


def is_aside(text: str) -> bool:
    """Is all of it in brackets, or between asterisks?"""
    return bool(_WHOLE.fullmatch(text.strip()))


def is_direction(text: str) -> bool:
    """Is all of it in brackets, and says what happens (挂断, 沉默)?"""
    return is_aside(text) and bool(_DIRECTION.search(text))


def without_asides(text: str) -> tuple[str, tuple[str, ...]]:
    """The words alone, and what was left out of them."""
    if is_aside(text):
        return "", (text.strip(),)
    left_out: list[str] = []

    def weigh(matched: re.Match[str]) -> str:
        inside = next(group for group in matched.groups() if group is not None)
        if not _DIRECTION.search(inside):
            return matched[0]
        left_out.append(matched[0].strip())
        return ""

    words = _ASIDE.sub(weigh, text)
    return words.strip() if left_out else words, tuple(left_out)
