"""What is sent as a file: tables as CSV, XLSX or JSON Lines, and objects as JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from starlette.exceptions import HTTPException
from starlette.responses import Response

from duilian.language.masking import mask_all
from duilian.web.disclosure import is_disclosed
from duilian.web.request import CheckedRequest


def table_file(name: str, form: str, columns: dict[str, str], lines: Sequence[Sequence[Any]]) -> Response:
    """A table as a file.

    Args:
        name: The file's name, without its ending.
        form: ``csv`` (with a mark so that Excel reads it as UTF-8), ``xlsx`` or ``jsonl``.
        columns: The name of each column in JSON → its heading in a table.
        lines: The values of each line, in the order of the columns.

    Raises:
        HTTPException: 404 for another form.
    """
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(columns.values())
        writer.writerows([_harmless(value) for value in line] for line in lines)
        return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
    if form == "jsonl":
        return _json_lines(name, (dict(zip(columns, line, strict=True)) for line in lines))
    if form == "xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet(name)
        sheet.append(list(columns.values()))
        for line in lines:
            sheet.append([_harmless(value) for value in line])
        file = io.BytesIO()
        book.save(file)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(file.getvalue(), media_type=kind, headers=headers)
    raise HTTPException(404)


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, quoted."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def objects_file(request: CheckedRequest, name: str, objects: Iterable[Any]) -> Response:
    """Objects as a file of JSON Lines.

    Phone and card numbers in them are masked, unless the address asks for them with ``?full=1`` and who asks
    may see them.

    Args:
        request: The request that the file answers.
        name: The file's name, without its ending.
        objects: What is written, one a line.
    """
    return _json_lines(name, objects if is_disclosed(request, name) else map(mask_all, objects))


def _json_lines(name: str, objects: Iterable[Any]) -> Response:
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    headers = {"content-disposition": f'attachment; filename="{name}.jsonl"'}
    return Response(lines, media_type="application/jsonl; charset=utf-8", headers=headers)
