"""Who lacks what: shares with how sure they are, the weakest criteria, the people who need help most.

Pure: counts in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

ENOUGH = 5
"""Times from which a share is shown by a colour: one of one is no strength."""
_LEVELS = (0.2, 0.4, 0.6, 0.8)
_Z = 1.96  # of the normal distribution, for 95 %


@dataclass(frozen=True)
class MetShare:
    """How often something applied, and how often it was met.

    Attributes:
        asked: How often it applied.
        met: How often it was met.
    """

    asked: int
    met: int

    def __add__(self, other: MetShare) -> MetShare:
        return MetShare(self.asked + other.asked, self.met + other.met)

    @property
    def rate(self) -> float:
        """The share met, 0 to 1; 0 where it never applied."""
        return self.met / self.asked if self.asked else 0.0

    @property
    def percent(self) -> int:
        """The share met, of a hundred."""
        return round(100 * self.rate)

    @property
    def bounds(self) -> tuple[int, int]:
        """The 95 % interval of the share in percent (Wilson 1927), which is wide where little is known."""
        if not self.asked:
            return 0, 100
        n, z2 = self.asked, _Z * _Z
        middle = (self.rate + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z * sqrt(self.rate * (1 - self.rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0, round(100 * (middle - half))), min(100, round(100 * (middle + half)))

    @property
    def level(self) -> int | None:
        """0 (hardly ever met) to 4, for the colour; None where it applied too seldom to say."""
        if self.asked < ENOUGH:
            return None
        return sum(self.rate >= limit for limit in _LEVELS)


NOTHING = MetShare(0, 0)
Shares = Mapping[str, MetShare]


def merge_shares(rows: Iterable[Shares]) -> dict[str, MetShare]:
    """The shares of several people or groups together, by criterion."""
    found: dict[str, MetShare] = {}
    for row in rows:
        for name, share in row.items():
            found[name] = found.get(name, NOTHING) + share
    return found


def weighted(shares: Shares, weights: Mapping[str, int]) -> MetShare:
    """All criteria as one share, each counted as often as it weighs."""
    known = [(weights[name], share) for name, share in shares.items() if name in weights]
    return MetShare(sum(w * s.asked for w, s in known), sum(w * s.met for w, s in known))


def weakest(shares: Shares, count: int = 10) -> list[str]:
    """The criteria that are surely met least often: by the upper bound, so that few cases come late.

    Args:
        shares: Criterion → its share.
        count: How many at most; those that are always met are left out.
    """
    wanting = [name for name, share in shares.items() if share.met < share.asked]
    return sorted(wanting, key=lambda name: (shares[name].bounds[1], shares[name].rate, name))[:count]


def neediest(people: Mapping[int, Shares], weights: Mapping[str, int], count: int = 8) -> list[int]:
    """Who needs help most: the lowest by the upper bound of all verdicts together.

    Args:
        people: Number of a person → its shares.
        weights: Criterion → weight.
        count: How many at most.
    """
    plain = {key: sum(shares.values(), NOTHING) for key, shares in people.items()}
    known = [key for key, share in plain.items() if share.met < share.asked]

    def upper(key: int) -> tuple[float, int]:
        spread = plain[key].bounds[1] - plain[key].percent  # of the verdicts; the mean goes by weight
        return weighted(people[key], weights).percent + spread, key

    return sorted(known, key=upper)[:count]
