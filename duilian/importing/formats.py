"""Real calls from outside: a text of any family of formats → its calls, what is wrong in which line."""

from __future__ import annotations

from duilian.dialogue.model import Context, Dialogue
from duilian.errors import DataError
from duilian.importing.acceptance import check_call
from duilian.importing.json_lines import is_json_lines, read_json_lines
from duilian.importing.pasted import read_pasted
from duilian.importing.results import ImportResult
from duilian.importing.tables import is_table, read_table
from duilian.texts import sentence

MAX_CALLS = 500
"""How many calls may be read at a time."""
MAX_TURNS_IN_ALL = 20_000
"""How many turns they may have together: the tagger reads them while the trainer waits."""


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
        DataError: The whole is wrong: nothing in it, a table without its columns or with a row that is none,
            more than :data:`MAX_CALLS` calls or :data:`MAX_TURNS_IN_ALL` turns.
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
    calls = [result.call for result in results if isinstance(result.call, Dialogue)]
    if len(calls) > MAX_CALLS:
        raise DataError(sentence("importing.too_many", most=MAX_CALLS))
    if sum(len(call.turns) for call in calls) > MAX_TURNS_IN_ALL:
        raise DataError(sentence("importing.too_many_turns", most=MAX_TURNS_IN_ALL))
    return sorted(results, key=lambda result: result.line)


def _checked(result: ImportResult) -> ImportResult:
    """A call that cannot be kept is an error."""
    try:
        if isinstance(result.call, Dialogue):
            check_call(result.call)
    except DataError as error:
        return ImportResult(result.line, error)
    return result
