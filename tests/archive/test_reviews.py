"""A trainer's word goes before the machine's, and the score follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import reviews
from duilian.archive.models import Tally
from duilian.archive.reviews import FIRST_MONDAY
from duilian.assessment import assess
from duilian.clock import CHINA
from duilian.coaching.debrief import Ruling
from duilian.errors import DataError
from tests.archive.fresh import fresh
from tests.archive.test_archive import CALL, NOW, RUBRIC, TALK

WEIGHTS = {name: c.weight for name, c in RUBRIC.criteria.items()}


@pytest.fixture()
def row(tmp_path: Path) -> Iterator[archive.Session]:
    engine = archive.open_archive(fresh("sqlite", tmp_path))
    with archive.transaction(engine) as db:
        yield archive.keep_call(db, CALL, TALK, assess(TALK, RUBRIC), "m", NOW)


def say(row: archive.Session, criterion: str, verdict: str, reason: str = "听录音是这样") -> None:
    reviews.add_review(row, criterion, verdict, reason, None, NOW, WEIGHTS)


def test_without_reviews_the_machines_word_holds(row: archive.Session) -> None:
    assert row.score == assess(TALK, RUBRIC).score and row.reviewed_at is None
    assert {v.criterion for v in row.verdicts if v.met} == {
        n for n, v in assess(TALK, RUBRIC).verdicts.items() if v.name == "met"
    }


def test_the_score_follows_a_changed_and_a_struck_verdict(row: archive.Session) -> None:
    before = row.score
    total = sum(v.criterion.weight for v in assess(TALK, RUBRIC).verdicts.values())
    say(row, "farewell", "met")
    assert (
        row.score == pytest.approx(before + 100 * WEIGHTS["farewell"] / total, abs=0.06)
        and row.reviewed_at == NOW
    )
    say(row, "farewell", "na")
    assert row.score == pytest.approx(before * total / (total - WEIGHTS["farewell"]), abs=0.06)
    assert "farewell" not in {v.criterion for v in row.verdicts}
    say(row, "farewell", "missed", "")
    assert row.score == before and [r.verdict for r in row.reviews] == ["met", "na", "missed"], (
        "every word is kept"
    )


def test_reviews_outlive_a_new_assessment(row: archive.Session) -> None:
    say(row, "farewell", "met")
    after, db = row.score, archive.Database.object_session(row)
    archive.keep_call(db, CALL, TALK, assess(TALK, RUBRIC), "m2", NOW)
    assert row.score == after and len(row.assessments) == 2


def test_bad_reviews_are_refused(row: archive.Session) -> None:
    for criterion, verdict, reason in (
        ("nonsense", "met", "x"),
        ("farewell", "maybe", "x"),
        ("farewell", "met", " "),
    ):
        with pytest.raises(DataError):
            say(row, criterion, verdict, reason)
    for turn, text in ((9, "好"), (-2, "好"), (0, " "), (0, "x" * 2001)):
        with pytest.raises(DataError):
            reviews.add_comment(row, turn, text, None, NOW)
    reviews.add_comment(row, -1, "整体不错", None, NOW)
    assert [c.text for c in row.comments] == ["整体不错"]


def test_the_sums_follow_every_change(row: archive.Session) -> None:
    db = archive.Database.object_session(row)

    def sums() -> dict[str, tuple[int, int]]:
        db.flush()
        return {
            t.criterion: (t.asked, t.met)
            for t in db.query(Tally).filter(Tally.month == "2026-11", Tally.person_id == 0)
        }

    assert sums()["greeting"] == (1, 1) and sums()["farewell"] == (1, 0)
    say(row, "farewell", "met")
    say(row, "greeting", "na")
    assert sums()["greeting"] == (0, 0) and sums()["farewell"] == (1, 1)
    other = replace(CALL, id="other")
    archive.keep_call(db, other, TALK, assess(TALK, RUBRIC), "m", NOW)
    assert sums()["farewell"] == (2, 1)
    reviews.remove_from_tallies(archive.find_call(db, "other"))
    assert sums()["farewell"] == (1, 1)


def test_a_ruling_names_who_said_it_beside_the_machines_word(row: archive.Session) -> None:
    db = archive.Database.object_session(row)
    trainer = archive.person_named(db, "周老师", NOW)
    reviews.add_review(row, "farewell", "met", "说了再见", trainer.id, NOW, WEIGHTS)
    say(row, "needs", "missed")
    db.flush()
    db.expire_all()
    made = reviews.rulings(row)
    assert made["farewell"] == Ruling("met", "missed", None, "周老师", "说了再见")
    assert made["greeting"] == Ruling("met", "met", None, "", "")
    assert made["needs"] == Ruling("missed", "na", None, "—", "听录音是这样"), "somebody deleted since"


@pytest.mark.parametrize(
    ("score", "broke_off", "cell"),
    [
        (0.0, None, 0),
        (9.9, None, 0),
        (10.0, None, 1),
        (99.9, None, 9),
        (100.0, None, 9),
        (55.0, "opening", 15),
        (55.0, "purpose", 25),
        (100.0, "time", 59),
    ],
)
def test_cells_are_tenths_of_the_score_by_phase(score: float, broke_off: str | None, cell: int) -> None:
    assert reviews.cell_of(score, broke_off) == cell


def test_weeks_begin_on_monday_and_months_on_the_first_in_china() -> None:
    sunday = datetime(2026, 11, 29, 23, 59, tzinfo=CHINA)
    monday = sunday + timedelta(minutes=1)
    assert reviews.week_of(monday) == reviews.week_of(sunday) + 1
    assert reviews.week_of(monday) == reviews.week_of(monday + timedelta(days=6))
    assert FIRST_MONDAY.weekday() == 0 and reviews.week_of(datetime(1970, 1, 1, tzinfo=CHINA)) == 0
    late = datetime(2026, 10, 31, 16, 0, tzinfo=timezone.utc)  # midnight in China
    assert reviews.month_of(late) == "2026-11"
    assert reviews.month_of(late - timedelta(minutes=1)) == "2026-10"
