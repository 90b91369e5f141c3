"""Trainers: what is to be practised by whom, and who has done what. A trainee sees its own on the page of scenarios."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import listing, people, statistics, tasks
from duilian.archive.models import Assignment
from duilian.coaching.assignments import parse_task, standing
from duilian.errors import DataError
from duilian.web.access import Visit, found
from duilian.web.pages import render


def page(visit: Visit, error: str = "") -> Response:
    with visit.db() as db:
        values = {
            "rows": tasks.given(db), "groups": listing.group_names(db), "error": error,
            "names": people.names(db, ("trainee",)),
            "form": {name: visit.text(name) for name in ("title", "mode", "pass_mark", "attempts", "due", "per_week")},
            "chosen": {name: visit.texts(name) for name in ("scenario", "person", "group")},
        }  # fmt: skip
        return render(visit, "assignments.html", values, 400 if error else 200)


def give(visit: Visit) -> Response:
    fields = {
        name: visit.text(name) for name in ("title", "mode", "pass_mark", "attempts", "due", "per_week")
    }
    try:
        task = parse_task(fields, visit.texts("scenario"), visit.site.scenarios, visit.site.now())
        with visit.db() as db:
            made = tasks.give(db, task, visit.texts("person"), visit.texts("group"), visit.me.id).id
    except DataError as error:
        return page(visit, str(error))
    return RedirectResponse(f"/assignments/{made}", 303)


def _row(db: archive.Database, visit: Visit) -> Assignment:
    row: Assignment = found(db.get(Assignment, int(visit.path["assignment"])))
    return row


def one(visit: Visit) -> Response:
    """Who has done what of it."""
    now = visit.site.now()
    with visit.db() as db:
        row = _row(db, visit)
        task = tasks.task_of(row)
        standings = [
            (person, standing(task, statistics.history(db, person.id), now))
            for person in tasks.people_of(db, row)
        ]
        return render(visit, "assignment.html", {"row": row, "task": task, "standings": standings})


def take_back(visit: Visit) -> Response:
    with visit.db() as db:
        db.delete(_row(db, visit))
    return RedirectResponse("/assignments", 303)
