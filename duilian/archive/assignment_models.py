"""The archive's tables of what is to be practised, and of who changed what."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Integer, String, Table
from sqlalchemy.orm import relationship

from duilian.archive.models import Base, Group, Moment, Person

assigned_people = Table(
    "assigned_people",
    Base.metadata,
    Column("assignment_id", Integer, ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
)
assigned_groups = Table(
    "assigned_groups",
    Base.metadata,
    Column("assignment_id", Integer, ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", Integer, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
)


class Assignment(Base):
    """What is to be practised, by whom and until when: see :class:`duilian.coaching.assignments.Task`.

    Attributes:
        scenarios: Their ids; none where any of ``kind`` counts.
        person_id: The trainer's who assigned it.
        ended_at: When a trainer ended it; null while it goes on.
        reminded_at: When a trainer last reminded of it.
        due_told: The due date that people were told of the day before.
    """

    __tablename__ = "assignments"
    id = Column(Integer, primary_key=True)
    title = Column(String(64), nullable=False)
    scenarios = Column(JSON, nullable=False)
    mode = Column(String(16), nullable=False)
    pass_mark = Column(Float, nullable=False)
    attempts = Column(Integer, nullable=False)
    due = Column(Date)
    per_week = Column(Integer, nullable=False)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    at = Column(Moment, nullable=False)
    kind = Column(String(32), nullable=False, default="", server_default="")
    any_of = Column(Integer, nullable=False, default=0, server_default="0")
    ended_at = Column(Moment)
    reminded_at = Column(Moment)
    due_told = Column(Date)
    person = relationship(Person)
    people = relationship(Person, secondary=assigned_people)
    groups = relationship(Group, secondary=assigned_groups)


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
