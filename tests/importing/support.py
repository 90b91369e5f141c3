"""Imported calls in a form that a test can write down."""

from __future__ import annotations

from collections.abc import Iterable

from duilian.dialogue.model import Context, Dialogue
from duilian.importing.results import Expected, ImportResult

CONTEXT = Context("王总")
EXPECTED = Expected("phone_care", CONTEXT)
Shown = tuple[int, str, list[tuple[str, str]] | str]


def shown(results: Iterable[ImportResult]) -> list[Shown]:
    """(line, id of the call, its turns), or (line, "", what is wrong)."""
    rows: list[Shown] = []
    for result in results:
        if isinstance(result.call, Dialogue):
            assert (result.call.kind, result.call.context) == ("phone_care", CONTEXT)
            turns = [(turn.speaker, turn.text) for turn in result.call.turns]
            rows.append((result.line, result.call.id, turns))
        else:
            rows.append((result.line, "", str(result.call)))
    return rows
