"""Calls in documents: XLSX, DOCX and HTML. Each is lines and tables, read as such."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from html.parser import HTMLParser
from itertools import islice
from typing import Any

import docx
import openpyxl
from docx.table import Table

from duilian.errors import DataError
from duilian.importing.pasted import read_pasted
from duilian.importing.results import Expected, ImportResult
from duilian.importing.sides import is_label, speaker_of
from duilian.importing.tables import Rows, find_heading, read_cells
from duilian.importing.transcripts import parse_seconds, word_list
from duilian.texts import sentence

_MAX_ROWS = 100_000
_MAX_COLUMNS = 100
_BLOCKS = frozenset(
    word_list(
        "p div li ul ol dl dt dd br tr table h1 h2 h3 h4 h5 h6 "
        "section article body html blockquote pre header"
    )
)
_INLINE_NAMES = frozenset(word_list("b strong span em i label cite a time dt small font u"))
_UNSEEN = frozenset(word_list("script style head title template"))
_NAMED = re.compile(r"[^:：]{1,24}[:：]")
_HTML = re.compile(r"<(?:!doctype html|html|body|ul|ol|dl|table|div|p|section|article)\b", re.I)


def read_workbook(content: bytes, expected: Expected) -> Iterator[ImportResult]:
    """The calls of an XLSX file, sheet by sheet; as text where no sheet has a table.

    Raises:
        DataError: It is damaged or too long.
    """
    sheets: dict[str, Rows] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that openpyxl does not know
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs write wrong ones
                cells = list(islice(sheet.iter_rows(values_only=True), _MAX_ROWS + 1))
                if len(cells) > _MAX_ROWS:
                    raise DataError(sentence("importing.documents.long", most=_MAX_ROWS))
                sheets[sheet.title] = [
                    (number, [_cell_text(cell) for cell in row[:_MAX_COLUMNS]])
                    for number, row in enumerate(cells, 1)
                ]
    except DataError:
        raise
    except Exception:  # openpyxl lets pass whatever its XML and ZIP readers raise
        raise DataError(sentence("importing.documents.broken")) from None
    sheets = {name: rows for name, rows in sheets.items() if any(any(row) for _, row in rows)}
    tables = {name: rows for name, rows in sheets.items() if find_heading(rows) is not None}
    for name, rows in (tables or sheets).items():
        if tables:
            results: Iterator[ImportResult] = read_cells(rows, expected)
        else:
            lines = ["\t".join(cell.replace("\n", " ") for cell in row).rstrip("\t") for _, row in rows]
            results = read_pasted("\n".join(lines), expected)
        left = [other for other in sheets if other not in tables] if tables else []
        notes = (sentence("importing.documents.sheets", names="、".join(left)),) if left else ()
        for result in results:
            where = name if len(tables or sheets) > 1 else ""
            yield replace(result, where=where, notes=(*result.notes, *notes))


def _cell_text(value: Any) -> str:
    """A cell as a person sees it, more or less."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def read_word(content: bytes, expected: Expected) -> Iterator[ImportResult]:
    """The calls of a DOCX file: of its tables with a heading, and of its paragraphs.

    Raises:
        DataError: It is damaged.
    """
    lines: list[str] = []
    tables: list[Rows] = []
    try:
        for part in docx.Document(io.BytesIO(content)).iter_inner_content():
            if isinstance(part, Table):
                rows = [[cell.text.strip() for cell in row.cells] for row in part.rows]
                _add_table(list(enumerate(rows, 1)), lines, tables)
            else:
                lines += part.text.split("\n")
    except Exception:  # python-docx lets pass whatever its XML and ZIP readers raise
        raise DataError(sentence("importing.documents.broken")) from None
    return _read_parts(lines, tables, expected)


def _add_table(rows: Rows, lines: list[str], tables: list[Rows]) -> None:
    """A table with a heading is one; any other is lines with tabs."""
    if find_heading(rows) is not None:
        tables.append(rows)
    else:
        lines += ["\t".join(" ".join(cell.split()) for cell in row).strip() for _, row in rows]


def _read_parts(lines: Sequence[str], tables: list[Rows], expected: Expected) -> Iterator[ImportResult]:
    for count, rows in enumerate(tables, 1):
        where = sentence("importing.documents.table", number=count) if len(tables) > 1 else ""
        for result in read_cells(rows, expected):
            yield replace(result, where=where)
    if not tables:
        yield from read_pasted("\n".join(lines), expected)
        return
    text = [line for line in lines if line.strip()]
    if any(_NAMED.match(line) and speaker_of(line.replace("：", ":").split(":")[0]) for line in text):
        yield from read_pasted("\n".join(lines), expected)


def is_html(text: str) -> bool:
    """Does it begin as a page or as a part of one?"""
    return bool(_HTML.match(text))


def read_html(text: str, expected: Expected) -> Iterator[ImportResult]:
    """The calls of an HTML page: lists, paragraphs, tables; a class may name a side."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_line()
    return _read_parts(page.lines, page.tables, expected)


class _Page(HTMLParser):
    """Lines and tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.tables: list[Rows] = []
        self._line = ""
        self._side = ""
        self._unseen = 0
        self._rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self.end_line()
            self._rows = []
        elif self._rows is not None and tag == "tr":
            self._rows.append([])
        elif self._rows is not None and tag in ("td", "th") and self._rows:
            self._rows[-1].append("")
        elif tag in _BLOCKS and self._rows is None:
            self.end_line()
            self._side = _side_of_attributes(attrs) or self._side * (tag not in ("li", "div", "p"))
        elif tag in _INLINE_NAMES and self._line.strip() and _is_name(self._line):
            self._line = self._line.rstrip() + "："

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._rows is not None:
            _add_table(list(enumerate(self._rows, 1)), self.lines, self.tables)
            self._rows = None
        elif tag == "dt" and _is_name(self._line):
            self._line = self._line.rstrip() + "："
        elif tag in _BLOCKS and self._rows is None and tag != "br":
            self.end_line()
            if tag in ("li", "div", "p"):
                self._side = ""
        elif tag in _INLINE_NAMES and _is_name(self._line):
            self._line = self._line.rstrip() + "："

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._rows is not None:
            if self._rows and self._rows[-1]:
                self._rows[-1][-1] += data.strip()
            return
        data = re.sub(r"\s+", " ", data)
        if self._line.endswith("："):
            data = data.lstrip(" :：")
            if parse_seconds(data) is not None:  # the time after a name
                self._line = f"{self._line[:-1]} {data.strip()}："
                return
        self._line += data

    def end_line(self) -> None:
        """What was gathered is a line."""
        line = self._line.strip()
        if line.endswith("：") and _is_name(line[:-1].split(" ")[0]):
            self._line = line  # the words come in the next block
            return
        if line:
            named = _NAMED.match(line)
            if self._side and not (named and speaker_of(named[0].strip(":："))):
                line = f"{self._side}：{line}"
            self.lines.append(line)
        self._line = ""


def _is_name(line: str) -> bool:
    plain = line.strip().strip("[]【】")
    return (
        bool(plain)
        and len(plain) <= 16
        and not re.search("[:：]", plain)
        and (speaker_of(plain) is not None or is_label(plain))
    )


def _side_of_attributes(attrs: list[tuple[str, str | None]]) -> str:
    """The name of a side in a class, or in an attribute such as data-speaker."""
    for name, value in attrs:
        if value and (name in ("class", "data-speaker", "data-role", "data-name", "data-side")):
            for word in [value.strip(), *re.split(r"[\s\-_]+", value)]:
                if word and len(word) > 1 and speaker_of(word):
                    return word
    return ""
