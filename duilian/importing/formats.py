"""Real calls from outside: a text of any family of formats → its calls, what is wrong in which line."""

from __future__ import annotations

from duilian.dialogue.model import Context, Dialogue
from duilian.errors import DataError
from duilian.importing.json_lines import is_json_lines, read_json_lines
from duilian.importing.pasted import read_pasted
from duilian.importing.results import ImportResult
from duilian.importing.tables import is_table, read_table
from duilian.texts import sentence

MAX_CALLS = 500
"""How many calls may be read at a time."""


def read_calls(text: str, kind: str, context: Context) -> list[ImportResult]:
    """A text of any of the families → its calls.

    A brace begins JSON Lines, a heading with a column 说话人 a table; all else is pasted text.

    Args:
        text: The text, a byte order mark at its start or not.
        kind: The kind of the calls, for formats that do not say it themselves.
        context: What is known of the client, for the same.

    Returns:
        The calls and what is wrong, by line.

    Raises:
        DataError: The whole is wrong: nothing in it, a table without its columns, more than :data:`MAX_CALLS`
            calls.
    """
    text = text.lstrip("\ufeff")
    start = text.lstrip()
    if not start:
        raise DataError(sentence("importing.empty"))
    if is_json_lines(start):
        results = list(read_json_lines(text))
    elif is_table(start):
        results = list(read_table(start, kind, context))
    else:
        results = list(read_pasted(text, kind, context))
    results = [_checked(result) for result in results]
    if sum(isinstance(result.call, Dialogue) for result in results) > MAX_CALLS:
        raise DataError(sentence("importing.too_many", most=MAX_CALLS))
    return sorted(results, key=lambda result: result.line)


def _checked(result: ImportResult) -> ImportResult:
    """A call in which only one side speaks is an error."""
    call = result.call
    if isinstance(call, Dialogue) and {turn.speaker for turn in call.turns} != {"client", "trainee"}:
        return ImportResult(result.line, DataError(sentence("importing.one_side")))
    return result
