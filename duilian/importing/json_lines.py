"""Calls as JSON Lines in the rubric's form (section 6) or that of other systems: one object a line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from duilian.dialogue.model import parse_json
from duilian.errors import DataError
from duilian.importing.json_calls import are_lines_of_calls, read_json_value
from duilian.importing.results import Expected, ImportResult


def is_json_lines(text: str) -> bool:
    """Does the text, without leading spaces, begin with a brace?"""
    return text.startswith("{")


def read_json_lines(text: str, expected: Expected) -> Iterator[ImportResult]:
    """The calls of the text. A wrong line is an error of its own; lines may each be one that is said."""
    values: list[tuple[int, Any]] = []
    for number, line in enumerate(io.StringIO(text, newline=None), 1):  # no other sign ends a line of JSON
        if line.strip():
            try:
                values.append((number, parse_json(line)))
            except DataError as error:
                # Without its traceback, which would hold the line.
                yield ImportResult(number, DataError(error.what, error.where))
    if are_lines_of_calls([value for _, value in values]):
        yield from read_json_value([value for _, value in values], expected)
        return
    for number, value in values:
        yield from read_json_value(value, expected, number)
