"""Lines that begin with a speaker, in the forms people and systems write: 客户：…, 【客户】…, 客户 9:30.

A name stands with a colon, in brackets or before a time, its words on the same line or on the next. The
time may stand before the name or after it; numbers of turns, bullets and the asterisks of Markdown are
no part of it. Where no line has such a form, a name may stand before a tab or blanks. Which names a
text uses is learnt from the whole of it first (:func:`usage_of`): 小李 is a speaker where he begins line
after line, and words where it stands once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from duilian.importing.sides import is_label, is_titled, speaker_of
from duilian.importing.transcripts import word_list

_CLOCK = r"(?:\d{1,2}[:：])?\d{1,2}[:：]\d{2}(?:[.,]\d{1,6})?|\d+(?:\.\d+)?s"
DAY = (
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
    r"(?:[T\s]*(?:星期.|周.)?\s*(?:上午|下午|晚上|中午|凌晨)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*[APap][Mm])?)?"
)
_MOMENT = rf"(?:{DAY}|(?:上午|下午|晚上|中午|凌晨|昨天|今天)\s*(?:{_CLOCK})|{_CLOCK})(?:\s*[APap][Mm])?"
_TIME = rf"(?:{_MOMENT})(?:\s*(?:-->|->|--|[-~～—–至到,，])\s*(?:{_MOMENT}))?"
_BOXED = rf"[\[【(（<]\s*{_TIME}\s*[\]】)）>]"

_PREFIX = re.compile(
    r"\s*(?:>\s*)?(?:[-*+•·●○]\s+|\d{1,4}[.、)）]\s*(?!\d)|[(（]\d{1,4}[)）]\s*|[①-⑳]\s*)?"
    r"(?:[\[【(（]?第?\s?[\d一二三四五六七八九十百]+\s?[轮句回][\]】)）]?\s*[:：,，、.-]?\s*)?"
)
_LEADING_TIME = re.compile(rf"(?P<time>{_BOXED}|{_TIME}(?=[\s\[【(（<]))\s*[-–—|]?\s*")
_BRACKET = re.compile(
    "|".join(
        rf"{opening}\s*([^{opening}{closing}:：]{{1,24}}?)\s*({_TIME})?\s*{closing}"
        for opening, closing in (
            (r"\[", r"\]"),
            ("【", "】"),
            ("（", "）"),
            (r"\(", r"\)"),
            ("<", ">"),
            ("《", "》"),
            ("「", "」"),
        )
    )
)
# What 腾讯云's recogniser writes: [0:3.000,0:5.500,1]  words
_SPANNED = re.compile(r"\[(\d+:[\d.]+),(\d+:[\d.]+)(?:,(\d{1,2}))\]\s*(?P<words>.*)", re.S)
_SHORT_SECOND = re.compile(r":(\d)(?!\d)")
_AFTER_BRACKET = re.compile(rf"\s*({_BOXED})?\s*[:：]?\s*(.*)", re.S)
_COLON = re.compile(
    rf"(?P<name>[^:：]{{1,24}}?)\s*(?P<time>{_BOXED}|(?<=\s){_TIME})?\s*[:：]\s*(?P<words>.*)", re.S
)
_HEADER = re.compile(rf"(?P<name>[^:：]{{1,24}}?)\s*(?P<time>{_BOXED}|(?<=[\s>]){_TIME})\s*(?P<words>)")
_TIMED_NAME = re.compile(rf"(?P<name>[^:：\s]{{1,16}})\s+(?P<time>{_BOXED}|{_TIME})\s+(?P<words>\S.*)", re.S)
_SEPARATED = re.compile(r"(?P<name>[^:：\t|｜>＞»→]{1,16}?)\s*[|｜>＞»→]\s*(?P<words>.*)", re.S)
_DASHED = re.compile(
    r"(?P<name>[^:：\s]{1,16}(?=\s+[-–—])|[^:：\s\-–—]{1,16})\s*[-–—]+\s*(?P<words>\S.*)", re.S
)
_WIDE = re.compile(r"(?P<name>[^:：\t]{1,16}?)(?:\t| {2,}|\u3000+)\s*(?P<words>\S.*)", re.S)
_NARROW = re.compile(r"(?P<name>\S{1,16}|[A-Za-z说发]\S* ?\d{1,2}) (?P<words>\S.*)", re.S)
_NUMBERED = re.compile(r"(?P<name>[A-Za-z说发]\S* \d{1,2})\s+(?P<words>\S.*)", re.S)
_LISTED = re.compile(r"(?P<name>[^:：,，;；\s]{1,16})\s*[,，;；]\s*(?P<words>\S.*)", re.S)

SENTENCE_MARK = re.compile(r"[，。！？、；…,!?;“”\"]")
LONGEST_NAME = 4  # characters; a longer beginning before a colon is words, unless more speaks for a name
_MOST_BLANKS = 8
_BLANKS = re.compile(r"\s{9,}")
_META = re.compile(
    r"(?:(?:通话|录音|会话|开始|结束|呼叫|接通|拨打|会议|创建|导出|来电|客户|用户|坐席|座席|客服|业务员|客户经理|主叫|被叫|文件|对话|记录)\s*)?"
    r"(?:时间|日期|时长|编号|编码|ID|号码|电话|手机号?|姓名|名称|主题|标题|类型|渠道|地点|备注|工号|状态|文件名?|摘要|关键词|参会人员?|"
    r"部门|地区|date|time|duration|title|subject)|"
    r"[\u4e00-\u9fff]{0,6}(?:时间|日期|时长|编号|编码|单号|工号)|"
    r"关键词|文字记录|转写结果|正文|会议纪要|录音|call id|session id",
    re.I,
)
_NO_NAME = frozenset(
    word_list(
        "比如 例如 另外 还有 注意 注 结果 总之 首先 其次 最后 第一 第二 第三 地址 电话 时间 备注 网址 价格 "
        "套餐 http https"
    )
)


@dataclass(frozen=True)
class NameUsage:
    """How a text names its speakers.

    Attributes:
        counts: How often each name stands where a speaker does.
        loose: The form for lines without colon, bracket and time; None where these are the text's own.
        headed: Whether words stand on the line after the name.
    """

    counts: Counter[str] = field(default_factory=Counter)
    loose: re.Pattern[str] | None = None
    headed: bool = False


def match_speaker(line: str, usage: NameUsage | None) -> tuple[str, str, str] | None:
    """A line that has the form of a speaker's.

    Args:
        line: The line as it stands.
        usage: How the text names its speakers; None before that is known, then only plain forms are tried.

    Returns:
        Name, time (as it stands there, or empty) and words; None where it has no such form. Whether it is
        a speaker's is not weighed yet.
    """
    if spanned := _SPANNED.fullmatch(line.strip()):
        time = _SHORT_SECOND.sub(r":0\1", f"{spanned[1]} --> {spanned[2]}")
        return spanned[3], time, spanned["words"].strip()
    time, plain = _timed_rest(line)
    timed = bool(time)
    if boxed := _boxed_name(plain):
        name, inside, words = boxed
        if timed or inside or speaker_of(name) or is_label(name) or (usage and usage.counts[name] > 1):
            return name, time or inside, words
    for form in (_HEADER, _TIMED_NAME, _COLON):
        found = form.fullmatch(plain)
        if found and _may_be_name(found["name"], found["words"]):
            if form is _TIMED_NAME and not is_speaker_name(found["name"].strip(), usage):
                continue
            return found["name"].strip(), time or found["time"] or "", found["words"].strip()
    apart = _name_and_words(plain) if timed else None
    if apart and not (usage is None or usage.headed):  # 客服 小王 is a name where words stand below it
        return apart[0], time, apart[1]
    if (
        timed
        and _may_be_name(plain, "")
        and (is_known_name(plain) or (usage and usage.headed and usage.counts[plain]))
    ):
        return plain, time, ""
    if apart:
        return apart[0], time, apart[1]
    if usage is None:
        return None
    for form in (_SEPARATED, _WIDE, _DASHED, _NARROW) if usage.loose is None else (usage.loose,):
        found = form.fullmatch(plain)
        if found and usage.counts[found["name"].strip()] and _may_be_name(found["name"], found["words"]):
            return found["name"].strip(), time, found["words"].strip()
    return None


def _name_and_words(plain: str) -> tuple[str, str] | None:
    """The name of a side, or a label, before a blank, and the words behind it."""
    for form in (_NUMBERED, _NARROW, _WIDE):
        if found := form.fullmatch(plain):
            name = found["name"].strip()
            if speaker_of(name) or (is_label(name) and len(name) > 1):
                return name, found["words"].strip()
    return None


def _boxed_name(plain: str) -> tuple[str, str, str] | None:
    """A name in brackets, the time there or after it, and the words after that."""
    found = _BRACKET.match(plain)
    rest = _AFTER_BRACKET.fullmatch(plain, found.end()) if found else None
    if found is None or rest is None:
        return None
    name, time = (*(group for group in found.groups() if group), "")[:2]
    return name.strip(), time or rest[1] or "", rest[2].strip()


def _timed_rest(line: str) -> tuple[str, str]:
    """A line → the time before everything else, and the rest without Markdown."""
    # Long runs of blanks would be tried at every length by one form after the other.
    rest, time = _unprefixed(_BLANKS.sub(lambda found: found[0][:_MOST_BLANKS], line)), ""
    if begun := _LEADING_TIME.match(rest):
        time, rest = begun["time"], rest[begun.end() :]
    return time, re.sub(r"\*\*|__", "", rest).strip()


def _unprefixed(line: str) -> str:
    """Without bullet, number and number of the turn."""
    line = line.strip()
    if line.startswith("|") and line.endswith("|"):  # a row of Markdown's
        line = line.strip("| ")
    found = _PREFIX.match(line)
    return line[found.end() if found else 0 :].strip()


def usage_of(raw: list[str]) -> NameUsage:
    """The names and the form of a text's lines."""
    said = [matched for line in raw if (matched := match_speaker(line, None))]
    counts = Counter(name for name, _, _ in said if not is_about_call(name))
    strict = any(is_speaker_name(name, None) or count > 1 for name, count in counts.items())
    filled = [line for line in raw if line.strip()]
    boxed = Counter(found[0] for line in filled if (found := _boxed_name(_timed_rest(line)[1])))
    boxed = Counter({name: count for name, count in boxed.items() if count > 1 and name not in counts})
    if strict:
        bare = sum(1 for _, _, words in said if not words)
        # [0:12] 客户 喂 looks like a name alone too, but then no line is left for words.
        headed = bare * 2 > len(said) and (len(filled) - len(said)) * 2 >= bare
        if headed:
            heads = Counter(rest for time, rest in map(_timed_rest, filled) if time and len(rest) <= 12)
            boxed += Counter({rest: n for rest, n in heads.items() if n > 1 and rest and rest not in counts})
        return NameUsage(counts + boxed, None, headed)
    if _are_speakers(boxed, len(filled)):
        return NameUsage(boxed)
    return _loose_usage(filled)


