"""A group's board: who is on it, and what of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import accounts, boards
from duilian.archive.models import Group, Person
from duilian.assessment import assess
from tests.archive.fresh import fresh
from tests.archive.test_archive import NOW, RUBRIC, TALK

MET = sum(verdict.name == "met" for verdict in assess(TALK, RUBRIC).verdicts.values())


def call(
    db: archive.Database, person: Person, name: str, days: int, scenario: str, **changed: object
) -> None:
    """An ended call of somebody's, so many days ago."""
    made = archive.Call(f"{person.name}{name}", scenario, TALK.kind, "practice", "7")
    talk, at = replace(TALK, id=made.id), NOW - timedelta(days=days)
    row = archive.begin_call(db, made, talk, at, person)
    for field, value in changed.items():
        setattr(row, field, value)
    archive.keep_call(db, made, talk, assess(talk, RUBRIC), "m", at)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[archive.Database]:
    """一组 with 小李, 小王 and a trainer; 小赵 of no group."""
    engine = archive.open_archive(fresh(request.param, tmp_path))
    with archive.transaction(engine) as database:
        one = Group(name="一组", board=True)
        for name, role in (("小李", "trainee"), ("小王", "trainee"), ("周老师", "trainer")):
            accounts.add_person(database, name, role, "long enough", NOW).group = one
        accounts.add_person(database, "小赵", "trainee", "long enough", NOW)
        yield database
    engine.dispose()


def test_practice_weeks_in_a_row_and_mastered_rules_are_counted(db: archive.Database) -> None:
    li = archive.person_named(db, "小李", NOW)
    for n in range(3):
        call(db, li, f"c{n}", 7 * n, f"scenario-{n}")
    call(db, li, "long ago", 70, "scenario-0")
    call(db, li, "again", 0, "scenario-0", parent_turn=3)
    call(db, li, "real", 0, "scenario-0", origin="imported")
    db.flush()
    rows = {row.name: row for row in boards.board_of(db, li.group_id, NOW)}
    assert set(rows) == {"小李", "小王"}
    assert (rows["小李"].calls, rows["小李"].streak, rows["小李"].mastered) == (3, 3, MET)
    assert (rows["小王"].calls, rows["小王"].streak, rows["小王"].mastered) == (0, 0, 0)


@pytest.mark.parametrize(
    "changed", [{"off_board": True}, {"active": False}, {"demo": True}, {"role": "trainer"}], ids=str
)
def test_who_left_is_away_or_does_not_train_is_not_on_it(
    db: archive.Database, changed: dict[str, object]
) -> None:
    li = archive.person_named(db, "小李", NOW)
    for field, value in changed.items():
        setattr(li, field, value)
    db.flush()
    assert [row.name for row in boards.board_of(db, li.group_id, NOW)] == ["小王"]
