"""How far two judges agree beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def kappa(pairs: Iterable[tuple[str, str]]) -> float:
    """Cohen's κ of pairs (one judge's verdict, the other's), or of how often each pair was seen: 1 for full agreement, 0 for chance
    (and for no pairs).

    Cohen, A Coefficient of Agreement for Nominal Scales (1960).
    """
    counted = Counter(pairs)
    total = counted.total()
    if not total:
        return 0.0
    ours, theirs = Counter[str](), Counter[str]()
    for (a, b), n in counted.items():
        ours[a] += n
        theirs[b] += n
    agree = sum(n for (a, b), n in counted.items() if a == b) / total
    chance = sum(n * theirs[value] for value, n in ours.items()) / total**2
    return (agree - chance) / (1 - chance) if chance < 1 else 1.0


def ac1(pairs: Iterable[tuple[str, str]]) -> float:
    """Gwet's AC1 of pairs, or of how often each was seen: like κ, but steady where nearly all verdicts are the same; 0 for no pairs.

    Gwet, Computing inter-rater reliability and its variance in the presence of high agreement (2008).
    """
    counted = Counter(pairs)
    total = counted.total()
    if not total:
        return 0.0
    shares = Counter[str]()
    for (a, b), n in counted.items():
        shares[a] += n
        shares[b] += n
    agree = sum(n for (a, b), n in counted.items() if a == b) / total
    kinds = max(len(shares), 2)
    chance = sum(n / (2 * total) * (1 - n / (2 * total)) for n in shares.values()) / (kinds - 1)
    return (agree - chance) / (1 - chance)
