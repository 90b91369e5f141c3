"""The archive's tables: people, sessions, their turns, and every assessment made of them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import declarative_base, relationship
from sqlalchemy.types import TypeDecorator

Base: Any = declarative_base()


class Moment(TypeDecorator):
    """A moment that knows its zone, kept and given back as UTC.

    SQLite forgets the zone, and PostgreSQL answers in its own.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """On the way into the database; SQLAlchemy calls it."""
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """On the way out of the database; SQLAlchemy calls it."""
        if value is None:
            return None
        return value.astimezone(timezone.utc) if value.tzinfo else value.replace(tzinfo=timezone.utc)


ROLES = ("trainee", "trainer", "administrator")


def link_table(name: str, **columns: str) -> Table:
    """A table that says what belongs to what; a row goes with either.

    Args:
        name: The table's.
        **columns: Its columns, each with the table whose ``id`` it names.
    """
    keys = (
        Column(column, Integer, ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True)
        for column, table in columns.items()
    )
    return Table(name, Base.metadata, *keys)


class Group(Base):
    """People who are trained together; ``board``: do they see how much each of them practises?"""

    __tablename__ = "groups"
    id = Column(Integer, primary_key=True)
    name = Column(String(64), nullable=False, unique=True)
    board = Column(Boolean, nullable=False, default=False, server_default=false())


groups_seen = link_table("groups_seen", person_id="people", group_id="groups")


class Person(Base):
    """Someone who practises or trains.

    Attributes:
        name: What it is called; two may be called the same.
        login: What it signs in with: the number of staff, or the name made unique.
        department: Where it works; empty where nobody said.
        unmasked: May it see numbers of phones and cards in others' calls? That it did is noted.
        password: argon2's hash; null for who only practises in the terminal.
        one_time: Does the password have to be changed at the next sign-in?
        demo: Is it a newcomer trying it out?
        off_board: Has it left its group's board?
        all_groups: Does it see everybody, as a trainer?
        seen_groups: Else, whom it sees: the groups assigned to it.
        email: Where e-mail reaches it; empty for nowhere.
        by_email: Does it want to be told by e-mail?
    """

    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    name = Column(String(64), nullable=False, index=True)
    login = Column(
        String(64), nullable=False, unique=True, default=lambda made: made.get_current_parameters()["name"]
    )
    department = Column(String(64), nullable=False, default="", server_default="")
    unmasked = Column(Boolean, nullable=False, default=False, server_default=false())
    created_at = Column(Moment, nullable=False)
    role = Column(String(16), nullable=False, default="trainee", server_default="trainee")
    password = Column(String(128))
    one_time = Column(Boolean, nullable=False, default=False, server_default=false())
    active = Column(Boolean, nullable=False, default=True, server_default=true())
    demo = Column(Boolean, nullable=False, default=False, server_default=false())
    off_board = Column(Boolean, nullable=False, default=False, server_default=false())
    group_id = Column(Integer, ForeignKey("groups.id", name="fk_people_group"))
    all_groups = Column(Boolean, nullable=False, default=False, server_default=false())
    email = Column(String(254), nullable=False, default="", server_default="")
    by_email = Column(Boolean, nullable=False, default=True, server_default=true())
    group = relationship(Group)
    seen_groups = relationship(Group, secondary=groups_seen, order_by=Group.name)

    @property
    def handle(self) -> str:
        """What it is called among others of its name; see :func:`handle_of`."""
        return handle_of(str(self.name), str(self.login))


def handle_of(name: str, login: str) -> str:
    """A name that tells namesakes apart: 周老师（1002）, or the name alone where it is the login."""
    return name if name == login else f"{name}（{login}）"


