"""The arithmetic behind scripts/evaluate, on outcomes small enough to count by hand."""

from __future__ import annotations

import pytest

from duilian.evaluation.scores import (
    Outcome,
    VerdictPair,
    confusions,
    false_credit,
    kappas,
    reliability,
    said_for_sure,
    scores,
)

NAMES = ("act thank", "act farewell", "act greeting", "act pressure")


def turn(gold: set[str], predicted: set[str], text: str = "…") -> tuple[frozenset[str], frozenset[str], str]:
    return frozenset(f"act {n}" for n in gold), frozenset(f"act {n}" for n in predicted), text


def test_labels_are_counted_over_turns() -> None:
    rows = {
        r.name: r
        for r in scores([Outcome("a", (turn({"thank", "farewell"}, {"thank", "greeting"}),))], NAMES)
    }
    assert rows["micro"].f1 == pytest.approx(0.5) and rows["micro"].support == 2
    assert (
        rows["act thank"].f1 == 1.0
        and rows["act farewell"].recall == 0.0
        and rows["act greeting"].precision == 0.0
    )
    assert "act pressure" not in rows
    assert rows["macro"].f1 == pytest.approx(1 / 3)


def test_an_interval_holds_its_figure_and_narrows_with_more_dialogues() -> None:
    mixed = [Outcome(str(n), (turn({"thank"}, {"thank"} if n % 3 else {"greeting"}),)) for n in range(30)]
    few, many = ({r.name: r for r in scores(o, NAMES)}["micro"] for o in (mixed, mixed * 10))
    assert few.low < few.f1 < few.high and many.low < many.f1 < many.high
    assert many.high - many.low < few.high - few.low


def test_kappa_is_agreement_beyond_chance() -> None:
    pairs = (
        [("met", "met")] * 20
        + [("met", "missed")] * 5
        + [("missed", "met")] * 10
        + [("missed", "missed")] * 15
    )
    outcomes = [Outcome(str(n), (), (VerdictPair("purpose", *pair),)) for n, pair in enumerate(pairs)]
    value, low, high, cases = kappas(outcomes, ("purpose", "benefit"))["all"]
    assert value == pytest.approx(0.4) and low < value < high and cases == 50
    assert "benefit" not in kappas(outcomes, ("purpose", "benefit"))
    assert false_credit(outcomes) == (10, 25)


def test_kappa_with_na_counts_verdicts_where_there_should_be_none() -> None:
    pairs = [("met", "met")] * 10 + [("missed", "missed")] * 10 + [("na", "na")] * 15 + [("na", "met")] * 5
    outcomes = [Outcome(str(n), (), (VerdictPair("purpose", *pair),)) for n, pair in enumerate(pairs)]
    assert kappas(outcomes, ("purpose",))["all"][0] == 1.0 and kappas(outcomes, ("purpose",))["all"][3] == 20
    # agreed 35 of 40; by chance 10·15 + 10·10 + 20·15 of 1600
    assert kappas(outcomes, ("purpose",), na_too=True)["all"][0] == pytest.approx(
        (35 / 40 - 550 / 1600) / (1 - 550 / 1600)
    )


def test_reliability_compares_confidence_with_what_was_right() -> None:
    pairs = [(0.95, True)] * 9 + [(0.95, False)] + [(0.55, True), (0.55, False)]
    assert reliability(pairs, (0.0, 0.5, 0.6, 1.01)) == [
        pytest.approx((0.55, 0.5, 2)),
        pytest.approx((0.95, 0.9, 10)),
    ]


def test_confusions_pair_what_is_missing_with_what_stands_there() -> None:
    outcomes = [
        Outcome(
            "a",
            (
                turn({"thank"}, {"farewell"}, "谢了"),
                turn({"thank"}, {"farewell"}),
                turn({"greeting"}, set(), "早"),
            ),
        )
    ]
    assert confusions(outcomes, 5) == [
        ("act thank", "act farewell", 2, "谢了"),
        ("act greeting", "–", 1, "早"),
    ]


def test_what_is_told_for_sure_leaves_out_what_is_kept_back() -> None:
    pairs = (
        VerdictPair("purpose", "met", "missed", 0.99),
        VerdictPair("benefit", "na", "missed", 0.99),
        VerdictPair("farewell", "missed", "missed", None),
        VerdictPair("greeting", "met", "missed", 0.5),
        VerdictPair("needs", "missed", "met", 0.5),
    )
    told = said_for_sure([Outcome("a", (), pairs)], "missed", lambda _, p: p is not None and p < 0.9)
    assert [pair.criterion for _, pair in told.wrong] == ["purpose", "benefit"]
    assert (told.sure, told.all) == (3, 4) and told.share == pytest.approx(2 / 3)
    assert said_for_sure([], "met", lambda *_: False).share == 0
