"""Scores as lines."""

from __future__ import annotations

from duilian.evaluation.score_tables import reliability_table, score_table
from duilian.evaluation.scores import Score


def test_scores_stand_side_by_side_the_lowest_first() -> None:
    good = Score("act thank", 0.9, 0.8, 0.847, 0.8, 0.9, 12)
    poor = Score("act pressure", 0.5, 0.4, 0.444, 0.3, 0.6, 5)
    cue = Score("cue refuse", 1.0, 1.0, 1.0, 1.0, 1.0, 3)
    heading, first, second = score_table([good, poor], [cue])
    assert heading.startswith("act ") and "| cue " in heading
    assert first.split()[:4] == ["pressure", "0.50", "0.40", "0.444"] and first.endswith("1.000–1.000      3")
    assert second.split() == ["thank", "0.90", "0.80", "0.847", "0.800–0.900", "12"]


def test_reliability_has_a_line_a_bin() -> None:
    assert list(reliability_table([(0.74, 0.775, 692)]))[1].split() == ["0.74", "0.78", "692"]
