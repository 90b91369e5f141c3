"""The archive's tables of who reviews what at the moment, and what somebody has passed over."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from duilian.archive.models import Base, Moment, Person


class ReviewClaim(Base):
    """A session that a trainer has taken out of the queue, so that nobody else is given it meanwhile."""

    __tablename__ = "review_claims"
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True)
    at = Column(Moment, nullable=False)
    person = relationship(Person)


class ReviewSkip(Base):
    """A session that a trainer has passed over: it is not given it again, others are."""

    __tablename__ = "review_skips"
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    session_id = Column(
        String(64), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at = Column(Moment, nullable=False)
