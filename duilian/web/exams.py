"""Exams: for trainers all in sight, who came to what, the end moved; for trainees their own."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive import audit, exam_setting
from duilian.archive.exam_results import exam_of
from duilian.archive.tasks import may_change, recipients_of
from duilian.clock import day_of
from duilian.coaching.exams import ExamState, exam_moment, time_left
from duilian.errors import DataError
from duilian.web.exam_room import exam_row, own_exams
from duilian.web.exam_tables import exam_sheet, exam_standings, summarize
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest
from duilian.web.spreadsheets import FORMS, sheets_file


def page(request: CheckedRequest) -> Response:
    """``GET /exams``: for trainers those in sight, for others their own."""
    now = request.site.now()
    with request.db() as db:
        if not request.me.trains:
            return render_page(request, "own_exams.html", {"exams": own_exams(db, request)})
        rows = exam_setting.list_exams(db, request.sight)
        values = {
            "rows": [(row, exam_of(row).state(now), recipients_of(row, request.sight)) for row in rows],
        }
        return render_page(request, "exams.html", values)


def exam_page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /exams/{exam}``: people by scenarios, and what can be done to it.

    Args:
        request: The request.
        error: Why what was asked for was not done.
    """
    now = request.site.now()
    with request.db() as db:
        row = exam_row(db, request)
        exam = exam_of(row)
        state, standings = exam.state(now), exam_standings(db, row, request.sight, now)
        begun = any(any(one.result.calls) for one in standings) or bool(row.calls)
        values = {
            "exam": exam,
            "state": state,
            "left": time_left((exam.starts if state is ExamState.BEFORE else exam.ends) - now),
            "standings": standings,
            "sum": summarize(exam, [one.result for one in standings]),
            "recipients": recipients_of(row, request.sight),
            "changeable": may_change(row, request.sight),
            "begun": begun,
            "changes": audit.list_changes(db, f"exam:{row.id}"),
            "forms": FORMS,
            "error": error,
        }
        return render_page(request, "exam.html", values, 400 if error else 200)


def results_file(request: CheckedRequest) -> Response:
    """``GET /exams/{exam}/results.{form}``: people by scenarios, as CSV, XLSX or JSON Lines."""
    with request.db() as db:
        row = exam_row(db, request)
        sheet = exam_sheet(db, request.site, row, request.sight)
        title = str(row.title)
    name = request.site.say("export_name", title=title, day=day_of(request.site.now()))
    return sheets_file(name, request.path["form"], [sheet])


def post_new_end(request: CheckedRequest) -> Response:
    """``POST /exams/{exam}/move``: let it end at another moment."""
    try:
        with request.db() as db:
            row, now = exam_row(db, request), request.site.now()
            ends = exam_moment(request.text("ends"))
            exam_setting.move_end(db, row, ends, request.me.id, now, request.sight)
    except DataError as error:
        return exam_page(request, str(error))
    return redirect_saying(request, f"/exams/{request.path['exam']}", "extended_exam")


def post_early_end(request: CheckedRequest) -> Response:
    """``POST /exams/{exam}/end``: end it now; calls that are open are scored as they stand."""
    try:
        with request.db() as db:
            row, now = exam_row(db, request), request.site.now()
            exam_setting.move_end(db, row, now, request.me.id, now, request.sight)
    except DataError as error:
        return exam_page(request, str(error))
    return redirect_saying(request, f"/exams/{request.path['exam']}", "ended_exam")


def post_exam_withdrawal(request: CheckedRequest) -> Response:
    """``POST /exams/{exam}/take-back``: delete an exam that nobody has begun."""
    try:
        with request.db() as db:
            exam_setting.take_back_exam(
                db, exam_row(db, request), request.me.id, request.site.now(), request.sight
            )
    except DataError as error:
        return exam_page(request, str(error))
    return redirect_saying(request, "/exams", "exam_taken_back")
