"""What waits for a trainer, by why: who is given what, and when it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import accounts, disputes, people, review_queue, reviews
from duilian.archive.models import Group, Person
from duilian.archive.review_queue import HELD_FOR, QUEUES, QueueView
from duilian.archive.reviews import ReviewReason
from duilian.archive.sight import Sight
from duilian.assessment import Assessment, assess
from duilian.errors import DataError
from tests.archive.fresh import fresh
from tests.archive.test_archive import NOW, RUBRIC, TALK

SAMPLED = next(f"tenth{n}" for n in range(100) if reviews.is_sampled(f"tenth{n}"))


def unsure(assessment: Assessment) -> Assessment:
    """The same, its machine not sure of the greeting."""
    doubtful = replace(assessment.verdicts["greeting"], confidence=0.5)
    return replace(assessment, verdicts={**assessment.verdicts, "greeting": doubtful})


def plain(name: str) -> str:
    """An id that is not of the random tenth."""
    return next(one for one in (f"{name}{n}" for n in range(100)) if not reviews.is_sampled(one))


def call(
    db: archive.Database, name: str, person: Person | None, at: datetime = NOW, doubtful: bool = False
) -> archive.Session:
    """An ended call."""
    made = archive.Call(name, "s", TALK.kind, "practice", "7")
    talk = replace(TALK, id=name)
    archive.begin_call(db, made, talk, at, person)
    assessment = assess(talk, RUBRIC)
    return archive.keep_call(db, made, talk, unsure(assessment) if doubtful else assessment, "m", at)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """小李 of 一组, who has practised for long, two trainers who see 一组, one who sees nobody."""
    made = archive.open_archive(fresh(request.param, tmp_path))
    with archive.transaction(made) as db:
        one = Group(name="一组")
        li = accounts.add_person(db, "小李", "trainee", "long enough", NOW)
        li.group = one
        for name in ("周老师", "吴老师", "郑老师"):
            trainer = accounts.add_person(db, name, "trainer", "long enough", NOW)
            trainer.seen_groups = [one] if name != "郑老师" else []
        for n in range(3):
            call(db, plain(f"old{n}-"), li, NOW - timedelta(days=200 + n))
    yield made
    made.dispose()


def view(db: archive.Database, name: str = "周老师", period: str = "30", **later: float) -> QueueView:
    person = archive.person_named(db, name, NOW)
    return QueueView(
        Sight(person.id, accounts.assigned_group_ids(db, person.id)), NOW + timedelta(**later), period
    )


def li(db: archive.Database) -> Person:
    return archive.person_named(db, "小李", NOW)


def counts(db: archive.Database, name: str = "周老师", period: str = "30") -> dict[str, int]:
    db.flush()
    found = review_queue.queue_counts(db, view(db, name, period))
    return {queue: count for queue, count in found.items() if count}


def test_each_queue_has_what_needs_a_person_for_its_reason(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        call(db, plain("plain"), li(db))
        call(db, SAMPLED, li(db))
        doubtful = call(db, plain("doubtful"), li(db), doubtful=True)
        disputes.contest_verdict(call(db, plain("disputed"), li(db)), "farewell", 0, "说了", NOW)
        new = accounts.add_person(db, "小新", "trainee", "long enough", NOW)
        new.group = li(db).group
        firsts = [call(db, plain(f"new{n}-"), new, NOW - timedelta(days=9 - n)) for n in range(5)]
        assert counts(db) == {"disputed": 1, "unsure": 1, "first": 3, "sample": 1}
        assert counts(db, "郑老师") == {}, "who sees nobody is given nothing"
        reviews.add_review(firsts[1], "greeting", "met", "", None, NOW, RUBRIC.weights)
        reviews.add_review(doubtful, "farewell", "missed", "", None, NOW, RUBRIC.weights)
        assert counts(db) == {"disputed": 1, "unsure": 1, "first": 2, "sample": 1}, "the greeting still waits"
        reviews.add_review(doubtful, "greeting", "met", "", None, NOW, RUBRIC.weights)
        reviews.add_review(archive.find_call(db, SAMPLED), "greeting", "met", "", None, NOW, RUBRIC.weights)
        assert counts(db) == {"disputed": 1, "first": 2}


def test_a_decided_dispute_leaves_and_an_old_one_waits_all_the_same(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        row = call(db, plain("disputed"), li(db), NOW - timedelta(days=300))
        disputes.contest_verdict(row, "farewell", 0, "说了", NOW)
        assert counts(db)["disputed"] == 1
        taken = review_queue.take_next(db, view(db), "disputed")
        assert taken is not None and (taken.session, taken.criterion) == (row.id, "farewell")
        disputes.settle_dispute(row, "farewell", "met", "听到了", view(db).sight.person, NOW, RUBRIC.weights)
        assert "disputed" not in counts(db)


@pytest.mark.parametrize("whose", ["demo", "repeats", "trainer's", "own"])
def test_what_nobody_has_to_look_at_is_in_no_queue(engine: Engine, whose: str) -> None:
    with archive.transaction(engine) as db:
        person = li(db)
        if whose == "demo":
            person = Person(name="体验", login="体验", created_at=NOW, demo=True)
            person.group = li(db).group
        elif whose == "trainer's":
            person = archive.person_named(db, "吴老师", NOW)
            person.group = li(db).group
        elif whose == "own":
            person = archive.person_named(db, "周老师", NOW)
        made = archive.Call(SAMPLED, "s", TALK.kind, "practice", "7")
        row = archive.begin_call(db, made, TALK, NOW, person)
        row.parent_turn = 3 if whose == "repeats" else None
        archive.keep_call(db, made, replace(TALK, id=SAMPLED), unsure(assess(TALK, RUBRIC)), "m", NOW)
        disputes.contest_verdict(row, "farewell", 0, "说了", NOW)
        for period in ("30", "all"):
            found = counts(db, period=period)
            assert "disputed" not in found and "unsure" not in found and "sample" not in found
            assert review_queue.take_next(db, view(db, period=period), "unsure") is None


def test_calls_of_nobody_wait_for_who_sees_all(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        call(db, SAMPLED, None, doubtful=True)
        assert counts(db) == {}
        boss = QueueView(Sight(archive.person_named(db, "周老师", NOW).id, None), NOW)
        assert review_queue.queue_counts(db, boss) == dict.fromkeys(QUEUES, 0) | {"unsure": 1, "sample": 1}


def test_calls_are_given_out_the_latest_first_and_what_was_passed_over_is_not_given_again(
    engine: Engine,
) -> None:
    with archive.transaction(engine) as db:
        names = [plain(f"call{n}-") for n in range(3)]
        for n, name in enumerate(names):
            call(db, name, li(db), NOW - timedelta(days=n), doubtful=True)
        given, left = [], ""
        for _ in range(4):
            taken = review_queue.take_next(db, view(db), "unsure", left)
            assert taken is not None
            left = taken.session
            given.append(left)
        assert given == [*names, names[0]], "left undone, they come again after the last"
        review_queue.skip_call(db, view(db), names[1])
        assert counts(db)["unsure"] == 2 and review_queue.count_skipped(db, view(db).sight.person) == 1
        assert review_queue.take_next(db, view(db), "unsure", names[0]).session == names[2]  # type: ignore[union-attr]
        assert counts(db, "吴老师")["unsure"] == 2, "all but the one that 周老师 holds"
        review_queue.take_back_skips(db, view(db).sight.person)
        assert counts(db)["unsure"] == 3
        review_queue.skip_call(db, view(db, "郑老师"), names[1])
        assert review_queue.count_skipped(db, view(db, "郑老师").sight.person) == 0, "what it does not see"


def test_what_somebody_holds_is_given_to_nobody_else_for_half_an_hour(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        name = plain("only")
        call(db, name, li(db), doubtful=True)
        assert review_queue.take_next(db, view(db), "unsure") is not None
        assert review_queue.take_next(db, view(db, "吴老师"), "unsure") is None and counts(db, "吴老师") == {}
        holder = review_queue.held_by(db, name, view(db, "吴老师"))
        assert holder is not None and holder.name == "周老师"
        assert review_queue.held_by(db, name, view(db)) is None, "not who holds it itself"
        late = view(db, "吴老师", minutes=HELD_FOR.total_seconds() / 60 + 1)
        taken = review_queue.take_next(db, late, "unsure")
        assert taken is not None and taken.session == name


def test_who_asks_at_once_is_given_different_calls(engine: Engine) -> None:
    names = [plain(f"call{n}-") for n in range(8)]
    with archive.transaction(engine) as db:
        for name in names:
            call(db, name, li(db), doubtful=True)
        views = [view(db)]
        for n in range(7):
            other = accounts.add_person(db, f"老师{n}", "trainer", "long enough", NOW)
            views.append(QueueView(Sight(other.id, views[0].sight.groups), NOW))

    def ask(asked: QueueView) -> str:
        with archive.transaction(engine) as db:
            taken = review_queue.take_next(db, asked, "unsure")
        return taken.session if taken else ""

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(ask, views))
    assert sorted(given) == sorted(names)


def test_periods_and_queues_that_are_none_are_refused(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        for period, found in (("30", 0), ("90", 0), ("all", 3)):
            assert counts(db, period=period).get("first", 0) == found
        with pytest.raises(DataError):
            view(db, period="7")
        with pytest.raises(DataError):
            review_queue.take_next(db, view(db), "all")


def test_a_tenth_is_drawn_and_always_the_same() -> None:
    drawn = [n for n in range(5000) if reviews.is_sampled(f"{n:032x}")]
    assert 430 <= len(drawn) <= 570
    assert reviews.ReviewReason.UNSURE | ReviewReason.SAMPLE == 3


def test_with_the_call_or_the_person_its_place_in_the_queue_goes(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        name = plain("gone")
        call(db, name, li(db), doubtful=True)
        review_queue.take_next(db, view(db), "unsure")
        review_queue.skip_call(db, view(db, "吴老师"), name)
        people.delete_session(db, archive.find_call(db, name))
        assert counts(db) == {} and review_queue.count_skipped(db, view(db, "吴老师").sight.person) == 0
