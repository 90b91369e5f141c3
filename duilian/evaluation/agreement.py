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
    if not counted.total():
        return 0.0
    agree, chance = agreement_share(counted), cohen_chance(counted)
    return (agree - chance) / (1 - chance) if chance < 1 else 1.0


def agreement_share(pairs: Counter[tuple[str, str]]) -> float:
    """The share of pairs in which both say the same, 0 to 1; of at least one pair."""
    return sum(n for (a, b), n in pairs.items() if a == b) / pairs.total()


def cohen_chance(pairs: Counter[tuple[str, str]]) -> float:
    """The share that would agree by chance, from each rater's own shares; 1 of one verdict throughout."""
    first, second = Counter[str](), Counter[str]()
    for (a, b), n in pairs.items():
        first[a] += n
        second[b] += n
    return sum(n * second[value] for value, n in first.items()) / pairs.total() ** 2


def gwet_chance(pairs: Counter[tuple[str, str]]) -> float:
    """The share that would agree by chance, from both raters' shares together, as Gwet has it; below 1."""
    both = Counter[str]()
    for (a, b), n in pairs.items():
        both[a] += n
        both[b] += n
    values, total = max(len(both), 2), 2 * pairs.total()
    return sum(n / total * (1 - n / total) for n in both.values()) / (values - 1)


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
    if not counted.total():
        return 0.0
    agree, chance = agreement_share(counted), gwet_chance(counted)
    return (agree - chance) / (1 - chance)
