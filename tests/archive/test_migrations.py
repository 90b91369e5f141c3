"""Every revision filled with data and brought up to date: row by row the same, on both databases."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, create_engine, insert, inspect, text
from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import listing, people, reviews, schema
from duilian.archive.models import Base, Person
from duilian.errors import DataError
from tests.archive.postgres import new_database

AT = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)
SAID = ["王总您好，我是小李", "您看周三还是周四\n用 VPN“方便”吗？😀"]
# What stands in each table, by the columns of the latest revision; an earlier one has some of them.
ROWS: dict[str, list[dict[str, Any]]] = {
    "groups": [{"id": 3, "name": "城东"}],
    "people": [
        {"id": 7, "name": "小李", "login": "小李", "created_at": AT, "role": "trainee", "group_id": 3},
        {
            "id": 9,
            "name": "周老师",
            "login": "周老师",
            "created_at": AT,
            "role": "trainer",
            "password": "x",
            "one_time": True,
            "all_groups": True,
        },
        {"id": 11, "name": "走了的", "login": "走了的", "created_at": AT, "active": False, "demo": True},
    ],
    "groups_seen": [{"person_id": 9, "group_id": 3}],
    "logins": [{"token": "t", "person_id": 7, "seen_at": AT}],
    "attempts": [{"id": 1, "name": "谁", "address": "127.0.0.1", "at": AT}],
    "sessions": [
        {
            "id": name,
            "person_id": person,
            "scenario": "first-call-logistics",
            "kind": "phone_appointment",
            "mode": "practice",
            "seed": "7",
            "context": {"client_title": "王总"},
            "started_at": AT + timedelta(hours=n),
            "ended_at": AT + timedelta(hours=n + 1) if n < 2 else None,
            "parent_id": "a" if name == "b" else None,
            "parent_turn": 1 if name == "b" else None,
            "score": 64.3 if n < 2 else None,
            "rating": {"overall": 4} if n == 0 else None,
            "followup": {"needs": "换宽带"} if n == 0 else None,
            "title": "三月 1" if n == 1 else "",
            "kept_at": AT if n == 1 else None,
        }
        for n, (name, person) in enumerate([("a", 7), ("b", 7), ("open", 7), ("nobody's", None)])
    ],
    "turns": [
        {
            "id": 10 * n + m,
            "session_id": name,
            "number": m,
            "speaker": "trainee",
            "text": words,
            "labels": [{"act": "greeting", "start": 0, "end": 2, "score": 0.5}],
        }
        for n, name in enumerate(("a", "b"), 1)
        for m, words in enumerate(SAID)
    ],
    "assessments": [
        {
            "id": n,
            "session_id": name,
            "score": 64.3,
            "verdicts": {"greeting": {"verdict": "met"}},
            "rubric_version": "r",
            "model_version": "m",
            "signature": "duilian-score|rubric:r|model:m",
            "made_at": AT,
        }
        for n, name in enumerate(("a", "a", "b"), 1)
    ],
    "exchanges": [
        {
            "id": n,
            "session_id": "open",
            "number": n,
            "key": f"k{n}",
            "text": SAID[n],
            "replies": [{"text": "喂？", "client": True}] if n == 0 else None,
            "at": AT,
        }
        for n in range(2)
    ],
    "reviews": [
        {
            "id": 1,
            "session_id": "a",
            "criterion": "greeting",
            "verdict": "missed",
            "reason": "没有问好",
            "person_id": 9,
            "at": AT,
        }
    ],
    "review_claims": [{"session_id": "a", "person_id": 9, "at": AT}],
    "review_skips": [{"session_id": "b", "person_id": 9, "at": AT}],
    "comments": [{"id": 1, "session_id": "a", "turn": -1, "text": "不错", "person_id": 9, "at": AT}],
    "disputes": [
        {
            "id": 1,
            "session_id": "a",
            "criterion": "greeting",
            "contested": "missed",
            "turn": 0,
            "reason": "第一句就问好了",
            "at": AT,
            "state": "settled",
            "verdict": "met",
            "answer": "问好了",
            "person_id": 9,
            "closed_at": AT,
            "told_at": None,
        }
    ],
    "verdicts": [{"session_id": name, "criterion": "greeting", "met": name == "a"} for name in ("a", "b")],
    "transcripts": [
        {"id": n, "session_id": name, "text": "\n".join(SAID)} for n, name in enumerate(("a", "b"), 1)
    ],
    "tallies": [
        {
            "person_id": 7,
            "criterion": "greeting",
            "kind": "phone_appointment",
            "month": "2026-11",
            "asked": 2,
            "met": 1,
        }
    ],
    "settings": [{"name": "keep_days", "value": 90}],
    "assignments": [
        {
            "id": 1,
            "title": "第一周",
            "scenarios": ["first-call-logistics"],
            "mode": "exam",
            "pass_mark": 80.0,
            "attempts": 3,
            "due": date(2026, 12, 1),
            "per_week": 0,
            "person_id": 9,
            "at": AT,
        }
    ],
    "assigned_people": [{"assignment_id": 1, "person_id": 7}],
    "assigned_groups": [{"assignment_id": 1, "group_id": 3}],
    "calibrations": [{"id": 1, "title": "十一月", "first_id": 9, "second_id": None, "at": AT}],
    "calibration_sessions": [{"calibration_id": 1, "session_id": "a", "number": 1}],
    "ratings": [
        {"calibration_id": 1, "session_id": "a", "criterion": "greeting", "place": 1, "verdict": "met"}
    ],
    "import_batches": [
        {
            "id": "b",
            "owner_id": 9,
            "person_id": 7,
            "kind": "phone_care",
            "context": {},
            "day": date(2026, 11, 20),
            "started": True,
            "at": AT,
        }
    ],
    "import_files": [
        {
            "id": 1,
            "batch_id": "b",
            "number": 1,
            "name": "三月.xlsx",
            "content": b"PK",
            "form": "XLSX 表格",
            "trainee": "",
            "fault": "",
            "more_faults": 3,
        }
    ],
    "imported_calls": [
        {
            "id": 1,
            "file_id": 1,
            "line": 2,
            "place": "Sheet1",
            "dialogue": {"id": "1"},
            "spans": [[0.0, None]],
            "begun_at": "2026-11-20T10:00",
            "title": "三月 1",
            "notes": [],
            "unsure": False,
            "state": "read",
            "said": "",
        }
    ],
    "api_tokens": [
        {"id": 1, "person_id": 9, "label": "人力", "hash": "f" * 64, "made_at": AT, "used_at": None}
    ],
    "webhooks": [
        {"id": 1, "person_id": 9, "url": "https://a.cn", "secret": "s", "events": ["x"], "made_at": AT}
    ],
    "outgoing": [
        {
            "id": 1,
            "webhook_id": 1,
            "event": "review.made",
            "session_id": "a",
            "facts": {"score": 64.3},
            "at": AT,
            "next_at": AT,
            "tries": 1,
            "state": "waiting",
            "said": "对方回答 500",
        }
    ],
    "group_robots": [
        {
            "id": 1,
            "group_id": 3,
            "kind": "feishu",
            "url": "https://a.cn",
            "secret": "s",
            "events": ["task"],
            "active": True,
            "person_id": 9,
            "made_at": AT,
        }
    ],
    "audit": [
        {
            "id": 1,
            "person_id": 9,
            "what": "task_assigned",
            "about": "assignment:1",
            "title": "第一周",
            "detail": "",
            "at": AT,
        }
    ],
    "exams": [
        {
            "id": 1,
            "title": "十一月考试",
            "scenarios": ["first-call-logistics"],
            "seed": "7",
            "starts": AT,
            "ends": AT + timedelta(hours=2),
            "pass_mark": 60.0,
            "in_order": True,
            "strict_steps": False,
            "at_once": False,
            "person_id": 9,
            "at": AT,
        }
    ],
    "exam_people": [{"exam_id": 1, "person_id": 7}],
    "exam_groups": [{"exam_id": 1, "group_id": 3}],
    "exam_calls": [
        {
            "exam_id": 1,
            "person_id": 7,
            "number": 1,
            "session_id": "a",
            "score": 64.3,
            "met": 5,
            "asked": 9,
            "swapped": None,
            "by_clock": False,
        }
    ],
    "certificates": [
        {
            "id": 1,
            "number": "20261124-0001-00007",
            "exam_id": 1,
            "person_id": 7,
            "score": 64.3,
            "issued_at": AT,
            "withdrawn_at": None,
            "told_at": None,
        }
    ],
    "disclosures": [{"id": 1, "person_id": 9, "what": "a", "at": AT}],
    "settlements": [
        {"calibration_id": 1, "session_id": "a", "criterion": "greeting", "verdict": "met", "note": "说了"}
    ],
}
OF_THE_INDEX = "transcript_index"  # SQLite's full-text index keeps tables of its own


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else new_database()
    made = create_engine(url, future=True)
    if request.param == "sqlite":
        archive.prepare_connections(made)
    yield made
    made.dispose()


def tables(engine: Engine) -> dict[str, Table]:
    """The archive's tables as they stand, in an order in which they can be filled."""
    found = MetaData()
    found.reflect(
        engine, only=lambda name, _: not name.startswith(OF_THE_INDEX) and name != "alembic_version"
    )
    return {table.name: table for table in found.sorted_tables}


