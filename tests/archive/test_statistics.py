"""Statistics say the same on SQLite and PostgreSQL, from the sums as from the sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from duilian import archive
from duilian.archive import accounts, reviews, statistics
from duilian.archive.sight import Sight
from duilian.archive.statistics import AdherenceView
from duilian.assessment import Finding, Verdict
from duilian.clock import CHINA
from duilian.errors import DataError
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


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "26-11", "2026-1", "2026-11-01", "November", "²026-11"]
)
def test_a_month_that_is_none_is_one_sentence(month: str) -> None:
    for field in ("since", "until"):
        with pytest.raises(DataError):
            AdherenceView.of({field: month})
    with pytest.raises(DataError):
        AdherenceView.of({"by": "kind"})


def test_a_view_becomes_a_link_and_back() -> None:
    given = {"group": " 一组 ", "since": "2026-01", "until": "2026-12", "by": "person", "other": "x"}
    view = AdherenceView.of(given)
    assert view == AdherenceView(group="一组", since="2026-01", until="2026-12", by="person")
    assert AdherenceView.of(view.query()) == view and AdherenceView.of({}) == AdherenceView()
    assert view.query(since="", kind="visit_fabe") == {
        "group": "一组",
        "kind": "visit_fabe",
        "until": "2026-12",
        "by": "person",
    }


def test_months_begin_and_end_in_china() -> None:
    assert statistics.month_start("2026-11") == datetime(2026, 11, 1, tzinfo=CHINA)
    assert statistics.month_start("2026-12", 1) == datetime(2027, 1, 1, tzinfo=CHINA)
    assert statistics.month_start("2026-01", 12) == datetime(2027, 1, 1, tzinfo=CHINA)
    ends = {"2026-11": date(2026, 11, 30), "2026-12": date(2026, 12, 31), "2028-02": date(2028, 2, 29)}
    assert {month: statistics.month_end(month) for month in ends} == ends


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (AdherenceView(since="2026-11"), 3),
        (AdherenceView(since="2026-12"), 0),
        (AdherenceView(until="2026-11"), 3),
        (AdherenceView(until="2026-10"), 0),
        (AdherenceView(kind="visit_fabe"), 1),
        (AdherenceView(group="一组"), 1),
        (AdherenceView(scenario="scenario-1"), 2),
        (AdherenceView(scenario="scenario-1", kind="visit_fabe"), 1),
    ],
)
def test_tables_and_pictures_count_the_same_sessions(
    db: archive.Database, view: AdherenceView, found: int
) -> None:
    db.flush()
    rows = statistics.adherence_rows(db, view)
    assert sum(row.counts["greeting"][0] for row in rows) == found
    assert sum(statistics.charts(db, view).spread) == found


def test_who_sees_a_part_has_the_figures_of_that_part(db: archive.Database) -> None:
    db.flush()
    li, wang = (archive.person_named(db, name, NOW) for name in ("小李", "小王"))
    ours, nobody = Sight(wang.id, frozenset({li.group_id})), Sight(0, frozenset())
    assert [row.name for row in statistics.adherence_rows(db, AdherenceView(by="person"), ours)] == [
        "小李",
        "小王",
    ]
    assert [
        row.name
        for row in statistics.adherence_rows(db, AdherenceView(by="person", scenario="scenario-0"), ours)
    ] == ["小李"]
    assert sum(statistics.charts(db, AdherenceView(), ours).spread) == 2
    assert statistics.adherence_rows(db, AdherenceView(), nobody) == []
    assert sum(statistics.charts(db, AdherenceView(), nobody).spread) == 0


def test_a_retry_of_a_later_turn_is_no_whole_call(db: archive.Database) -> None:
    """From the trainee's first turn on it is one; the client's first word comes before."""
    row = archive.find_call(db, "s0")
    whole = {}
    for turn in (None, 0, 1, 2, 3):
        row.parent_turn = turn
        db.flush()
        whole[turn] = statistics.history(db, row.person_id)[0].whole
    assert whole == {None: True, 0: True, 1: True, 2: False, 3: False}
