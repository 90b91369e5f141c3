"""Calls as text: what people paste, and what recorders, recognisers, meetings and chats write as plain text.

A line is read by one of a few forms (:class:`_Line`): a name with a colon, in brackets or before a time,
words on the same line or on the next. The time may stand before the name or after it; numbers of turns,
bullets and the asterisks of Markdown are no part of it. Where no line has such a form, a name may stand
before a tab or blanks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from duilian.errors import DataError, shortened
from duilian.importing.asides import is_aside, is_direction
from duilian.importing.results import Expected, ImportResult, joined_words, settle
from duilian.importing.sides import is_label, is_titled, simplified, speaker_of
from duilian.importing.transcripts import (
    LineFault,
    SpokenCall,
    Utterance,
    parse_moment,
    parse_seconds,
    with_moments,
    word_list,
)
from duilian.texts import sentence

_CLOCK = r"(?:\d{1,2}[:：])?\d{1,2}[:：]\d{2}(?:[.,]\d{1,6})?|\d+(?:\.\d+)?s"
_DAY = (
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
    r"(?:[T\s]*(?:星期.|周.)?\s*(?:上午|下午|晚上|中午|凌晨)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*[APap][Mm])?)?"
)
_MOMENT = rf"(?:{_DAY}|(?:上午|下午|晚上|中午|凌晨|昨天|今天)\s*(?:{_CLOCK})|{_CLOCK})(?:\s*[APap][Mm])?"
_TIME = rf"(?:{_MOMENT})(?:\s*(?:-->|->|--|[-~～—–至到,，])\s*(?:{_MOMENT}))?"
_BOXED = rf"[\[【(（<]\s*{_TIME}\s*[\]】)）>]"

_BREAK = re.compile(r"\s*(?:[-=—_*#~]\s*){3,}")
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
_LISTED = re.compile(r"(?P<name>[^:：,，;；\s]{1,16})\s*[,，;；]\s*(?P<words>\S.*)", re.S)

_SENTENCE = re.compile(r"[，。！？、；…,!?;“”\"]")
_LONGEST_NAME = 4  # characters; a longer beginning before a colon is words, unless more speaks for a name
_MOST_BLANKS = 8
_BLANKS = re.compile(r"\s{9,}")
_NUMERAL = r"[\d一二三四五六七八九十百]+"
_NEW_CALL = re.compile(
    rf"[#＃=\-*【\[\s]*(?:第\s*{_NUMERAL}\s*(?:通|个?电话|段|次通话|条录音|个案例|个?对话)|"
    rf"(?:通话|录音|案例|场景|对话|会话|电话|call|dialogue|conversation)\s*[#＃]?\s*{_NUMERAL}\b)(?P<rest>.*)",
    re.I,
)
_META = re.compile(
    r"(?:(?:通话|录音|会话|开始|结束|呼叫|接通|拨打|会议|创建|导出|来电|客户|用户|坐席|座席|客服|业务员|客户经理|主叫|被叫|文件|对话|记录)\s*)?"
    r"(?:时间|日期|时长|编号|编码|ID|号码|电话|手机号?|姓名|名称|主题|标题|类型|渠道|地点|备注|工号|状态|文件名?|摘要|关键词|参会人员?|"
    r"部门|地区|date|time|duration|title|subject)|"
    r"关键词|文字记录|转写结果|正文|会议纪要|录音|call id|session id",
    re.I,
)
_PARTIES = frozenset(("主叫", "被叫", "主叫方", "被叫方", "主持人"))
_BEGINS = re.compile(
    r"(?:通话|录音|会话|呼叫|接通|拨打|开始|对话)\s*(?:开始)?(?:时间|日期|编号|ID|文件名?)", re.I
)
_TITLE = re.compile(
    r"#|《.*》|.*(?:记录|录音|会议|对话|通话|转写|文字稿|实录|逐字稿|纪要|导出)|" + _DAY + r".*"
)
_SHORTEST_TITLE = 4
_NO_NAME = frozenset(
    word_list(
        "比如 例如 另外 还有 注意 注 结果 总之 首先 其次 最后 第一 第二 第三 地址 电话 时间 备注 网址 价格 "
        "套餐 http https"
    )
)
_OPENING = re.compile(r"^(?:喂|你好|您好)|您好|你好|早上好|上午好|下午好|晚上好")
_GOODBYE = re.compile(r"再见|拜拜|再會|回见|挂了|bye", re.I)

_Kind = Literal["blank", "rule", "say", "words", "title", "begins", "aside"]


@dataclass(frozen=True)
class _Line:
    """One line as it was read.

    Attributes:
        kind: ``say`` has a speaker, ``words`` goes on, ``title`` and ``aside`` are no words, ``begins``
            is a title that begins a call.
        number: The line, from 1.
        text: The words, or the line as it stands.
        name: The speaker.
        time: As it stands in the line.
    """

    kind: _Kind
    number: int
    text: str = ""
    name: str = ""
    time: str = ""


@dataclass(frozen=True)
class _Usage:
    """How a text names its speakers.

    Attributes:
        counts: How often each name stands where a speaker does.
        loose: The form for lines without colon, bracket and time; None where these are the text's own.
        headed: Whether words stand on the line after the name.
    """

    counts: Counter[str] = field(default_factory=Counter)
    loose: re.Pattern[str] | None = None
    headed: bool = False


def read_pasted(text: str, expected: Expected) -> Iterator[ImportResult]:
    """The calls of a text.

    A line without a speaker goes on with the line before, if it cannot be a speaker's line. A rule (---)
    or a title (第二通) ends a call, an empty line only where one call says goodbye or the next one greets.

    Yields:
        In the order of the text the calls, named call-1, call-2, …, and an error for each line that nobody is
        known to say; a call with such a line is left out.
    """
    return settle(parse_pasted(text), expected)


def parse_pasted(text: str) -> list[SpokenCall]:
    """The calls of a text by the names that it uses; see :func:`read_pasted`."""
    raw = text.splitlines()
    usage = _usage(raw)
    lines = [_read_line(number, line, usage) for number, line in enumerate(raw, 1)]
    return [call for section in _sections(lines) for call in _calls(section, usage)]


def _matched(line: str, usage: _Usage | None) -> tuple[str, str, str] | None:
    """A line → name, time, words, where it has the form of a speaker's; else None. Not yet weighed."""
    time, plain = _timed_rest(line)
    timed = bool(time)
    if boxed := _boxed_name(plain):
        name, inside, words = boxed
        if timed or inside or speaker_of(name) or is_label(name) or (usage and usage.counts[name] > 1):
            return name, time or inside, words
    for form in (_HEADER, _TIMED_NAME, _COLON):
        found = form.fullmatch(plain)
        if found and _may_be_name(found["name"], found["words"]):
            if form is _TIMED_NAME and not _is_speaker(found["name"].strip(), usage):
                continue
            return found["name"].strip(), time or found["time"] or "", found["words"].strip()
    if (
        timed
        and _may_be_name(plain, "")
        and (_is_known(plain) or (usage and usage.headed and usage.counts[plain]))
    ):
        return plain, time, ""
    found = (_NARROW.fullmatch(plain) or _WIDE.fullmatch(plain)) if timed else None
    if found:
        name = found["name"].strip()
        if speaker_of(name) or (is_label(name) and len(name) > 1):
            return name, time, found["words"].strip()
    if usage is None:
        return None
    for form in (_SEPARATED, _WIDE, _DASHED, _NARROW) if usage.loose is None else (usage.loose,):
        found = form.fullmatch(plain)
        if found and usage.counts[found["name"].strip()] and _may_be_name(found["name"], found["words"]):
            return found["name"].strip(), time, found["words"].strip()
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


