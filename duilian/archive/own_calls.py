"""In which of a person's latest calls a criterion was kept or missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Session, VerdictRow

LATEST = 50
"""How many of the person's latest calls are looked at."""


@dataclass(frozen=True)
class JudgedCall:
    """What holds of one criterion in one call.

    Attributes:
        session: The session's id.
        scenario: The scenario's.
        at: When it began.
        met: Was the criterion kept?
    """

    session: str
    scenario: str
    at: datetime
    met: bool


def calls_by_criterion(db: Database, person: int, criteria: Iterable[str]) -> dict[str, list[JudgedCall]]:
    """The person's latest calls in which these criteria applied.

    A call that the person has not rated itself yet is left out: its verdicts are not shown before.

    Args:
        db: The database session.
        person: The person's number.
        criteria: The criteria that are asked for.

    Returns:
        Criterion → its calls, the latest first; only those that applied at all.
    """
    seen = (
        select(Session.id)
        .where(Session.person_id == person, Session.ended_at.isnot(None), Session.rating.isnot(None))
        .order_by(Session.started_at.desc())
        .limit(LATEST)
    )
    query = (
        select(Session.id, Session.scenario, Session.started_at, VerdictRow.criterion, VerdictRow.met)
        .join(VerdictRow, VerdictRow.session_id == Session.id)
        .where(Session.id.in_(seen), VerdictRow.criterion.in_(list(criteria)))
    )
    found: dict[str, list[JudgedCall]] = {}
    for row in db.execute(query.order_by(Session.started_at.desc(), Session.id)):
        call = JudgedCall(row.id, row.scenario, row.started_at, row.met)
        found.setdefault(row.criterion, []).append(call)
    return found
