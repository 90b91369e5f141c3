"""Calibration: how far two trainers and the machine agree on the same sessions, each having judged without the others.

Pure: verdicts in, figures out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from duilian.evaluation.agreement import ac1, kappa

MACHINE = 0  # the machine, as a rater
_RESAMPLES = 200


@dataclass(frozen=True)
class Rated:
    """One criterion of one session: rater → verdict (met, missed, na); ``settled`` what was agreed on in the end."""

    session: str
    criterion: str
    verdicts: Mapping[int, str]
    settled: str | None = None

    @property
    def agreed(self) -> str | None:
        """What holds between the people: what was settled, else what all of them said; None where they differ or one is missing."""
        if self.settled:
            return self.settled
        said = {verdict for rater, verdict in self.verdicts.items() if rater != MACHINE}
        people = sum(rater != MACHINE for rater in self.verdicts)
        return said.pop() if len(said) == 1 and people > 1 else None


@dataclass(frozen=True)
class Figure:
    """A measure with its 95 % interval (percentiles over resampled sessions: verdicts of one session are not independent)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """Two raters on one criterion (empty: on all). ``prevalence``: the share of met among both raters' verdicts."""

    criterion: str
    raters: tuple[int, int]
    count: int
    prevalence: float
    kappa: Figure
    ac1: Figure


Pairs = Counter[tuple[str, str]]  # how often one rater said this and the other that


def _sum(counted: Iterable[Pairs]) -> Pairs:
    total: Pairs = Counter()
    for pairs in counted:
        for pair, count in pairs.items():
            total[pair] += count
    return total


def _figure(whole: Pairs, resampled: Sequence[Pairs], measure: Callable[[Pairs], float]) -> Figure:
    found = sorted(map(measure, resampled))
    return Figure(measure(whole), found[int(0.025 * _RESAMPLES)], found[int(0.975 * _RESAMPLES)])


def agreement(rated: Iterable[Rated], raters: tuple[int, int], criterion: str = "") -> Agreement | None:
    """How far two raters agree, on one criterion or on all; None where both have judged nothing."""
    one, other = raters
    by_session: dict[str, Pairs] = {}
    for item in rated:
        if criterion in ("", item.criterion) and one in item.verdicts and other in item.verdicts:
            by_session.setdefault(item.session, Counter())[item.verdicts[one], item.verdicts[other]] += 1
    sessions = list(by_session.values())
    if not sessions:
        return None
    draw, whole = random.Random(7), _sum(sessions)
    resampled = [_sum(draw.choices(sessions, k=len(sessions))) for _ in range(_RESAMPLES)]
    met = sum(count * pair.count("met") for pair, count in whole.items()) / (2 * whole.total())
    return Agreement(
        criterion,
        raters,
        whole.total(),
        met,
        _figure(whole, resampled, kappa),
        _figure(whole, resampled, ac1),
    )


def disagreements(rated: Iterable[Rated]) -> list[Rated]:
    """Where the people differ and nothing is settled yet."""
    found = []
    for item in rated:
        people = {verdict for rater, verdict in item.verdicts.items() if rater != MACHINE}
        if len(people) > 1 and not item.settled:
            found.append(item)
    return found
