"""Agreement beyond chance."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.evaluation.agreement import cohen_kappa, gwet_ac1

MET, MISSED, NA = "met", "missed", "na"


def test_kappa_by_hand() -> None:
    # 35 of 50 agree; by chance 25/50 × 30/50 + 25/50 × 20/50.
    pairs = [(MET, MET)] * 20 + [(MET, MISSED)] * 5 + [(MISSED, MET)] * 10 + [(MISSED, MISSED)] * 15
    assert cohen_kappa(pairs) == pytest.approx((0.7 - 0.5) / (1 - 0.5))
    assert cohen_kappa(Counter(pairs)) == cohen_kappa(pairs), "counted or not"
    assert cohen_kappa([]) == 0.0 and cohen_kappa([(MET, MET)] * 3) == 1.0
    assert cohen_kappa([(MET, MISSED), (MISSED, MET)]) == -1.0


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