def _usage(raw: list[str]) -> _Usage:
    """The names and the form of a text's lines."""
    said = [matched for line in raw if (matched := _matched(line, None))]
    counts = Counter(name for name, _, _ in said if not _META.fullmatch(name))
    strict = any(_is_speaker(name, None) or count > 1 for name, count in counts.items())
    filled = [line for line in raw if line.strip()]
    boxed = Counter(found[0] for line in filled if (found := _boxed_name(_timed_rest(line)[1])))
    boxed = Counter({name: count for name, count in boxed.items() if count > 1 and name not in counts})
    if strict:
        headed = sum(1 for _, _, words in said if not words) * 2 > len(said)
        if headed:
            heads = Counter(rest for time, rest in map(_timed_rest, filled) if time and len(rest) <= 12)
            boxed += Counter({rest: n for rest, n in heads.items() if n > 1 and rest and rest not in counts})
        return _Usage(counts + boxed, None, headed)
    if _are_speakers(boxed, len(filled)):
        return _Usage(boxed)
    return _loose_usage(filled)


def _loose_usage(filled: list[str]) -> _Usage:
    """The same of a text without colons and brackets."""
    lines = [_timed_rest(line) for line in filled]
    best = _Usage()
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
            best = _Usage(known, form)
    if best.loose is None:
        every_other = Counter(rest for _, rest in lines[::2])
        if _are_speakers(every_other, len(lines) // 2):
            return _Usage(every_other, None, True)
        heads = Counter(rest for time, rest in lines if rest and (time or _is_known(rest)))
        if (len(heads) > 1 and all(map(_is_known, heads))) or _are_speakers(heads, len(lines) // 2):
            return _Usage(heads, None, True)
    return best


def _are_speakers(names: Counter[str], lines: int) -> bool:
    """Are these few names that begin (nearly) every line?"""
    repeated = all(count > 1 for count in names.values())
    short = all(len(name) <= 12 and not _SENTENCE.search(name) for name in names)
    return 1 < len(names) <= 4 and repeated and short and names.total() >= lines


def _may_be_name(name: str, words: str) -> bool:
    """Can it be how a speaker is called?"""
    name = name.strip()
    if not name or _SENTENCE.search(name) or name.lower() in _NO_NAME:
        return False
    return not (name[-1].isdigit() and words[:2].isdigit())  # 10：30 is a time


def _is_speaker(name: str, usage: _Usage | None) -> bool:
    """Is the line one that begins with a speaker, so that it must not be added to the turn before?"""
    if speaker_of(name) or is_label(name) or is_titled(name):
        return True
    return bool(usage and usage.counts[name] > 1) or len(name) <= _LONGEST_NAME


def _read_line(number: int, line: str, usage: _Usage) -> _Line:
    plain = line.strip().strip("*_# ").strip()
    if not line.strip():
        return _Line("blank", number)
    if _BREAK.fullmatch(line):
        return _Line("rule", number)
    if usage.headed and plain in usage.counts and usage.counts[plain]:
        return _Line("say", number, name=plain)
    if is_direction(plain):
        return _Line("aside", number, plain)
    matched = _matched(line, usage)
    if _NEW_CALL.fullmatch(plain) and not (matched and _is_known(matched[0])):
        return _Line("begins", number, plain)
    head = re.split(r"[:：]", plain, maxsplit=1)
    if len(head) == 2 and _is_meta(head[0], head[1], usage):
        return _Line("begins" if _BEGINS.fullmatch(head[0].strip()) else "title", number, plain)
    if matched:
        name, time, words = matched
        if not words and usage.counts[name] < 2 and not _is_known(name) and _is_dated_title(name, time):
            return _Line("title", number, plain)
        if time or _is_speaker(name, usage):
            return _Line("say", number, words, name, time)
    if is_aside(plain):
        return _Line("aside", number, plain)
    if line.lstrip().startswith("#"):
        return _Line("title", number, plain)
    return _Line("words", number, line.strip())


def _is_meta(key: str, value: str, usage: _Usage) -> bool:
    """Is it a line about the call (通话时间：…)?"""
    key = key.strip()
    if key in _PARTIES:  # a number, or who it is; said again and again it is a speaker
        return value.strip().replace("-", "").isdigit() or usage.counts[key] < 2
    return bool(_META.fullmatch(key))


def _is_dated_title(name: str, time: str) -> bool:
    """Is it a title with the day of the call rather than somebody's name with a time?"""
    return parse_moment(time) is not None and (len(name) > _LONGEST_NAME or bool(_TITLE.match(name)))


def _is_known(name: str) -> bool:
    return speaker_of(name) is not None or is_label(name)


def _sections(lines: list[_Line]) -> Iterator[list[_Line]]:
    """The lines between rules and titles that begin a call."""
    section: list[_Line] = []
    spoken = False
    for line in lines:
        if line.kind == "rule" or (line.kind == "begins" and spoken):
            yield section
            section, spoken = [], False
        if line.kind != "rule":
            section.append(line)
            spoken = spoken or line.kind in ("say", "words")
    yield section


def _calls(section: list[_Line], usage: _Usage) -> Iterator[SpokenCall]:
    """The calls of a section: the whole, or what stands between its empty lines."""
    blocks: list[list[_Line]] = [[]]
    for line in section:
        if line.kind == "blank":
            if blocks[-1]:
                blocks.append([])
        else:
            blocks[-1].append(line)
    blocks = [block for block in blocks if block]
    names = [{line.name for line in block if line.kind == "say"} for block in blocks]
    if usage.headed or all(len(said) < 2 for said in names):
        whole = [line for line in section if line.kind != "blank"]
        yield from _transcripts([whole], continued=True)
        return
    calls: list[list[_Line]] = []
    for block in blocks:
        if calls and not _divided(calls[-1], block):
            calls[-1] += block
        else:
            calls.append(list(block))
    yield from _transcripts(calls, continued=False)


def _divided(before: list[_Line], after: list[_Line]) -> bool:
    """Does an empty line between the two end a call?"""
    if not any(line.kind == "say" for line in before):
        return False  # titles
    said = [line for line in before if line.kind in ("say", "words")]
    saying = [line for line in after if line.kind in ("say", "words")]
    if not saying:
        return False
    known = {line.name for line in said}
    if len(known) > 1 and any(line.kind == "say" and line.name not in known for line in saying):
        return True  # other people
    return any(_GOODBYE.search(line.text) for line in said[-2:]) or any(
        _OPENING.search(simplified(line.text)) for line in saying[:2]
    )


def _transcripts(calls: Iterable[list[_Line]], continued: bool) -> Iterator[SpokenCall]:
    for lines in calls:
        built = _built(lines, continued)
        if built.utterances or built.faults:
            yield built


def _built(lines: list[_Line], continued: bool) -> SpokenCall:
    """One call of its lines."""
    said: list[Utterance] = []
    moments: list[datetime | None] = []
    faults: list[LineFault] = []
    left_out: list[tuple[int, str]] = []
    titles: list[str] = []
    notes: list[str] = []
    begun_at, last = "", 0
    for line in lines:
        if line.kind == "say":
            start, end, moment = _times(line.time)
            said.append(Utterance(line.name, line.text, line.number, start, end))
            moments.append(moment)
        elif line.kind == "words":
            if said and (continued or line.number == last + 1 or not said[-1].text):
                said[-1] = replace(said[-1], text=joined_words(said[-1].text, line.text))
                if any(len(one.name) > 1 and line.text.startswith(one.name) for one in said):
                    notes.append(sentence("importing.pasted.no_colon", line=line.number))
            elif not said and not faults and (_is_title(line.text) or _is_value(left_out, line.number)):
                titles.append(line.text)
                left_out.append((line.number, line.text))
            else:
                faults.append(LineFault(line.number, DataError(sentence("importing.pasted.nobody"))))
        else:
            left_out.append((line.number, line.text))
            if line.kind != "aside" and not said:
                titles.append(line.text)
        if line.kind in ("title", "begins", "words") and not said and (day := parse_moment(line.text)):
            begun_at = begun_at or day.isoformat(timespec="minutes")
        last = line.number
    begun = min(
        [
            line.number
            for line in lines
            if line.kind in ("say", "words") and (line.number, line.text) not in left_out
        ],
        default=lines[0].number if lines else 1,
    )
    title = next((text for text in titles if not _META.fullmatch(re.split("[:：]", text)[0].strip())), "")
    call = SpokenCall(
        "", begun, tuple(said), tuple(faults), begun_at, shortened(title), tuple(left_out), tuple(notes)
    )
    return with_moments(call, moments)


def _is_value(left_out: list[tuple[int, str]], number: int) -> bool:
    """Does the line stand below a heading such as 关键词：?"""
    return bool(left_out) and left_out[-1][0] == number - 1 and left_out[-1][1].endswith((":", "："))


def _is_title(text: str) -> bool:
    if _TITLE.fullmatch(text) or (_TITLE.match(text) and not _SENTENCE.search(text)):
        return True
    return _SHORTEST_TITLE <= len(text) <= 40 and not _SENTENCE.search(text)


def _times(text: str) -> tuple[float | None, float | None, datetime | None]:
    """The time of a line → beginning and end in seconds, or a moment."""
    plain = text.strip("[]【】()（）<> ")
    if day := parse_moment(plain):
        return None, None, day
    parts = re.split(r"\s*(?:-->|->|--|[-~～—–至到，])\s*", plain)
    seconds = [parse_seconds(part) for part in parts if part]
    return seconds[0] if seconds else None, seconds[1] if len(seconds) > 1 else None, None
