"""Trainers: what is to be practised by whom, and who has done what.

A trainee sees its own on the page of scenarios.
"""

from __future__ import annotations

from starlette.responses import Response

from duilian import archive
from duilian.archive import listing, people, statistics, tasks
from duilian.archive.models import Assignment
from duilian.coaching.assignments import parse_task, task_progress
from duilian.errors import DataError
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404


def page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /assignments``: all of them, and the form for a new one; ``error``: what was wrong with it."""
    with request.db() as db:
        values = {
            "rows": tasks.list_assignments(db, request.sight),
            "groups": listing.group_names(db, request.sight),
            "error": error,
            "names": people.person_names(db, ("trainee",), sight=request.sight),
            "form": {
                name: request.text(name)
                for name in ("title", "mode", "pass_mark", "attempts", "due", "per_week")
            },
            "chosen": {name: request.texts(name) for name in ("scenario", "person", "group")},
        }
        return render_page(request, "assignments.html", values, 400 if error else 200)


def post_assignment(request: CheckedRequest) -> Response:
    """``POST /assignments``: assign a task to people and groups."""
    fields = {
        name: request.text(name) for name in ("title", "mode", "pass_mark", "attempts", "due", "per_week")
    }
    try:
        task = parse_task(fields, request.texts("scenario"), request.site.scenarios, request.site.now())
        with request.db() as db:
            made = tasks.add_assignment(
                db, task, request.texts("person"), request.texts("group"), request.me.id, request.sight
            ).id
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, f"/assignments/{made}", "assigned")


def _row(db: archive.Database, request: CheckedRequest) -> Assignment:
    row: Assignment = or_404(db.get(Assignment, int(request.path["assignment"])))
    return row


def assignment_page(request: CheckedRequest) -> Response:
    """``GET /assignments/{assignment}``: who has done what of it."""
    now = request.site.now()
    with request.db() as db:
        row = _row(db, request)
        task = tasks.task_of(row)
        standings = [
            (person, task_progress(task, statistics.history(db, person.id), now))
            for person in tasks.assignees(db, row, request.sight)
        ]
        values = {
            "row": row,
            "task": task,
            "standings": standings,
            "withdrawable": tasks.may_withdraw(row, request.sight),
        }
        return render_page(request, "assignment.html", values)


def post_withdrawal(request: CheckedRequest) -> Response:
    """``POST /assignments/{assignment}/take-back``: delete an assignment."""
    with request.db() as db:
        row = _row(db, request)
        if not tasks.may_withdraw(row, request.sight):
            raise DataError(request.site.say("not_withdrawable"))
        db.delete(row)
    return redirect_saying(request, "/assignments", "withdrawn")
