"""The clause in which the words of an act stand, which decides whether they are told or denied."""

from __future__ import annotations

from collections.abc import Sequence

from duilian.language.text import clauses

Place = tuple[int, int]  # a clause: start and end, in characters from 0, end exclusive
_MOST = 0.8  # the share of an act's words that stand in one clause, from which that clause decides


def own_clause(text: str, start: int, end: int) -> tuple[Sequence[Place], int] | None:
    """The clause that decides about the words ``text[start:end]``.

    Args:
        text: A turn.
        start: Where the words begin, in characters from 0.
        end: Where they end, exclusive.

    Returns:
        All clauses of the turn and which of them has most of the words; None where no clause has so many
        that it decides alone.
    """
    places = clauses(text)
    for n, (begin, stop) in enumerate(places):
        if begin < end and start < stop and min(stop, end) - max(begin, start) >= _MOST * (end - start):
            return places, n
    return None
