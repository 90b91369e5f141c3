"""Calibration: how far two trainers and the machine agree on the same sessions, each having judged alone.

Pure: verdicts in, figures out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from duilian.evaluation.agreement import cohen_chance, cohen_kappa, gwet_ac1, gwet_chance

MACHINE = 0
"""The machine's number as a rater; people have their number in the sample, from 1."""
_RESAMPLES = 200


_Z2 = 1.96**2  # of the normal distribution, for 95 %
_LEAST_VERDICTS, _LEAST_SESSIONS = 10, 5  # below which a coefficient says nothing


@dataclass(frozen=True)
class RatedCriterion:
    """One criterion of one session as several raters judged it.

    Attributes:
        session: The session's id.
        criterion: The criterion's name.
        verdicts: Rater → verdict (met, missed, na).
        settled: What the people agreed on in the end; None while nothing is settled.
    """

    session: str
    criterion: str
    verdicts: Mapping[int, str]
    settled: str | None = None

    @property
    def agreed(self) -> str | None:
        """What holds between the people: what was settled, else what all of them said.

        None where they differ or one has not judged.
        """
        if self.settled:
            return self.settled
        people = [verdict for rater, verdict in self.verdicts.items() if rater != MACHINE]
        return people[0] if len(people) > 1 and len(set(people)) == 1 else None


@dataclass(frozen=True)
class Estimate:
    """A measure with its 95 % interval.

    The interval is of percentiles over resampled sessions, because verdicts of one session are not
    independent. Where all agree in everything, resampling shows nothing else: then its lower end is what
    Wilson's (1927) lower bound for so many sessions of so many comes to.

    Attributes:
        value: The measure over all sessions.
        low: The lower end of the interval.
        high: The upper end.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """How far two raters agree.

    Attributes:
        criterion: On which criterion; empty for all together.
        raters: Who.
        count: On how many verdicts of both.
        same: In how many of them they said the same.
        sessions: From how many sessions they are.
        prevalence: The share of met among both raters' verdicts, 0 to 1.
        kappa: Cohen's κ (1960); None where all verdicts of both are the same, of which it can say nothing.
        ac1: Gwet's AC1 (2008), steady where nearly all verdicts are the same.
    """

    criterion: str
    raters: tuple[int, int]
    count: int
    same: int
    sessions: int
    prevalence: float
    kappa: Estimate | None
    ac1: Estimate

    @property
    def percent(self) -> int:
        """The plain share of verdicts on which they say the same, of a hundred."""
        return round(100 * self.same / self.count)

    @property
    def few(self) -> bool:
        """Are there too few verdicts, or from too few sessions, for a coefficient to say anything?"""
        return self.count < _LEAST_VERDICTS or self.sessions < _LEAST_SESSIONS

    @property
    def grade(self) -> int | None:
        """What κ means: 0 (hardly more than chance) to 4 (nearly perfect), by Landis and Koch (1977).

        None where there are too few verdicts, or from too few sessions, to say, or κ says nothing.
        """
        if self.few or self.kappa is None:
            return None
        return sum(self.kappa.value >= limit for limit in (0.2, 0.4, 0.6, 0.8))


PairCounts = Counter[tuple[str, str]]
"""(one rater's verdict, the other's) → how often the pair was seen."""


def _sum(counted: Iterable[PairCounts]) -> PairCounts:
    """The counts of several sessions together."""
    total: PairCounts = Counter()
    for pairs in counted:
        for pair, count in pairs.items():
            total[pair] += count
    return total


def _estimate(
    whole: PairCounts,
    resampled: Sequence[PairCounts],
    measure: Callable[[PairCounts], float],
    chance: Callable[[PairCounts], float],
    sessions: int,
) -> Estimate:
    """A measure of all pairs, with its interval from the resampled ones of so many sessions."""
    values = sorted(map(measure, resampled))
    low, high = (values[int(share * _RESAMPLES)] for share in (0.025, 0.975))
    if all(one == other for one, other in whole):
        by_chance, least = chance(whole), sessions / (sessions + _Z2)
        low = (least - by_chance) / (1 - by_chance)
    return Estimate(measure(whole), low, high)


def measure_agreement(
    rated: Iterable[RatedCriterion], raters: tuple[int, int], criterion: str = ""
) -> Agreement | None:
    """How far two raters agree.

    Args:
        rated: What was judged, by session and criterion.
        raters: The numbers of the two.
        criterion: On which criterion; empty for all together.

    Returns:
        Their agreement, None where there is nothing that both judged.
    """
    one, other = raters
    by_session: dict[str, PairCounts] = {}
    for item in rated:
        if criterion in ("", item.criterion) and one in item.verdicts and other in item.verdicts:
            by_session.setdefault(item.session, Counter())[item.verdicts[one], item.verdicts[other]] += 1
    sessions = list(by_session.values())
    if not sessions:
        return None
    draw, whole = random.Random(7), _sum(sessions)
    resampled = [_sum(draw.choices(sessions, k=len(sessions))) for _ in range(_RESAMPLES)]
    met = sum(count * pair.count("met") for pair, count in whole.items()) / (2 * whole.total())
    met_apart = cohen_chance(whole) < 1  # there is more than one verdict
    return Agreement(
        criterion,
        raters,
        whole.total(),
        sum(count for pair, count in whole.items() if pair[0] == pair[1]),
        len(sessions),
        met,
        _estimate(whole, resampled, cohen_kappa, cohen_chance, len(sessions)) if met_apart else None,
        _estimate(whole, resampled, gwet_ac1, gwet_chance, len(sessions)),
    )


def disagreements(rated: Iterable[RatedCriterion]) -> list[RatedCriterion]:
    """Where the people differ and nothing is settled yet."""
    open_items = []
    for item in rated:
        people = {verdict for rater, verdict in item.verdicts.items() if rater != MACHINE}
        if len(people) > 1 and not item.settled:
            open_items.append(item)
    return open_items
