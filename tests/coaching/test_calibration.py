"""Agreement of trainers and machine."""

from __future__ import annotations

import pytest

from duilian.coaching.calibration import MACHINE, RatedCriterion, disagreements, measure_agreement

MET, MISSED, NA = "met", "missed", "na"


def rated(*verdicts: tuple[str, str, str], criterion: str = "purpose") -> list[RatedCriterion]:
    return [
        RatedCriterion(f"s{n}", criterion, {1: a, 2: b, MACHINE: m}) for n, (a, b, m) in enumerate(verdicts)
    ]


def test_figures_with_intervals_by_criterion() -> None:
    items = rated(*[(MET, MET, MET)] * 5, (MET, MISSED, MET), *[(MISSED, MISSED, MET)] * 4)
    people, machine = measure_agreement(items, (1, 2), "purpose"), measure_agreement(items, (1, MACHINE))
    assert (
        people
        and machine
        and people.kappa
        and machine.kappa
        and people.count == 10
        and people.prevalence == pytest.approx(0.55)
    )
    assert (
        people.kappa.low <= people.kappa.value <= people.kappa.high <= 1.0
        and people.kappa.value == pytest.approx(0.8)
    )
    assert machine.kappa.value < people.kappa.value and measure_agreement(items, (1, 2), "greeting") is None


def test_a_coefficient_of_too_few_says_nothing_and_others_say_what_they_mean() -> None:
    one = measure_agreement(rated((MET, MET, MET)), (1, 2))
    assert one and (one.same, one.count, one.grade) == (1, 1, None), "never 1.00 from one pair"
    many = measure_agreement(rated(*[(MET, MET, MET), (MISSED, MISSED, MET)] * 6), (1, 2))
    assert many and (many.same, many.sessions, many.grade) == (12, 12, 4)
    chance = measure_agreement(rated(*[(MET, MET, MET), (MET, MISSED, MET)] * 6), (1, 2))
    assert chance and (chance.same, chance.grade) == (6, 0)
    talk = [RatedCriterion("s", f"c{n}", {1: MET, 2: MET}) for n in range(20)]
    single = measure_agreement(talk, (1, 2))
    assert single and single.grade is None, "all from one session"


@pytest.mark.parametrize("sessions", [5, 12, 40])
def test_where_all_agree_the_interval_says_how_few_there_were(sessions: int) -> None:
    half = [(MET, MET, MET), (MISSED, MISSED, MET)] * sessions
    made = measure_agreement([*rated(*half[:sessions]), *rated(*half[:sessions], criterion="needs")], (1, 2))
    assert made and made.kappa and made.kappa.value == made.ac1.value == 1.0
    chance = 0.5 if sessions % 2 == 0 else 0.52  # 3 and 2 of 5: 0.36 + 0.16
    assert made.kappa.low == pytest.approx((sessions / (sessions + 3.8416) - chance) / (1 - chance))
    assert made.kappa.low < made.kappa.high == 1.0 and made.ac1.low < 1.0
    assert (made.percent, made.few) == (100, False)


def test_of_one_verdict_throughout_kappa_says_nothing() -> None:
    made = measure_agreement(rated(*[(MET, MET, MET)] * 12), (1, 2))
    assert made and made.kappa is None and made.grade is None and not made.few
    assert made.ac1.value == 1.0 and 0.7 < made.ac1.low < 0.8


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
