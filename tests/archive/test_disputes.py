"""A trainee contests a verdict, a trainer decides, the score follows; and how it ended is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from duilian import archive
from duilian.archive import disputes, people, reviews, statistics
from duilian.archive.disputes import DisputeCount
from duilian.archive.models import Dispute, VerdictRow
from duilian.archive.sight import EVERYBODY, Sight
from duilian.archive.statistics import AdherenceView
from duilian.errors import DataError
from tests.archive.test_archive import NOW, RUBRIC
from tests.archive.test_listing import db as db
from tests.archive.test_people import named


def contest(db: archive.Database, session: str, criterion: str = "farewell", why: str = "我说了") -> None:
    disputes.contest_verdict(archive.find_call(db, session), criterion, 1, why, NOW)


def settle(db: archive.Database, session: str, verdict: str, criterion: str = "farewell") -> None:
    row = archive.find_call(db, session)
    disputes.settle_dispute(
        row, criterion, verdict, "听录音是这样", named(db, "小王").id, NOW, RUBRIC.weights
    )


def test_what_a_trainer_decides_holds_in_score_and_statistics(db: archive.Database) -> None:
    row = archive.find_call(db, "s0")
    before = row.score
    (asked, met) = _counts(db)
    contest(db, "s0")
    assert row.score == before and _counts(db) == (asked, met), "nothing is decided yet"
    settle(db, "s0", "met")
    assert row.score > before and _counts(db) == (asked, met + 1)
    assert db.get(VerdictRow, ("s0", "farewell")).met and reviews.rulings(row)["farewell"].overruled
    settled = disputes.last_disputes(row)["farewell"]
    assert (settled.state, settled.contested, settled.verdict, settled.turn) == (
        "settled",
        "missed",
        "met",
        1,
    )


def _counts(db: archive.Database) -> tuple[int, int]:
    rows = statistics.adherence_rows(db, AdherenceView(by="person"))
    return next(row.counts["farewell"] for row in rows if row.name == "小李")


def test_one_open_dispute_a_verdict(db: archive.Database) -> None:
    contest(db, "s0")
    contest(db, "s0")
    assert db.query(Dispute).count() == 1, "the same said twice is said once"
    with pytest.raises(DataError, match="已经提过"):
        contest(db, "s0", why="还有一个理由")
    disputes.withdraw_dispute(archive.find_call(db, "s0"), "farewell", NOW)
    contest(db, "s0", why="还有一个理由")
    settle(db, "s0", "missed")
    for late in (lambda: contest(db, "s0"), lambda: settle(db, "s0", "met")):
        with pytest.raises(DataError, match="判过"):
            late()
    with pytest.raises(DataError, match="没有要判的"):
        disputes.withdraw_dispute(archive.find_call(db, "s0"), "farewell", NOW)
    db.add_all(
        Dispute(session_id="s0", criterion="purpose", contested="met", reason=why, at=NOW) for why in "一二"
    )
    with pytest.raises(IntegrityError):  # the database sees to it too, between two windows
        db.flush()
    db.rollback()


def test_what_cannot_be_contested_is_said(db: archive.Database) -> None:
    for criterion, turn, why, said in (
        ("vip_message", 1, "我说了", "没有评这一条"),
        ("nothing", 1, "我说了", "没有评这一条"),
        ("farewell", 1, " \n", "写一句"),
        ("farewell", 1, "我" * 501, "最多 500 个字"),
        ("farewell", 99, "我说了", "没有这一句"),
        ("farewell", -1, "我说了", "没有这一句"),
    ):
        with pytest.raises(DataError, match=said):
            disputes.contest_verdict(archive.find_call(db, "s0"), criterion, turn, why, NOW)
    assert db.query(Dispute).count() == 0


def test_it_is_not_reviewed_past_the_dispute(db: archive.Database) -> None:
    row = archive.find_call(db, "s0")
    contest(db, "s0")
    with pytest.raises(DataError, match="请到“异议”里去判"):
        reviews.add_review(row, "farewell", "met", "说了", None, NOW, RUBRIC.weights)
    reviews.add_review(row, "purpose", "met", "说了", None, NOW, RUBRIC.weights)
    with pytest.raises(DataError, match="为什么这样判"):
        disputes.settle_dispute(row, "farewell", "missed", " ", 1, NOW, RUBRIC.weights)


def test_how_they_ended_by_criterion_within_ones_sight(db: archive.Database) -> None:
    for session, criterion, verdict in (("s0", "farewell", "met"), ("s1", "farewell", "missed")):
        contest(db, session, criterion)
        settle(db, session, verdict, criterion)
    contest(db, "s0", "purpose")
    disputes.withdraw_dispute(archive.find_call(db, "s0"), "purpose", NOW)
    contest(db, "s0", "purpose")
    li = named(db, "小李")
    seen, own = Sight(99, frozenset({li.group.id})), Sight(li.id, frozenset())
    assert disputes.count_disputes(db, EVERYBODY) == [
        DisputeCount("farewell", 2, 0, 1, 1, 0),
        DisputeCount("purpose", 2, 1, 0, 0, 1),
    ]
    assert [(c.criterion, c.total) for c in disputes.count_disputes(db, seen)] == [
        ("purpose", 2),
        ("farewell", 1),
    ]
    assert [d.criterion for d in disputes.waiting_disputes(db, seen)] == ["purpose"]
    assert disputes.count_waiting(db, seen) == 1 == disputes.count_waiting(db, EVERYBODY)
    for blind in (own, replace(own, groups=None), Sight(99, frozenset())):  # nobody decides their own
        assert disputes.waiting_disputes(db, blind) == [] and disputes.count_waiting(db, blind) == 0


def test_an_outcome_is_told_once(db: archive.Database) -> None:
    li = named(db, "小李").id
    contest(db, "s0")
    assert disputes.untold_outcomes(db, li) == 0
    settle(db, "s0", "met")
    mine = disputes.disputes_of(db, li)
    assert disputes.untold_outcomes(db, li) == 1 and [d.session_id for d in mine] == ["s0"]
    assert disputes.untold_outcomes(db, named(db, "小王").id) == 0
    disputes.mark_told(db, mine, NOW)
    assert disputes.untold_outcomes(db, li) == 0


def test_they_go_with_the_session_and_the_trainers_name_with_the_trainer(db: archive.Database) -> None:
    for session in ("s0", "s1", "s3"):
        contest(db, session)
    settle(db, "s0", "met")
    exported = list(people.export_person(db, named(db, "小李")))[-1]
    assert exported["disputes"][0] | {"at": ""} == {
        **dict(criterion="farewell", contested="missed", reason="我说了", at="", state="settled"),
        **dict(verdict="met", answer="听录音是这样"),
    }
    people.delete_person(db, named(db, "小王"))  # who decided, and whose session was s1
    db.expire_all()
    left = db.query(Dispute).order_by("id")
    assert [(d.session_id, d.person_id) for d in left] == [("s0", None), ("s3", None)]
    people.delete_sessions(db, ["s3"])
    people.delete_person(db, named(db, "小李"))
    assert db.query(Dispute).count() == 0
