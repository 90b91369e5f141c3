"""Assignments in the archive: given, changed, ended, listed, looked up for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload

from duilian.archive import find_person
from duilian.archive.assignment_models import Assignment, assigned_groups, assigned_people
from duilian.archive.listing import is_called
from duilian.archive.models import Group, Person
from duilian.archive.sight import EVERYBODY, Sight, assignments_seen
from duilian.coaching.assignments import Task
from duilian.errors import DataError
from duilian.texts import sentence


def task_of(row: Assignment) -> Task:
    """The task that a row keeps, as a value of :mod:`duilian.coaching.assignments`."""
    return Task(
        row.id,
        row.title,
        tuple(row.scenarios),
        row.mode,
        row.pass_mark,
        row.attempts,
        row.due,
        row.per_week,
        row.at,
        row.kind,
        row.any_of,
        row.ended_at is not None,
        row.reminded_at,
    )


@dataclass(frozen=True)
class Recipients:
    """Whom a task is for, or may be: people by handle, groups by name.

    Attributes:
        people: Handles, in order.
        groups: Names, in order.
        more: Were there more than are listed?
    """

    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    more: bool = False


def find_recipients(db: Database, words: str, sight: Sight = EVERYBODY, limit: int = 20) -> Recipients:
    """Look for groups and active trainees by a part of their name, login or department.

    Args:
        db: The database session.
        words: What was typed; nothing is found by nothing.
        sight: Whom who asks sees.
        limit: How many of each at most.
    """
    if not words:
        return Recipients()
    groups = select(Group.name).where(Group.name.contains(words, autoescape=True)).order_by(Group.name)
    if sight.groups is not None:
        groups = groups.where(Group.id.in_(sight.groups))
    here = or_(is_called(words), Person.department.contains(words, autoescape=True))
    people = select(Person).where(here, Person.role == "trainee", Person.active, Person.demo.is_(False))
    people = people if sight.all else people.where(sight.people)
    names = list(db.execute(groups.limit(limit + 1)).scalars())
    persons = list(db.execute(people.order_by(Person.name, Person.login).limit(limit + 1)).scalars())
    more = max(len(names), len(persons)) > limit
    return Recipients(tuple(p.handle for p in persons[:limit]), tuple(names[:limit]), more)


def recipients_of(row: Any, sight: Sight = EVERYBODY) -> Recipients:
    """Whom an assignment or exam is for, as far as they are in sight."""
    people = sorted(str(p.handle) for p in row.people if sight.sees_person(p))
    return Recipients(tuple(people), tuple(sorted(str(g.name) for g in row.groups if sight.sees_group(g.id))))


def add_assignment(
    db: Database,
    task: Task,
    people: Sequence[str],
    groups: Sequence[str],
    by: int,
    sight: Sight = EVERYBODY,
) -> Assignment:
    """Assign a task to people and groups.

    Args:
        db: The database session.
        task: What is to be done.
        people: Names or handles of persons.
        groups: Names of groups.
        by: The number of who assigns it.
        sight: Whom that one sees.

    Raises:
        DataError: There is no such person or group in sight, or it is for nobody.
    """
    persons, teams = recipients_named(db, people, groups, sight)
    if not persons and not teams:
        raise DataError(sentence("archive.tasks.for_nobody"))
    row = Assignment(person_id=by, people=persons, groups=teams, at=task.since)
    _describe(row, task)
    db.add(row)
    db.flush()
    return row


def change_assignment(
    db: Database, row: Assignment, task: Task, people: Sequence[str], groups: Sequence[str], sight: Sight
) -> None:
    """Change what a task is and whom it is for; who is out of sight keeps it.

    Args:
        db: The database session.
        row: The assignment.
        task: What is to be done now.
        people: Names or handles of persons.
        groups: Names of groups.
        sight: Whom the one who changes it sees.

    Raises:
        DataError: There is no such person or group in sight, or it would be for nobody.
    """
    persons, teams = recipients_named(db, people, groups, sight)
    persons += [p for p in row.people if not sight.sees_person(p)]
    teams += [g for g in row.groups if not sight.sees_group(g.id)]
    if not persons and not teams:
        raise DataError(sentence("archive.tasks.for_nobody"))
    row.people, row.groups = persons, teams
    _describe(row, task)
    db.flush()


def extend_assignment(row: Assignment, due: date | None) -> None:
    """Give a task another due date, None for none; one that was ended goes on.

    Raises:
        DataError: It is one of so many sessions a week, which has no such day.
    """
    if due and row.per_week:
        raise DataError(sentence("coaching.task.day_and_week"))
    row.due, row.ended_at = due, None


def end_assignment(row: Assignment, now: datetime) -> None:
    """End a task: nobody has to do it any more, what was done stays to be read."""
    row.ended_at = row.ended_at or now


def _describe(row: Assignment, task: Task) -> None:
    row.title, row.scenarios, row.mode = task.title, list(task.scenarios), task.mode
    row.pass_mark, row.attempts, row.due = task.pass_mark, task.attempts, task.due
    row.per_week, row.kind, row.any_of = task.per_week, task.kind, task.any_of


def recipients_named(
    db: Database, people: Sequence[str], groups: Sequence[str], sight: Sight
) -> tuple[list[Person], list[Group]]:
    """People and groups by name. Raises DataError where one is not there, or not in sight."""
    named = {name: find_person(db, name) for name in people}
    persons = {p.id: p for p in named.values() if p is not None and sight.sees_person(p)}
    teams = list(db.execute(select(Group).where(Group.name.in_(groups))).scalars())
    teams = [g for g in teams if sight.sees_group(g.id)]
    missing = {name for name, person in named.items() if person is None or person.id not in persons}
    missing |= set(groups) - {g.name for g in teams}
    if missing:
        raise DataError(sentence("archive.tasks.nobody_of_this_name", name=sorted(missing)[0]))
    return list(persons.values()), teams


def list_assignments(
    db: Database, sight: Sight = EVERYBODY, start: int = 0, limit: int = 200
) -> list[Assignment]:
    """Assignments in sight: those that go on before those that ended, the latest first.

    Args:
        db: The database session.
        sight: Whom who asks sees.
        start: How many are passed over.
        limit: How many at most.
    """
    query = (
        select(Assignment)
        .where(*assignments_seen(sight))
        .options(selectinload(Assignment.people), selectinload(Assignment.groups))
    )
    order = (Assignment.ended_at.isnot(None), Assignment.at.desc(), Assignment.id.desc())
    return list(db.execute(query.order_by(*order).offset(start).limit(limit)).scalars())


def tasks_for(db: Database, person: int, group: int | None) -> list[Task]:
    """What a person has to do, itself or with its group (its number): by due date, those without one last."""
    mine = select(assigned_people.c.assignment_id).where(assigned_people.c.person_id == person)
    ours = select(assigned_groups.c.assignment_id).where(assigned_groups.c.group_id == group)
    rows = db.execute(
        select(Assignment).where(or_(Assignment.id.in_(mine), Assignment.id.in_(ours)))
    ).scalars()
    tasks = [task_of(row) for row in rows]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or task.since.date(), task.id))


def may_change(row: Any, sight: Sight) -> bool:
    """May somebody change an assignment or exam, or take it back: its own, or one for nobody out of sight?"""
    seen = all(map(sight.sees_person, row.people)) and all(sight.sees_group(g.id) for g in row.groups)
    return bool(seen or row.person_id == sight.person)


def assignees(db: Database, row: Assignment, sight: Sight = EVERYBODY) -> list[Person]:
    """Whom an assignment is for: people and the members of groups, each once, by name.

    Only active ones, and of those who are in sight.
    """
    members = select(Person).where(Person.group_id.in_([g.id for g in row.groups]), Person.role == "trainee")
    everyone = {
        p.id: p for p in (*row.people, *db.execute(members).scalars()) if p.active and sight.sees_person(p)
    }
    return sorted(everyone.values(), key=lambda p: str(p.name))