class Disclosure(Base):
    """That somebody saw numbers unmasked: who, what (a session's id, a file) and when."""

    __tablename__ = "disclosures"
    id = Column(Integer, primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"), index=True)
    what = Column(String(128), nullable=False)
    at = Column(Moment, nullable=False, index=True)
    person = relationship(Person)


class Login(Base):
    """A browser that is signed in; ``token`` is the SHA-256 of what its cookie holds."""

    __tablename__ = "logins"
    token = Column(String(64), primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True)
    seen_at = Column(Moment, nullable=False)
    person = relationship(Person)


class Attempt(Base):
    """A sign-in that failed."""

    __tablename__ = "attempts"
    id = Column(Integer, primary_key=True)
    name = Column(String(64), nullable=False, index=True)
    address = Column(String(64), nullable=False, index=True)
    at = Column(Moment, nullable=False)


class Session(Base):
    """One call or visit.

    Attributes:
        id: Rasa's sender.
        ended_at: Null while it is open.
        parent_id: The session that it goes on from, up to that one's turn ``parent_turn``.
        rating: The trainee's own, given before it saw the scorecard.
        followup: The trainee's record of a visit, see :class:`duilian.coaching.followup.FollowUp`.
        score: What holds now, 0 to 100, reviews counted.
        broke_off: The phase it did not get beyond; null where it came to its end.
        week: For statistics: weeks since 29 December 1969, a Monday, in China.
        cell: For statistics: see :func:`duilian.archive.reviews.cell_of`.
        review_reasons: Why a person should look, the sum of :class:`duilian.archive.reviews.ReviewReason`;
            null where nothing calls for it.
        origin: ``played`` or ``imported``.
        title: What a real call is called; empty for one that was played.
        kept_at: When a real call was kept, which may be long after it began; null for one that was played.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_person", "person_id", "started_at"),
        Index("ix_sessions_scenario", "scenario", "started_at"),
        Index("ix_sessions_kind", "kind", "started_at"),
        Index("ix_sessions_score", "score"),
        Index("ix_sessions_reviewed", "reviewed_at", "started_at"),
        Index("ix_sessions_cells", "week", "cell", "kind", "person_id", "scenario", "score", "started_at"),
        Index(
            "ix_sessions_to_review",
            *("started_at", "person_id", "review_reasons"),
            sqlite_where=text("review_reasons IS NOT NULL"),
            postgresql_where=text("review_reasons IS NOT NULL"),
        ),
    )
    id = Column(String(64), primary_key=True)
    person_id = Column(Integer, ForeignKey("people.id"), index=True)
    scenario = Column(String(64), nullable=False)
    kind = Column(String(32), nullable=False)
    mode = Column(String(16), nullable=False)
    seed = Column(String(64), nullable=False, default="")
    context = Column(JSON, nullable=False, default=dict)
    started_at = Column(Moment, nullable=False, index=True)
    ended_at = Column(Moment)
    parent_id = Column(String(64), ForeignKey("sessions.id", name="fk_sessions_parent", ondelete="SET NULL"))
    parent_turn = Column(Integer)
    rating = Column(JSON(none_as_null=True))
    followup = Column(JSON(none_as_null=True))
    score = Column(Float)
    reviewed_at = Column(Moment)
    broke_off = Column(String(16))
    week = Column(Integer)
    cell = Column(Integer)
    review_reasons = Column(Integer)
    origin = Column(String(16), nullable=False, default="played", server_default="played")
    title = Column(String(128), nullable=False, default="", server_default="")
    kept_at = Column(Moment)
    person = relationship(Person)
    reviews = relationship("Review", order_by="Review.id", cascade="all, delete-orphan")
    comments = relationship("Comment", order_by="Comment.id", cascade="all, delete-orphan")
    disputes = relationship(
        "Dispute", order_by="Dispute.id", cascade="all, delete-orphan", back_populates="session"
    )
    transcript = relationship("Transcript", cascade="all, delete-orphan", uselist=False)
    verdicts = relationship("VerdictRow", cascade="all, delete-orphan")
    exchanges = relationship("ExchangeRow", order_by="ExchangeRow.number", cascade="all, delete-orphan")
    turns = relationship("TurnRow", order_by="TurnRow.number", cascade="all, delete-orphan")
    assessments = relationship("AssessmentRow", order_by="AssessmentRow.id", cascade="all, delete-orphan")


class ExchangeRow(Base):
    """One message of a call in play and what came back.

    Attributes:
        number: From 0, the message that rings.
        key: Names the message: sent twice, it is the same.
        text: As the trainee typed it; a command begins with a slash.
        replies: Null until they have come.
    """

    __tablename__ = "exchanges"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        UniqueConstraint("session_id", "key"),
        Index(
            "ix_exchanges_unanswered",
            "session_id",
            sqlite_where=text("replies IS NULL"),
            postgresql_where=text("replies IS NULL"),
        ),
    )
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False)
    number = Column(Integer, nullable=False)
    key = Column(String(64), nullable=False)
    text = Column(Text, nullable=False)
    replies = Column(JSON(none_as_null=True))
    at = Column(Moment, nullable=False)


class TurnRow(Base):
    """One turn of a transcript.

    Attributes:
        labels: Its acts (with offsets and scores) or its cues.
        begins: When it begins, in seconds from the start of the call; null where nobody knows.
        ends: When it ends, likewise.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("speaker in ('trainee', 'client')"),
    )
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False)
    number = Column(Integer, nullable=False)
    speaker = Column(String(8), nullable=False)
    text = Column(Text, nullable=False)
    labels = Column(JSON, nullable=False, default=list)
    begins = Column(Float)
    ends = Column(Float)


