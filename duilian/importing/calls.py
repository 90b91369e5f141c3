"""Real calls from outside: JSON Lines, a table, or pasted text → dialogues, and what is wrong in which line.

Pure: text in, values out. The form is seen from the text: a brace begins JSON Lines, a heading 说话人,内容 a table, all else is pasted
text, a line each turn (客户：…, 客户经理：…), an empty line between calls.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from duilian.dialogue.model import Context, Dialogue, Speaker, Turn, read_lines
from duilian.errors import DataError

MOST = 500  # calls at a time
_CLIENT = ("客户", "对方", "顾客", "甲方", "client", "c")
_TRAINEE = ("客户经理", "经理", "我", "我方", "坐席", "座席", "业务员", "员工", "乙方", "trainee", "t")
_LINE = re.compile(r"\s*([^:：]{1,12})[:：]\s*(.*)", re.S)
_BREAK = re.compile(r"\s*([-=—_*]{3,})?\s*")
_HEADING = {
    "call": ("通话", "call", "id", "编号"),
    "speaker": ("说话人", "speaker", "角色"),
    "text": ("内容", "text", "话", "文本"),
}


@dataclass(frozen=True)
class Found:
    """``line``: where it begins or is wrong, from 1."""

    line: int
    call: Dialogue | DataError


def speaker_of(name: str) -> Speaker | None:
    """客户, 客户经理 and the like → who speaks; None for anybody else."""
    plain = name.strip().lower()
    return "client" if plain in _CLIENT else "trainee" if plain in _TRAINEE else None


def _joined(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Lines of one side after each other are one turn."""
    made: list[Turn] = []
    for turn in turns:
        if made and made[-1].speaker == turn.speaker:
            made[-1] = replace(made[-1], text=made[-1].text + turn.text)
        else:
            made.append(turn)
    return tuple(made)


def _pasted(text: str, kind: str, context: Context) -> Iterator[Found]:
    turns: list[Turn] = []
    begun, spoilt, count = 1, False, 0

    def finish() -> Iterator[Found]:
        nonlocal count
        if turns and not spoilt:
            count += 1
            yield Found(begun, Dialogue(f"call-{count}", kind, context, _joined(turns)))

    for number, line in enumerate(text.splitlines(), 1):
        if _BREAK.fullmatch(line):
            yield from finish()
            turns, spoilt = [], False
            continue
        if not turns and not spoilt:
            begun = number
        matched = _LINE.fullmatch(line)
        speaker = speaker_of(matched[1]) if matched else None
        if matched and speaker:
            turns.append(Turn(speaker, matched[2].strip()))
        elif turns and not (matched and len(matched[1].strip()) <= 4):
            turns[-1] = replace(turns[-1], text=turns[-1].text + line.strip())  # goes on in the next line
        else:
            who = f"不认识说话人“{matched[1].strip()}”" if matched else "没有写谁在说话"
            spoilt = True
            yield Found(number, DataError(f"{who}；每行写“客户：……”或者“客户经理：……”"))
    yield from finish()


def _table(text: str, kind: str, context: Context) -> Iterator[Found]:
    rows = list(csv.reader(io.StringIO(text)))
    heading = [cell.strip().lower() for cell in rows[0]]
    places = {
        field: next((heading.index(name) for name in names if name in heading), None)
        for field, names in _HEADING.items()
    }
    speaker_at, text_at = places["speaker"], places["text"]
    if speaker_at is None or text_at is None:
        raise DataError("第 1 行要有“说话人”和“内容”两列（多通电话再加一列“通话”）")
    calls: dict[str, tuple[int, list[Turn]]] = {}
    spoilt: set[str] = set()
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = row + [""] * (len(heading) - len(row))
        call = cells[places["call"]].strip() if places["call"] is not None else "1"
        speaker = speaker_of(cells[speaker_at])
        if speaker is None:
            spoilt.add(call)
            yield Found(number, DataError(f"不认识说话人“{cells[speaker_at].strip()}”；写客户或者客户经理"))
        else:
            calls.setdefault(call, (number, []))[1].append(Turn(speaker, cells[text_at].strip()))
    for call, (number, turns) in calls.items():
        if call not in spoilt:
            yield Found(number, Dialogue(call, kind, context, _joined(turns)))


def read_calls(text: str, kind: str, context: Context) -> list[Found]:
    """``kind`` and ``context`` are for forms that do not say them themselves. Raises DataError where the whole is wrong."""
    text = text.lstrip("\ufeff")
    start = text.lstrip()
    if not start:
        raise DataError("这里面什么也没有")
    if start.startswith("{"):
        found = [Found(number, item) for number, item in read_lines(text.splitlines())]
    elif any(name in start.splitlines()[0].split(",") for name in _HEADING["speaker"]):
        found = list(_table(start, kind, context))
    else:
        found = list(_pasted(text, kind, context))
    found = [_checked(one) for one in found]
    if sum(isinstance(one.call, Dialogue) for one in found) > MOST:
        raise DataError(f"一次最多 {MOST} 通；请分几次导入")
    return sorted(found, key=lambda one: one.line)


def _checked(found: Found) -> Found:
    call = found.call
    if isinstance(call, Dialogue) and {turn.speaker for turn in call.turns} != {"client", "trainee"}:
        return Found(found.line, DataError("这一通里只有一方在说话"))
    return found
