"""Real calls from outside: bytes or a text of any family → its calls, and what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from duilian.dialogue.model import Context, Dialogue
from duilian.errors import DataError
from duilian.importing.acceptance import check_call
from duilian.importing.documents import is_html, read_html, read_word, read_workbook
from duilian.importing.json_calls import is_one_value, read_json_text
from duilian.importing.json_lines import is_json_lines, read_json_lines
from duilian.importing.pasted import read_pasted
from duilian.importing.results import Expected, ImportResult
from duilian.importing.subtitles import read_subtitles, subtitle_format
from duilian.importing.tables import is_table, read_table
from duilian.importing.zipped import unzipped, zip_kind
from duilian.textfile import decode_text
from duilian.texts import sentence

MAX_CALLS = 2000
"""How many calls may be read at a time."""
MAX_TURNS_IN_ALL = 60_000
"""How many turns they may have together."""
_JSON_LIST = re.compile(r"\[\s*[\[{\"]")
_UNNAMED = re.compile(r"call-(\d+)")
# What bytes begin with → what they are, of files that hold calls but are not read.
_REFUSED = ((b"\xd0\xcf\x11\xe0", "old_office"), (b"%PDF", "pdf"), (b"RIFF", "sound"), (b"ID3", "sound"))


def read_calls(
    text: str,
    kind: str,
    context: Context,
    trainee: str | None = None,
    staff: frozenset[str] = frozenset(),
) -> list[ImportResult]:
    """A text of any of the families → its calls.

    A brace or a bracket begins JSON, a heading with a column 说话人 a table, WEBVTT or a number with times
    subtitles, an element of a page HTML; all else is pasted text.

    Args:
        text: The text, a byte order mark at its start or not.
        kind: The kind of the calls, for formats that do not say it themselves.
        context: What is known of the client, for the same.
        trainee: The trainee's name in the text; None where it has to be found.
        staff: Names of the house's own people and departments.

    Returns:
        The calls and what is wrong, by line.

    Raises:
        DataError: The whole is wrong: nothing in it, a table without its columns or with a row that is none,
            more than :data:`MAX_CALLS` calls or :data:`MAX_TURNS_IN_ALL` turns.
    """
    results = list(_read_decoded(text, Expected(kind, context, trainee, staff)))
    calls = [result.call for result in results if isinstance(result.call, Dialogue)]
    if len(calls) > MAX_CALLS:
        raise DataError(sentence("importing.too_many", most=MAX_CALLS))
    if sum(len(call.turns) for call in calls) > MAX_TURNS_IN_ALL:
        raise DataError(sentence("importing.too_many_turns", most=MAX_TURNS_IN_ALL))
    return results


def read_file(name: str, content: bytes, expected: Expected) -> list[ImportResult]:
    """The bytes of a file → its calls; those without an id are named after the file.

    Args:
        name: The file's name.
        content: Its bytes: a text of any family, XLSX, DOCX, or a ZIP of any of these.
        expected: What is said of its calls.

    Returns:
        The calls and what is wrong, each with what the file, or the part of it, was taken for.

    Raises:
        DataError: The whole is wrong.
    """
    form = zip_kind(content)
    if form == "zip":
        return list(_zip_results(content, expected))
    if form:
        reader = read_workbook if form == "xlsx" else read_word
        return _named(_finished(reader(content, expected), form), name)
    for start, what in _REFUSED:
        if content.startswith(start):
            raise DataError(sentence(f"importing.refused.{what}"))
    return _named(_read_decoded(decode_text(content), expected), name)


def _zip_results(content: bytes, expected: Expected) -> Iterator[ImportResult]:
    for name, member in unzipped(content):
        try:
            if isinstance(member, DataError):
                raise member
            if zip_kind(member) == "zip":
                raise DataError(sentence("importing.zip.nested"))
            for result in read_file(name, member, expected):
                yield replace(result, where=f"{name} {result.where}".strip())
        except DataError as error:
            yield ImportResult(0, DataError(error.what, error.where), where=name)


def _read_decoded(text: str, expected: Expected) -> list[ImportResult]:
    text = text.lstrip("\ufeff")
    start = text.lstrip()
    if not start:
        raise DataError(sentence("importing.empty"))
    form = _form(start)
    if form == "json":
        results = read_json_text(text, expected)
    elif form == "json_lines":
        results = read_json_lines(text, expected)
    elif form in ("srt", "vtt"):
        results = read_subtitles(start, expected)
    elif form == "html":
        results = read_html(start, expected)
    elif form == "table":
        results = read_table(start, expected)
    else:
        results = read_pasted(text, expected)
    finished = _finished(results, form)
    if not finished:
        raise DataError(sentence("importing.no_call"))
    return finished


def _form(start: str) -> str:
    """Which family a text is of."""
    if is_one_value(start):
        return "json_lines" if "\n" not in start.strip() and start.startswith("{") else "json"
    if is_json_lines(start):
        return "json_lines"
    if _JSON_LIST.match(start):
        return "json"
    if subtitle := subtitle_format(start):
        return subtitle
    if is_html(start):
        return "html"
    return "table" if is_table(start) else "pasted"


def _finished(results: Iterable[ImportResult], form: str) -> list[ImportResult]:
    """With what the file was taken for, in order of line; a call that cannot be kept is an error."""
    shown = sentence(f"importing.form.{form}")
    checked = [replace(_checked(result), form=shown) for result in results]
    seen: set[str] = set()
    for count, result in enumerate(checked):
        if isinstance(result.call, Dialogue):
            if result.call.id in seen:
                note = sentence("importing.twice", id=result.call.id)
                checked[count] = replace(result, notes=tuple(dict.fromkeys((*result.notes, note))))
            seen.add(result.call.id)
    return sorted(checked, key=lambda result: (result.where, result.line))


def _named(results: list[ImportResult], name: str) -> list[ImportResult]:
    """Calls without an id of their own are named after the file."""
    stem = PurePosixPath(name).stem
    calls = [result.call for result in results if isinstance(result.call, Dialogue)]
    named = []
    for result in results:
        unnamed = isinstance(result.call, Dialogue) and _UNNAMED.fullmatch(result.call.id)
        if isinstance(result.call, Dialogue) and unnamed and stem:
            id_ = stem if len(calls) == 1 else f"{stem}-{unnamed[1]}"
            result = replace(result, call=replace(result.call, id=id_))
        named.append(result)
    return named


def _checked(result: ImportResult) -> ImportResult:
    """A call that cannot be kept is an error."""
    try:
        if isinstance(result.call, Dialogue):
            check_call(result.call)
    except DataError as error:
        return ImportResult(result.line, DataError(error.what, error.where), where=result.where)
    return result
