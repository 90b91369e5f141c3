"""What exams came to: each call as its session is judged, certificates, and what is not shown yet.

``now`` is the moment, ``row`` a session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import object_session

from duilian.archive.exam_models import TIME_UP, Certificate, ExamCall, ExamRow
from duilian.archive.models import Session
from duilian.clock import day_of
from duilian.coaching.exams import Exam, ExamResult, SatCall, SwappedSteps, exam_result, swapped_steps
from duilian.config import load_config
from duilian.texts import load_texts


def exam_of(row: ExamRow) -> Exam:
    """The exam that a row keeps, as a value of :mod:`duilian.coaching.exams`."""
    return Exam(
        row.id,
        row.title,
        tuple(row.scenarios),
        row.seed,
        row.starts,
        row.ends,
        row.pass_mark,
        row.in_order,
        row.strict_steps,
        row.at_once,
    )


def _sat(call: ExamCall) -> SatCall:
    swapped = SwappedSteps(**call.swapped) if call.swapped else None
    over = call.score is not None or call.session_id is None
    return SatCall(
        *(call.number, call.session_id, over, call.score, call.met, call.asked),
        swapped=swapped,
        by_clock=bool(call.by_clock),
    )


def result_from(row: ExamRow, calls: Iterable[ExamCall], now: datetime) -> ExamResult:
    """What a person's calls of an exam come to."""
    return exam_result(exam_of(row), [_sat(call) for call in calls], now)


def result_of(db: Database, row: ExamRow, person: int, now: datetime) -> ExamResult:
    """What a person's calls of an exam, of those that are kept, come to."""
    query = select(ExamCall).where(ExamCall.exam_id == row.id, ExamCall.person_id == person)
    return result_from(row, db.execute(query).scalars(), now)


def results_by_person(db: Database, row: ExamRow, now: datetime) -> dict[int, ExamResult]:
    """The result of everybody who has begun a call of an exam, by the person's number."""
    calls: dict[int, list[ExamCall]] = {}
    for call in db.execute(select(ExamCall).where(ExamCall.exam_id == row.id)).scalars():
        calls.setdefault(call.person_id, []).append(call)
    return {person: result_from(row, of_it, now) for person, of_it in calls.items()}


def settle_exam_call(row: Session, turns: Mapping[str, int | None], asked: int, now: datetime) -> None:
    """Note what a session that is a call of an exam has come to, and let its certificate follow.

    To be called whenever what holds of a session changes; see :func:`duilian.archive.reviews.settle_exam`.

    Args:
        row: The session, its score settled.
        turns: Each criterion that is met → the turn that shows it, from 0, as far as one does.
        asked: How many criteria apply.
        now: The moment.
    """
    call: ExamCall | None = row.exam_call
    if call is None or row.ended_at is None:
        return
    phases = load_texts(load_config().data / "texts.yml").table("phases")
    swapped = swapped_steps(turns, {name: phase["criteria"] for name, phase in phases.items()})
    call.score, call.met, call.asked = row.score, len(turns), asked
    call.swapped = vars(swapped) if swapped else None
    call.by_clock = bool(row.exchanges) and row.exchanges[-1].key == TIME_UP
    db = object_session(call)
    db.flush()
    _settle_certificate(db, call.exam, call.person_id, now)


def _settle_certificate(db: Database, row: ExamRow, person: int, now: datetime) -> None:
    """Issue the certificate of who has passed; withdraw it where a review took that away, or give it back."""
    result = result_of(db, row, person, now)
    made = certificate_of(db, row.id, person)
    if made is None:
        if result.passed:
            number = f"{day_of(now):%Y%m%d}-{row.id:04}-{person:05}"
            fields = {"number": number, "score": result.average, "issued_at": now}
            db.add(Certificate(exam_id=row.id, person_id=person, **fields))
        return
    made.score = made.score if result.average is None else result.average
    if not result.passed and made.withdrawn_at is None:
        made.withdrawn_at, made.told_at = now, None
    elif result.passed:
        made.withdrawn_at = made.told_at = None


def certificate_of(db: Database, exam: int, person: int) -> Certificate | None:
    """The certificate that somebody got for an exam, withdrawn or not."""
    query = select(Certificate).where(Certificate.exam_id == exam, Certificate.person_id == person)
    found: Certificate | None = db.execute(query).scalar_one_or_none()
    return found


def certificates_of(db: Database, person: int) -> list[Certificate]:
    """All certificates of a person, the latest first."""
    query = select(Certificate).where(Certificate.person_id == person)
    return list(db.execute(query.order_by(Certificate.issued_at.desc(), Certificate.id.desc())).scalars())


def mark_withdrawal_told(db: Database, certificate: Certificate, now: datetime) -> None:
    """Note that who had a certificate has read that it is withdrawn."""
    still = (Certificate.id == certificate.id, Certificate.withdrawn_at.isnot(None))
    db.execute(update(Certificate).where(*still, Certificate.told_at.is_(None)).values(told_at=now))


def sealed_sessions(now: datetime) -> Any:
    """A query for the ids of sessions whose scores are not shown to who sits the exam until it is over."""
    sealed = (ExamRow.at_once.is_(False), ExamRow.ends > now, ExamCall.session_id.isnot(None))
    return select(ExamCall.session_id).join(ExamRow, ExamRow.id == ExamCall.exam_id).where(*sealed)


def is_sealed(db: Database, session: str, now: datetime) -> bool:
    """Is what a session came to not to be shown yet to who spoke in it?"""
    query = sealed_sessions(now).where(ExamCall.session_id == session)
    return db.execute(query.limit(1)).first() is not None


def exam_of_session(db: Database, session: str) -> ExamRow | None:
    """The exam that a session is a call of; None for other sessions."""
    query = select(ExamRow).join(ExamCall, ExamCall.exam_id == ExamRow.id)
    found: ExamRow | None = db.execute(query.where(ExamCall.session_id == session)).scalar_one_or_none()
    return found


def sessions_out_of_time(db: Database, now: datetime) -> list[str]:
    """The calls that are not over though their exam is."""
    query = (
        select(Session.id)
        .join(ExamCall, ExamCall.session_id == Session.id)
        .join(ExamRow, ExamRow.id == ExamCall.exam_id)
        .where(Session.ended_at.is_(None), ExamRow.ends <= now)
    )
    return list(db.execute(query).scalars())
