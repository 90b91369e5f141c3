"""Calls of an exam: begun once, in order where that is asked for, ended with the exam."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from duilian import archive
from duilian.archive.accounts import Member
from duilian.archive.exam_models import ExamCall, ExamRow
from duilian.archive.exam_results import exam_of, result_of, sessions_out_of_time
from duilian.call.rasa_client import ChannelUnavailable, RasaClient
from duilian.call.session import end_for_time, enter_session
from duilian.coaching.exams import ExamState, next_call
from duilian.errors import DataError
from duilian.roleplay.scenario import Scenario
from duilian.texts import sentence

_log = logging.getLogger(__name__)


def begin_exam_call(
    engine: Engine, exam: int, number: int, scenarios: Mapping[str, Scenario], me: Member, now: datetime
) -> str:
    """Begin a call of an exam, or go on with the one that was begun: nobody begins it twice.

    Args:
        engine: The archive.
        exam: The exam's number.
        number: Which of its calls, from 1.
        scenarios: The scenarios there are, by id.
        me: Who sits it.
        now: The moment.

    Returns:
        The session's id.

    Raises:
        DataError: The exam is not open, has no such call, or another one comes first; or the call's session
            is not kept any more.
    """
    try:
        with archive.transaction(engine) as db:
            begun = _begun(db, exam, number, me)
            return begun or _begin(db, exam, number, scenarios, me, now)
    except IntegrityError:  # begun at the same moment elsewhere
        with archive.transaction(engine) as db:
            begun = _begun(db, exam, number, me)
            assert begun is not None
            return begun


def _begun(db: archive.Database, exam: int, number: int, me: Member) -> str | None:
    call: ExamCall | None = db.get(ExamCall, (exam, me.id, number))
    if call is not None and call.session_id is None:
        raise DataError(sentence("archive.exams.no_retry"))
    return None if call is None else str(call.session_id)


def _begin(
    db: archive.Database,
    exam: int,
    number: int,
    scenarios: Mapping[str, Scenario],
    me: Member,
    now: datetime,
) -> str:
    row = db.execute(select(ExamRow).where(ExamRow.id == exam)).scalar_one()
    paper = exam_of(row)
    if not 1 <= number <= len(paper.scenarios) or paper.scenarios[number - 1] not in scenarios:
        raise DataError(sentence("archive.exams.no_call"))
    if paper.state(now) is not ExamState.OPEN:
        raise DataError(sentence("archive.exams.not_open"))
    first = next_call(paper, result_of(db, row, me.id, now))
    if paper.in_order and first is not None and first < number:
        raise DataError(sentence("archive.exams.not_yet", number=first))
    session = secrets.token_hex(16)
    scenario = scenarios[paper.scenarios[number - 1]]
    enter_session(db, session, scenario, "exam", paper.seed, me, now)
    db.add(ExamCall(exam_id=exam, person_id=me.id, number=number, session_id=session))
    db.flush()
    return session


def end_exams(engine: Engine, rasa: RasaClient, now: datetime) -> int:
    """End the calls that are not over though their exam is.

    Args:
        engine: The archive.
        rasa: The way to the client.
        now: The moment.

    Returns:
        How many of them could not be ended yet.
    """
    with archive.transaction(engine) as db:
        due = sessions_out_of_time(db, now)
    left = len(due)
    for session in due:
        try:
            end_for_time(engine, rasa, session, now)
            left -= 1
        except ChannelUnavailable as error:
            if error.away:
                break
    if left:
        _log.warning("calls of exams that are over wait for their end: %d", left)
    return left
