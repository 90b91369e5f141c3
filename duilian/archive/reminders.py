"""Who has not done its tasks, and that it is told the day before they are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian.archive.assignment_models import Assignment
from duilian.archive.models import Person, Session
from duilian.archive.notices import DUE, tell_of_task
from duilian.archive.reviews import FIRST_TURN
from duilian.archive.sight import EVERYBODY, Sight
from duilian.archive.tasks import assignees, task_of
from duilian.clock import CHINA, day_of
from duilian.coaching.assignments import Task, TaskProgress, task_progress
from duilian.coaching.progress import EndedSession

_AT_ONCE = 500  # people asked for in one query
_FROM = 8  # o'clock: nobody is told in the night


def task_standings(
    db: Database, row: Assignment, now: datetime, sight: Sight = EVERYBODY
) -> list[tuple[Person, TaskProgress]]:
    """How far each one in sight has come with a task, by name."""
    task, people = task_of(row), assignees(db, row, sight)
    played = _played_since(db, task, [int(person.id) for person in people])
    return [(person, task_progress(task, played[int(person.id)], now)) for person in people]


def _played_since(db: Database, task: Task, people: Sequence[int]) -> dict[int, list[EndedSession]]:
    """Person → its ended sessions in the task's mode since it was given, in order of time."""
    found: dict[int, list[EndedSession]] = {person: [] for person in people}
    columns = (Session.id, Session.scenario, Session.kind, Session.mode, Session.started_at, Session.score)
    query = select(Session.person_id, *columns, Session.parent_turn).where(
        Session.started_at >= task.since, Session.mode == task.mode, Session.score.isnot(None)
    )
    query = query.where(Session.ended_at.isnot(None)).order_by(Session.started_at, Session.id)
    for start in range(0, len(people), _AT_ONCE):
        asked = query.where(Session.person_id.in_(people[start : start + _AT_ONCE]))
        for person, name, scenario, kind, mode, at, score, turn in db.execute(asked):
            whole = (turn or 0) <= FIRST_TURN
            found[person].append(EndedSession(name, scenario, kind, mode, at, score, {}, whole))
    return found


def tell_what_is_due(db: Database, now: datetime) -> int:
    """Have everybody told of what is due tomorrow and not done, once for each due date, by day.

    Returns:
        How many tasks that were.
    """
    if now.astimezone(CHINA).hour < _FROM:
        return 0
    tomorrow = day_of(now) + timedelta(days=1)
    query = select(Assignment).where(Assignment.due == tomorrow, Assignment.ended_at.is_(None))
    rows = [row for row in db.execute(query).scalars() if row.due_told != row.due]
    for row in rows:
        waiting = [person for person, progress in task_standings(db, row, now) if not progress.finished]
        tell_of_task(db, row, DUE, waiting, now)
        row.due_told = row.due
    return len(rows)
