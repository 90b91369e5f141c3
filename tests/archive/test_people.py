"""People from a file, changed, exported, deleted for good."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from duilian import archive
from duilian.archive import accounts, people, statistics
from duilian.archive.models import Attempt, Person, Review, Tally, Transcript
from duilian.archive.statistics import AdherenceView
from duilian.errors import DataError
from tests.archive.test_listing import NOW
from tests.archive.test_listing import db as db


def named(db: archive.Database, name: str) -> Person:
    return db.query(Person).filter(Person.name == name).one()


def test_everybody_by_name_with_their_sessions(db: archive.Database) -> None:
    rows, more = people.list_people(db)
    assert [(p.name, n) for p, n in rows] == [("小李", 1), ("小王", 1)] and not more
    assert [p.name for p, _ in people.list_people(db, "王")[0]] == ["小王"] and people.list_people(
        db, size=1
    )[1]


def test_the_last_administrator_stays(db: archive.Database) -> None:
    li = named(db, "小李")
    people.change_person(db, li, "administrator", "", True)
    for attempt in (
        lambda: people.change_person(db, li, "trainee", "", True),
        lambda: people.change_person(db, li, "administrator", "", False),
    ):
        with pytest.raises(DataError):
            attempt()
    with pytest.raises(DataError):
        people.delete_person(db, li)
    people.change_person(db, named(db, "小王"), "administrator", "二组", True)
    people.change_person(db, li, "trainee", "", False)
    assert not li.active and li.group is None


def test_all_that_is_kept_can_be_had(db: archive.Database) -> None:
    account, *sessions = people.export_person(db, named(db, "小李"))
    assert account["name"] == "小李" and [s["dialogue"]["id"] for s in sessions] == ["s2", "s0"]
    assert json.loads(json.dumps(sessions[1], ensure_ascii=False))["assessments"]


def test_forgotten_for_good(db: archive.Database) -> None:
    before = {row.name for row in statistics.adherence_rows(db, AdherenceView(by="person"))}
    assert people.delete_person(db, named(db, "小王")) == ["s1"]
    assert archive.find_call(db, "s1") is None and db.query(Review).count() == 0
    assert db.query(Transcript).filter(Transcript.text.contains("100%_1")).count() == 0
    assert {row.name for row in statistics.adherence_rows(db, AdherenceView(by="person"))} == before - {
        "小王"
    }
    assert sum(t.asked for t in db.query(Tally).filter(Tally.kind == "visit_fabe")) == 0
    assert sorted(people.delete_person(db, named(db, "小李"))) == ["s0", "s2"]


def test_what_a_trainer_said_stays_without_the_name(db: archive.Database) -> None:
    person = named(db, "小王")
    row = archive.find_call(db, "s0")
    row.reviews.append(Review(criterion="greeting", verdict="met", reason="", person_id=person.id, at=NOW))
    db.flush()
    people.delete_person(db, person)
    db.expire_all()
    assert [r.person_id for r in row.reviews] == [None]


def test_what_is_not_to_be_kept(db: archive.Database) -> None:
    assert people.keep_days(db) == 0 and people.expired_sessions(db, NOW + timedelta(days=900), 9) == []
    assert people.kept_since(db, NOW) is None
    people.set_keep_days(db, 2)
    soon = NOW + timedelta(hours=1)
    assert people.kept_since(db, soon) == soon - timedelta(days=2)
    assert people.expired_sessions(db, soon, 9) == ["s3", "s2"]
    assert people.expired_sessions(db, soon, 1) == ["s3"]
    assert people.expired_sessions(db, NOW + timedelta(days=9), 9) == ["s3", "s2", "s1", "s0"]
    people.delete_sessions(db, ["s3", "s2"])
    assert people.expired_sessions(db, soon, 9) == []
    for text in ("-1", "x", "99999"):
        with pytest.raises(DataError):
            people.read_keep_days(text)


def test_whose_sessions_would_go(db: archive.Database) -> None:
    def going(days: int, hours: int = 1) -> list[tuple[str | None, int]]:
        return [(one.name, one.sessions) for one in people.expiring(db, days, NOW + timedelta(hours=hours))]

    assert going(0, 9000) == []
    whole = going(1, 24 * 9)
    assert sum(count for _, count in whole) == 4 and dict(whole)["小李"] == 2 and None in dict(whole)
    assert [count for _, count in whole] == sorted((count for _, count in whole), reverse=True)
    (first, *_) = [one for one in people.expiring(db, 1, NOW + timedelta(days=9)) if one.name == "小李"]
    begun = [archive.find_call(db, name).started_at for name in ("s0", "s2")]
    assert (first.oldest, first.latest) == (min(begun), max(begun))
    assert dict(going(2)) == {"小李": 1, None: 1}


def test_newcomers_and_what_was_typed_at_the_door_stay_a_day(db: archive.Database) -> None:
    person = accounts.add_person(db, "体验学员1", "trainee", "long enough", NOW, demo=True)
    db.add_all(Attempt(name=name, address="x", at=NOW) for name in ("我的密码是什么", "小李"))
    db.flush()
    for hours, (newcomers, attempts) in {23: ([], 2), 25: ([person.id], 0)}.items():
        now = NOW + timedelta(hours=hours)
        people.delete_stale_attempts(db, now)
        assert (people.expired_newcomers(db, now), db.query(Attempt).count()) == (newcomers, attempts)


def test_who_is_deleted_never_tried_to_sign_in(db: archive.Database) -> None:
    db.add_all(Attempt(name=name, address="x", at=NOW) for name in ("小王", "小李"))
    people.delete_person(db, named(db, "小李"))
    assert [attempt.name for attempt in db.query(Attempt)] == ["小王"]
