"""E-mail, WeChat and QQ, number plates, and street addresses down to the house number."""

from __future__ import annotations

import re

_CHINESE_DIGITS = "零〇幺一二两三四五六七八九十"
_DIGIT = f"[0-9０-９{_CHINESE_DIGITS[:-1]}]"  # 十 is none: in a number of QQ each stands for itself
_HOUSE = f"[0-9０-９{_CHINESE_DIGITS}百]"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9._+\-*])((?:[A-Za-z0-9]|{_DIGIT})(?:[A-Za-z0-9._+\-]|{_DIGIT})*)"
    r"[ ]?(?:@|＠|艾特|圈[aA])[ ]?"
    rf"(?:[A-Za-z0-9\-]|{_DIGIT})+(?:[ ]?(?:\.|．|点|。)[ ]?[A-Za-z]{{2,}})+"
)
_NAMED = r"(?:号码?|账号|帐号|ID|id)?(?:[ ]?(?:是|就是|为|叫|加|搜|：|:|,|，)[ ]?){0,2}[ ]?"
_NAMES = r"(?:号码?|账号|帐号|ID|id|是|就是|为|叫|搜|：|:)[ ]?"
_ID = rf"[A-Za-z](?:[A-Za-z0-9_\-]|{_DIGIT}){{4,19}}"
# After the word alone only what looks like no word: 微信Android版 is none.
_WECHAT = re.compile(
    rf"(?:微信|weixin|wechat|vx|V信|薇信|威信|(?<![A-Za-z])wx(?=[ 号是：:]))"
    rf"(?:(?={_NAMED}{_NAMES}|{_NAMED}[A-Za-z_\-]*(?:[0-9_]|{_DIGIT})){_NAMED})({_ID})",
    re.I,
)
_QQ = re.compile(
    rf"(?:QQ|扣扣|企鹅|加Q|Q号|Q(?=[：:])){_NAMED}({_DIGIT}(?:[ \-]?{_DIGIT}){{4,10}})"
    rf"(?!{_DIGIT}|[个人条次元万])",
    re.I,
)
_PASSPORT = re.compile(
    r"(?:护照|通行证|军官证)(?:号码?)?[ ]?(?:是|为|：|:)?[ ]?([A-Z]{1,2}[0-9]{7,8})(?![0-9])", re.I
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-HJ-NP-Z][ ·.•\-]?"
    rf"((?:[A-HJ-NP-Z0-9{_CHINESE_DIGITS[:-1]}][ ]?){{4,5}}[A-HJ-NP-Z0-9{_CHINESE_DIGITS[:-1]}挂学警港澳]"
    r"|[A-HJ-NP-Z0-9]{4}[挂学警港澳])(?![A-Za-z0-9])",
    re.I,
)
# 建设路88号, 中山大街一百二十号院3号楼2单元501室; 锦绣花园5栋1203, 国贸大厦A座1806室
# No street: a motorway, a bus or a line of the underground, the roads of telecommunication.
_STREETS = (
    "(?:(?<![马公线网铁])路|街道?|大道|巷|弄|胡同|条|村|屯|里|组)(?:[东西南北中][段路街]?)?[ ]?[甲乙丙]?"
)
_STREET = re.compile(
    rf"{_STREETS}({_HOUSE}+(?:[-－—]{_HOUSE}+)?)(?:号|弄)(?!线)"
    rf"(?:[ ，,]?([甲乙丙丁]|[A-Za-z]?{_HOUSE}{{3,5}}|{_HOUSE}+(?=[楼层])))?"  # 199号C1204, 632号8楼, 55号甲
)
_IN_BUILDING = re.compile(
    rf"{_STREETS}{_HOUSE}+号[^0-9，。；,;]{{0,12}}?(?:大厦|广场|中心|公寓|花园|小区)[ ]?"
    rf"({_HOUSE}{{3,5}})(?!{_HOUSE}|[元块人户兆家平])"
)
_HAMLET = re.compile(rf"[村屯]({_HOUSE}+)组(?={_HOUSE})")
_PLACE = "(?:小区|花园|花苑|家园|公寓|大厦|广场|中心|新村|[苑城湾庭府园院区里郡墅])"
_BUILDING = re.compile(
    rf"(?:{_PLACE}|号|座|栋|幢|楼|单元)[ ]?"
    rf"([A-Za-z]?{_HOUSE}+)(?:号楼|号院|栋|幢|座|单元|室|房|户|层?{_HOUSE}*室)"
)
_ROOM = re.compile(rf"(?:号楼|栋|幢|座|单元)[ ]?({_HOUSE}{{3,6}})(?!{_HOUSE}|[块元年月])")
_STOREY = re.compile(rf"({_HOUSE}+)[楼层][ ]?({_HOUSE}{{3,6}})(?:室|房|号)?(?!{_HOUSE}|[块元年月人户平兆])")
_BLOCK = re.compile(
    rf"({_HOUSE}+)(?:号楼|栋|幢|座)"
    rf"(?=[ ]?{_HOUSE}+(?:单元|门|[楼层]{_HOUSE}|室|房)|[ ]?[0-9]{{3,5}}(?![0-9户人元块家平]))"
)
_DASHED = re.compile(rf"{_PLACE}[ ]?([0-9]{{1,3}}[-－—][0-9]{{1,2}}[-－—][0-9]{{3,4}})(?![0-9])")


def find_contacts(text: str) -> set[int]:
    """The places of the characters to be hidden.

    Of an address of e-mail all before the @ but its first character; of WeChat and QQ all but the first two;
    of a plate what follows its place and letter; of a street address its numbers.

    Args:
        text: Any text.

    Returns:
        Offsets in characters, from 0.
    """
    hidden: set[int] = set()
    for pattern, kept in ((_EMAIL, 1), (_WECHAT, 2), (_QQ, 2), (_PLATE, 0), (_PASSPORT, 3)):
        for found in pattern.finditer(text):
            start, end = found.span(1)
            places = [place for place in range(start, end) if text[place].isalnum()]
            hidden.update(places[kept if len(places) > kept else 0 :])
    return hidden | _house_numbers(text)


def _house_numbers(text: str) -> set[int]:
    """The numbers of houses, buildings and rooms; each is known by what stands before and after it."""
    hidden: set[int] = set()
    for pattern in (_STREET, _IN_BUILDING, _HAMLET, _BUILDING, _ROOM, _STOREY, _BLOCK, _DASHED):
        at = 0
        while found := pattern.search(text, at):
            spans = [found.span(group) for group in range(1, pattern.groups + 1)]
            hidden.update(place for span in spans for place in range(*span) if text[place].isalnum())
            at = max(end for _, end in spans)
    return hidden
