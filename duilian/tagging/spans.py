"""Which words do an act: spans from the CRF's marginals of the acts that are there.

Each character gets the likeliest of the acts that count. What counts and is nowhere the likeliest gets the
words where it is seen most, for an act without words would be lost, and nine in ten of the clear ones are
right (docs/tagging.md). Then spans are drawn out to the ends of their clauses.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from duilian.dialogue.model import ACTS, ActSpan
from duilian.tagging.clause_classifier import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Clause = tuple[Place, NDArray[Any]]  # a clause, and the log-odds of each of ACTS in it

OUTSIDE = "O"
_MARKS = "，,。.！!？?；;：: 、…~—"
# What an act that counts gets at its clearest character, for the contest with its neighbours.
_CLEAR = 0.6
_COVER = 0.3  # of a clause, from which a span takes all of it
_SMALL = 4  # characters of a clause that is too short to be halved


def acts_of_characters(text: str, spans: Iterable[ActSpan]) -> list[str]:
    """A turn's spans → the act of each character, ``OUTSIDE`` where there is none."""
    acts = [OUTSIDE] * len(text)
    for span in spans:
        acts[span.start : span.end] = [span.act] * (span.end - span.start)
    return acts


def spans_of(acts: Sequence[str], scores: Mapping[str, float]) -> list[ActSpan]:
    """The inverse: the act of each character → spans.

    Args:
        acts: An act or ``OUTSIDE`` for each character.
        scores: The probability of each act, which becomes its spans' score.
    """
    spans, start = [], 0
    for i in range(1, len(acts) + 1):
        if i == len(acts) or acts[i] != acts[start]:
            if acts[start] != OUTSIDE:
                spans.append(ActSpan(acts[start], start, i, scores[acts[start]]))
            start = i
    return spans


def place_acts(
    text: str, marginals: NDArray[Any], clauses: Sequence[Clause], scores: Mapping[str, float]
) -> list[ActSpan]:
    """The spans of the acts that count.

    Args:
        text: The turn.
        marginals: A row a character, a column for each act of ``scores``.
        clauses: The turn's clauses.
        scores: The acts that count → their probabilities.
    """
    acts = _place_the_rest(_decode(marginals, list(scores)), marginals, clauses, scores)
    return _tidy(text, _without_crumbs(spans_of(acts, scores)), [place for place, _ in clauses])


def _decode(marginals: NDArray[Any], names: Sequence[str]) -> list[str]:
    """The act of each character: the likeliest of those that count, and outside where none of them is likely.

    An act that is nowhere the likeliest gets its best words among those that do nothing else, if they are two
    characters or more.
    """
    import numpy as np

    best = marginals.max(axis=0)
    outside = 1 - marginals.sum(axis=1)
    raised = marginals * np.maximum(1.0, _CLEAR / np.maximum(best, 1e-9))
    winner = np.where(raised.max(axis=1) >= outside, raised.argmax(axis=1), -1)
    for j in np.argsort(-best):
        free = winner == -1
        if not (winner == j).any() and free.any():
            column = np.where(free, marginals[:, j], 0.0)
            start = end = int(column.argmax())
            enough = column[start] / 2
            while start > 0 and free[start - 1] and column[start - 1] >= enough:
                start -= 1
            while end < len(column) - 1 and free[end + 1] and column[end + 1] >= enough:
                end += 1
            if end > start:
                winner[start : end + 1] = j
    return [OUTSIDE if w < 0 else names[w] for w in winner]


def _place_the_rest(
    acts: list[str], marginals: NDArray[Any], clauses: Sequence[Clause], scores: Mapping[str, float]
) -> list[str]:
    """The same acts, with words for those that count and have none yet.

    They get the clause where CRF and clause classifier see them most, unless that were another act's last;
    else half of that clause.
    """
    acts = list(acts)
    for act in sorted(set(scores) - set(acts), key=lambda a: -scores[a]):
        column = marginals[:, list(scores).index(act)]
        place = _clause_for(act, acts, column, clauses)
        if place is not None:
            start, end = place
            acts[start:end] = [act] * (end - start)
    return acts


def _clause_for(
    act: str, acts: Sequence[str], column: NDArray[Any], clauses: Sequence[Clause]
) -> Place | None:
    """The words for an act that has none, None where the clause is too short to be shared."""
    n = ACTS.index(act)
    likeliest = sorted(
        clauses, key=lambda c: -(column[c[0][0] : c[0][1]].max() + 1 / (1 + math.exp(-c[1][n])))
    )
    for (start, end), _ in likeliest[:2]:
        owners = set(acts[start:end]) - {OUTSIDE}
        if all(acts.count(o) - acts[start:end].count(o) >= 2 for o in owners):
            return start, end
    start, end = likeliest[0][0]
    if end - start < _SMALL:
        return None
    middle = (start + end) // 2
    return (start, middle) if column[start:middle].mean() > column[middle:end].mean() else (middle, end)


def _without_crumbs(spans: list[ActSpan]) -> list[ActSpan]:
    """Without single characters of an act that has a longer span."""
    longer = {s.act for s in spans if s.end - s.start > 1}
    return [s for s in spans if s.end - s.start > 1 or s.act not in longer]


def _tidy(text: str, spans: Sequence[ActSpan], places: Sequence[Place]) -> list[ActSpan]:
    """Spans that end where clauses do, without marks at their ends.

    A span takes the rest of a clause if it covers enough of it and no other span is in the way.
    """
    tidied = []
    for n, span in enumerate(spans):
        least = spans[n - 1].end if n else 0
        most = spans[n + 1].start if n + 1 < len(spans) else len(text)
        start, end = span.start, span.end
        for begin, stop in places:
            enough = _COVER * (stop - begin)
            if begin <= span.start < stop and begin >= least and min(span.end, stop) - span.start >= enough:
                start = begin
            if begin < span.end <= stop and stop <= most and span.end - max(start, begin) >= enough:
                end = stop
        words = text[start:end]
        start += len(words) - len(words.lstrip(_MARKS))
        end -= len(words) - len(words.rstrip(_MARKS))
        if start < end:
            tidied.append(ActSpan(span.act, start, end, span.score))
    return tidied
