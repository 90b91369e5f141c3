"""Scores and their reliability as lines of text, as scripts/evaluate prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from duilian.evaluation.scores import Score

_LEFT, _RIGHT = 22, 16  # characters of a label in the table on the left, on the right
_WIDTH = 58  # characters of a line of the table on the left


def _rows(title: str, width: int, rows: Sequence[Score]) -> Iterator[str]:
    yield f"{title:{width}} prec  rec    F1  95 %        support"
    for r in sorted(rows, key=lambda r: r.f1):
        name = r.name.removeprefix("act ").removeprefix("cue ")
        interval = f"{r.low:.3f}–{r.high:.3f}"
        yield f"{name:{width}} {r.precision:.2f} {r.recall:.2f} {r.f1:.3f}  {interval} {r.support:6}"


def score_table(acts: Sequence[Score], cues: Sequence[Score]) -> Iterator[str]:
    """The scores of acts and of cues side by side, the lowest F1 first.

    Args:
        acts: Scores of acts; their names may begin with ``act``.
        cues: Scores of cues; their names may begin with ``cue``.

    Returns:
        The lines, a heading first.
    """
    both = zip_longest(_rows("act", _LEFT, acts), _rows("cue", _RIGHT, cues), fillvalue="")
    for left, right in both:
        yield f"{left:{_WIDTH}} | {right}".rstrip(" |")


def reliability_table(bins: Sequence[tuple[float, float, int]]) -> Iterator[str]:
    """How often verdicts of a confidence are right.

    Args:
        bins: Mean confidence, share right and number of the verdicts of each bin (``scores.reliability``).

    Returns:
        The lines, a heading first.
    """
    yield "confidence (mean)  verdicts right  support"
    for mean, right, support in bins:
        yield f"{mean:17.2f} {right:15.2f} {support:8}"
