"""Statistics say the same on SQLite and PostgreSQL, from the sums as from the sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from duilian import archive
from duilian.archive import accounts, reviews, statistics
from duilian.archive.statistics import AdherenceView
from duilian.assessment import Finding, Verdict
from tests.archive.test_listing import NOW, RUBRIC, TALK, assess
from tests.archive.test_listing import db as db
from tests.assessment.support import short

SCORE = assess(TALK, RUBRIC).score
MISSED = Verdict(RUBRIC.criteria["invite_feedback"], Finding("missed", turn=1), "")


def test_adherence_by_group_and_person(db: archive.Database) -> None:
    db.flush()
    by_group = {row.name: row.counts["greeting"] for row in statistics.adherence_rows(db, AdherenceView())}
    assert by_group == {"一组": (1, 1), "": (2, 2)}
    by_person = [row.name for row in statistics.adherence_rows(db, AdherenceView(by="person"))]
    assert by_person == ["小李", "小王", ""]
    assert [row.name for row in statistics.adherence_rows(db, AdherenceView(group="一组", by="person"))] == [
        "小李"
    ]
    assert (
        statistics.adherence_rows(db, AdherenceView(since="2026-12"))
        == statistics.adherence_rows(db, AdherenceView(kind="visit_gift"))
        == []
    )


def test_a_page_of_people_has_those_too_who_have_not_practised(db: archive.Database) -> None:
    accounts.add_person(db, "新来的", "trainee", "long enough", NOW)
    db.flush()
    rows, pages = statistics.adherence_page(db, AdherenceView(by="person"), 1, 2)
    assert (
        [row.name for row in rows] == ["小李", "小王"] and pages == 2 and rows[0].counts["greeting"] == (1, 1)
    )
    (last,), _ = statistics.adherence_page(db, AdherenceView(by="person"), 2, 2)
    assert (last.name, last.counts) == ("新来的", {})
    assert [row.name for row in statistics.adherence_page(db, AdherenceView(), 1, 1)[0]] == ["一组"]


def test_a_scenarios_sessions_count_as_the_sums_do(db: archive.Database) -> None:
    db.flush()
    whole = statistics.adherence_rows(db, AdherenceView(since="2026-11", until="2026-11"))
    cut = [
        statistics.adherence_rows(db, AdherenceView(scenario=f"scenario-{n}", since="2026-11"))
        for n in (0, 1)
    ]
    asked = sum(row.counts["farewell"][0] for rows in cut for row in rows)
    assert asked == sum(row.counts["farewell"][0] for row in whole) == 3


def test_pictures(db: archive.Database) -> None:
    db.flush()
    shown = statistics.charts(db, AdherenceView())
    assert [week for week, _ in shown.weeks] == [date(2026, 11, 16), date(2026, 11, 23)]
    assert sum(shown.spread) == 3 and shown.spread[min(int(SCORE // 10), 9)] >= 2
    assert shown.broke_off == {"time": 3}
    assert statistics.charts(db, AdherenceView(group="二组")).weeks == ()


def test_a_session_kept_before_a_criterion_came_is_counted_without_it(db: archive.Database) -> None:
    talk = replace(
        short("C (complaint) 断网了 / T [几点断的](ask_needs)", kind="visit_complaint"), id="new-rubric"
    )
    now = assess(talk, RUBRIC)
    later = {"complaint_cause", "complaint_answer"}
    before = replace(
        now,
        verdicts={n: v for n, v in now.verdicts.items() if n not in later} | {"invite_feedback": MISSED},
        rubric_version="1-of-44",
    )
    for name, made in (("old-rubric", before), ("new-rubric", now)):
        call = archive.Call(name, "complaint", talk.kind, "practice", "7")
        archive.keep_call(db, call, replace(talk, id=name), made, "m", NOW)
    db.flush()
    (row,) = statistics.adherence_rows(db, AdherenceView(kind="visit_complaint"))
    assert row.counts["complaint_cause"] == (1, 1) and row.counts["complaint_answer"] == (1, 0)
    assert row.counts["invite_feedback"] == (1, 0) and row.counts["purpose"] == (2, 0)
    assert set(reviews.rulings(archive.find_call(db, "old-rubric"))) == set(before.verdicts)


def test_history_is_a_persons_own(db: archive.Database) -> None:
    db.flush()
    person = archive.find_call(db, "s0").person_id
    kept = statistics.history(db, person)
    assert [k.id for k in kept] == ["s0"] and kept[0].score == SCORE and kept[0].verdicts["greeting"]
    assert replace(kept[0], id="x").at.tzinfo is not None
