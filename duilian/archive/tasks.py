"""Assignments in the archive: given, listed, looked up for a person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload

from duilian.archive import find_person
from duilian.archive.models import Assignment, Group, Person, assigned_groups, assigned_people
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
    )


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
    named = {name: find_person(db, name) for name in people}
    persons = {p.id: p for p in named.values() if p is not None and sight.sees_person(p)}
    teams = list(db.execute(select(Group).where(Group.name.in_(groups))).scalars())
    teams = [g for g in teams if sight.sees_group(g.id)]
    missing = {name for name, person in named.items() if person is None or person.id not in persons}
    missing |= set(groups) - {g.name for g in teams}
    if missing:
        raise DataError(sentence("archive.tasks.nobody_of_this_name", name=sorted(missing)[0]))
    if not persons and not teams:
        raise DataError(sentence("archive.tasks.for_nobody"))
    row = Assignment(
        title=task.title,
        scenarios=list(task.scenarios),
        mode=task.mode,
        pass_mark=task.pass_mark,
        attempts=task.attempts,
        due=task.due,
        per_week=task.per_week,
        person_id=by,
        at=task.since,
        people=list(persons.values()),
        groups=teams,
    )
    db.add(row)
    db.flush()
    return row


def list_assignments(db: Database, sight: Sight = EVERYBODY) -> list[Assignment]:
    """The latest 200 assignments in sight, the latest first."""
    query = (
        select(Assignment)
        .where(*assignments_seen(sight))
        .options(selectinload(Assignment.people), selectinload(Assignment.groups))
    )
    return list(db.execute(query.order_by(Assignment.at.desc(), Assignment.id.desc()).limit(200)).scalars())


def tasks_for(db: Database, person: int, group: int | None) -> list[Task]:
    """What a person has to do, itself or with its group (its number): by due date, those without one last."""
    mine = select(assigned_people.c.assignment_id).where(assigned_people.c.person_id == person)
    ours = select(assigned_groups.c.assignment_id).where(assigned_groups.c.group_id == group)
    rows = db.execute(
        select(Assignment).where(or_(Assignment.id.in_(mine), Assignment.id.in_(ours)))
    ).scalars()
    tasks = [task_of(row) for row in rows]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or task.since.date(), task.id))


def may_withdraw(row: Assignment, sight: Sight) -> bool:
    """May somebody take an assignment back: its own, or one that is for nobody out of sight?"""
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
