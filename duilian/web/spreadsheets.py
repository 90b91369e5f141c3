"""Tables as files: CSV and XLSX as people like them, JSON Lines for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from duilian.clock import CHINA

FORMS = ("xlsx", "csv", "jsonl")
_PERCENT = "0.0%"
_MOMENT = "yyyy-mm-dd hh:mm"
_DAY = "yyyy-mm-dd"
_NARROWEST, _WIDEST = 8, 60  # of a column, in characters of a spreadsheet
_LOOKED_AT = 200  # rows by which widths are made
_LONGEST = 32_000  # characters of a cell; a spreadsheet takes 32,767
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML has them
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}


@dataclass(frozen=True)
class Proportion:
    """A share, 0 to 1, that people read as a percentage."""

    value: float


@dataclass(frozen=True)
class Sheet:
    """One table.

    Attributes:
        title: What it is called, at most 31 characters.
        columns: The name of each column in JSON → its heading.
        lines: Its rows: texts, numbers, moments with their zone, days, :class:`Proportion`, None.
    """

    title: str
    columns: Mapping[str, str]
    lines: Sequence[Sequence[Any]]


def sheets_file(name: str, form: str, sheets: Sequence[Sheet]) -> Response:
    """Tables as a file to be kept.

    Args:
        name: The file's name, without its ending.
        form: ``csv`` (with a mark so that Excel reads it as UTF-8), ``xlsx`` or ``jsonl``; only XLSX has room
            for more than one table.
        sheets: The tables.

    Raises:
        HTTPException: 404 for another form.
    """
    if form not in FORMS or (form != "xlsx" and len(sheets) != 1):
        raise HTTPException(404)
    content = _workbook(sheets) if form == "xlsx" else _csv(sheets[0]) if form == "csv" else _jsonl(sheets[0])
    return Response(content, media_type=_KINDS[form], headers=attachment(f"{name}.{form}"))


def attachment(name: str) -> dict[str, str]:
    """The header of an answer that is to be kept as a file of this name."""
    plain = "".join(c if c.isascii() and c not in '"\\' else "_" for c in name)
    return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, quoted; others as they are."""
    if not isinstance(value, str):
        return value
    text = _CONTROLS.sub("", value)[:_LONGEST]
    return f"'{text}" if text.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _csv(sheet: Sheet) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns.values())
    writer.writerows([_written(value) for value in line] for line in sheet.lines)
    return "\ufeff" + text.getvalue()


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return f"{100 * value.value:.1f}%" if isinstance(value, Proportion) else harmless(value)


def _jsonl(sheet: Sheet) -> str:
    rows = (dict(zip(sheet.columns, map(_plain, line), strict=True)) for line in sheet.lines)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return round(value.value, 4) if isinstance(value, Proportion) else value


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:31])
        page.freeze_panes = "A2"
        # before the first row: a write-only sheet's properties are written with it
        page.sheet_properties.pageSetUpPr.fitToPage = True
        for n, width in enumerate(_widths(sheet), 1):
            page.column_dimensions[get_column_letter(n)].width = width
        page.append([_heading(page, text) for text in sheet.columns.values()])
        for line in sheet.lines:
            page.append([_cell(page, value) for value in line])
        last = f"{get_column_letter(len(sheet.columns))}{len(sheet.lines) + 1}"
        page.auto_filter.ref = f"A1:{last}"
        page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
        page.print_title_rows = "1:1"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _heading(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center", wrap_text=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF4")
    return cell


def _cell(page: Any, value: Any) -> Any:
    if isinstance(value, Proportion):
        return _formatted(page, value.value, _PERCENT)
    if isinstance(value, datetime):
        shown = value.astimezone(CHINA).replace(tzinfo=None, second=0, microsecond=0)
        return _formatted(page, shown, _MOMENT)
    if isinstance(value, date):
        return _formatted(page, value, _DAY)
    return harmless(value)


def _formatted(page: Any, value: Any, form: str) -> Any:
    cell = WriteOnlyCell(page, value=value)
    cell.number_format = form
    return cell


def _widths(sheet: Sheet) -> Iterable[float]:
    for n, heading in enumerate(sheet.columns.values()):
        shown = [_width(_written(line[n])) for line in sheet.lines[:_LOOKED_AT]]
        yield min(_WIDEST, max(_NARROWEST, _width(heading) + 3, *shown, 0) + 1)


def _width(value: Any) -> int:
    """How wide a text is, a Chinese character as two."""
    text = "" if value is None else str(value)
    return sum(1 if character.isascii() else 2 for character in text[:_WIDEST])
