"""The archive's tables of whoever asks from outside, and of what is to be sent there."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from duilian.archive.models import Base, Moment, Person


class ApiToken(Base):
    """What a program shows to be let in as a person; ``hash`` is the SHA-256 of what it shows."""

    __tablename__ = "api_tokens"
    id = Column(Integer, primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True)
    label = Column(String(64), nullable=False)
    hash = Column(String(64), nullable=False, unique=True)
    made_at = Column(Moment, nullable=False)
    used_at = Column(Moment)
    person = relationship(Person)


class Webhook(Base):
    """An address that wants to hear of things, within the sight of who entered it.

    Attributes:
        secret: What is signed with; both sides have it.
        events: Some of :data:`duilian.archive.outbox.EVENTS`.
    """

    __tablename__ = "webhooks"
    id = Column(Integer, primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True)
    url = Column(String(512), nullable=False)
    secret = Column(String(64), nullable=False)
    events = Column(JSON, nullable=False)
    made_at = Column(Moment, nullable=False)
    person = relationship(Person)


class Outgoing(Base):
    """Something that is to be sent, and what became of it. It goes when its session goes.

    Attributes:
        webhook_id: To which address; null for the LRS.
        event: One of :data:`duilian.archive.outbox.EVENTS`.
        facts: What held then; nothing that anybody said.
        next_at: When it is tried (again).
        tries: How often it was tried in vain.
        state: ``waiting``, ``sent`` or ``given_up``.
        said: Why it was in vain the last time.
    """

    __tablename__ = "outgoing"
    id = Column(Integer, primary_key=True)
    webhook_id = Column(Integer, ForeignKey("webhooks.id", ondelete="CASCADE"), index=True)
    event = Column(String(32), nullable=False)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True)
    facts = Column(JSON, nullable=False)
    at = Column(Moment, nullable=False)
    next_at = Column(Moment, nullable=False, index=True)
    tries = Column(Integer, nullable=False, default=0, server_default="0")
    state = Column(String(16), nullable=False, default="waiting", server_default="waiting")
    said = Column(String(200), nullable=False, default="", server_default="")
    webhook = relationship(Webhook)