def _loose_usage(filled: list[str]) -> NameUsage:
    """The same of a text without colons and brackets."""
    lines = [_timed_rest(line) for line in filled]
    best = NameUsage()
    for form in (_WIDE, _SEPARATED, _LISTED, _DASHED, _NARROW):
        names = Counter(
            found["name"].strip()
            for _, line in lines
            if (found := form.fullmatch(line)) and _may_be_name(found["name"], found["words"])
        )
        known = Counter({name: count for name, count in names.items() if speaker_of(name) or is_label(name)})
        if form is _LISTED:  # a comma stands in many a sentence
            known = Counter({name: count for name, count in known.items() if count > 1})
        if _are_speakers(names, len(lines)) and (known or form not in (_NARROW, _LISTED)):
            known = names
        if len(known) > 1 and known.total() > best.counts.total() and known.total() * 2 > len(lines):
            best = NameUsage(known, form)
    if best.loose is None:
        every_other = Counter(rest for _, rest in lines[::2])
        if _are_speakers(every_other, len(lines) // 2):
            return NameUsage(every_other, None, True)
        heads = Counter(rest for time, rest in lines if rest and (time or is_known_name(rest)))
        if (len(heads) > 1 and all(map(is_known_name, heads))) or _are_speakers(heads, len(lines) // 2):
            return NameUsage(heads, None, True)
    return best


def _are_speakers(names: Counter[str], lines: int) -> bool:
    """Are these few names that begin (nearly) every line?"""
    repeated = all(count > 1 for count in names.values())
    short = all(len(name) <= 12 and not SENTENCE_MARK.search(name) for name in names)
    return 1 < len(names) <= 4 and repeated and short and names.total() >= lines


def _may_be_name(name: str, words: str) -> bool:
    """Can it be how a speaker is called?"""
    name = name.strip()
    if not name or SENTENCE_MARK.search(name) or name.lower() in _NO_NAME:
        return False
    return not (name[-1].isdigit() and words[:2].isdigit())  # 10：30 is a time


def is_speaker_name(name: str, usage: NameUsage | None) -> bool:
    """Is the line one that begins with a speaker, so that it must not be added to the turn before?"""
    if speaker_of(name) or is_label(name) or is_titled(name):
        return True
    return bool(usage and usage.counts[name] > 1) or len(name) <= LONGEST_NAME


def is_known_name(name: str) -> bool:
    """Is it a name of a side (客户), or a label such as 说话人1?"""
    return speaker_of(name) is not None or is_label(name)


def is_about_call(key: str) -> bool:
    """Is it what lines about the call itself begin with (通话时间, 坐席工号)?"""
    return bool(_META.fullmatch(key))