class Transcript(Base):
    """All words of a session, a line each turn, to be searched.

    On SQLite the full-text index ``transcript_index`` finds them.
    """

    __tablename__ = "transcripts"
    id = Column(Integer, primary_key=True)
    session_id = Column(
        String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, unique=True
    )
    text = Column(Text, nullable=False)


class AssessmentRow(Base):
    """A scorecard, with the versions of rubric and model that made it.

    Never changed, only followed by another.

    Attributes:
        signature: All it depends on (:func:`duilian.evaluation.signature.score_signature`); empty where it
            was made before there were any.
    """

    __tablename__ = "assessments"
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True)
    score = Column(Float, nullable=False)
    verdicts = Column(JSON, nullable=False)
    rubric_version = Column(String(32), nullable=False)
    model_version = Column(String(32), nullable=False)
    signature = Column(Text, nullable=False, default="", server_default="")
    made_at = Column(Moment, nullable=False)


def _unread(table: str) -> Index:
    """An index of what the trainee has not read yet, which is little."""
    where = text("read_at IS NULL")
    return Index(f"ix_{table}_unread", "session_id", sqlite_where=where, postgresql_where=where)


class Review(Base):
    """What a trainer says of one criterion of a session: met, missed, or na where it is struck.

    Never changed, only followed by another; the last one holds.

    Attributes:
        read_at: When the trainee saw it; null before.
    """

    __tablename__ = "reviews"
    __table_args__ = (CheckConstraint("verdict in ('met', 'missed', 'na')"), _unread("reviews"))
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True)
    criterion = Column(String(32), nullable=False)
    verdict = Column(String(8), nullable=False)
    reason = Column(Text, nullable=False, default="")
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    at = Column(Moment, nullable=False)
    read_at = Column(Moment)
    person = relationship(Person)


class Comment(Base):
    """What a trainer remarks on a turn, from 0; -1: on the whole; ``read_at``: when the trainee saw it."""

    __tablename__ = "comments"
    __table_args__ = (_unread("comments"),)
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True)
    turn = Column(Integer, nullable=False)
    text = Column(Text, nullable=False)
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    at = Column(Moment, nullable=False)
    read_at = Column(Moment)
    person = relationship(Person)


