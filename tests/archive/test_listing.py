"""Sessions found by what a trainer looks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import accounts, listing, reviews
from duilian.archive.listing import Search
from duilian.archive.models import Group
from duilian.assessment import assess
from duilian.clock import CHINA
from duilian.dialogue.model import Turn
from duilian.errors import DataError
from tests.archive.fresh import fresh
from tests.archive.test_archive import NOW, RUBRIC, TALK


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[archive.Database]:
    """s0 … s3, a day apart: s0 and s2 are 小李's of 一组, s1 is 小王's, s3 nobody's.

    s2 is not ended; s1 is a visit, reviewed, in an exam.
    """
    engine = archive.open_archive(fresh(request.param, tmp_path))
    with archive.transaction(engine) as database:
        li, wang = (
            accounts.add_person(database, name, "trainee", "long enough", NOW) for name in ("小李", "小王")
        )
        li.group = Group(name="一组")
        for n, person in enumerate((li, wang, li, None)):
            kind = "visit_fabe" if n == 1 else "phone_appointment"
            call = archive.Call(f"s{n}", f"scenario-{n % 2}", kind, "exam" if n == 1 else "practice", "7")
            at = NOW - timedelta(days=n)
            talk = replace(TALK, id=call.id, kind=kind, turns=(*TALK.turns, Turn("client", f"100%_{n}")))
            archive.begin_call(database, call, talk, at, person)
            if n != 2:
                archive.keep_call(database, call, talk, assess(talk, RUBRIC), "m", at)
        reviews.add_review(
            archive.find_call(database, "s1"), "greeting", "met", "", wang.id, NOW, RUBRIC.weights
        )
        yield database
    engine.dispose()


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({}, "s0 s1 s3"),
        ({"sort": "old"}, "s3 s1 s0"),
        ({"person": "小李"}, "s0"),
        ({"group": "一组"}, "s0"),
        ({"kind": "visit_fabe"}, "s1"),
        ({"scenario": "scenario-1"}, "s1 s3"),
        ({"mode": "exam"}, "s1"),
        ({"since": "2026-11-24"}, "s0"),
        ({"until": "2026-11-22"}, "s3"),
        ({"since": "2026-11-23", "until": "2026-11-23"}, "s1"),
        ({"low": "100"}, ""),
        ({"high": "0"}, ""),
        ({"missed": "farewell"}, "s0 s1 s3"),
        ({"missed": "greeting"}, ""),
        ({"reviewed": "yes"}, "s1"),
        ({"reviewed": "no"}, "s0 s3"),
        ({"words": "100%_3"}, "s3"),
        ({"words": "100__3"}, ""),
        ({"words": "周三还是周四", "person": "王"}, "s1"),
        ({"page": "2"}, ""),
        ({"origin": "imported"}, ""),
    ],
)
def test_every_filter(db: archive.Database, given: dict[str, str], ids: str) -> None:
    rows, more = listing.find_sessions(db, Search.of(given))
    assert " ".join(row.id for row in rows) == ids and not more


def test_pages(db: archive.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    assert [r.id for r in listing.find_sessions(db, Search())[0]] == ["s0", "s1"] and listing.find_sessions(
        db, Search()
    )[1]
    rows, more = listing.find_sessions(db, Search(page="2"))
    assert [r.id for r in rows] == ["s3"] and not more


def test_the_next_unreviewed(db: archive.Database) -> None:
    assert (
        listing.next_unreviewed(db, Search(), "s0") == "s3"
        and listing.next_unreviewed(db, Search(), "s3") == "s0"
    )
    assert listing.next_unreviewed(db, Search(group="一组"), "s0") is None


@pytest.mark.parametrize(
    "given",
    [
        {"sort": "x"},
        {"page": "0"},
        {"page": "x"},
        {"low": "many"},
        {"since": "yesterday"},
        {"until": "2026-13-01"},
    ],
)
def test_what_cannot_be_meant_is_one_sentence(given: dict[str, str]) -> None:
    with pytest.raises(DataError):
        Search.of(given)


def test_a_search_becomes_a_link_and_back() -> None:
    search = Search.of({"person": " 小李 ", "page": "2", "unknown": "x"})
    assert search.query() == {"person": "小李", "page": "2"} and Search.of(search.query()) == search
    assert search.query(page="1", sort="low") == {"person": "小李", "sort": "low"}


def test_days_and_moments_are_chinas_on_every_database(db: archive.Database) -> None:
    row = archive.find_call(db, "s0")
    assert row is not None
    row.started_at = datetime(2026, 11, 24, 16, 30, tzinfo=timezone.utc)  # half past midnight, the 25th
    db.flush()
    db.expire_all()
    assert row.started_at == datetime(2026, 11, 25, 0, 30, tzinfo=CHINA)
    assert [r.id for r in listing.find_sessions(db, Search(since="2026-11-25"))[0]] == ["s0"]
    assert "s0" not in [r.id for r in listing.find_sessions(db, Search(until="2026-11-24"))[0]]


def test_of_sessions_begun_at_the_same_moment_none_is_passed_over(db: archive.Database) -> None:
    for name in ("s0", "s3"):
        archive.find_call(db, name).started_at = NOW
    archive.find_call(db, "s1").reviewed_at = None
    db.flush()
    assert listing.next_unreviewed(db, Search(), "s0") == "s3"
    assert listing.next_unreviewed(db, Search(), "s3") == "s0"
    assert listing.next_unreviewed(db, Search(), "") in ("s0", "s3"), "the latest"
    assert listing.next_unreviewed(db, Search(), "s1") in ("s0", "s3")
