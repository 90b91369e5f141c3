"""What sessions come to: one person's history; by criterion, person and time for many."""

from __future__ import annotations

from datetime import timezone

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Session, VerdictRow
from duilian.progress import Kept


def history(db: Database, person: int) -> list[Kept]:
    """A person's ended sessions in order of time, with what holds of them now."""
    query = select(Session.id, Session.scenario, Session.kind, Session.mode, Session.started_at, Session.score)
    mine = (Session.person_id == person, Session.ended_at.isnot(None), Session.score.isnot(None))
    rows = db.execute(query.where(*mine).order_by(Session.started_at, Session.id)).all()
    verdicts: dict[str, dict[str, bool]] = {row.id: {} for row in rows}
    said = select(VerdictRow.session_id, VerdictRow.criterion, VerdictRow.met).join(Session, Session.id == VerdictRow.session_id)
    for session, criterion, met in db.execute(said.where(*mine)).all():
        verdicts[session][criterion] = met
    return [
        Kept(row.id, row.scenario, row.kind, row.mode, row.started_at.replace(tzinfo=timezone.utc), row.score, verdicts[row.id])
        for row in rows
    ]
