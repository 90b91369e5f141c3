"""How good labels and verdicts are beside people's, with 95 % intervals.

Labels are compared as sets a turn; verdicts where people's labels say that the criterion applies, or
everywhere. Intervals are percentiles of a bootstrap over dialogues, because turns of one dialogue are not
independent (Efron & Tibshirani, An Introduction to the Bootstrap, 1993). Arrays are described by their shape,
such as (dialogue, label, 3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

RESAMPLES = 400
SEED = 0  # of the resampling
NOTHING = "–"
"""Stands for no label among confusions."""
_VERDICTS = ("met", "missed", "na")


@dataclass(frozen=True)
class VerdictPair:
    """One verdict of people's and ours.

    Attributes:
        criterion: Its name.
        gold: People's verdict: met, missed or na.
        predicted: Ours.
        confidence: How sure ours is, 0 to 1; None where it is not known or was not asked for.
    """

    criterion: str
    gold: str
    predicted: str
    confidence: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What was predicted for a dialogue, or for a single turn, beside what people say.

    Attributes:
        id: The dialogue's id.
        turns: Of each turn people's labels, those predicted, and the text.
        verdicts: The verdicts to compare.
    """

    id: str
    turns: tuple[tuple[frozenset[str], frozenset[str], str], ...]
    verdicts: tuple[VerdictPair, ...] = ()


@dataclass(frozen=True)
class Score:
    """How well one label is predicted, or several together.

    Attributes:
        name: The label, or “micro” or “macro”.
        precision: The share of those predicted that people gave too, 0 where none was.
        recall: The share of those people gave that were predicted.
        f1: The harmonic mean of both.
        low: The lower end of the 95 % interval of F1.
        high: Its upper end.
        support: In how many turns people gave the label.
    """

    name: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    support: int


def _label_counts(outcomes: Sequence[Outcome], names: Sequence[str]) -> Any:
    """An array (dialogue, label, 3): how often each was right, predicted only, given by people only."""
    import numpy as np

    column = {name: n for n, name in enumerate(names)}
    counts = np.zeros((len(outcomes), len(names), 3))
    for row, outcome in zip(counts, outcomes, strict=True):
        for gold, predicted, _ in outcome.turns:
            for kind, labels in enumerate((gold & predicted, predicted - gold, gold - predicted)):
                for name in labels & column.keys():
                    row[column[name], kind] += 1
    return counts


def _resampling_weights(n: int) -> Any:
    """An array (resample, dialogue): how often each of ``n`` dialogues is drawn; the same each time."""
    import numpy as np

    return np.random.default_rng(SEED).multinomial(n, [1 / n] * n, size=RESAMPLES)


def _f1(counts: Any) -> Any:
    """Counts (…, 3) as of :func:`_label_counts` → F1 (…), 0 where nothing is right."""
    import numpy as np

    right, wrong = counts[..., 0], counts[..., 1] + counts[..., 2]
    return np.where(right > 0, 2 * right / np.maximum(1, 2 * right + wrong), 0.0)


def _interval(values: Any) -> tuple[float, float]:
    """Values over the resamples → their 95 % interval."""
    import numpy as np

    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def scores(outcomes: Sequence[Outcome], names: Sequence[str]) -> list[Score]:
    """Precision, recall and F1 of each label with its interval.

    Args:
        outcomes: The dialogues; they are what is drawn again for the intervals.
        names: The labels to score.

    Returns:
        A row for each label that occurs, in the order of ``names``; then “micro”, over all of them together,
        and “macro”, the mean of the labels' figures.
    """
    import numpy as np

    counts = _label_counts(outcomes, names)
    seen = [n for n in range(len(names)) if counts[:, n].sum()]
    resampled = np.einsum("bd,dlk->blk", _resampling_weights(len(outcomes)), counts)
    rows = [_score(names[n], counts[:, n].sum(0), _f1(resampled[:, n])) for n in seen]
    micro = _score("micro", counts.sum((0, 1)), _f1(resampled.sum(1)))
    low, high = _interval(_f1(resampled[:, seen]).mean(1))
    precision, recall, f1 = (
        float(np.mean([getattr(r, part) for r in rows])) for part in ("precision", "recall", "f1")
    )
    return [*rows, micro, Score("macro", precision, recall, f1, low, high, micro.support)]


