"""What an exam came to for one person: the result sheet, and the certificate where it was passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import disputes
from duilian.archive.exam_models import ExamRow
from duilian.archive.exam_results import certificate_of, exam_of, mark_withdrawal_told, result_of
from duilian.archive.exam_setting import candidates
from duilian.archive.models import Person
from duilian.coaching.debrief import Item
from duilian.coaching.exams import SatCall, band_of
from duilian.web.debrief import debrief_of
from duilian.web.exam_room import exam_row
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest, or_404


@dataclass(frozen=True)
class SheetCall:
    """A call on the result sheet.

    Attributes:
        scenario: What the scenario is called.
        sat: The call; None where it was not begun.
        kept: The criteria that were kept, as far as the session is kept.
        missed: Those that were missed.
    """

    scenario: str
    sat: SatCall | None
    kept: tuple[Item, ...] = ()
    missed: tuple[Item, ...] = ()


def _sheet_call(
    db: archive.Database, request: CheckedRequest, scenario: str, sat: SatCall | None, mine: bool
) -> SheetCall:
    known = request.site.scenarios.get(scenario)
    label = known.label if known else scenario
    row = archive.find_call(db, sat.session) if sat is not None and sat.session else None
    if row is None or row.ended_at is None:
        return SheetCall(label, sat)
    # What a trainer is still to decide on blind is not told.
    items = debrief_of(request.site, row, {} if mine else disputes.open_disputes(row)).items
    counted = [item for item in items if not item.struck]
    return SheetCall(
        label,
        sat,
        tuple(item for item in counted if item.met),
        tuple(item for item in counted if not item.met),
    )


def _named(db: archive.Database, request: CheckedRequest) -> tuple[ExamRow, Person, bool]:
    """The exam and the person that an address names, and whether that is who asks.

    Raises:
        HTTPException: 404 where that one does not sit it.
    """
    row, person = exam_row(db, request), int(request.path["person"])
    mine = person == request.me.id
    found = db.get(Person, person) if mine else None
    others = () if mine else candidates(db, row, request.sight)
    return row, or_404(found or next((one for one in others if one.id == person), None)), mine


def page(request: CheckedRequest) -> Response:
    """``GET /exams/{exam}/people/{person}``: the result sheet; for the candidate once scores are shown."""
    now = request.site.now()
    with request.db() as db:
        row, person, mine = _named(db, request)
        exam = exam_of(row)
        if mine and not exam.shows_scores(now):
            return RedirectResponse(f"/exams/{exam.id}/room", 303)
        result = result_of(db, row, person.id, now)
        calls = [
            _sheet_call(db, request, scenario, sat, mine)
            for scenario, sat in zip(exam.scenarios, result.calls, strict=True)
        ]
        values: dict[str, Any] = {
            "exam": exam,
            "state": exam.state(now),
            "person": person,
            "mine": mine,
            "result": result,
            "calls": calls,
            "certificate": certificate_of(db, exam.id, person.id),
        }
        return render_page(request, "exam_result.html", values)


def certificate_page(request: CheckedRequest) -> Response:
    """``GET /exams/{exam}/people/{person}/certificate``: to be printed; withdrawn, it says so."""
    now = request.site.now()
    with request.db() as db:
        row, person, mine = _named(db, request)
        exam = exam_of(row)
        if mine and not exam.shows_scores(now):
            return RedirectResponse(f"/exams/{exam.id}/room", 303)
        made = or_404(certificate_of(db, exam.id, person.id))
        if mine:
            mark_withdrawal_told(db, made, now)
        values = {
            "exam": exam,
            "person": person,
            "mine": mine,
            "certificate": made,
            "band": request.site.texts["labels"]["exam_bands"][band_of(made.score)],
        }
        return render_page(request, "certificate.html", values)
