"""Trainers: the tasks that were given, who has done what of one, and what is done to it.

The form for a new or changed one is :mod:`duilian.web.assigning`. A trainee sees its own on the first page.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from starlette.responses import Response

from duilian import archive
from duilian.archive import audit, notices, tasks
from duilian.archive.assignment_models import Assignment
from duilian.archive.reminders import task_standings
from duilian.clock import day_of
from duilian.coaching.assignments import Task, TaskProgress, read_due
from duilian.errors import DataError
from duilian.web.export_tables import assignment_sheet
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404
from duilian.web.spreadsheets import FORMS, sheets_file

_PAGE = 50  # tasks
_PEOPLE = 100  # on a page of a task
_AGAIN = timedelta(hours=1)  # reminded of the same thing more often, people stop reading


def page(request: CheckedRequest) -> Response:
    """``GET /assignments``: all of them, those that go on first."""
    with request.db() as db:
        at = request.page_number
        rows = tasks.list_assignments(db, request.sight, (at - 1) * _PAGE, _PAGE + 1)
        values = {
            "rows": [(row, tasks.recipients_of(row, request.sight)) for row in rows[:_PAGE]],
            "page": at,
            "more": len(rows) > _PAGE,
            "today": day_of(request.site.now()),
        }
        return render_page(request, "assignments.html", values)


def assignment_row(db: archive.Database, request: CheckedRequest) -> Assignment:
    """The assignment that the address names. Raises HTTPException (404) where there is none."""
    row: Assignment = or_404(db.get(Assignment, int(request.path["assignment"])))
    return row


def changeable_row(db: archive.Database, request: CheckedRequest) -> Assignment:
    """The assignment that the address names, to be changed.

    Raises:
        DataError: It is for somebody out of sight too, and another's.
    """
    row = assignment_row(db, request)
    if not tasks.may_change(row, request.sight):
        raise DataError(request.site.say("not_changeable"))
    return row


def note_task(
    db: archive.Database, request: CheckedRequest, what: str, row: Assignment, more: str = ""
) -> None:
    """Note that who is signed in did something to a task."""
    request.note_change(db, what, f"assignment:{row.id}", row.title, more)


def assignment_page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /assignments/{assignment}``: who has done what of it.

    Args:
        request: The request; ``only=open`` leaves out who is through.
        error: Why what was asked for was not done.
    """
    with request.db() as db:
        row = assignment_row(db, request)
        task = tasks.task_of(row)
        standings = task_standings(db, row, request.site.now(), request.sight)
        only = "open" if request.query.get("only") == "open" else ""
        at = request.page_number
        shown = [one for one in standings if only != "open" or not one[1].finished]
        values = {
            "row": row,
            "task": task,
            "recipients": tasks.recipients_of(row, request.sight),
            "count": Counter(_state(task, one) for _, one in standings),
            "total": len(standings),
            "only": only,
            "standings": shown[(at - 1) * _PEOPLE : at * _PEOPLE],
            "page": at,
            "more": len(shown) > at * _PEOPLE,
            "changeable": tasks.may_change(row, request.sight),
            "changes": audit.list_changes(db, f"assignment:{row.id}"),
            "today": day_of(request.site.now()),
            "forms": FORMS,
            "error": error,
        }
        return render_page(request, "assignment.html", values, 400 if error else 200)


def _state(task: Task, progress: TaskProgress) -> str:
    return "done" if progress.finished else "late" if progress.late else "open"


def assignment_file(request: CheckedRequest) -> Response:
    """``GET /assignments/{assignment}/export.{form}``: who has done what, as CSV, XLSX or JSON Lines."""
    with request.db() as db:
        row = assignment_row(db, request)
        sheet = assignment_sheet(db, request.site, row, request.sight)
        title = str(row.title)
    name = request.site.say("export_name", title=title, day=day_of(request.site.now()))
    return sheets_file(name, request.path["form"], [sheet])


def post_reminder(request: CheckedRequest) -> Response:
    """``POST /assignments/{assignment}/remind``: remind who is not through."""
    now = request.site.now()
    try:
        with request.db() as db:
            row = changeable_row(db, request)
            if row.ended_at is not None:
                raise DataError(request.site.say("task_ended"))
            if row.reminded_at is not None and now - row.reminded_at < _AGAIN:
                raise DataError(request.site.say("reminded_already"))
            standings = task_standings(db, row, now, request.sight)
            waiting = [person for person, one in standings if not one.finished]
            if not waiting:
                raise DataError(request.site.say("nobody_to_remind"))
            row.reminded_at = now
            notices.tell_of_task(db, row, notices.REMINDED, waiting, now)
            note_task(db, request, "task_reminded", row, request.site.say("reminded_of", count=len(waiting)))
    except DataError as error:
        return assignment_page(request, str(error))
    return redirect_saying(request, f"/assignments/{request.path['assignment']}", "reminded")


def post_extension(request: CheckedRequest) -> Response:
    """``POST /assignments/{assignment}/extend``: another due date; a task that was ended goes on."""
    try:
        with request.db() as db:
            row = changeable_row(db, request)
            due = read_due(request.text("due"), request.site.now())
            tasks.extend_assignment(row, due)
            note_task(
                db, request, "task_extended", row, due.isoformat() if due else request.site.say("no_due")
            )
    except DataError as error:
        return assignment_page(request, str(error))
    return redirect_saying(request, f"/assignments/{request.path['assignment']}", "extended")


def post_end(request: CheckedRequest) -> Response:
    """``POST /assignments/{assignment}/end``: nobody has to do it any more."""
    try:
        with request.db() as db:
            row = changeable_row(db, request)
            tasks.end_assignment(row, request.site.now())
            note_task(db, request, "task_ended", row)
    except DataError as error:
        return assignment_page(request, str(error))
    return redirect_saying(request, f"/assignments/{request.path['assignment']}", "ended")


def post_withdrawal(request: CheckedRequest) -> Response:
    """``POST /assignments/{assignment}/take-back``: delete an assignment."""
    try:
        with request.db() as db:
            row = changeable_row(db, request)
            note_task(db, request, "task_deleted", row)
            db.delete(row)
    except DataError as error:
        return assignment_page(request, str(error))
    return redirect_saying(request, "/assignments", "withdrawn")
