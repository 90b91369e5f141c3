"""Exams in the archive: set, changed, ended, taken back, looked up for a person; each change is noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload

from duilian.archive.audit import note_change
from duilian.archive.exam_models import ExamCall, ExamRow, exam_groups, exam_people
from duilian.archive.exam_results import exam_of
from duilian.archive.models import Group, Person
from duilian.archive.sight import EVERYBODY, Sight, exams_seen
from duilian.archive.tasks import may_change, recipients_named, recipients_of
from duilian.clock import CHINA
from duilian.coaching.exams import Exam, ExamState, check_times
from duilian.errors import DataError
from duilian.texts import sentence

LISTED = 200
"""How many exams are listed at most."""
_COLUMNS = (
    *("title", "scenarios", "seed", "starts", "ends"),
    *("pass_mark", "in_order", "strict_steps", "at_once"),
)


def add_exam(
    db: Database,
    exam: Exam,
    people: Sequence[str],
    groups: Sequence[str],
    by: int,
    now: datetime,
    sight: Sight = EVERYBODY,
) -> ExamRow:
    """Set an exam for people and groups.

    Args:
        db: The database session.
        exam: What is to be sat, and when.
        people: Names or handles of trainees.
        groups: Names of groups.
        by: The number of who sets it.
        now: The moment.
        sight: Whom that one sees.

    Raises:
        DataError: There is no such trainee or group in sight, or it is for nobody.
    """
    persons, teams = _recipients(db, people, groups, sight)
    if not persons and not teams:
        raise DataError(sentence("archive.tasks.for_nobody"))
    row = ExamRow(**_values(exam), person_id=by, at=now, people=persons, groups=teams)
    db.add(row)
    db.flush()
    _note(db, row, "exam_set", by, now)
    return row


def _values(exam: Exam) -> dict[str, Any]:
    return {name: getattr(exam, name) for name in _COLUMNS} | {"scenarios": list(exam.scenarios)}


def _recipients(
    db: Database, people: Sequence[str], groups: Sequence[str], sight: Sight
) -> tuple[list[Person], list[Group]]:
    """Those named. Raises DataError where one is out of sight or no trainee."""
    persons, teams = recipients_named(db, people, groups, sight)
    for person in persons:
        if person.role != "trainee" or person.demo:
            raise DataError(sentence("archive.exams.no_trainee", name=person.handle))
    return persons, teams


def _note(db: Database, row: ExamRow, what: str, by: int, now: datetime, detail: str = "") -> None:
    note_change(db, by, what, f"exam:{row.id}", now, str(row.title), detail)


def change_exam(
    db: Database,
    row: ExamRow,
    exam: Exam,
    people: Sequence[str],
    groups: Sequence[str],
    by: int,
    now: datetime,
    sight: Sight = EVERYBODY,
) -> None:
    """Change an exam that has not started; whom the one who changes it does not see stays.

    Raises:
        DataError: It has started, or as :func:`add_exam`.
    """
    _check_changeable(row, sight)
    if exam_of(row).state(now) is not ExamState.BEFORE or row.calls:
        raise DataError(sentence("archive.exams.started"))
    kept = [person for person in row.people if not sight.sees_person(person)]
    teams_kept = [group for group in row.groups if not sight.sees_group(group.id)]
    persons, teams = _recipients(db, people, groups, sight)
    if not (kept or teams_kept or persons or teams):
        raise DataError(sentence("archive.tasks.for_nobody"))
    before = (exam_of(row), recipients_of(row))
    for name, value in _values(exam).items():
        setattr(row, name, value)
    row.people, row.groups = [*kept, *persons], [*teams_kept, *teams]
    db.flush()
    new = _changed(before[0], exam_of(row), before[1] != recipients_of(row))
    if new:
        _note(db, row, "exam_changed", by, now, new)


def _changed(before: Exam, after: Exam, recipients: bool) -> str:
    """What of an exam is new, in words; of recipients no names, which deleted people would leave there."""
    new = [name for name in _COLUMNS if getattr(before, name) != getattr(after, name)]
    said = [_told(name, getattr(after, name)) for name in new]
    return "、".join([*said, *([sentence("archive.exams.recipients")] if recipients else [])])


def _told(name: str, value: Any) -> str:
    """A field of an exam and what it is now."""
    if isinstance(value, bool):
        value = sentence(f"archive.exams.{'yes' if value else 'no'}")
    elif isinstance(value, datetime):
        value = f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"
    elif isinstance(value, float):
        value = f"{value:g}"
    return sentence(f"archive.exams.fields.{name}", value=len(value) if name == "scenarios" else value)


def _check_changeable(row: ExamRow, sight: Sight) -> None:
    if not may_change(row, sight):
        raise DataError(sentence("archive.exams.others"))


def move_end(
    db: Database, row: ExamRow, ends: datetime, by: int, now: datetime, sight: Sight = EVERYBODY
) -> None:
    """Let an exam that is not over end at another moment; ``ends`` equal to ``now`` ends it.

    Raises:
        DataError: It is over or has not started, or the moment makes no sense.
    """
    _check_changeable(row, sight)
    state = exam_of(row).state(now)
    if state is ExamState.OVER:
        raise DataError(sentence("archive.exams.over"))
    if state is ExamState.BEFORE and ends <= now:
        raise DataError(sentence("archive.exams.not_started"))
    if ends != now:
        check_times(row.starts, ends, now)
    row.ends = ends
    _note(db, row, "exam_ended" if ends == now else "exam_moved", by, now, _told("ends", ends))


def take_back_exam(db: Database, row: ExamRow, by: int, now: datetime, sight: Sight = EVERYBODY) -> None:
    """Delete an exam that nobody has begun.

    Raises:
        DataError: Somebody has begun it.
    """
    _check_changeable(row, sight)
    if row.calls:
        raise DataError(sentence("archive.exams.begun"))
    _note(db, row, "exam_taken_back", by, now)
    db.delete(row)


def list_exams(db: Database, sight: Sight = EVERYBODY) -> list[ExamRow]:
    """The latest exams in sight, the latest start first, at most :data:`LISTED`."""
    query = (
        select(ExamRow)
        .where(*exams_seen(sight))
        .options(selectinload(ExamRow.people), selectinload(ExamRow.groups))
    )
    return list(db.execute(query.order_by(ExamRow.starts.desc(), ExamRow.id.desc()).limit(LISTED)).scalars())


def _sat_by(person: int, group: int | None) -> Any:
    """A condition on exams: for this person or its group (before it was over), or begun by it."""
    came = select(Person.created_at).where(Person.id == person).scalar_subquery()
    mine = select(exam_people.c.exam_id).where(exam_people.c.person_id == person)
    ours = select(exam_groups.c.exam_id).where(exam_groups.c.group_id == group)
    begun = select(ExamCall.exam_id).where(ExamCall.person_id == person)
    return or_(ExamRow.id.in_(mine), and_(ExamRow.id.in_(ours), came < ExamRow.ends), ExamRow.id.in_(begun))


def exams_for(db: Database, person: int, group: int | None) -> list[ExamRow]:
    """What a trainee has to sit, or has sat, itself or with its group (its number), the latest first."""
    query = select(ExamRow).where(_sat_by(person, group))
    return list(db.execute(query.order_by(ExamRow.starts.desc(), ExamRow.id.desc()).limit(LISTED)).scalars())


def sits_exam(db: Database, exam: int, person: int, group: int | None) -> bool:
    """Is an exam for this person or its group (its number), or has it begun it?"""
    query = select(ExamRow.id).where(ExamRow.id == exam, _sat_by(person, group))
    return db.execute(query).first() is not None


def exam_candidates(db: Database, row: ExamRow, sight: Sight = EVERYBODY) -> list[Person]:
    """Who has to sit an exam, each once, by name: people, members of groups, and whoever has begun it.

    Only of those in sight. Who came after its end was not asked to.
    """
    begun = {call.person_id for call in row.calls}
    members = select(Person).where(
        Person.group_id.in_([group.id for group in row.groups]),
        Person.role == "trainee",
        Person.demo.is_(False),
        Person.created_at < row.ends,
    )
    sitting = select(Person).where(Person.id.in_(begun))
    found = {
        p.id: p
        for p in (*row.people, *db.execute(members).scalars(), *db.execute(sitting).scalars())
        if sight.sees_person(p) and (p.active or p.id in begun)
    }
    return sorted(found.values(), key=lambda p: (str(p.name), str(p.login)))
