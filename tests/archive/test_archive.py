"""The archive, a fresh database a test: SQLite always, PostgreSQL where a server can be had (slow)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import listing, reviews
from duilian.archive.models import Base, Tally
from duilian.assessment import assess, load_rubric
from duilian.dialogue.model import Dialogue
from tests.archive.postgres import new_database
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent.parent / "data/rubric.yml")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)
CALL = archive.Call("call-1", "first-call-logistics", "phone_appointment", "practice", "7")
TALK = replace(
    short(
        "C (answer_call) 喂 / T [王总您好](greeting),😀[周三还是周四](offer_two_times) / C (pick_time) 周三",
        by="client",
    ),
    id="call-1",
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'new' / 'a.db'}" if request.param == "sqlite" else new_database()
    made = archive.open_archive(url)
    yield made
    made.dispose()


def keep(engine: Engine, dialogue: Dialogue = TALK, model: str = "m1") -> None:
    with archive.transaction(engine) as db:
        archive.keep_call(db, CALL, dialogue, assess(dialogue, RUBRIC), model, NOW)


def _ours(_: object, name: str, kind: str, *rest: object) -> bool:
    return kind != "table" or not name.startswith(
        "transcript_index"
    )  # SQLite's full-text index has tables of its own


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert compare_metadata(context, Base.metadata) == []


def test_a_call_comes_back_as_it_was(engine: Engine) -> None:
    keep(engine)
    with archive.transaction(engine) as db:
        row = archive.find_call(db, "call-1")
        assert row is not None and archive.dialogue_of(row) == TALK
        assert [(a.rubric_version, a.model_version) for a in row.assessments] == [(RUBRIC.version, "m1")]
        assert archive.find_call(db, "call-2") is None


def test_keeping_twice_changes_nothing_and_a_new_model_adds_an_assessment(engine: Engine) -> None:
    keep(engine)
    keep(engine)
    keep(engine, model="m2")
    with archive.transaction(engine) as db:
        row = archive.find_call(db, "call-1")
        assert row is not None and len(row.turns) == 3
        assert [a.model_version for a in row.assessments] == ["m1", "m2"]
        ((listed, score),) = archive.list_calls(db)
        assert listed.id == "call-1" and score == assess(TALK, RUBRIC).score


def test_an_open_call_is_listed_without_a_score_and_people_are_entered_once(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        person = archive.person_named(db, "小李", NOW)
        archive.begin_call(db, CALL, TALK, NOW, person)
        assert archive.person_named(db, "小李", NOW).id == person.id
    with archive.transaction(engine) as db:
        ((row, score),) = archive.list_calls(db)
        assert row.person.name == "小李" and row.ended_at is None and score is None


def test_nothing_is_kept_when_something_is_raised(engine: Engine) -> None:
    with pytest.raises(RuntimeError), archive.transaction(engine) as db:
        archive.begin_call(db, CALL, TALK, NOW)
        raise RuntimeError
    with archive.transaction(engine) as db:
        assert archive.list_calls(db) == []


@pytest.mark.parametrize("hours", range(0, 24 * 8, 29))
def test_what_was_kept_before_is_counted_as_what_is_kept_now(tmp_path: Path, hours: int) -> None:
    at = NOW + timedelta(hours=hours)
    made = create_engine(f"sqlite:///{tmp_path / 'old.db'}", future=True)
    archive.upgrade(made, "0005")
    with made.begin() as connection:
        values = {"at": at.replace(tzinfo=None), "id": "old"}
        connection.execute(
            text(
                "insert into sessions (id, scenario, kind, mode, seed, context, started_at, ended_at, score) "
                "values (:id, 's', 'phone_care', 'exam', '', '{}', :at, :at, 100.0)"
            ),
            values,
        )
        connection.execute(
            text("insert into verdicts (session_id, criterion, met) values ('old', 'greeting', 1)")
        )
        connection.execute(text("insert into transcripts (session_id, text) values ('old', '您好王总')"))
    archive.upgrade(made)
    with archive.transaction(made) as db:
        row = archive.find_call(db, "old")
        assert row is not None
        assert (row.week, row.cell) == (reviews.week_of(row.started_at), reviews.cell_of(row.score, None))
        (tally,) = db.query(Tally).all()
        assert (tally.month, tally.asked, tally.met) == (reviews.month_of(row.started_at), 1, 1)
        assert [r.id for r in listing.find_sessions(db, listing.Search(words="您好王"))[0]] == ["old"]
    archive.upgrade(made)
    made.dispose()
