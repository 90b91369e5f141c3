"""Calls as JSON: the rubric's own form, and what recognisers, chats and quality tools write.

WhisperX, whisper.cpp, FunASR, 讯飞听见, 通义听悟 and the like all have a list of entries with words, times
and, hopefully, a speaker, under names of their own; chats have ``messages`` with ``role`` and ``content``;
quality tools put the whole conversation into one text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeGuard

from duilian.dialogue.model import Dialogue, parse_dialogue, parse_json
from duilian.errors import DataError
from duilian.importing.pasted import parse_pasted
from duilian.importing.results import Expected, ImportResult, settle
from duilian.importing.sides import speaker_of
from duilian.importing.transcripts import (
    LineFault,
    SpokenCall,
    Utterance,
    parse_moment,
    parse_seconds,
    word_list,
)
from duilian.texts import sentence

# By which names other systems call a thing, the surest first.
_LISTS = word_list(
    "turns messages sentence_info segments utterances transcription sentences dialogue dialog "
    "dialogs conversation conversations paragraphs records items lines entries transcript "
    "transcripts resultdetail result_detail detailed_result result results content contents chat chats "
    "history "
    "对话 内容 对话内容 通话内容 句子 转写结果 data"
)
_CALLS = word_list("calls dialogues conversations sessions data records items results list 通话")
_WORDS = word_list(
    "text content words sentence finalsentence final_sentence utterance message onebest transcript "
    "value msg res "
    "内容 文本 话 对话内容 转写文本"
)
_SPEAKERS = word_list(
    "speaker role spk speaker_id speakerid speaker_name speakername spk_id sender from name "
    "channel channel_id channelid user author rl talker 说话人 角色 发言人 说话者 身份"
)
_STARTS = word_list("start begin start_time starttime begin_time begintime bg start_ms startms 开始 开始时间")
_ENDS = word_list("end end_time endtime ed end_ms endms finish 结束 结束时间")
_MOMENTS = word_list("timestamp msgtime time created_at createtime 时间")
_OF_A_CALL = word_list("call_id callid session_id sessionid conversation_id dialogue_id")
_IDS = ("id", *_OF_A_CALL, "key", "编号", "通话编号")
_CALL_IDS = (*_OF_A_CALL, "call", "通话", "通话编号")
_DAYS = word_list("call_time calltime begun_at start_time date datetime time created_at 通话时间 日期")
_TITLES = word_list("title subject name 标题 主题")
_SILENT = frozenset(("system", "tool", "function", "developer"))
_DEEPEST = 4  # objects inside each other in which calls are looked for
_MILLISECONDS = frozenset(("bg", "ed", "start_ms", "end_ms", "startms", "endms", "begin_time", "begintime"))
_LONG = 100.0  # an entry that lasts longer, on average, is measured in milliseconds


def read_json_value(value: Any, expected: Expected, line: int = 1) -> Iterator[ImportResult]:
    """The calls of a JSON value.

    Args:
        value: An object or a list, as Python's plain values.
        expected: What is said of calls that do not say it themselves.
        line: The line to be named; entries of a list are counted on from it.

    Yields:
        A result for each call, or an error.
    """
    found = list(_objects(value))
    transcripts: list[SpokenCall] = []
    for count, item in enumerate(found):
        number = line + count if len(found) > 1 else line
        if _is_rubric(item):
            yield from settle(transcripts, expected)
            transcripts = []
            yield _rubric_call(item, expected, number, count + 1)
        else:
            transcripts += _foreign_calls(item, number)
    yield from settle(transcripts, expected)


def read_json_text(text: str, expected: Expected) -> Iterator[ImportResult]:
    """The calls of a text that is one JSON value, pretty-printed or not."""
    return read_json_value(parse_json(text), expected)


def is_one_value(text: str) -> bool:
    """Is the whole text one JSON object or list?"""
    if not text.startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _lower(item: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in item.items()}


def _first(item: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "")), None)


def _objects(value: Any, depth: int = 0) -> Iterator[Any]:
    """The objects of a value that are a call each; a list of entries is one call."""
    if isinstance(value, list) and value:
        if all(isinstance(entry, dict) and _is_entry(entry) for entry in value):
            for name, entries in _by_call(value).items():
                yield {"id": name, "turns": entries}
        elif all(isinstance(entry, str) for entry in value):
            yield {"content": value}
        else:
            for entry in value:
                yield from _objects(entry, depth + 1)
    elif isinstance(value, dict) and depth <= _DEEPEST:
        if _entries(_lower(value)) is not None or _conversation(_lower(value)):
            yield value
            return
        for name in _CALLS:
            inside = _lower(value).get(name)
            if isinstance(inside, list) and inside and all(isinstance(entry, dict) for entry in inside):
                yield from _objects(inside, depth + 1)
                return
        nested = [inner for inner in value.values() if isinstance(inner, dict) or _is_object_list(inner)]
        if any(True for inner in nested for _ in _objects_with_words(inner, depth + 1)):
            for inner in nested:
                yield from _objects_with_words(inner, depth + 1)
        else:
            yield value
    else:
        yield value


def _is_object_list(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def _by_call(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Lines that are said → those of each call; where each has an id of its own they are one call."""
    names = [str(_first(_lower(entry), _CALL_IDS) or "") for entry in entries]
    calls: dict[str, list[dict[str, Any]]] = {}
    for name, entry in zip(names, entries, strict=True):
        calls.setdefault(name, []).append(dict(entry))
    return calls


