"""Calls as text: what people paste, and what recorders, recognisers, meetings and chats write as plain text.

The forms of a speaker's line are those of :mod:`duilian.importing.speaker_lines`; here lines are told apart
(words, titles, stage directions), and calls are made of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from duilian.errors import DataError, shortened
from duilian.importing.asides import is_aside, is_direction
from duilian.importing.results import Expected, ImportResult, joined_words, settle
from duilian.importing.sides import simplified
from duilian.importing.speaker_lines import (
    DAY,
    LONGEST_NAME,
    SENTENCE_MARK,
    NameUsage,
    is_about_call,
    is_known_name,
    is_speaker_name,
    match_speaker,
    usage_of,
)
from duilian.importing.transcripts import (
    LineFault,
    SpokenCall,
    Utterance,
    parse_moment,
    parse_seconds,
    with_moments,
)
from duilian.language.surnames import SURNAMES
from duilian.texts import sentence

_BREAK = re.compile(r"\s*(?:[-=—_*#~]\s*){3,}")
_NUMERAL = r"[\d一二三四五六七八九十百]+"
_NEW_CALL = re.compile(
    rf"[#＃=\-*【\[\s]*(?:第\s*{_NUMERAL}\s*(?:通|个?电话|段|次通话|条录音|个案例|个?对话)|"
    rf"(?:通话|录音|案例|场景|对话|会话|电话|call|dialogue|conversation)\s*[#＃]?\s*{_NUMERAL}\b)(?P<rest>.*)",
    re.I,
)
_PARTIES = frozenset(("主叫", "被叫", "主叫方", "被叫方", "主持人"))
_BEGINS = re.compile(
    r"(?:通话|录音|会话|呼叫|接通|拨打|开始|对话)\s*(?:开始)?(?:时间|日期|编号|ID|文件名?)", re.I
)
_TITLE = re.compile(
    r"#|《.*》|.*(?:记录|录音|会议|对话|通话|转写|文字稿|实录|逐字稿|纪要|导出)|" + DAY + r".*"
)
_SHORTEST_TITLE = 4
# Who somebody is, not what somebody says: 李明（8012）, 王总, 张经理 13800138000
_PARTY = re.compile(
    rf"[{SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:经理|主任|老师|先生|女士|老板)?[ ]?"
    r"(?:[（(][^（()）]{1,16}[)）]|[\d*\- ]{3,16})?"
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
    usage = usage_of(raw)
    lines = [_read_line(number, line, usage) for number, line in enumerate(raw, 1)]
    return [call for section in _sections(lines) for call in _calls(section, usage)]


def _read_line(number: int, line: str, usage: NameUsage) -> _Line:
    plain = line.strip().strip("*_# ").strip()
    if not line.strip():
        return _Line("blank", number)
    if _BREAK.fullmatch(line):
        return _Line("rule", number)
    if usage.headed and plain in usage.counts and usage.counts[plain]:
        return _Line("say", number, name=plain)
    if is_direction(plain):
        return _Line("aside", number, plain)
    matched = match_speaker(line, usage)
    if _NEW_CALL.fullmatch(plain) and not (matched and is_known_name(matched[0])):
        return _Line("begins", number, plain)
    head = re.split(r"[:：]", plain, maxsplit=1)
    if len(head) == 2 and _is_meta(head[0], head[1], usage):
        return _Line("begins" if _BEGINS.fullmatch(head[0].strip()) else "title", number, plain)
    if matched:
        name, time, words = matched
        if not words and usage.counts[name] < 2 and not is_known_name(name) and _is_dated_title(name, time):
            return _Line("title", number, plain)
        if time or is_speaker_name(name, usage):
            return _Line("say", number, words, name, time)
    if is_aside(plain):
        return _Line("aside", number, plain)
    if line.lstrip().startswith("#"):
        return _Line("title", number, plain)
    return _Line("words", number, line.strip())


def _is_meta(key: str, value: str, usage: NameUsage) -> bool:
    """Is it a line about the call (通话时间：…)?"""
    key = key.strip()
    if key in _PARTIES:  # a number, or who it is; said again and again it is a speaker
        return value.strip().replace("-", "").isdigit() or usage.counts[key] < 2
    return is_about_call(key)


def _is_dated_title(name: str, time: str) -> bool:
    """Is it a title with the day of the call rather than somebody's name with a time?"""
    return parse_moment(time) is not None and (len(name) > LONGEST_NAME or bool(_TITLE.match(name)))


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
            spoken = spoken or line.kind == "say" or (line.kind == "words" and not _is_title(line.text))
    yield section


def _calls(section: list[_Line], usage: NameUsage) -> Iterator[SpokenCall]:
    """The calls of a section: the whole, or what stands between its empty lines."""
    blocks: list[list[_Line]] = [[]]
    for line in section:
        if line.kind == "blank":
            if blocks[-1]:
                blocks.append([])
        else:
            blocks[-1].append(line)
    blocks = _without_parties([block for block in blocks if block])
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


def _without_parties(blocks: list[list[_Line]]) -> list[list[_Line]]:
    """The blocks; of the first, where it is about the call, who is in it (坐席：李明（8012）) is a title."""
    if len(blocks) < 2 or not any(line.kind == "say" for line in blocks[1]):
        return blocks
    first = blocks[0]
    said = Counter(line.name for line in first if line.kind == "say")
    about = any(line.kind in ("title", "begins") for line in first)
    named = all(_PARTY.fullmatch(line.text) for line in first if line.kind == "say")
    if not said or not about or not named or max(said.values()) > 1:
        return blocks
    titles = [replace(line, kind="title", text=f"{line.name}：{line.text}", name="") for line in first]
    return [[t if line.kind == "say" else line for t, line in zip(titles, first, strict=True)], *blocks[1:]]


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
    title = next((text for text in titles if not is_about_call(re.split("[:：]", text)[0].strip())), "")
    call = SpokenCall(
        "", begun, tuple(said), tuple(faults), begun_at, shortened(title), tuple(left_out), tuple(notes)
    )
    return with_moments(call, moments)


def _is_value(left_out: list[tuple[int, str]], number: int) -> bool:
    """Does the line stand below a heading such as 关键词：?"""
    return bool(left_out) and left_out[-1][0] == number - 1 and left_out[-1][1].endswith((":", "："))


def _is_title(text: str) -> bool:
    if _TITLE.fullmatch(text) or (_TITLE.match(text) and not SENTENCE_MARK.search(text)):
        return True
    return _SHORTEST_TITLE <= len(text) <= 40 and not SENTENCE_MARK.search(text)


def _times(text: str) -> tuple[float | None, float | None, datetime | None]:
    """The time of a line → beginning and end in seconds, or a moment."""
    plain = text.strip("[]【】()（）<> ")
    if day := parse_moment(plain):
        return None, None, day
    parts = re.split(r"\s*(?:-->|->|--|[-~～—–至到，])\s*", plain)
    seconds = [parse_seconds(part) for part in parts if part]
    return seconds[0] if seconds else None, seconds[1] if len(seconds) > 1 else None, None
