"""A trainee's exams: what is to be sat and when, and the room in which its calls are begun once each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive.exam_models import ExamRow
from duilian.archive.exam_results import (
    certificate_of,
    exam_of,
    exam_of_session,
    is_sealed,
    result_of,
)
from duilian.archive.exam_setting import exams_for
from duilian.call.exam_room import begin_exam_call
from duilian.coaching.exams import Exam, ExamResult, ExamState, next_call, time_left
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest, or_404

_RECENTLY = timedelta(days=7)  # so long after its end an exam stands on the first page


@dataclass(frozen=True)
class OwnCertificate:
    """What was got for an exam: its number, when a review took it away, and whether that was read."""

    number: str
    withdrawn_at: datetime | None
    told: bool


@dataclass(frozen=True)
class OwnExam:
    """An exam as who sits it sees it.

    Attributes:
        exam: The exam.
        state: How it stands to the clock.
        result: What the calls came to; not to be told where ``shown`` is false.
        shown: May scores be shown?
        certificate: What was got for it, as far as it may be shown.
        left: How long it takes until it starts, or ends, in words.
        next: The number of the call to begin or go on with; None where all are over.
    """

    exam: Exam
    state: ExamState
    result: ExamResult
    shown: bool
    certificate: OwnCertificate | None
    left: str
    next: int | None


def own_exam(db: archive.Database, request: CheckedRequest, row: ExamRow) -> OwnExam:
    """An exam as who is signed in sees it who sits it."""
    now, exam = request.site.now(), exam_of(row)
    state, shown = exam.state(now), exam.shows_scores(now)
    result = result_of(db, row, request.me.id, now)
    left = time_left((exam.starts if state is ExamState.BEFORE else exam.ends) - now)
    made = certificate_of(db, exam.id, request.me.id) if shown else None
    told = made is not None and made.told_at is not None
    certificate = None if made is None else OwnCertificate(made.number, made.withdrawn_at, told)
    return OwnExam(exam, state, result, shown, certificate, left, next_call(exam, result))


def own_exams(db: archive.Database, request: CheckedRequest, recent: bool = False) -> list[OwnExam]:
    """The exams of who is signed in: what goes on first, then what comes, then what is over.

    Args:
        db: The database session.
        request: The request.
        recent: Without those that were over a week ago, unless a certificate was withdrawn and that not read.
    """
    rows = exams_for(db, request.me.id, request.me.group_id)
    made = [own_exam(db, request, row) for row in rows]
    since = request.site.now() - _RECENTLY
    if recent:
        made = [one for one in made if one.exam.ends > since or _is_news(one)]
    order = {ExamState.OPEN: 0, ExamState.BEFORE: 1, ExamState.OVER: 2}
    ahead = {ExamState.OVER: -1}
    return sorted(
        made, key=lambda one: (order[one.state], ahead.get(one.state, 1) * one.exam.starts.timestamp())
    )


def _is_news(one: OwnExam) -> bool:
    made = one.certificate
    return made is not None and made.withdrawn_at is not None and not made.told


def exam_row(db: archive.Database, request: CheckedRequest) -> ExamRow:
    """The exam that the address names. Raises HTTPException (404) where there is none."""
    row: ExamRow = or_404(db.get(ExamRow, int(request.path["exam"])))
    return row


def page(request: CheckedRequest) -> Response:
    """``GET /exams/{exam}/room``: the rules and the time left, the calls, and what they came to."""
    with request.db() as db:
        row = exam_row(db, request)
        values = {"own": own_exam(db, request, row), "now": request.site.now()}
        return render_page(request, "exam_room.html", values)


def post_exam_call(request: CheckedRequest) -> Response:
    """``POST /exams/{exam}/calls/{number}``: begin a call, or go on with it."""
    exam, number = int(request.path["exam"]), int(request.path["number"])
    site = request.site
    session = begin_exam_call(site.engine, exam, number, site.scenarios, request.me, site.now())
    return RedirectResponse(f"/sessions/{session}", 303)


def unsealed(endpoint: Callable[[CheckedRequest], Response]) -> Callable[[CheckedRequest], Response]:
    """A page of a session that tells what it came to: who sits an exam is sent to its room instead.

    Until the exam is over, or its scores are shown at once.
    """

    @wraps(endpoint)
    def guarded_page(request: CheckedRequest) -> Response:
        session = request.path["session"]
        with request.db() as db:
            if is_sealed(db, session, request.site.now()):
                row, exam = archive.find_call(db, session), exam_of_session(db, session)
                assert row is not None and exam is not None
                if row.person_id == request.me.id:
                    return RedirectResponse(f"/exams/{exam.id}/room", 303)
        return endpoint(request)

    return guarded_page