def are_lines_of_calls(values: Sequence[Any]) -> bool:
    """Is each value a line that is said, and not a call?"""
    return len(values) > 1 and all(isinstance(value, dict) and _is_entry(value) for value in values)


def _objects_with_words(value: Any, depth: int) -> Iterator[Any]:
    for item in _objects(value, depth):
        if isinstance(item, dict) and (_entries(_lower(item)) is not None or _conversation(_lower(item))):
            yield item


def _is_entry(item: Mapping[str, Any]) -> bool:
    """Is it a line that is said: words, and who says them or when?"""
    low = _lower(item)
    words = _words(low)
    known = (*_SPEAKERS, *_STARTS, "offsets", "timestamps", "timestamp")
    return words is not None and any(name in low for name in known) and _entries(low) is None


def _words(low: Mapping[str, Any]) -> str | None:
    for name in _WORDS:
        value = low.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, dict) and isinstance(inner := _lower(value).get("content"), str):
            return inner  # a chat's text: {"content": …}
        if name == "res" and isinstance(value, list) and value and all(isinstance(p, str) for p in value):
            return "".join(value)
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            parts = [_words(_lower(part)) or _lower(part).get("word") for part in value]
            if all(isinstance(part, str) for part in parts):
                return "".join(str(part) for part in parts)
    return None


