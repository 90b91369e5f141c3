"""How good labels and verdicts are beside people's, with 95 % intervals from dialogues drawn again and again.

Labels are compared as sets a turn, verdicts where people's labels say that the criterion applies, or everywhere. Intervals are
percentiles over resampled dialogues: turns of one dialogue are not independent. (Efron & Tibshirani, An Introduction to
the Bootstrap, 1993.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

RESAMPLES = 400
SEED = 0  # of the resampling
_NAMES = ("met", "missed", "na")


@dataclass(frozen=True)
class Judged:
    """One verdict: people's, ours, and how sure ours is."""

    criterion: str
    gold: str
    found: str
    confidence: float | None = None


@dataclass(frozen=True)
class Outcome:
    """A dialogue (or a single turn): for each turn people's labels and ours, its text, and the verdicts."""

    id: str
    turns: tuple[tuple[frozenset[str], frozenset[str], str], ...]
    verdicts: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 of a label (or of several together), 95 % interval of F1, how often people gave it."""

    name: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    cases: int


def _counts(outcomes: Sequence[Outcome], names: Sequence[str]) -> Any:
    """An array (dialogue, label, right/extra/missing)."""
    import numpy as np

    place = {name: n for n, name in enumerate(names)}
    found = np.zeros((len(outcomes), len(names), 3))
    for row, outcome in zip(found, outcomes, strict=True):
        for gold, ours, _ in outcome.turns:
            for kind, labels in enumerate((gold & ours, ours - gold, gold - ours)):
                for name in labels & place.keys():
                    row[place[name], kind] += 1
    return found


def _weights(n: int) -> Any:
    import numpy as np

    return np.random.default_rng(SEED).multinomial(n, [1 / n] * n, size=RESAMPLES)


def _f1(counts: Any) -> Any:
    """(…, right/extra/missing) → F1, 0 where nothing is right."""
    import numpy as np

    right, wrong = counts[..., 0], counts[..., 1] + counts[..., 2]
    return np.where(right > 0, 2 * right / np.maximum(1, 2 * right + wrong), 0.0)


def _interval(values: Any) -> tuple[float, float]:
    import numpy as np

    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def scores(outcomes: Sequence[Outcome], names: Sequence[str]) -> list[Score]:
    """The score of each label that occurs, then “micro” over all and “macro”, the mean (its precision and recall too)."""
    import numpy as np

    counts = _counts(outcomes, names)
    seen = [n for n in range(len(names)) if counts[:, n].sum()]
    again = np.einsum("bd,dlk->blk", _weights(len(outcomes)), counts)
    rows = [_score(names[n], counts[:, n].sum(0), _f1(again[:, n])) for n in seen]
    micro = _score("micro", counts.sum((0, 1)), _f1(again.sum(1)))
    low, high = _interval(_f1(again[:, seen]).mean(1))
    precision, recall, f1 = (
        float(np.mean([getattr(r, part) for r in rows])) for part in ("precision", "recall", "f1")
    )
    return [*rows, micro, Score("macro", precision, recall, f1, low, high, micro.cases)]


def _score(name: str, counts: Any, resampled: Any) -> Score:
    right, extra, missing = (float(n) for n in counts)
    low, high = _interval(resampled)
    return Score(
        name,
        right / max(1.0, right + extra),
        right / max(1.0, right + missing),
        float(_f1(counts)),
        low,
        high,
        int(right + missing),
    )


def kappas(
    outcomes: Sequence[Outcome], criteria: Sequence[str], na_too: bool = False
) -> dict[str, tuple[float, float, float, int]]:
    """κ of each criterion that applies somewhere and of all together (“all”), its 95 % interval, the number of verdicts.

    Of the verdicts that people call met or missed; with ``na_too`` of all, so that a verdict where there should be none counts.
    """
    import numpy as np

    cells = np.zeros((len(outcomes), len(criteria), 3, 3))
    for row, outcome in zip(cells, outcomes, strict=True):
        for v in outcome.verdicts if na_too else (v for v in outcome.verdicts if v.gold != "na"):
            row[criteria.index(v.criterion), _NAMES.index(v.gold), _NAMES.index(v.found)] += 1
    again = np.einsum("bd,dcgf->bcgf", _weights(len(outcomes)), cells)
    found = {}
    for name, one, many in [
        *((c, cells[:, n].sum(0), again[:, n]) for n, c in enumerate(criteria)), ("all", cells.sum((0, 1)), again.sum(1)),
    ]:  # fmt: skip
        if one.sum():
            low, high = _interval(_kappa(many))
            found[name] = (float(_kappa(one[None])[0]), low, high, int(one.sum()))
    return found


def _kappa(tables: Any) -> Any:
    """Tables (…, gold, found) → Cohen's κ, 1 where chance alone agrees fully."""
    import numpy as np

    n = np.maximum(1, tables.sum((-1, -2)))
    agreed = np.einsum("...ii->...", tables) / n
    chance = (tables.sum(-1) * tables.sum(-2)).sum(-1) / n**2
    return np.where(chance < 1, (agreed - chance) / np.maximum(1e-12, 1 - chance), 1.0)


def false_credit(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """How many of the verdicts that people call missed are met by our labels → (those, all missed)."""
    found = Counter(v.found for o in outcomes for v in o.verdicts if v.gold == "missed")
    return found["met"], sum(found.values())


def reliability(
    pairs: Iterable[tuple[float, bool]], edges: Sequence[float]
) -> list[tuple[float, float, int]]:
    """(confidence, whether it was right) → for each stretch between ``edges`` the mean confidence, the share right, how many."""
    known = list(pairs)
    rows = []
    for low, high in pairwise(edges):
        inside = [(c, r) for c, r in known if low <= c < high]
        if inside:
            rows.append(
                (
                    sum(c for c, _ in inside) / len(inside),
                    sum(r for _, r in inside) / len(inside),
                    len(inside),
                )
            )
    return rows


def confusions(outcomes: Iterable[Outcome], most: int) -> list[tuple[str, str, int, str]]:
    """(label missing, label found in its stead in the same turn, how often, an example), the most frequent first."""
    seen, example = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for outcome in outcomes:
        for gold, ours, text in outcome.turns:
            for missing in gold - ours or {"–"}:
                for extra in ours - gold or {"–"}:
                    if missing != extra:
                        seen[missing, extra] += 1
                        example.setdefault((missing, extra), text)
    return [(*pair, n, example[pair]) for pair, n in seen.most_common(most)]
