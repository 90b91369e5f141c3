"""Who changed what: of tasks, of how people are told, of settings. No entry is ever changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, relationship

from duilian.archive.models import Base, Moment, Person

_LISTED = 200


class AuditEntry(Base):
    """That somebody changed something: who, what, of what, and when.

    Attributes:
        what: A key of ``labels.audit`` in ``data/texts.yml``.
        about: What was changed, as ``assignment:7``.
        title: What that is called, for when it is gone.
        detail: What more there is to say; no secret, nothing that anybody said in a call.
    """

    __tablename__ = "audit"
    id = Column(Integer, primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    what = Column(String(32), nullable=False)
    about = Column(String(64), nullable=False, index=True)
    title = Column(String(128), nullable=False, default="", server_default="")
    detail = Column(String(400), nullable=False, default="", server_default="")
    at = Column(Moment, nullable=False, index=True)
    person = relationship(Person)


def note_change(
    db: Database, person: int, what: str, about: str, now: datetime, title: str = "", detail: str = ""
) -> None:
    """Note that somebody changed something.

    Args:
        db: The database session.
        person: Its number.
        what: A key of ``labels.audit`` in ``data/texts.yml``.
        about: What was changed, as ``assignment:7``.
        now: The moment.
        title: What that is called.
        detail: What more there is to say; no secret, nothing that anybody said in a call.
    """
    entry = AuditEntry(person_id=person, what=what, about=about, at=now)
    entry.title, entry.detail = title[:128], detail[:400]
    db.add(entry)


def list_changes(db: Database, about: str = "") -> list[AuditEntry]:
    """The latest 200 changes of something, or (empty) of everything, the latest first."""
    query = select(AuditEntry).options(joinedload(AuditEntry.person))
    query = query.where(AuditEntry.about == about) if about else query
    return list(db.execute(query.order_by(AuditEntry.id.desc()).limit(_LISTED)).scalars())
