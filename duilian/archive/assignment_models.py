"""The archive's tables of what is to be practised, and by whom."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from duilian.archive.models import Base, Group, Moment, Person, link_table

assigned_people = link_table("assigned_people", assignment_id="assignments", person_id="people")
assigned_groups = link_table("assigned_groups", assignment_id="assignments", group_id="groups")


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
