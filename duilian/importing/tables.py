"""Calls as a table: under a heading a row for each line that is said, or a row for each call.

A table has a column of who speaks and one of the words (说话人, 内容), or a column for each side (客户经理,
客户), or a column with a whole conversation in each cell. A call's id, times and the day are taken where
they have a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from duilian.csvtable import read_rows
from duilian.errors import DataError
from duilian.importing.pasted import parse_pasted
from duilian.importing.results import Expected, ImportResult, settle
from duilian.importing.sides import simplified, speaker_of
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

# Column → the headings by which it is known, the surest first.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "call": word_list(
        "通话 通话id 通话编号 录音id 录音编号 会话id 会话编号 对话id 对话编号 callid call conversationid "
        "dialogueid dialogid sessionid session recordid 流水号 通话流水号 录音文件 录音文件名 录音名称 "
        "文件名 filename 会话 录音 对话 案例编号 编号 id"
    ),
    "speaker": word_list(
        "说话人 说话者 发言人 讲话人 讲者 角色 说话角色 身份 speaker role 发送人 发送者 发言者 发言方 谁 "
        "sender from name nickname 昵称 talker 说话方 speakerid spk channel 声道"
    ),
    "text": word_list(
        "内容 text 话 文本 对话内容 通话内容 说话内容 发言内容 消息内容 消息 转写文本 转写内容 转写结果 "
        "识别文本 识别结果 文字 原文 语句 句子 对话 content message transcript utterance sentence words "
        "strcontent msg 话语 聊天内容 录音文本 录音内容"
    ),
    "start": word_list(
        "开始 开始时间 起始时间 起始 start starttime begin begintime startms beginms 时间 时间戳 time "
        "timestamp strtime 发送时间 消息时间 createtime offset"
    ),
    "end": word_list("结束 结束时间 end endtime endms finish"),
    "day": word_list(
        "通话时间 通话日期 日期 拨打时间 呼叫时间 录音时间 通话开始时间 会话时间 calltime calldate date "
        "datetime"
    ),
    "title": word_list("标题 主题 title subject"),
    "own": ("issender", "isself", "是否本人"),
}
_ROW_NUMBERS = frozenset(("id", "编号", "对话", "会话", "录音"))  # often the row's, not the call's
_DELIMITERS = ("\t", ",", ";", "|", "，", "；")
_ABOVE = 10  # rows above the heading at most: titles
_MAX_HEAD = 40  # characters of a heading
_MILLISECONDS = 3 * 3600.0  # a number beyond is no second of a call


@dataclass(frozen=True)
class _Heading:
    """Where the columns of a table stand.

    Attributes:
        row: Which row the heading is, from 0.
        at: Column → its place.
        sides: Places of the columns of a side → its name, in tables with a column for each side.
        names: The heading's cells.
    """

    row: int
    at: Mapping[str, int]
    sides: Mapping[int, str]
    names: tuple[str, ...]

    def cell(self, row: Sequence[str], column: str) -> str:
        """The cell of a row; empty where there is no such column or the row is shorter."""
        at = self.at.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""


Rows = Sequence[tuple[int, Sequence[str]]]


def is_table(text: str) -> bool:
    """Does one of the first lines name the columns, or the very first the column of who speaks?"""
    return table_delimiter(text) is not None


def table_delimiter(text: str) -> str | None:
    """What stands between the cells of a table; None where the text is none."""
    lines = [line for line in text.splitlines()[: _ABOVE + 1] if line.strip()]
    for delimiter in _DELIMITERS:
        rows = [(n, _cells(line, delimiter)) for n, line in enumerate(lines)]
        if find_heading(rows) is not None:
            return delimiter
        first = [_plain(cell) for cell in rows[0][1]] if rows else []
        if len(first) > 1 and any(name in first for name in _HEADINGS["speaker"]):
            return delimiter
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    cells = line.strip().strip("|").split(delimiter) if delimiter == "|" else line.split(delimiter)
    return [cell.strip().strip('"') for cell in cells]


def read_table(text: str, expected: Expected) -> Iterator[ImportResult]:
    """The calls of a table as text; rows of a call need not stand together.

    Yields:
        The calls in the order in which they begin; for a call with a row of somebody unknown an error
        instead.

    Raises:
        DataError: A column is missing, or a row is none.
    """
    delimiter = table_delimiter(text) or ","
    if delimiter == "|":  # Markdown's: a row of dashes below the heading
        rows = [(n, _cells(line, "|")) for n, line in enumerate(text.splitlines(), 1)]
        rows = [(n, cells) for n, cells in rows if not all(re.fullmatch(r":?-*:?", cell) for cell in cells)]
    else:
        rows = list(read_rows(text, delimiter))
    return read_cells(rows, expected)


def read_cells(rows: Rows, expected: Expected) -> Iterator[ImportResult]:
    """The calls of rows of cells; as :func:`read_table`."""
    heading = find_heading(rows)
    if heading is None:
        raise DataError(sentence("importing.table.heading"))
    body = [(number, row) for number, row in rows[heading.row + 1 :] if any(cell.strip() for cell in row)]
    if heading.sides or "speaker" in heading.at or "own" in heading.at:
        return settle(_grouped(heading, body), expected, "table")
    return settle(_whole(heading, body), expected)


def find_heading(rows: Rows) -> _Heading | None:
    """The heading among the first rows; None where there is none."""
    for index, (_, row) in enumerate(rows[: _ABOVE + 1]):
        if any(speaker_of(re.split("[:：]", cell)[0]) for cell in row if ":" in cell or "：" in cell):
            return None  # somebody speaks already
        if any(len(cell) > _MAX_HEAD for cell in row):
            continue
        names = tuple(_plain(cell) for cell in row)
        at = {
            column: next(names.index(known) for known in headings if known in names)
            for column, headings in _HEADINGS.items()
            if any(known in names for known in headings)
        }
        if at.get("call") == at.get("text"):  # 对话 may be either
            at.pop("call", None)
        if "text" in at and ("speaker" in at or "own" in at):
            return _Heading(index, at, {}, names)
        if "text" in at and len(names) > 1 and _hold_conversations(rows[index + 1 :], at["text"]):
            return _Heading(index, at, {}, names)
        sides = {place: cell.strip() for place, cell in enumerate(row) if speaker_of(cell)}
        if {speaker_of(name) for name in sides.values()} == {"client", "trainee"} and "speaker" not in at:
            return _Heading(index, at, sides, names)
    return None


def _plain(cell: str) -> str:
    return re.sub(r"[\s_\-（）()/:：*\ufeff]", "", simplified(cell)).lower()


def _hold_conversations(rows: Rows, at: int) -> bool:
    """Does the column hold a whole conversation in each cell?"""
    cells = [row[at] for _, row in rows[:20] if at < len(row) and row[at].strip()]
    return bool(cells) and all(any(call.utterances for call in parse_pasted(cell)) for cell in cells)


def _whole(heading: _Heading, body: Rows) -> Iterator[SpokenCall]:
    """A call in each row."""
    seen: set[str] = set()
    for number, row in body:
        name = heading.cell(row, "call")
        calls = parse_pasted(heading.cell(row, "text"))
        for count, call in enumerate(calls, 1):
            faults = tuple(LineFault(number, fault.error) for fault in call.faults)
            lines = tuple(replace(one, line=number) for one in call.utterances)
            day = parse_moment(heading.cell(row, "day") or heading.cell(row, "start"))
            yield replace(
                call,
                id=name if len(calls) == 1 or not name else f"{name}-{count}",
                line=number,
                utterances=lines,
                faults=faults,
                title=heading.cell(row, "title") or call.title,
                begun_at=call.begun_at or (day.isoformat(timespec="minutes") if day else ""),
                notes=(*call.notes, *([sentence("importing.twice", id=name)] if name in seen else [])),
            )
        if name:
            seen.add(name)


def _grouped(heading: _Heading, body: Rows) -> list[SpokenCall]:
    """Calls of rows, each with a line that is said."""
    one_call = _is_one_call(heading, body)
    rows: dict[str, list[tuple[int, Sequence[str]]]] = {}
    apart: set[str] = set()
    last = ""
    for number, row in body:
        name = "1" if one_call else heading.cell(row, "call") or last
        if name in rows and name != last:
            apart.add(name)
        rows.setdefault(name, []).append((number, row))
        last = name
    return [_call(heading, name, lines, name in apart) for name, lines in rows.items()]


def _is_one_call(heading: _Heading, body: Rows) -> bool:
    """Is there no column of calls, or one that numbers rows?"""
    if "call" not in heading.at:
        return True
    names = [heading.cell(row, "call") for _, row in body]
    numbers = heading.names[heading.at["call"]] in _ROW_NUMBERS
    return numbers and len(body) > 2 and len(set(names)) == len(names)


def _call(heading: _Heading, name: str, rows: Rows, apart: bool) -> SpokenCall:
    said: list[Utterance] = []
    moments: list[datetime | None] = []
    faults: list[LineFault] = []
    begun_at = title = ""
    for number, row in rows:
        start, end = _seconds(heading.cell(row, "start")), _seconds(heading.cell(row, "end"))
        moment = parse_moment(heading.cell(row, "start"))
        if day := parse_moment(heading.cell(row, "day")):
            begun_at = begun_at or day.isoformat(timespec="minutes")
        title = title or heading.cell(row, "title")
        for speaker, words in _said(heading, row):
            if not speaker and words:
                faults.append(LineFault(number, DataError(sentence("importing.table.nobody"))))
            elif speaker:
                said.append(Utterance(speaker, words, number, start, end))
                moments.append(moment)
    notes = (sentence("importing.apart"),) if apart else ()
    call = SpokenCall(name, rows[0][0], tuple(said), tuple(faults), begun_at, title, notes=notes)
    return with_moments(call, moments)


def _said(heading: _Heading, row: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Who says what in a row."""
    if heading.sides:
        for place, side in heading.sides.items():
            if place < len(row) and row[place].strip():
                yield side, row[place].strip()
        return
    own = heading.cell(row, "own").lower()
    if own:
        yield ("我" if own in ("1", "true", "是") else "对方"), heading.cell(row, "text")
        return
    yield heading.cell(row, "speaker"), heading.cell(row, "text")


def _seconds(text: str) -> float | None:
    """A cell's time in seconds: a clock, a number of seconds, or of milliseconds where it is too great."""
    try:
        number = float(text)
    except ValueError:
        return parse_seconds(text)
    if number < 0 or number > 1e9:
        return None
    return number / 1000 if number > _MILLISECONDS else number
