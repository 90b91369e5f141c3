"""Calls as a table (CSV): under a heading 说话人, 内容 and perhaps 通话 a row for each line that is said."""

from __future__ import annotations

from collections.abc import Iterator

from duilian.csvtable import read_rows
from duilian.dialogue.model import Context, Dialogue, Turn
from duilian.errors import DataError, shortened
from duilian.importing.results import ImportResult, join_lines, speaker_of
from duilian.texts import sentence

# Column → the headings by which it is known.
_HEADINGS = {
    "call": ("通话", "call", "id", "编号"),
    "speaker": ("说话人", "speaker", "角色"),
    "text": ("内容", "text", "话", "文本"),
}


def is_table(text: str) -> bool:
    """Does the first line name the column of who speaks?"""
    return any(name in text.splitlines()[0].split(",") for name in _HEADINGS["speaker"])


def read_table(text: str, kind: str, context: Context) -> Iterator[ImportResult]:
    """The calls of a table; rows of a call need not stand together.

    Args:
        text: The table, beginning with its heading.
        kind: The kind of all its calls.
        context: What is known of all its clients.

    Yields:
        An error for each row of an unknown speaker; then the calls, in the order in which they begin, without
        those that have such a row.

    Raises:
        DataError: A column is missing, or a row is none.
    """
    (_, first), *rows = read_rows(text)
    heading = [cell.strip().lower() for cell in first]
    column = {
        field: next((heading.index(name) for name in names if name in heading), None)
        for field, names in _HEADINGS.items()
    }
    call_at, speaker_at, text_at = column["call"], column["speaker"], column["text"]
    if speaker_at is None or text_at is None:
        raise DataError(sentence("importing.table.heading"))
    calls: dict[str, tuple[int, list[Turn]]] = {}
    faulty: set[str] = set()
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = row + [""] * (len(heading) - len(row))
        call = cells[call_at].strip() if call_at is not None else "1"
        speaker = speaker_of(cells[speaker_at])
        if speaker is None:
            faulty.add(call)
            name = shortened(cells[speaker_at].strip())
            yield ImportResult(number, DataError(sentence("importing.table.unknown", name=name)))
        else:
            calls.setdefault(call, (number, []))[1].append(Turn(speaker, cells[text_at].strip()))
    for call, (number, lines) in calls.items():
        if call not in faulty:
            yield ImportResult(number, Dialogue(call, kind, context, join_lines(lines)))
