"""Exemplary calls and passages: who sees them depends on whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import accounts, examples, people
from duilian.archive.example_models import ExampleRow
from duilian.archive.examples import WHOLE, ExampleSearch
from duilian.archive.models import Person
from duilian.assessment import assess
from duilian.errors import DataError
from tests.archive.fresh import fresh
from tests.archive.test_archive import CALL, NOW, RUBRIC, TALK

FIRST = next(n for n, turn in enumerate(TALK.turns) if turn.speaker == "trainee")
CLIENTS = next(n for n, turn in enumerate(TALK.turns) if turn.speaker == "client")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[archive.Database]:
    """小李's call, 体验's, and nobody's."""
    engine = archive.open_archive(fresh(request.param, tmp_path))
    with archive.transaction(engine) as database:
        accounts.add_person(database, "周老师", "trainer", "long enough", NOW)
        li = accounts.add_person(database, "小李", "trainee", "long enough", NOW)
        demo = Person(name="体验", login="体验", created_at=NOW, demo=True)
        for name, person in (("lis", li), ("demos", demo), ("nobodys", None)):
            call = replace(CALL, id=name)
            archive.begin_call(database, call, replace(TALK, id=name), NOW, person)
            archive.keep_call(database, call, replace(TALK, id=name), assess(TALK, RUBRIC), "m", NOW)
        yield database
    engine.dispose()


def propose(
    db: archive.Database,
    session: str = "lis",
    turn: int = FIRST,
    criterion: str = "greeting",
    why: str = "有礼貌",
) -> ExampleRow:
    row, trainer = archive.find_call(db, session), archive.person_named(db, "周老师", NOW)
    assert row is not None
    return examples.propose_example(row, turn, criterion, why, trainer.id, NOW, RUBRIC.criteria)


def found(db: archive.Database, **wanted: str) -> list[int]:
    return [row.id for row in examples.shared_examples(db, ExampleSearch(**wanted))[0]]


def test_others_see_it_once_and_as_long_as_its_owner_agrees(db: archive.Database) -> None:
    li = archive.person_named(db, "小李", NOW).id
    made = propose(db)
    seen = [(False, False), (False, True), (True, False)]
    assert found(db) == [] and examples.count_asked(db, li) == 1
    assert [examples.may_read(made, 0, trains, demo) for trains, demo in seen] == [False, False, True]
    assert examples.may_read(made, li, False, False)
    examples.answer_example(made, True, True, NOW)
    db.flush()
    assert found(db) == [made.id] and examples.count_asked(db, li) == 0 and made.named
    assert [examples.may_read(made, 0, trains, demo) for trains, demo in seen] == [True, False, True]
    assert examples.count_shared(db) == {"greeting": 1} and examples.count_shared(db, li) == {}
    examples.answer_example(made, False, True, NOW)
    db.flush()
    assert found(db) == [] and not made.named and not examples.may_read(made, 0, False, False)
    assert [row.id for row in examples.own_examples(db, li)] == [made.id]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"session": "demos"}, "没有人能同意"),
        ({"session": "nobodys"}, "没有人能同意"),
        ({"turn": CLIENTS}, "学员自己说的一句"),
        ({"turn": 99}, "学员自己说的一句"),
        ({"turn": -2}, "学员自己说的一句"),
        ({"criterion": "nonsense"}, "nonsense"),
        ({"why": " "}, "好在哪里"),
        ({"why": "x" * 501}, "好在哪里"),
    ],
)
def test_what_cannot_be_proposed(db: archive.Database, given: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        propose(db, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("agreed", "said"), [(None, "正在等"), (True, "已经在示范里"), (False, "没有同意")])
def test_the_same_is_asked_once(db: archive.Database, agreed: bool | None, said: str) -> None:
    made = propose(db)
    if agreed is not None:
        examples.answer_example(made, agreed, False, NOW)
        db.flush()
    with pytest.raises(DataError, match=said):
        propose(db)
    assert propose(db, criterion="").id != made.id and propose(db, turn=WHOLE).id != made.id


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ({}, True),
        ({"criterion": "greeting"}, True),
        ({"criterion": "farewell"}, False),
        ({"kind": TALK.kind}, True),
        ({"kind": "visit_fabe"}, False),
        ({"page": 2}, False),
    ],
)
def test_examples_are_found_by_criterion_and_kind(
    db: archive.Database, wanted: dict[str, str], there: bool
) -> None:
    examples.answer_example(propose(db), True, False, NOW)
    db.flush()
    assert bool(found(db, **wanted)) is there


def test_a_passage_has_the_turn_before_and_the_one_after(db: archive.Database) -> None:
    one, whole = propose(db), propose(db, turn=WHOLE)
    made = examples.passages(db, [one, whole])
    assert list(made) == [one.id]
    assert [t.number for t in made[one.id]] == [
        n for n in (FIRST - 1, FIRST, FIRST + 1) if 0 <= n < len(TALK.turns)
    ]


@pytest.mark.parametrize("what", ["call", "person"])
def test_it_goes_with_the_call_and_with_the_person(db: archive.Database, what: str) -> None:
    examples.answer_example(propose(db), True, False, NOW)
    db.flush()
    li = archive.person_named(db, "小李", NOW)
    exported = list(people.export_person(db, li))[1]["examples"]
    assert [one["state"] for one in exported] == ["shared"]
    if what == "call":
        people.delete_session(db, archive.find_call(db, "lis"))
    else:
        people.delete_person(db, li)
    db.expire_all()
    assert found(db) == [] and db.query(ExampleRow).count() == 0
