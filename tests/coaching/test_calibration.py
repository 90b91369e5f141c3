"""Agreement of trainers and machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.coaching.calibration import MACHINE, RatedCriterion, disagreements, measure_agreement
from duilian.evaluation.agreement import cohen_kappa, gwet_ac1

MET, MISSED, NA = "met", "missed", "na"


def rated(*verdicts: tuple[str, str, str], criterion: str = "purpose") -> list[RatedCriterion]:
    return [
        RatedCriterion(f"s{n}", criterion, {1: a, 2: b, MACHINE: m}) for n, (a, b, m) in enumerate(verdicts)
    ]


def test_ac1_by_hand() -> None:
    # Eight of ten agree; of the twenty verdicts eighteen are met: chance 2 × 0.9 × 0.1.
    pairs = [(MET, MET)] * 7 + [(MET, MISSED)] * 2 + [(MET, MET)]
    assert gwet_ac1(pairs) == pytest.approx((0.8 - 2 * 0.9 * 0.1) / (1 - 2 * 0.9 * 0.1))
    assert gwet_ac1([]) == 0.0 and gwet_ac1([(MET, MET)] * 3) == 1.0


def test_ac1_is_steady_where_kappa_is_not() -> None:
    pairs = [(MET, MET)] * 95 + [(MET, MISSED)] * 3 + [(MISSED, MET)] * 2
    assert cohen_kappa(pairs) < 0 < 0.9 < gwet_ac1(pairs)


@given(
    st.lists(st.tuples(st.sampled_from([MET, MISSED, NA]), st.sampled_from([MET, MISSED, NA])), min_size=1)
)
def test_full_agreement_is_one_and_nothing_is_more(pairs: list[tuple[str, str]]) -> None:
    assert gwet_ac1(pairs) <= 1.0 and gwet_ac1([(a, a) for a, _ in pairs]) == pytest.approx(1.0)


def test_figures_with_intervals_by_criterion() -> None:
    items = rated(*[(MET, MET, MET)] * 5, (MET, MISSED, MET), *[(MISSED, MISSED, MET)] * 4)
    people, machine = measure_agreement(items, (1, 2), "purpose"), measure_agreement(items, (1, MACHINE))
    assert people and machine and people.count == 10 and people.prevalence == pytest.approx(0.55)
    assert (
        people.kappa.low <= people.kappa.value <= people.kappa.high <= 1.0
        and people.kappa.value == pytest.approx(0.8)
    )
    assert machine.kappa.value < people.kappa.value and measure_agreement(items, (1, 2), "greeting") is None


def test_differences_are_listed_until_they_are_settled() -> None:
    items = rated((MET, MISSED, MET), (MET, MET, MISSED))
    assert (
        [item.session for item in disagreements(items)] == ["s0"]
        and items[0].agreed is None
        and items[1].agreed == MET
    )
    settled = RatedCriterion("s0", "purpose", items[0].verdicts, MISSED)
    assert disagreements([settled]) == [] and settled.agreed == MISSED
    assert RatedCriterion("s2", "purpose", {1: MET, MACHINE: MET}).agreed is None, (
        "the second trainer has not judged"
    )
