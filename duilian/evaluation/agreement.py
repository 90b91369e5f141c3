"""How far two raters agree beyond chance: coefficients for nominal verdicts.

Both take pairs of verdicts (one rater's, the other's), or a Counter of how often each pair was seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def cohen_kappa(pairs: Iterable[tuple[str, str]]) -> float:
    """Cohen's κ, (observed − chance) / (1 − chance), chance from each rater's own shares.

    Cohen, A Coefficient of Agreement for Nominal Scales (1960).

    Args:
        pairs: The verdicts of both raters on the same things.

    Returns:
        1 for full agreement, 0 for agreement by chance and for no pairs; below 0 for less than chance.
    """
    counted = Counter(pairs)
    total = counted.total()
    if not total:
        return 0.0
    first, second = Counter[str](), Counter[str]()
    for (a, b), n in counted.items():
        first[a] += n
        second[b] += n
    agree = sum(n for (a, b), n in counted.items() if a == b) / total
    chance = sum(n * second[value] for value, n in first.items()) / total**2
    return (agree - chance) / (1 - chance) if chance < 1 else 1.0


def gwet_ac1(pairs: Iterable[tuple[str, str]]) -> float:
    """Gwet's AC1: like κ, but steady where nearly all verdicts are the same.

    Chance is Σ p(1 − p) / (q − 1) over the q values seen, p the share of a value among both raters' verdicts.
    Gwet, Computing inter-rater reliability and its variance in the presence of high agreement (2008).

    Args:
        pairs: The verdicts of both raters on the same things.

    Returns:
        1 for full agreement, 0 for agreement by chance and for no pairs.
    """
    counted = Counter(pairs)
    total = counted.total()
    if not total:
        return 0.0
    both = Counter[str]()
    for (a, b), n in counted.items():
        both[a] += n
        both[b] += n
    agree = sum(n for (a, b), n in counted.items() if a == b) / total
    values = max(len(both), 2)
    chance = sum(n / (2 * total) * (1 - n / (2 * total)) for n in both.values()) / (values - 1)
    return (agree - chance) / (1 - chance)
