"""Log-odds become probabilities along a curve that rises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.tagging.log_odds import log_odds, probabilities


@given(st.lists(st.floats(-12, 12), min_size=2))
def test_probabilities_rise_with_the_odds(values: list[float]) -> None:
    calibrated = probabilities(sorted(values), ((-5, 0.01), (0, 0.5), (5, 0.99)))
    assert calibrated == sorted(calibrated) and all(0.01 <= p <= 0.99 for p in calibrated)
    assert log_odds(0.5, 0.01) == 0 and log_odds(0.0, 0.01) == pytest.approx(-log_odds(1.0, 0.01))
