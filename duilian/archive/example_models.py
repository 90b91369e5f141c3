"""The archive's table of exemplary calls and passages."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import relationship

from duilian.archive.models import Base, Moment, Person, Session


class ExampleRow(Base):
    """A call or a passage that a trainer proposes as an example; others see it once its owner agrees.

    What was said is not copied: it goes when the call goes.

    Attributes:
        turn: The trainee's turn in the middle of the passage, from 0; -1: the whole call.
        criterion: What it is an example of; empty where of no criterion in particular.
        why: What is good about it, in the trainer's words.
        person_id: The trainer's who proposed it.
        state: ``asked`` (its owner has not answered), ``shared`` or ``refused`` (at once or later).
        named: Does its owner want to be named?
        answered_at: When its owner last answered.
    """

    __tablename__ = "examples"
    __table_args__ = (
        UniqueConstraint("session_id", "turn", "criterion", name="uq_examples_passage"),
        CheckConstraint("state in ('asked', 'shared', 'refused')", name="ck_examples_state"),
    )
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False)
    turn = Column(Integer, nullable=False)
    criterion = Column(String(32), nullable=False, default="")
    why = Column(Text, nullable=False)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    at = Column(Moment, nullable=False)
    state = Column(String(16), nullable=False, default="asked", index=True)
    named = Column(Boolean, nullable=False, default=False, server_default=false())
    answered_at = Column(Moment)
    person = relationship(Person)
    session = relationship(Session)
