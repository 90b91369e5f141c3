"""The archive's tables of whoever asks from outside, and of what is to be sent there."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, true
from sqlalchemy.orm import relationship

from duilian.archive.models import Base, Group, Moment, Person


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


class GroupRobot(Base):
    """A robot in a group's chat (企业微信, 钉钉, 飞书), which says there what is new for the group.

    Attributes:
        kind: One of :data:`duilian.operation.robots.KINDS_OF_ROBOTS`.
        url: Its address, which is a secret: who has it can write into the chat.
        secret: What its messages are signed with; empty where they are not.
        events: Some of :data:`duilian.archive.notices.TOPICS`.
        active: Is it switched on?
        person_id: Who entered it.
    """

    __tablename__ = "group_robots"
    id = Column(Integer, primary_key=True)
    group_id = Column(Integer, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False, index=True)
    kind = Column(String(16), nullable=False)
    url = Column(String(512), nullable=False)
    secret = Column(String(128), nullable=False, default="", server_default="")
    events = Column(JSON, nullable=False)
    active = Column(Boolean, nullable=False, default=True, server_default=true())
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    made_at = Column(Moment, nullable=False)
    group = relationship(Group)


class Outgoing(Base):
    """Something that is to be sent, and what became of it. It goes when what it is about goes, or its target.

    Attributes:
        webhook_id: To which address; null for others.
        robot_id: By which group's robot; null for others.
        person_id: To whom by e-mail; null for others. Where all three are null it is for the LRS.
        event: One of :data:`duilian.archive.outbox.EVENTS` or :data:`duilian.archive.notices.TOPICS`.
        session_id: The session it is about; null where it is about a task.
        assignment_id: The task it is about; null where it is about a session.
        facts: What held then; nothing that anybody said.
        next_at: When it is tried (again).
        tries: How often it was tried in vain.
        state: ``waiting``, ``sent`` or ``given_up``.
        said: Why it was in vain the last time.
    """

    __tablename__ = "outgoing"
    id = Column(Integer, primary_key=True)
    webhook_id = Column(Integer, ForeignKey("webhooks.id", ondelete="CASCADE"), index=True)
    robot_id = Column(Integer, ForeignKey("group_robots.id", ondelete="CASCADE", name="fk_outgoing_robot"))
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE", name="fk_outgoing_person"))
    event = Column(String(32), nullable=False)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    assignment_id = Column(
        Integer, ForeignKey("assignments.id", ondelete="CASCADE", name="fk_outgoing_assignment")
    )
    facts = Column(JSON, nullable=False)
    at = Column(Moment, nullable=False)
    next_at = Column(Moment, nullable=False, index=True)
    tries = Column(Integer, nullable=False, default=0, server_default="0")
    state = Column(String(16), nullable=False, default="waiting", server_default="waiting")
    said = Column(String(200), nullable=False, default="", server_default="")
    webhook = relationship(Webhook)
    robot = relationship(GroupRobot)
    person = relationship(Person)