def _entries(low: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The list of what is said in an object; None where it has none."""
    for name in _LISTS:
        value = low.get(name)
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            continue
        if all(_words(_lower(entry)) is not None for entry in value) and any(map(_is_entry, value)):
            return value
    return None


def _conversation(low: Mapping[str, Any]) -> str | None:
    """A whole conversation in one text (or in a list of texts)."""
    for name in (*_LISTS, *_WORDS):
        value = low.get(name)
        if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
            value = "\n".join(value)
        elif _is_object_list(value) and all(len(line) == 1 and all(map(speaker_of, line)) for line in value):
            value = "\n".join(f"{name}：{words}" for line in value for name, words in line.items())
        if isinstance(value, str) and any(len(call.utterances) > 1 for call in parse_pasted(value)):
            return value
    return None


def _is_rubric(item: Any) -> bool:
    """Is it meant in the rubric's form? Then it is held to it."""
    if not isinstance(item, dict):
        return True
    turns = item.get("turns")
    if isinstance(turns, list):
        sides = [turn.get("speaker") for turn in turns if isinstance(turn, dict)]
        return "kind" in item or all(side in ("client", "trainee") for side in sides)
    low = _lower(item)
    return _entries(low) is None and not _conversation(low)


def _rubric_call(item: Any, expected: Expected, line: int, count: int) -> ImportResult:
    if isinstance(item, dict) and "turns" in item and "kind" not in item and "context" not in item:
        item = {"id": _first(item, _IDS) or f"call-{count}", "kind": expected.kind, **item}
        item["context"] = dict(vars(expected.context))
    try:
        call: Dialogue = parse_dialogue(item)
    except DataError as error:
        return ImportResult(line, DataError(error.what, error.where))
    low = _lower(item)
    spans = tuple((_number(_first(turn, _STARTS)), _number(_first(turn, _ENDS))) for turn in item["turns"])
    return ImportResult(
        line, call, spans=spans if any(span != (None, None) for span in spans) else (), begun_at=_day(low)
    )


def _foreign_calls(item: dict[str, Any], line: int) -> list[SpokenCall]:
    """The calls of an object in another system's form."""
    low = _lower(item)
    name, title = _first(low, _IDS), _first(low, _TITLES)
    id_, title = str(name) if name is not None else "", title if isinstance(title, str) else ""
    entries = _entries(low)
    if entries is not None:
        return [replace(_timed(entries, line), id=id_, title=title, begun_at=_day(low))]
    calls = parse_pasted(_conversation(low) or "")
    return [
        replace(
            call,
            id=id_ if len(calls) == 1 or not id_ else f"{id_}-{count}",
            line=line,
            title=title or call.title,
            begun_at=call.begun_at or _day(low),
        )
        for count, call in enumerate(calls, 1)
    ]


def _timed(entries: list[dict[str, Any]], line: int) -> SpokenCall:
    """The call of a list of entries."""
    said: list[Utterance] = []
    faults: list[LineFault] = []
    left_out: list[tuple[int, str]] = []
    measured: list[tuple[Any, Any]] = []
    milliseconds = False
    for count, entry in enumerate(entries, 1):
        low = _lower(entry)
        words = (_words(low) or "").strip()
        speaker = _speaker(low)
        start, end, in_milliseconds = _span(low)
        milliseconds = milliseconds or in_milliseconds
        if speaker.lower() in _SILENT:
            left_out.append((count, words))
        elif not speaker and words:
            embedded = [one for call in parse_pasted(words) for one in call.utterances]
            if len(embedded) == 1:
                said.append(replace(embedded[0], line=line))
                measured.append((start, end))
            else:
                what = sentence("importing.json.nobody", number=count)
                faults.append(LineFault(line, DataError(what)))
        elif words:
            said.append(Utterance(speaker, words, line))
            measured.append((start, end))
    scale = _scale([(_number(start), _number(end)) for start, end in measured], milliseconds)
    timed = tuple(
        replace(one, start=_scaled(start, scale), end=_scaled(end, scale))
        for one, (start, end) in zip(said, measured, strict=True)
    )
    return SpokenCall("", line, timed, tuple(faults[:1]), left_out=tuple(left_out))


def _speaker(low: Mapping[str, Any]) -> str:
    value = _first(low, _SPEAKERS)
    if value is None and isinstance(more := low.get("additions"), dict):
        value = _first(_lower(more), _SPEAKERS)
    if isinstance(value, dict):
        value = _first(_lower(value), ("name", "role", "id", "label"))
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _span(low: Mapping[str, Any]) -> tuple[Any, Any, bool]:
    """Beginning and end as they stand there, and whether they are known to be milliseconds."""
    offsets = low.get("offsets")
    if isinstance(offsets, dict):
        return offsets.get("from"), offsets.get("to"), True
    stamps = low.get("timestamps") or low.get("timestamp")
    if isinstance(stamps, dict):
        return stamps.get("from"), stamps.get("to"), False
    start, end = _first(low, _STARTS), _first(low, _ENDS)
    if start is None and isinstance(words := low.get("words"), list) and words:
        first, last = _lower(words[0]), _lower(words[-1])
        start, end = _first(first, _STARTS), _first(last, _ENDS)
    if start is None:
        start = _first(low, _MOMENTS)
    return start, end, any(name in low for name in _MILLISECONDS)


def _number(value: Any) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if 0 <= value < 1e9 else None
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return parse_seconds(value)
        return number if 0 <= number < 1e9 else None
    return None


def _scale(spans: list[tuple[float | None, float | None]], milliseconds: bool) -> float:
    lasting = [end - start for start, end in spans if start is not None and end is not None]
    starts = [start for start, _ in spans if start is not None]
    if not lasting and len(starts) > 1:
        lasting = [(starts[-1] - starts[0]) / len(starts)]
    if milliseconds or (lasting and sum(lasting) / len(lasting) > _LONG):
        return 0.001
    return 1.0


def _scaled(value: Any, scale: float) -> float | None:
    if isinstance(value, str) and ":" in value:
        return parse_seconds(value)
    number = _number(value)
    return None if number is None else round(number * scale, 3)


def _day(low: Mapping[str, Any]) -> str:
    """Day and time of the call, where an object has one."""
    for name in _DAYS:
        value = low.get(name)
        day: datetime | None = parse_moment(value) if isinstance(value, str) else None
        if day:
            return day.isoformat(timespec="minutes")
    return ""