class Dispute(Base):
    """A verdict that the trainee of a session contests, and what a trainer decided.

    Attributes:
        contested: What held of the criterion when it was contested: met, missed or na.
        turn: The turn that the trainee points to, from 0; null where to none.
        reason: Why, in the trainee's words.
        state: ``open``, ``withdrawn`` or ``settled``.
        verdict: What the trainer decided; null until it is settled.
        answer: Why, in the trainer's words.
        person_id: The trainer's.
        told_at: When the trainee read the outcome.
    """

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint("state in ('open', 'withdrawn', 'settled')"),
        Index(
            "ix_disputes_open",
            "session_id",
            "criterion",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True)
    criterion = Column(String(32), nullable=False)
    contested = Column(String(8), nullable=False)
    turn = Column(Integer)
    reason = Column(Text, nullable=False)
    at = Column(Moment, nullable=False)
    state = Column(String(16), nullable=False, default="open")
    verdict = Column(String(8))
    answer = Column(Text, nullable=False, default="")
    person_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    closed_at = Column(Moment)
    told_at = Column(Moment)
    person = relationship(Person)
    session = relationship("Session", back_populates="disputes")


class VerdictRow(Base):
    """What holds of a criterion in a session now: the last review, else the machine's last verdict.

    There is no row where the criterion does not apply.
    """

    __tablename__ = "verdicts"
    __table_args__ = (Index("ix_verdicts_criterion", "criterion", "met", "session_id"),)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    criterion = Column(String(32), primary_key=True)
    met = Column(Boolean, nullable=False)


class Tally(Base):
    """How often a criterion applied (``asked``) and was met: sums of ``verdicts`` by month, kind and person.

    Attributes:
        person_id: 0 for nobody.
        month: China's, as 2026-11.
    """

    __tablename__ = "tallies"
    __table_args__ = ({"sqlite_with_rowid": False},)  # read whole, in the order of its key
    person_id = Column(Integer, primary_key=True, autoincrement=False)
    criterion = Column(String(32), primary_key=True)
    kind = Column(String(32), primary_key=True)
    month = Column(String(7), primary_key=True)
    asked = Column(Integer, nullable=False)
    met = Column(Integer, nullable=False)


class Setting(Base):
    """What an administrator sets: ``keep_days``, how long transcripts are kept (0: for good); ``demo``, may
    newcomers try it out? ``lrs``: the learning record store; ``notices``, ``mail``: how people are told.
    """

    __tablename__ = "settings"
    name = Column(String(32), primary_key=True)
    value = Column(JSON, nullable=False)


class Calibration(Base):
    """A sample of sessions that two trainers rate, neither seeing what the other and the machine said."""

    __tablename__ = "calibrations"
    id = Column(Integer, primary_key=True)
    title = Column(String(64), nullable=False)
    first_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    second_id = Column(Integer, ForeignKey("people.id", ondelete="SET NULL"))
    at = Column(Moment, nullable=False)
    first = relationship(Person, foreign_keys=[first_id])
    second = relationship(Person, foreign_keys=[second_id])
    items = relationship(
        "CalibrationSession", order_by="CalibrationSession.number", cascade="all, delete-orphan"
    )


class CalibrationSession(Base):
    """One session of the sample; ``number`` counts from 1."""

    __tablename__ = "calibration_sessions"
    calibration_id = Column(Integer, ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    number = Column(Integer, nullable=False)
    session = relationship(Session)


class Rating(Base):
    """What the first (``place`` 1) or second trainer said of a criterion."""

    __tablename__ = "ratings"
    calibration_id = Column(Integer, ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    criterion = Column(String(32), primary_key=True)
    place = Column(Integer, primary_key=True, autoincrement=False)
    verdict = Column(String(8), nullable=False)


class Settlement(Base):
    """What was agreed on where they differed."""

    __tablename__ = "settlements"
    calibration_id = Column(Integer, ForeignKey("calibrations.id", ondelete="CASCADE"), primary_key=True)
    session_id = Column(String(64), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    criterion = Column(String(32), primary_key=True)
    verdict = Column(String(8), nullable=False)
    note = Column(Text, nullable=False, default="")
