"""Numbers of phones, bank cards and identity cards, as people and recognisers write them.

A number is written in groups: 138-0013-8000, 138 0013 8000, digit by digit, or spoken, 幺三八 零零幺三
八零零零. Digits that only stand in a row – dates, prices, a list of tariffs – are grouped otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_SPOKEN = dict(zip("零〇洞幺一二两三四五六七八九", "00011223456789", strict=True))
_SPOKEN |= dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True))  # as cheques have them
_WIDE = {chr(ord("０") + n): str(n) for n in range(10)}
_DIGITS = {**{str(n): str(n) for n in range(10)}, **_WIDE, **_SPOKEN}
_DIGIT = f"[0-9０-９{''.join(_SPOKEN)}]"
_COUNTED = re.compile(f"([2-9二两三四五六七八九])个({_DIGIT})")  # 三个零
# Digits that are written, or spoken: 13812345678三个号 is a number and three.
_GROUP = re.compile(
    f"{_COUNTED.pattern}|[0-9０-９]+(?!个{_DIGIT})|[2-9](?=个)|(?:(?!{_COUNTED.pattern})[{''.join(_SPOKEN)}])+"
)
# Between two groups of one number: a mark or a blank, or a few, or what people say meanwhile; nothing else.
_SIGN = r"(?:_|[^\w\s:：%‰¥￥$+＋*×=~～&#@<>?？!！;；\"“”'])"  # what says something of its own joins nothing
_MARK = rf"[ \u3000]{{0,2}}{_SIGN}{{0,2}}[ \u3000]{{0,2}}"
_FILLER = "(?:嗯|呃|额|啊|哦|哎|诶|唉|那个|然后|再|最后|接着|后面|中间|前面|开头)(?:就?是)?"
_BETWEEN = re.compile(f"{_MARK}(?:{_FILLER}{_MARK})?")
_LAST = re.compile(r"[ \-]?[XxＸ叉](?![A-Za-z])")  # of an identity card
_EXTENSION = re.compile(
    r"[ ,，]{0,2}(?:再?转接?到?(?:分机号?)?|分机号?|ext\.?|#|-|－|—)[ :：是]{0,2}"
    rf"({_DIGIT}{{1,6}})(?!{_DIGIT})",
    re.I,
)
_NAMED_EXTENSION = re.compile(
    rf"分机(?:号码?)?[ :：是为]{{0,3}}({_DIGIT}{{2,6}})(?!{_DIGIT}|[部台个门线条元块])"
)
_NO_PERSONS = re.compile(
    r"(?:订单|工单|单号|编号|流水|合同|发票|运单|快递|物流|序列|设备|型号|条码|批次|版本|验证码|税号|凭证|受理)"
    r"(?:(?!手机|电话|座机|联系|身份证|卡号)[^0-9０-９，。；,;]){0,6}$"
)
_COUNTRY = re.compile(r"(?:[+＋]|00)?86")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
_ABROAD = re.compile(r"86(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_IDENTITY = re.compile(
    r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"
    r"|[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
)
_CARD = re.compile(r"[3-9]\d{15,18}|\d{19}")
_A_LANDLINE_COMES = re.compile(
    r"(?:座机|固话|固定电话|电话|传真|分机|总机|前台|热线|拨打?|打|打到|致电|回电|联系方式)[^0-9，。；,;]{0,5}$"
)
_A_CARD_COMES = re.compile(r"(?:卡号|银行卡|储蓄卡|信用卡|借记卡|账号|帐号|账户)[^0-9，。；,;]{0,6}$")
_NO_NUMBER = re.compile(r"[ ]?(?:[次个元块万亿度兆人台户家米]|平方)")
_CHECKED = 17  # digits of an identity card since 1999: a date in so many is no accident
_FRONT, _BACK = 3, 4  # digits that stay readable
_SHORT = 8  # digits of a number of which only the first and the last two stay


@dataclass(frozen=True)
class _Group:
    """Digits without anything between; in a counted one (三个零) all of them stand at the same places."""

    start: int
    end: int
    digits: str
    spoken: bool
    counted: bool = False

    @property
    def places(self) -> list[tuple[int, ...]]:
        """Where each digit stands."""
        if self.counted:
            return [tuple(range(self.start, self.end))] * len(self.digits)
        return [(place,) for place in range(self.start, self.end)]


def find_numbers(text: str) -> set[int]:
    """The places of the digits to be hidden: of each number all but the first three and the last four.

    Args:
        text: Any text.

    Returns:
        Offsets in characters, from 0.
    """
    hidden = {place for found in _NAMED_EXTENSION.finditer(text) for place in range(*found.span(1))}
    for run in _runs(text):
        at = 0
        while at < len(run):
            count = _count_of_number(text, run, at)
            if count:
                hidden |= _hidden_of_number(text, run[at : at + count])
            at += count or 1
    return hidden


def _hidden_of_number(text: str, groups: Sequence[_Group]) -> set[int]:
    """The places to be hidden of one number, its extension among them."""
    places = [place for group in groups for place in group.places]
    end = groups[-1].end
    last = _LAST.match(text, end)
    if last and _is_identity(groups, "X"):
        places.append((last.end() - 1,))
    front, back = (1, 2) if len(places) <= _SHORT else (_FRONT, _BACK)
    hidden = {one for place in places[front : len(places) - back] for one in place}
    extension = _EXTENSION.match(text, end)
    if extension and not _is_mobile(groups, "".join(group.digits for group in groups)):
        hidden.update(range(*extension.span(1)))
    return hidden


def _runs(text: str) -> Iterator[list[_Group]]:
    """Groups of digits that may belong together, as they stand one after the other."""
    run: list[_Group] = []
    for found in _GROUP.finditer(text):
        if run and _BETWEEN.fullmatch(text, run[-1].end, found.start()) is None:
            yield run
            run = []
        spoken = any(character in _SPOKEN for character in found[0])
        if found[1]:
            digits = _DIGITS[found[2]] * int(_DIGITS[found[1]])
        else:
            digits = "".join(_DIGITS[character] for character in found[0])
        run.append(_Group(found.start(), found.end(), digits, spoken or bool(found[1]), bool(found[1])))
    if run:
        yield run


def _count_of_number(text: str, run: Sequence[_Group], at: int) -> int:
    """How many groups from here on are one number; 0 where none begins here."""
    before = text[max(0, run[at].start - 14) : run[at].start]
    for count in range(min(len(run) - at, 19), 0, -1):
        groups = run[at : at + count]
        if _is_number(groups, before, text[groups[-1].end :][:3]):
            return count
    return 0


def _is_number(groups: Sequence[_Group], before: str, after: str) -> bool:
    digits = "".join(group.digits for group in groups)
    if not 7 <= len(digits) <= 21:
        return False
    anybodys = _NO_PERSONS.search(before) is not None
    if _is_identity(groups, "X" if _LAST.match(after) else "") and not (anybodys and len(digits) < _CHECKED):
        return True
    if anybodys:
        return False
    if _is_mobile(groups, digits) or _is_landline(groups):
        return True
    if before.endswith(("+", "＋")) and _ABROAD.fullmatch(digits):
        return True
    if digits.startswith("00") and _ABROAD.fullmatch(digits[2:]):
        return True
    if _CARD.fullmatch(digits):
        evenly = (_evenly(len(digits), 4), (6, len(digits) - 6))
        return bool(_A_CARD_COMES.search(before)) or _grouped(groups, evenly)
    comes = _A_LANDLINE_COMES.search(before) is not None and _NO_NUMBER.match(after) is None
    if _SERVICE.fullmatch(digits):
        return (comes or len(groups) > 1) and _grouped(groups, ((3, 3, 4), (3, 4, 3), (4, 3, 3), (3, 7)))
    return bool(
        _LOCAL.fullmatch(digits) and comes and _grouped(groups, ((4, 4), (3, 4), (4, 3), (2, 2, 2, 2)))
    )


def _is_mobile(groups: Sequence[_Group], digits: str) -> bool:
    country = _COUNTRY.match(digits)
    if country and _MOBILE.fullmatch(digits[country.end() :]):
        rest = list(groups)
        if rest[0].digits in ("86", "0086"):
            rest = rest[1:]
            return _grouped(rest, _MOBILE_LAYOUTS)
        return _grouped(groups, tuple((layout[0] + country.end(), *layout[1:]) for layout in _MOBILE_LAYOUTS))
    return bool(_MOBILE.fullmatch(digits)) and _grouped(groups, _MOBILE_LAYOUTS)


_MOBILE_LAYOUTS = (
    *((3, 4, 4), (3, 8), (7, 4), (4, 7), (3, 3, 5), (4, 3, 4), (4, 4, 3), (3, 5, 3), (5, 6), (6, 5)),
    *((3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 2, 4), (1, 2, 4, 4), (1, 10), (2, 9)),
)


def _is_landline(groups: Sequence[_Group]) -> bool:
    digits = "".join(group.digits for group in groups)
    if not _LANDLINE.fullmatch(digits):
        return False
    area = 3 if digits[1] in "12" else 4
    rest = len(digits) - area
    layouts = ((area, rest), (area, rest - 4, 4), (area, 4, rest - 4), (area + rest - 4, 4))
    return _grouped(groups, layouts)


def _is_identity(groups: Sequence[_Group], last: str) -> bool:
    digits = "".join(group.digits for group in groups) + last
    alone = len(digits) - len(last)
    layouts = ((6, 8, 4), (6, 4, 4, 4), (6, 8, 3), (6, 4, 4, 3), (6, 6, 3), (6, alone - 6))
    return bool(_IDENTITY.fullmatch(digits)) and _grouped(groups, layouts)


def _evenly(length: int, size: int) -> tuple[int, ...]:
    """So many digits in groups of this size, and what is left."""
    return (*([size] * (length // size)), *([length % size] if length % size else []))


def _grouped(groups: Iterable[_Group], layouts: Iterable[tuple[int, ...]]) -> bool:
    """Are they written as one piece, in one of these layouts, digit by digit, or spoken throughout?"""
    all_of_them = list(groups)
    sizes = tuple(len(group.digits) for group in all_of_them)
    spoken = any(group.spoken for group in all_of_them)
    return len(sizes) == 1 or spoken or set(sizes) == {1} or sizes in set(layouts)
