"""The archive's tables of exams: what is sat by whom, the calls of it, certificates."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import backref, relationship

from duilian.archive.models import Base, Group, Moment, Person, Session, link_table

TIME_UP = "time-up"
"""The key of the exchange with which an exam's end ends a call: nobody hung up."""

exam_people = link_table("exam_people", exam_id="exams", person_id="people")
exam_groups = link_table("exam_groups", exam_id="exams", group_id="groups")


class ExamRow(Base):
    """An exam, see :class:`duilian.coaching.exams.Exam`; ``person_id``: the trainer's who set it."""

    __tablename__ = "exams"
    id = Column(Integer, primary_key=True)
    title = Column(String(64), nullable=False)
    scenarios = Column(JSON, nullable=False)
    seed = Column(String(64), nullable=False)
    starts = Column(Moment, nullable=False)
    ends = Column(Moment, nullable=False, index=True)
    pass_mark = Column(Float, nullable=False)
    in_order = Column(Boolean, nullable=False)
    strict_steps = Column(Boolean, nullable=False)
    at_once = Column(Boolean, nullable=False)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    at = Column(Moment, nullable=False)
    people = relationship(Person, secondary=exam_people)
    groups = relationship(Group, secondary=exam_groups)
    calls = relationship("ExamCall", cascade="all, delete-orphan", back_populates="exam")
    certificates = relationship("Certificate", cascade="all, delete-orphan", back_populates="exam")


class ExamCall(Base):
    """A call of an exam that somebody has begun. Its key lets nobody begin it twice.

    What it came to stands here too, for the session may be deleted before the result is looked at.

    Attributes:
        number: Which of the exam's calls, from 1.
        session_id: Null where the session is not kept any more.
        score: What holds now; null until it is over.
        met: How many criteria it kept.
        asked: How many applied.
        swapped: The first two steps in the wrong order, see :class:`duilian.coaching.exams.SwappedSteps`.
        by_clock: Did the exam's end end it?
    """

    __tablename__ = "exam_calls"
    exam_id = Column(Integer, ForeignKey("exams.id", ondelete="CASCADE"), primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    number = Column(Integer, primary_key=True, autoincrement=False)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="SET NULL"), unique=True)
    score = Column(Float)
    met = Column(Integer, nullable=False, default=0, server_default="0")
    asked = Column(Integer, nullable=False, default=0, server_default="0")
    swapped = Column(JSON(none_as_null=True))
    by_clock = Column(Boolean, nullable=False, default=False, server_default=false())
    exam = relationship(ExamRow, back_populates="calls")
    session = relationship(Session, backref=backref("exam_call", uselist=False))


class Certificate(Base):
    """That somebody has passed an exam.

    Attributes:
        number: What it is known by outside: 20261130-0003-0017.
        score: The mean, as it holds now.
        issued_at: When the exam was passed.
        withdrawn_at: When a review took the pass away; null while it holds.
        told_at: When who had it read that it is withdrawn.
    """

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("exam_id", "person_id"),)
    id = Column(Integer, primary_key=True)
    number = Column(String(32), nullable=False, unique=True)
    exam_id = Column(Integer, ForeignKey("exams.id", ondelete="CASCADE"), nullable=False)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True)
    score = Column(Float, nullable=False)
    issued_at = Column(Moment, nullable=False)
    withdrawn_at = Column(Moment)
    told_at = Column(Moment)
    exam = relationship(ExamRow, back_populates="certificates")
    person = relationship(Person)
