"""Calls as JSON Lines in the form of the handbook's rubric, section 6: one JSON object a line."""

from __future__ import annotations

import io
from collections.abc import Iterator

from duilian.dialogue.model import read_lines
from duilian.importing.results import ImportResult


def is_json_lines(text: str) -> bool:
    """Does the text, without leading spaces, begin with a brace?"""
    return text.startswith("{")


def read_json_lines(text: str) -> Iterator[ImportResult]:
    """The calls of the text; each says its own kind and context. A wrong line is an error of its own."""
    for number, call in read_lines(io.StringIO(text, newline=None)):  # no other sign ends a line of JSON
        yield ImportResult(number, call)
