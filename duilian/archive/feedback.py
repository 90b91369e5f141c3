"""What trainers said of a trainee's calls (comments and reviews), and what of it the trainee has read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload

from duilian.archive.models import Comment, Review, Session

LISTED = 60
"""How many calls are listed at most."""


@dataclass(frozen=True)
class CallFeedback:
    """What was said of one call by others than who spoke in it.

    Attributes:
        session: The call.
        at: When the last of it was said.
        unread: Is something of it not read yet?
        comments: The comments, by turn and time.
        changed: The reviews with a reason, which overrule or explain: the last of each criterion.
        agreed: How many of the machine's verdicts were confirmed without a word.
        by: The names of who said it, in order.
    """

    session: Session
    at: datetime
    unread: bool
    comments: tuple[Comment, ...]
    changed: tuple[Review, ...]
    agreed: int
    by: tuple[str, ...]


def _by_others(table: Any, person: int) -> Any:
    """Conditions on comments or reviews: not one's own."""
    return or_(table.person_id.is_(None), table.person_id != person)


def _unread_of(table: Any, person: int) -> Any:
    """The ids of sessions of which something in this table is not read."""
    return select(table.session_id).where(table.read_at.is_(None), _by_others(table, person))


def count_unread(db: Database, person: int) -> int:
    """Of how many of its calls a person has something to read."""
    unread = or_(Session.id.in_(_unread_of(Comment, person)), Session.id.in_(_unread_of(Review, person)))
    query = select(func.count()).select_from(Session).where(Session.person_id == person, unread)
    return int(db.execute(query).scalar_one())


def list_feedback(db: Database, person: int, limit: int = LISTED) -> list[CallFeedback]:
    """What was said of a person's calls, the latest first.

    Args:
        db: The database session.
        person: The person's number.
        limit: How many calls at most.
    """
    said: list[Any] = [
        select(table.session_id, table.at)
        .join(Session, Session.id == table.session_id)
        .where(Session.person_id == person, _by_others(table, person))
        for table in (Comment, Review)
    ]
    both = said[0].union_all(said[1]).subquery()
    last = func.max(both.c.at)
    latest = select(both.c.session_id, last.label("at")).group_by(both.c.session_id)
    order = {row.session_id: row.at for row in db.execute(latest.order_by(last.desc()).limit(limit)).all()}
    rows = db.execute(
        select(Session)
        .where(Session.id.in_(list(order)))
        .options(
            selectinload(Session.comments).selectinload(Comment.person),
            selectinload(Session.reviews).selectinload(Review.person),
        )
    ).scalars()
    found = {row.id: row for row in rows}
    return [_of_call(found[name], at, person) for name, at in order.items()]


def _of_call(row: Session, at: datetime, person: int) -> CallFeedback:
    comments = tuple(sorted((c for c in row.comments if c.person_id != person), key=lambda c: (c.turn, c.id)))
    last = {review.criterion: review for review in row.reviews if review.person_id != person}
    said: Sequence[Any] = (*comments, *last.values())
    return CallFeedback(
        row,
        at,
        any(one.read_at is None for one in said),
        comments,
        tuple(review for review in last.values() if review.reason),
        sum(not review.reason for review in last.values()),
        tuple(dict.fromkeys(one.person.name for one in said if one.person)),
    )


def mark_read(db: Database, person: int, now: datetime, session: str = "") -> None:
    """Note that a person has read what was said of its calls.

    Args:
        db: The database session.
        person: The person's number.
        now: The moment.
        session: Of this call only; empty for all.
    """
    mine = select(Session.id).where(Session.person_id == person)
    mine = mine.where(Session.id == session) if session else mine
    for table in (Comment, Review):
        db.execute(
            update(table)
            .where(table.session_id.in_(mine), table.read_at.is_(None))
            .values(read_at=now)
            .execution_options(synchronize_session=False)
        )
