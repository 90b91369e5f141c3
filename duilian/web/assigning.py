"""Trainers: the form by which a task is given, changed or copied; people and groups are found by typing.

With scripts the list of who was found follows what is typed; without, a button looks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from duilian.archive import notices, tasks
from duilian.archive.assignment_models import Assignment
from duilian.archive.sight import sees_all_named
from duilian.archive.tasks import Recipients
from duilian.clock import day_of
from duilian.coaching.assignments import Task, parse_task
from duilian.dialogue.model import KINDS
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.web.assignments import changeable_row, note_task
from duilian.web.pages import redirect_saying, render_page
from duilian.web.recipient_form import RecipientForm, recipients_sent
from duilian.web.request import CheckedRequest

_FIELDS = ("title", "mode", "pass_mark", "attempts", "due", "per_week", "kind", "any_of")
_AT_FIRST = {"mode": "practice", "pass_mark": "60"}


@dataclass(frozen=True)
class TaskForm(RecipientForm):
    """A task in the form; its scenarios are ids."""

    @classmethod
    def sent(cls, request: CheckedRequest) -> TaskForm:
        """What was sent."""
        return cls(
            {name: request.text(name) for name in _FIELDS},
            request.texts("scenario"),
            **recipients_sent(request),
        )

    @classmethod
    def of(cls, row: Assignment, recipients: Recipients) -> TaskForm:
        """A task as it is kept."""
        counts = {"pass_mark": int(row.pass_mark), "attempts": row.attempts, "per_week": row.per_week}
        fields = {name: str(count or "") for name, count in counts.items()}
        fields |= {"title": row.title, "mode": row.mode, "kind": row.kind, "any_of": str(row.any_of or "")}
        fields["due"] = row.due.isoformat() if row.due else ""
        return cls(fields, row.scenarios, recipients.people, recipients.groups)


def page(request: CheckedRequest) -> Response:
    """``GET /assignments/new``: the form; ``copy`` names a task whose content and people it begins with."""
    form = TaskForm(_AT_FIRST)
    number = whole_number(request.query.get("copy", ""), 1, 2**31 - 1)
    with request.db() as db:
        row = db.get(Assignment, number) if number else None
        if row is not None and sees_all_named(db, request.sight, {"assignment": number}):
            form = TaskForm.of(row, tasks.recipients_of(row, request.sight))
            title = request.site.say("copy_of", title=row.title)[:64]
            form = replace(form, fields={**form.fields, "title": title, "due": ""})
    return _shown(request, form)


def change_page(request: CheckedRequest) -> Response:
    """``GET /assignments/{assignment}/edit``: the form with a task in it, to be changed."""
    with request.db() as db:
        row = changeable_row(db, request)
        form = TaskForm.of(row, tasks.recipients_of(row, request.sight))
    return _shown(request, replace(form, changes=int(request.path["assignment"])))


def post_search(request: CheckedRequest) -> Response:
    """``POST /assignments/find``: the form once more, with who was found; nothing is kept."""
    return _shown(request, TaskForm.sent(request))


def _shown(request: CheckedRequest, form: TaskForm, error: str = "") -> Response:
    with request.db() as db:
        found = tasks.find_recipients(db, form.words, request.sight)
    scenarios: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for one in sorted(request.site.scenarios.values(), key=lambda s: (s.difficulty, s.id)):
        scenarios.setdefault(one.base, []).append(one)
    values = {
        "form": form,
        "found_groups": [name for name in found.groups if name not in form.groups],
        "found_people": [name for name in found.people if name not in form.people],
        "more": found.more,
        "scenarios": {kind: of_it for kind, of_it in scenarios.items() if of_it},
        "error": error,
    }
    return render_page(request, "assigning.html", values, 400 if error else 200)


def post_assignment(request: CheckedRequest) -> Response:
    """``POST /assignments``: assign a task to people and groups."""
    form, now = TaskForm.sent(request), request.site.now()
    try:
        task = parse_task(form.fields, form.scenarios, request.site.scenarios, now)
        with request.db() as db:
            row = tasks.add_assignment(db, task, form.people, form.groups, request.me.id, request.sight)
            note_task(db, request, "task_assigned", row)
            notices.tell_of_task(db, row, notices.ASSIGNED, tasks.assignees(db, row), now)
            if row.due and row.due <= day_of(now) + timedelta(days=1):
                row.due_told = row.due  # this message says so already
            made = row.id
    except DataError as error:
        return _shown(request, replace(form, changes=0), str(error))
    return redirect_saying(request, f"/assignments/{made}", "assigned")


def post_change(request: CheckedRequest) -> Response:
    """``POST /assignments/{assignment}``: change what a task is and whom it is for."""
    form = TaskForm.sent(request)
    try:
        with request.db() as db:
            row = changeable_row(db, request)
            task = parse_task(form.fields, form.scenarios, _known(request, row), row.at)
            before, people = tasks.task_of(row), tasks.recipients_of(row)
            had = {person.id for person in tasks.assignees(db, row)}
            tasks.change_assignment(db, row, task, form.people, form.groups, request.sight)
            new = _changed(request, before, tasks.task_of(row), people != tasks.recipients_of(row))
            if new:
                note_task(db, request, "task_changed", row, new)
            joined = [person for person in tasks.assignees(db, row) if person.id not in had]
            notices.tell_of_task(db, row, notices.ASSIGNED, joined, request.site.now())
    except DataError as error:
        return _shown(request, replace(form, changes=int(request.path["assignment"])), str(error))
    return redirect_saying(request, f"/assignments/{request.path['assignment']}")


def _known(request: CheckedRequest, row: Assignment) -> dict[str, object]:
    """The scenarios that a task may have: those there are, and those it has though they are gone."""
    return {**request.site.scenarios, **dict.fromkeys(row.scenarios)}


def _changed(request: CheckedRequest, before: Task, after: Task, recipients: bool) -> str:
    """What of a task is new, in words; ``recipients``: is it for others?"""
    named = request.site.texts["labels"]["task_fields"]
    said = [label for name, label in named.items() if getattr(before, name) != getattr(after, name)]
    return "、".join([*said, *([request.site.say("recipients")] if recipients else [])])
