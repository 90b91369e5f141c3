"""Who has not done its tasks, and that it is told the day before they are due."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian.archive import statistics
from duilian.archive.assignment_models import Assignment
from duilian.archive.models import Person
from duilian.archive.notices import DUE, tell_of_task
from duilian.archive.sight import EVERYBODY, Sight
from duilian.archive.tasks import assignees, task_of
from duilian.clock import CHINA, day_of
from duilian.coaching.assignments import TaskProgress, task_progress

_FROM = 8  # o'clock: nobody is told in the night


def task_standings(
    db: Database, row: Assignment, now: datetime, sight: Sight = EVERYBODY
) -> list[tuple[Person, TaskProgress]]:
    """How far each one in sight has come with a task, by name."""
    task = task_of(row)
    return [
        (person, task_progress(task, statistics.history(db, int(person.id), verdicts=False), now))
        for person in assignees(db, row, sight)
    ]


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
