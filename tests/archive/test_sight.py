"""Who sees whom, of each kind of thing that an address may name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import tasks
from duilian.archive.models import Calibration, CalibrationSession, Group, Person, Session
from duilian.archive.sight import EVERYBODY, Sight, calibrations_seen, sees_all_named, sight_of
from duilian.coaching.assignments import Task
from duilian.dialogue.model import Context, Dialogue
from tests.archive.fresh import fresh

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=timezone.utc)
# Name → role, group, the groups it sees as a trainer (None for all).
PEOPLE: dict[str, tuple[str, str | None, list[str] | None]] = {
    "小李": ("trainee", "一组", []),
    "小王": ("trainee", "二组", []),
    "小孙": ("trainee", None, []),
    "甲老师": ("trainer", "二组", ["一组"]),
    "丙老师": ("trainer", "一组", []),
    "周老师": ("trainer", None, None),
    "老总": ("administrator", None, []),
}
SEEN = {
    "小李": {"小李"},
    "小孙": {"小孙"},
    "甲老师": {"甲老师", "小李", "丙老师"},
    "丙老师": {"丙老师"},
    "周老师": set(PEOPLE),
    "老总": set(PEOPLE),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The people, and a session of each and of nobody; made once, for no test keeps what it does."""
    made = archive.open_archive(fresh("sqlite", tmp_path_factory.mktemp("sight")))
    with archive.transaction(made) as database:
        groups = {name: Group(name=name) for name in ("一组", "二组")}
        for name, (role, group, seen) in PEOPLE.items():
            person = archive.person_named(database, name, NOW)
            person.role, person.group = role, groups.get(group or "")
            person.all_groups = seen is None
            person.seen_groups = [groups[one] for one in seen or ()]
        database.flush()
        for name in (*PEOPLE, ""):
            owner = archive.person_named(database, name, NOW) if name else None
            call = archive.Call(f"of {name}", "x", "phone_care", "practice", "1")
            archive.begin_call(
                database, call, Dialogue(f"of {name}", "phone_care", Context(), ()), NOW, owner
            )
    yield made
    made.dispose()


@pytest.fixture()
def db(engine: Engine) -> Iterator[archive.Database]:
    with archive.Database(engine, future=True) as database:
        yield database
        database.rollback()


def sight(db: archive.Database, name: str) -> Sight:
    return sight_of(db, archive.person_named(db, name, NOW))


@pytest.mark.parametrize("name", SEEN)
def test_people_and_their_sessions(db: archive.Database, name: str) -> None:
    """The same people by every way of asking; sessions of nobody are seen by who sees all."""
    whose, sees_all = sight(db, name), SEEN[name] == set(PEOPLE)
    assert whose.all is sees_all
    everybody = {person.name: person for person in db.execute(select(Person)).scalars()}
    assert {n for n, person in everybody.items() if whose.sees_person(person)} == SEEN[name]
    assert whose.sees_person(None) is sees_all
    found = db.execute(select(Session.id).where(*whose.sessions)).scalars()
    assert set(found) == {f"of {n}" for n in SEEN[name]} | ({"of "} if sees_all else set())
    for other, person in everybody.items():
        assert sees_all_named(db, whose, {"person": person.id}) is (other in SEEN[name])
        assert sees_all_named(db, whose, {"session": f"of {other}"}) is (other in SEEN[name])
        both = {"session": f"of {name}", "person": person.id, "form": "csv"}
        assert sees_all_named(db, whose, both) is (other in SEEN[name])
    if not sees_all:
        assert set(db.execute(select(Person.name).where(whose.people)).scalars()) == SEEN[name]


@pytest.mark.parametrize(
    ("name", "seen"), [("甲老师", {"一组"}), ("丙老师", set()), ("老总", {"一组", "二组"})]
)
def test_groups(db: archive.Database, name: str, seen: set[str]) -> None:
    groups = {group.name: group.id for group in db.execute(select(Group)).scalars()}
    assert {one for one, number in groups.items() if sight(db, name).sees_group(number)} == seen


def test_a_trainees_ticked_groups_are_nothing_to_it(db: archive.Database) -> None:
    """Who trains no more sees no more, whatever was assigned to it."""
    person = archive.person_named(db, "周老师", NOW)
    person.role = "trainee"
    assert sight_of(db, person) == Sight(person.id, frozenset())


@pytest.mark.parametrize(
    ("people", "groups", "by", "seen_by"),
    [
        (["小李"], [], "老总", {"甲老师", "周老师", "老总", "小李"}),
        (["小王"], [], "老总", {"周老师", "老总"}),
        ([], ["一组"], "老总", {"甲老师", "周老师", "老总"}),
        ([], ["二组"], "老总", {"周老师", "老总"}),
        ([], ["二组"], "丙老师", {"丙老师", "周老师", "老总"}),
    ],
)
def test_assignments_are_seen_by_who_gave_them_and_who_sees_somebody_they_are_for(
    db: archive.Database, people: list[str], groups: list[str], by: str, seen_by: set[str]
) -> None:
    task = Task(0, "任务", ("first-call-logistics",), "practice", 60.0, 0, None, 0, NOW)
    given_by = archive.person_named(db, by, NOW).id
    made = tasks.add_assignment(db, task, people, groups, given_by)
    assert {n for n in SEEN if sees_all_named(db, sight(db, n), {"assignment": made.id})} == seen_by
    listed = {n for n in SEEN if tasks.list_assignments(db, sight(db, n))}
    assert listed == seen_by


@pytest.mark.parametrize(
    ("sessions", "seen_by"),
    [
        (["小李"], {"小李", "甲老师", "周老师", "老总"}),
        (["小李", "丙老师"], {"甲老师", "周老师", "老总"}),
        (["小李", "小王"], {"周老师", "老总"}),
        (["小李", ""], {"周老师", "老总"}),
    ],
)
def test_a_calibration_is_seen_by_who_sees_all_its_sessions(
    db: archive.Database, sessions: list[str], seen_by: set[str]
) -> None:
    first, second = (archive.person_named(db, name, NOW).id for name in ("周老师", "老总"))
    made = Calibration(title="样本", at=NOW, first_id=first, second_id=second)
    made.items = [CalibrationSession(number=n, session_id=f"of {name}") for n, name in enumerate(sessions, 1)]
    db.add(made)
    db.flush()
    assert {n for n in SEEN if sees_all_named(db, sight(db, n), {"calibration": made.id})} == seen_by
    listed = {
        n for n in SEEN if list(db.execute(select(Calibration).where(*calibrations_seen(sight(db, n)))))
    }
    assert listed == seen_by
    assert EVERYBODY.all and not sees_all_named(db, sight(db, "甲老师"), {"calibration": made.id + 1})
