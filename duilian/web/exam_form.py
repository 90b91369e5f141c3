"""Trainers: the form by which an exam is set, changed before its start, or copied."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from duilian.archive import exam_setting
from duilian.archive.exam_models import ExamRow
from duilian.archive.exam_results import exam_of
from duilian.archive.sight import sees_all_named
from duilian.archive.tasks import find_recipients, recipients_of
from duilian.clock import CHINA
from duilian.coaching.exams import FIELDS, MOST_CALLS, parse_exam
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.web.exam_room import exam_row
from duilian.web.pages import redirect_saying, render_page
from duilian.web.recipient_form import RecipientForm, recipients_sent
from duilian.web.request import CheckedRequest
from duilian.web.site import Site

_AT_FIRST = {"pass_mark": "60", "in_order": "1"}
_FLAGS = ("in_order", "strict_steps", "at_once")


@dataclass(frozen=True)
class ExamForm(RecipientForm):
    """An exam in the form; its scenarios are names, in order."""

    @classmethod
    def sent(cls, request: CheckedRequest) -> ExamForm:
        """What was sent."""
        typed = [text.strip()[:100] for text in request.texts("scenario")]
        return cls(
            {name: request.text(name) for name in FIELDS},
            [text for text in typed if text][: MOST_CALLS + 1],
            **recipients_sent(request),
        )

    @classmethod
    def of(cls, site: Site, row: ExamRow, people: Sequence[str], groups: Sequence[str]) -> ExamForm:
        """An exam as it is kept."""
        exam = exam_of(row)
        fields = {"title": exam.title, "seed": exam.seed, "pass_mark": f"{exam.pass_mark:g}"}
        fields |= {
            name: f"{getattr(exam, name).astimezone(CHINA):%Y-%m-%dT%H:%M}" for name in ("starts", "ends")
        }
        fields |= {name: "1" if getattr(exam, name) else "" for name in _FLAGS}
        known = site.scenarios
        return cls(fields, [known[s].label if s in known else s for s in exam.scenarios], people, groups)


def page(request: CheckedRequest) -> Response:
    """``GET /exams/new``: the form; ``copy`` names an exam whose content and people it begins with."""
    form = ExamForm(_AT_FIRST)
    number = whole_number(request.query.get("copy", ""), 1, 2**31 - 1)
    with request.db() as db:
        row = db.get(ExamRow, number) if number else None
        if row is not None and sees_all_named(db, request.sight, {"exam": number}):
            named = recipients_of(row, request.sight)
            form = ExamForm.of(request.site, row, named.people, named.groups)
            title = request.site.say("copy_of", title=row.title)[:64]
            anew = {"title": title, "starts": "", "ends": "", "seed": ""}
            form = replace(form, fields={**form.fields, **anew})
    return _shown(request, form)


def exam_change_page(request: CheckedRequest) -> Response:
    """``GET /exams/{exam}/edit``: the form with an exam in it, to be changed before it starts."""
    with request.db() as db:
        row = exam_row(db, request)
        named = recipients_of(row, request.sight)
        form = ExamForm.of(request.site, row, named.people, named.groups)
    return _shown(request, replace(form, changes=int(request.path["exam"])))


def post_exam_search(request: CheckedRequest) -> Response:
    """``POST /exams/find``: the form once more, with who was found; nothing is kept."""
    return _shown(request, ExamForm.sent(request))


def _shown(request: CheckedRequest, form: ExamForm, error: str = "") -> Response:
    with request.db() as db:
        found = find_recipients(db, form.words, request.sight)
    values = {
        "form": form,
        "found_groups": [name for name in found.groups if name not in form.groups],
        "found_people": [name for name in found.people if name not in form.people],
        "more": found.more,
        "places": [form.scenarios[n] if n < len(form.scenarios) else "" for n in range(MOST_CALLS)],
        "error": error,
    }
    return render_page(request, "exam_form.html", values, 400 if error else 200)


def _scenario_ids(site: Site, typed: Sequence[str]) -> list[str]:
    """What was typed → ids: a scenario's name, or its id; what is neither stays as it is."""
    by_label = {scenario.label: scenario.id for scenario in site.scenarios.values()}
    return [by_label.get(text, text) for text in typed]


def post_exam(request: CheckedRequest) -> Response:
    """``POST /exams``: set an exam for people and groups."""
    form, site, now = ExamForm.sent(request), request.site, request.site.now()
    try:
        scenarios = _scenario_ids(site, form.scenarios)
        exam = parse_exam(form.fields, scenarios, site.scenarios, now, secrets.token_hex(4))
        with request.db() as db:
            row = exam_setting.add_exam(db, exam, form.people, form.groups, request.me.id, now, request.sight)
            made = row.id
    except DataError as error:
        return _shown(request, replace(form, changes=0), str(error))
    return redirect_saying(request, f"/exams/{made}", "exam_set")


def post_exam_change(request: CheckedRequest) -> Response:
    """``POST /exams/{exam}``: change an exam that has not started."""
    form, site, now = ExamForm.sent(request), request.site, request.site.now()
    number = int(request.path["exam"])
    try:
        with request.db() as db:
            row = exam_row(db, request)
            scenarios = _scenario_ids(site, form.scenarios)
            exam = parse_exam(form.fields, scenarios, site.scenarios, now, str(row.seed))
            exam_setting.change_exam(
                db, row, exam, form.people, form.groups, request.me.id, now, request.sight
            )
    except DataError as error:
        return _shown(request, replace(form, changes=number), str(error))
    return redirect_saying(request, f"/exams/{number}")
