"""A delexicalised view of a text: times, amounts, numbers and names as one sign each.

Whether a sentence offers, proves or introduces must not depend on 今天 or 周三, 20% or 百分之二十, 王总 or
李经理. A classifier that sees this view beside the words themselves learns a frame once for all its fillings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from duilian.language.operators import ANY_OPERATOR
from duilian.language.surnames import SURNAMES, TITLES
from duilian.language.text import narrow
from duilian.language.times import find_times

_KEPT = 1024  # texts whose view is remembered: several classifiers look at a turn

TIME, VAGUE_TIME, DURATION, RECURRING_TIME = "⟨时⟩", "⟨某时⟩", "⟨时长⟩", "⟨每时⟩"
MONEY, SHARE, TELEPHONE, QUANTITY = "⟨钱⟩", "⟨比例⟩", "⟨号码⟩", "⟨数⟩"
PERSON, OPERATOR = "⟨人⟩", "⟨运营商⟩"
# One character stands for each, so that an n-gram reaches as far past a time as past any other word.
SIGNS = {
    TIME: "\ue000",
    VAGUE_TIME: "\ue001",
    DURATION: "\ue002",
    MONEY: "\ue003",
    SHARE: "\ue004",
    TELEPHONE: "\ue005",
    QUANTITY: "\ue006",
    PERSON: "\ue007",
    OPERATOR: "\ue008",
    RECURRING_TIME: "\ue009",
}
_TIME_SIGNS = {
    "point": SIGNS[TIME],
    "vague": SIGNS[VAGUE_TIME],
    "duration": SIGNS[DURATION],
    "recurring": SIGNS[RECURRING_TIME],
}

_DIGITS = "0-9零〇一二两三四五六七八九十百千万亿几半"
_NUMBER = (
    f"(?:[0-9]+(?:[.,][0-9]+)*[十百千万亿多]*|[一二两三四五六七八九十几][{_DIGITS}]*多?|好?几[十百千万]+)"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    # 13800138000, 0571-88886666, 幺三八零零幺三八零零零
    (
        TELEPHONE,
        r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[幺一][三四五六七八九][零〇幺一二三四五六七八九]{9}",
    ),
    # 20%, 百分之二十, 两成, 八折
    (
        SHARE,
        f"{_NUMBER}%|百分之{_NUMBER}|[一二两三四五六七八九]成(?![功为立交本员长绩都品果])(?:多|以上|左右)?"
        "|[一二三四五六七八九]{1,2}折",
    ),
    # 三百块钱, 500元, 2万块
    (MONEY, f"{_NUMBER}(?:块钱?|元钱?|毛钱?|万块钱?)"),
    # 王总, 李经理, 张先生; 小李, 老王
    (PERSON, f"[{SURNAMES}](?:{TITLES})(?!司)|[小老][{SURNAMES}](?![一-龥]{{0,1}}[学区卖])"),
    (OPERATOR, f"中国(?:{ANY_OPERATOR})|(?:{ANY_OPERATOR})(?:公司)?"),
    # 五十台, 二十多家, 100兆
    (
        QUANTITY,
        f"{_NUMBER}(?=[个台家人条张部辆户名位套兆g页份次遍项件层栋间所只门店本站倍])|[0-9]+(?:\\.[0-9]+)?",
    ),
)
_ANY = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, pattern) in enumerate(_PATTERNS)))
_SIGN_OF = {f"p{n}": SIGNS[name] for n, (name, _) in enumerate(_PATTERNS)}
_MARKS = re.compile(r"[\s,，。.、!！?？;；:：~…\"“”'‘’()（）\-—]+")


@dataclass(frozen=True)
class Filling:
    """Words of a text that have a sign.

    Attributes:
        sign: One of :data:`SIGNS`' characters.
        start: Where they begin, in characters from 0.
        end: Where they end, exclusive.
    """

    sign: str
    start: int
    end: int


def find_fillings(text: str) -> list[Filling]:
    """The times, amounts, numbers, people and operators of a text, in order, none overlapping."""
    low = narrow(text)
    found, at = [], 0
    for mention in find_times(text):
        found += _between(low, at, mention.start)
        found.append(Filling(_TIME_SIGNS[mention.kind], mention.start, mention.end))
        at = mention.end
    return found + _between(low, at, len(low))


def _between(low: str, start: int, end: int) -> list[Filling]:
    """The fillings that are no times, of a piece between two times."""
    matches = _ANY.finditer(low[start:end])
    return [Filling(_SIGN_OF[m.lastgroup or ""], start + m.start(), start + m.end()) for m in matches]


@lru_cache(maxsize=_KEPT)
def delexicalised(text: str) -> str:
    """A text with one sign for each time, amount, number, person and operator, and without marks.

    Args:
        text: Any text, a clause or a turn.

    Returns:
        Its view, in half-width lower case; the characters are those of :data:`SIGNS`. Offsets do not hold.
    """
    low = narrow(text)
    pieces, at = [], 0
    for filling in find_fillings(text):
        pieces += [low[at : filling.start], filling.sign]
        at = filling.end
    return _MARKS.sub("", "".join([*pieces, low[at:]]))
