"""Tables as text (CSV): a row for each line, whatever stands in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from duilian.errors import DataError
from duilian.texts import sentence

MAX_CELL = 20_000
"""Characters of a cell: more is no cell, but a quotation mark that nobody closed."""


def read_rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a table.

    Args:
        text: The table. A cell in quotation marks may go over several lines.
        delimiter: What stands between cells.

    Yields:
        The line where each row begins, from 1, and its cells.

    Raises:
        DataError: A cell is longer than :data:`MAX_CELL` or holds a NUL; it names the line.
    """
    rows = csv.reader(
        io.StringIO(text, newline=None), delimiter=delimiter
    )  # lines end in any of the three ways
    begun = 1
    while True:
        try:
            cells = next(rows, None)
        except csv.Error:  # a cell above csv's own limit, or a NUL
            raise DataError(sentence("table.no_row", line=begun, most=MAX_CELL)) from None
        if cells is None:
            return
        if any(len(cell) > MAX_CELL for cell in cells):
            raise DataError(sentence("table.no_row", line=begun, most=MAX_CELL))
        yield begun, cells
        begun = rows.line_num + 1
