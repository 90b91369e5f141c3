"""The archive's tables: people, sessions, their turns, and every assessment made of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, DateTime, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import declarative_base, relationship

Base: Any = declarative_base()


class Person(Base):
    """Someone who practises."""

    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    name = Column(String(64), nullable=False, unique=True)
    created_at = Column(DateTime(timezone=True), nullable=False)


class Session(Base):
    """One call or visit; ``id`` is Rasa's sender, ``ended_at`` is null while it is open."""

    __tablename__ = "sessions"
    id = Column(String(64), primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id"), index=True)
    scenario = Column(String(64), nullable=False)
    kind = Column(String(32), nullable=False)
    mode = Column(String(16), nullable=False)
    seed = Column(String(64), nullable=False, default="")
    context = Column(JSON, nullable=False, default=dict)
    started_at = Column(DateTime(timezone=True), nullable=False, index=True)
    ended_at = Column(DateTime(timezone=True))
    person = relationship(Person)
    turns = relationship("TurnRow", order_by="TurnRow.number", cascade="all, delete-orphan")
    assessments = relationship("AssessmentRow", order_by="AssessmentRow.id", cascade="all, delete-orphan")


class TurnRow(Base):
    """One turn of a transcript; ``labels`` are its acts (with offsets and scores) or its cues."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("session_id", "number"), CheckConstraint("speaker in ('trainee', 'client')"))
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False)
    number = Column(Integer, nullable=False)
    speaker = Column(String(8), nullable=False)
    text = Column(Text, nullable=False)
    labels = Column(JSON, nullable=False, default=list)


class AssessmentRow(Base):
    """A scorecard, with the versions of rubric and model that made it; never changed, only followed by another."""

    __tablename__ = "assessments"
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True)
    score = Column(Float, nullable=False)
    verdicts = Column(JSON, nullable=False)
    rubric_version = Column(String(32), nullable=False)
    model_version = Column(String(32), nullable=False)
    made_at = Column(DateTime(timezone=True), nullable=False)