def fill(engine: Engine) -> None:
    """Enter the rows, as far as this revision has tables and columns for them."""
    for name, table in tables(engine).items():
        assert name in ROWS, f"the table {name} is new: give it rows here"
        typed = Base.metadata.tables[name].c  # JSON as JSON, moments as UTC, as our models write them
        plain = Table(name, MetaData(), *(Column(c.name, typed[c.name].type) for c in table.c))
        with engine.begin() as connection:
            for row in ROWS[name]:
                fitting = {column: value for column, value in row.items() if column in plain.c}
                connection.execute(insert(plain).values(fitting))


def _shown(value: Any) -> str:
    """A value as text; PostgreSQL's driver gives bytes as a view of them."""
    return str(bytes(value) if isinstance(value, memoryview) else value)


def contents(engine: Engine, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Every row of these tables, by these columns, as text."""
    made = {}
    with engine.connect() as connection:
        for name, of_it in columns.items():
            wanted = ", ".join(f'"{column}"' for column in of_it)
            rows = connection.execute(text(f"select {wanted} from {name}"))
            made[name] = sorted(
                json.dumps([_shown(value) for value in row], ensure_ascii=False) for row in rows
            )
    return made


@pytest.mark.parametrize("revision", schema.revisions())
def test_what_stood_in_a_revision_stands_in_the_latest(engine: Engine, revision: str) -> None:
    archive.upgrade(engine, revision)
    fill(engine)
    columns = {name: [column.name for column in table.c] for name, table in tables(engine).items()}
    before = contents(engine, columns)
    assert all(len(rows) == len(ROWS[name]) for name, rows in before.items())
    archive.upgrade(engine)
    assert contents(engine, columns) == before
    assert set(tables(engine)) == set(Base.metadata.tables)
    with archive.transaction(engine) as db:
        row = archive.find_call(db, "a")
        assert row is not None and [turn.text for turn in row.turns] == SAID and row.score == 64.3
        found, _ = listing.find_sessions(db, listing.Search(words="VPN“方便”"))
        assert {session.id for session in found} == {"a", "b"}
        if revision >= "0002":  # before, there were no roles
            seeing = {person.name for person in db.query(Person).filter(Person.all_groups)}
            assert seeing == {"周老师"}, "who trains already goes on seeing all"
        li = archive.find_person(db, "小李")
        assert {person.login for person in db.query(Person)} == {"小李", "周老师", "走了的"}
        assert li is not None
        assert sorted(people.delete_person(db, li)) == ["a", "b", "open"], "what belongs together still does"
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from turns")).scalar_one() == 0


def test_calls_that_repeat_others_leave_the_sums_and_what_was_said_counts_as_read(engine: Engine) -> None:
    archive.upgrade(engine, "0015")
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("update sessions set parent_turn = 2, cell = 26 where id = 'b'"))
    archive.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("select asked, met from tallies")).all() == [(1, 1)]
        cells = connection.execute(text("select cell from sessions where id in ('a', 'b') order by id"))
        assert list(cells.scalars())[1] == 1026
        for table in ("reviews", "comments"):
            assert connection.execute(text(f"select count(read_at) from {table}")).scalar_one() == 1


def test_what_the_machine_is_unsure_of_waits_in_the_queue_from_now_on(engine: Engine) -> None:
    archive.upgrade(engine, "0018")
    fill(engine)
    said = {"greeting": {"verdict": "met", "confidence": 0.8}, "farewell": {"verdict": "met"}}
    with engine.begin() as connection:
        for session, verdicts in (("a", said), ("b", said | {"purpose": said["greeting"]})):
            update = text("update assessments set verdicts = :said where session_id = :session")
            connection.execute(update, {"said": json.dumps(verdicts), "session": session})
    archive.upgrade(engine)
    with archive.transaction(engine) as db:
        for session in ("a", "b"):
            row = archive.find_call(db, session)
            assert row is not None and row.review_reasons == reviews.review_reasons(row), session
        reasons = {row.id: row.review_reasons for row in db.query(archive.Session)}
    unsure = {name for name, value in reasons.items() if (value or 0) & reviews.ReviewReason.UNSURE}
    assert unsure == {"b"}, "of a the doubtful verdict was reviewed"


def test_an_archive_of_a_later_version_is_refused(engine: Engine) -> None:
    archive.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(DataError, match="更新的版本"):
        archive.upgrade(engine)


def lite(folder: Path, revision: str) -> Engine:
    made = create_engine(f"sqlite:///{folder / 'a.db'}", future=True)
    archive.prepare_connections(made)
    archive.upgrade(made, revision)
    fill(made)
    return made


def copies(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if schema._COPY_MARK in path.name]


def test_a_copy_is_put_aside_for_its_owner_alone_and_said_where(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = lite(tmp_path, "0002")
    assert copies(tmp_path) == [], "an empty archive needs none"
    archive.upgrade(engine)
    (copy,) = copies(tmp_path)
    assert str(copy) in caplog.text and stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as there:
        assert there.execute("select version_num from alembic_version").fetchone() == ("0002",)
        assert there.execute("select count(*) from turns").fetchone() == (4,)
    archive.upgrade(engine)
    assert copies(tmp_path) == [copy]


def test_where_rows_do_not_fit_together_nothing_is_changed(tmp_path: Path) -> None:
    engine = lite(tmp_path, "0004")
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:  # which knows nothing of foreign keys
        connection.execute("update turns set session_id = 'gone' where id = 11")
        connection.commit()
    before = sorted(inspect(engine).get_table_names())
    with pytest.raises(DataError, match="指着 sessions 里没有的一行"):
        archive.upgrade(engine)
    with engine.connect() as connection:
        assert schema.revision_of(connection) == "0004"
        assert connection.execute(text("select count(*) from turns")).scalar_one() == 4
    assert sorted(inspect(engine).get_table_names()) == before


def test_two_that_start_at_once_upgrade_once(tmp_path: Path) -> None:
    lite(tmp_path, "0003").dispose()
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(archive.open_archive, [url] * 4))
    with opened[0].connect() as connection:
        assert schema.revision_of(connection) == schema.revisions()[-1]
        assert connection.execute(text("select count(*) from turns")).scalar_one() == 4
    assert len(copies(tmp_path)) == 1
    for engine in opened:
        engine.dispose()