def _score(name: str, counts: Any, resampled: Any) -> Score:
    """Counts (3,) of one label and its F1 in each resample → its row."""
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
    """Cohen's κ between people's verdicts and ours (Cohen 1960).

    Args:
        outcomes: The dialogues with their verdicts.
        criteria: The criteria to compare.
        na_too: Count all verdicts, na as a third value, so that a verdict where there should be none counts.
            Without it only those that people call met or missed are compared.

    Returns:
        For each criterion that applies somewhere, and for all together (“all”): κ, the ends of its 95 %
        interval, how many verdicts.
    """
    import numpy as np

    tables = np.zeros((len(outcomes), len(criteria), 3, 3))
    for row, outcome in zip(tables, outcomes, strict=True):
        for v in outcome.verdicts if na_too else (v for v in outcome.verdicts if v.gold != "na"):
            row[criteria.index(v.criterion), _VERDICTS.index(v.gold), _VERDICTS.index(v.predicted)] += 1
    resampled = np.einsum("bd,dcgf->bcgf", _resampling_weights(len(outcomes)), tables)
    rows = [(name, tables[:, n].sum(0), resampled[:, n]) for n, name in enumerate(criteria)]
    rows.append(("all", tables.sum((0, 1)), resampled.sum(1)))
    kappa_of = {}
    for name, table, many in rows:
        if table.sum():
            low, high = _interval(_kappa_of_tables(many))
            kappa_of[name] = (float(_kappa_of_tables(table[None])[0]), low, high, int(table.sum()))
    return kappa_of


def _kappa_of_tables(tables: Any) -> Any:
    """Contingency tables (…, gold, predicted) → Cohen's κ (…), 1 where chance alone agrees fully."""
    import numpy as np

    n = np.maximum(1, tables.sum((-1, -2)))
    agreed = np.einsum("...ii->...", tables) / n
    chance = (tables.sum(-1) * tables.sum(-2)).sum(-1) / n**2
    return np.where(chance < 1, (agreed - chance) / np.maximum(1e-12, 1 - chance), 1.0)


def false_credit(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """How much is credited that people say was missed.

    Returns:
        How many verdicts that people call missed are met by our labels, and how many they call missed at all.
    """
    predicted = Counter(v.predicted for o in outcomes for v in o.verdicts if v.gold == "missed")
    return predicted["met"], sum(predicted.values())


@dataclass(frozen=True)
class SaidForSure:
    """Verdicts of one name that are told to the trainee as praise or as a reproach.

    Attributes:
        wrong: Those of which people say something else, as (dialogue, verdict).
        sure: How many are told.
        all: How many there are, those too that are kept back as not sure.
    """

    wrong: tuple[tuple[str, VerdictPair], ...]
    sure: int
    all: int

    @property
    def share(self) -> float:
        """The share, 0 to 1, of what is told that is wrong."""
        return len(self.wrong) / self.sure if self.sure else 0.0


def said_for_sure(
    outcomes: Iterable[Outcome], verdict: str, is_doubtful: Callable[[str, float | None], bool]
) -> SaidForSure:
    """How often praise (``met``) or a reproach (``missed``) that is told is wrong by people's verdicts.

    Args:
        outcomes: Dialogues with people's verdicts and ours.
        verdict: ``met`` or ``missed``.
        is_doubtful: (verdict, confidence) → is it kept back?
    """
    ours = [(o.id, v) for o in outcomes for v in o.verdicts if v.predicted == verdict]
    told = [(name, v) for name, v in ours if not is_doubtful(v.predicted, v.confidence)]
    return SaidForSure(tuple((name, v) for name, v in told if v.gold != verdict), len(told), len(ours))


def reliability(
    pairs: Iterable[tuple[float, bool]], edges: Sequence[float]
) -> list[tuple[float, float, int]]:
    """Is a confidence of 0.8 right in 80 % of the cases (a reliability diagram)?

    Args:
        pairs: Of each verdict its confidence and whether it was right.
        edges: The edges of the bins of confidence; the last one exclusive.

    Returns:
        For each bin that is not empty: the mean confidence, the share right, how many.
    """
    known = list(pairs)
    rows = []
    for low, high in pairwise(edges):
        inside = [(c, r) for c, r in known if low <= c < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            rows.append((mean, sum(r for _, r in inside) / len(inside), len(inside)))
    return rows


def confusions(outcomes: Iterable[Outcome], most: int) -> list[tuple[str, str, int, str]]:
    """Which label is predicted in place of which, within a turn.

    Args:
        outcomes: The dialogues.
        most: How many rows to give.

    Returns:
        (label people gave, label predicted in its stead, how often, the text of an example), the most
        frequent first; :data:`NOTHING` where there is no label on one side.
    """
    seen, example = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for outcome in outcomes:
        for gold, predicted, text in outcome.turns:
            for missing in gold - predicted or {NOTHING}:
                for extra in predicted - gold or {NOTHING}:
                    if missing != extra:
                        seen[missing, extra] += 1
                        example.setdefault((missing, extra), text)
    return [(*pair, n, example[pair]) for pair, n in seen.most_common(most)]
