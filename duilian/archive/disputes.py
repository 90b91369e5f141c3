"""Disputes: a trainee contests a verdict of its own session, a trainer decides, and the score follows.

``row`` is a session throughout. What is decided is a review (:mod:`duilian.archive.reviews`) like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import contains_eager, object_session, selectinload

from duilian.archive import notices, reviews
from duilian.archive.models import Dispute, Person, Session
from duilian.archive.sight import Sight
from duilian.errors import DataError
from duilian.texts import sentence

MAX_REASON = 500  # characters of why a verdict is contested
_LISTED = 200  # disputes on a page


def last_disputes(row: Session) -> dict[str, Dispute]:
    """The last dispute of each criterion that has one."""
    return {dispute.criterion: dispute for dispute in row.disputes}


def open_disputes(row: Session) -> dict[str, Dispute]:
    """The disputes that wait for a trainer, by criterion."""
    return {name: dispute for name, dispute in last_disputes(row).items() if dispute.state == "open"}


def contest_verdict(row: Session, criterion: str, turn: int | None, reason: str, now: datetime) -> None:
    """Enter that the trainee contests what holds of a criterion. The same said twice is said once.

    Args:
        row: The session, ended.
        criterion: One that has a verdict in it.
        turn: The turn that the trainee points to, from 0; None for none.
        reason: Why, in 1 to :data:`MAX_REASON` characters.
        now: The moment.

    Raises:
        DataError: There is no such verdict or turn, the reason is missing or too long, the verdict is
            contested already, or a trainer has decided on it.
    """
    ruling, last = reviews.rulings(row).get(criterion), last_disputes(row).get(criterion)
    if ruling is None:
        raise DataError(sentence("archive.disputes.no_verdict"))
    if not 1 <= len(reason.strip()) <= MAX_REASON:
        raise DataError(sentence("archive.disputes.no_reason", most=MAX_REASON))
    if turn is not None and not 0 <= turn < len(row.turns):
        raise DataError(sentence("archive.reviews.no_turn"))
    if last is not None and last.state == "settled":
        raise DataError(sentence("archive.disputes.settled"))
    if last is not None and last.state == "open":
        if last.reason == reason.strip():
            return
        raise DataError(sentence("archive.disputes.open"))
    row.disputes.append(
        Dispute(criterion=criterion, contested=ruling.verdict, turn=turn, reason=reason.strip(), at=now)
    )
    try:
        object_session(row).flush()
    except IntegrityError:  # sent from two windows at once
        raise DataError(sentence("archive.disputes.open")) from None


def withdraw_dispute(row: Session, criterion: str, now: datetime) -> None:
    """Take back what waits for a trainer; the verdict stands as it stood, and may be contested again.

    Args:
        row: The session.
        criterion: What is contested.
        now: The moment.

    Raises:
        DataError: Nothing waits, because a trainer has decided, or it was never contested.
    """
    dispute = _waiting(row, criterion)
    dispute.state, dispute.closed_at = "withdrawn", now


def settle_dispute(
    row: Session,
    criterion: str,
    verdict: str,
    answer: str,
    person: int,
    now: datetime,
    weights: Mapping[str, int],
) -> None:
    """Decide a dispute: the verdict is entered as a review, and the score follows.

    Args:
        row: The session.
        criterion: What is contested.
        verdict: met, missed, or na where the criterion does not apply.
        answer: Why, for the trainee; at most :data:`duilian.archive.reviews.MAX_REMARK` characters.
        person: The trainer's number.
        now: The moment.
        weights: All the rubric's.

    Raises:
        DataError: Nothing waits, there is no such verdict, or the answer is missing or too long.
    """
    dispute = _waiting(row, criterion)
    if not answer.strip():
        raise DataError(sentence("archive.disputes.no_answer"))
    dispute.state, dispute.closed_at, dispute.person_id = "settled", now, person
    reviews.add_review(row, criterion, verdict, answer, person, now, weights)
    dispute.verdict, dispute.answer = verdict, answer.strip()
    notices.tell_of_feedback(row, notices.SETTLED, person, now)


def _waiting(row: Session, criterion: str) -> Dispute:
    dispute = open_disputes(row).get(criterion)
    if dispute is None:
        raise DataError(sentence("archive.disputes.none_open"))
    return dispute


def disputes_of(db: Database, person: int) -> list[Dispute]:
    """What a person has contested, the latest first."""
    query = select(Dispute).join(Dispute.session).where(Session.person_id == person)
    query = query.options(contains_eager(Dispute.session), selectinload(Dispute.person))
    return list(db.execute(query.order_by(Dispute.id.desc()).limit(_LISTED)).scalars())


def untold_outcomes(db: Database, person: int) -> int:
    """How many outcomes a person has not read yet."""
    query = select(func.count(Dispute.id)).join(Dispute.session)
    unread = (Session.person_id == person, Dispute.state == "settled", Dispute.told_at.is_(None))
    return int(db.execute(query.where(*unread)).scalar_one())


def mark_told(db: Database, disputes: Sequence[Dispute], now: datetime) -> None:
    """Note that the trainee has read how these ended."""
    unread = [d.id for d in disputes if d.state == "settled" and d.told_at is None]
    if unread:
        db.execute(
            update(Dispute)
            .where(Dispute.id.in_(unread))
            .values(told_at=now)
            .execution_options(synchronize_session=False)
        )


def waiting_disputes(db: Database, sight: Sight) -> list[Dispute]:
    """What waits for a decision, among others' sessions that are seen; the oldest first."""
    query = select(Dispute).join(Dispute.session).where(*_to_decide(sight)).order_by(Dispute.id)
    query = query.options(contains_eager(Dispute.session).selectinload(Session.person))
    return list(db.execute(query.limit(_LISTED)).scalars())


def count_waiting(db: Database, sight: Sight) -> int:
    """How many disputes wait for who sees this."""
    query = select(func.count(Dispute.id)).join(Dispute.session).where(*_to_decide(sight))
    return int(db.execute(query).scalar_one())


def _to_decide(sight: Sight) -> list[Any]:
    newcomers = select(Person.id).where(Person.demo)
    others = (Session.person_id != sight.person, Session.person_id.not_in(newcomers))
    return [Dispute.state == "open", *others, *sight.sessions]


@dataclass(frozen=True)
class DisputeCount:
    """How often a criterion was contested, and how that ended.

    Attributes:
        criterion: Its name.
        total: How often.
        open: Nobody has decided yet.
        changed: A trainer decided otherwise than what was contested.
        kept: A trainer left it as it was.
        withdrawn: The trainee took it back.
    """

    criterion: str
    total: int
    open: int
    changed: int
    kept: int
    withdrawn: int


def count_disputes(db: Database, sight: Sight) -> list[DisputeCount]:
    """How disputes ended by criterion, among the sessions that are seen; the most contested first."""

    def count(*conditions: Any) -> Any:
        return func.sum(case((and_(*conditions), 1), else_=0))

    settled, same = Dispute.state == "settled", Dispute.verdict == Dispute.contested
    total = func.count(Dispute.id)
    query = (
        select(
            Dispute.criterion,
            total,
            count(Dispute.state == "open"),
            count(settled, ~same),
            count(settled, same),
            count(Dispute.state == "withdrawn"),
        )
        .join(Dispute.session)
        .where(*sight.sessions)
        .group_by(Dispute.criterion)
        .order_by(total.desc(), Dispute.criterion)
    )
    return [DisputeCount(name, *map(int, counts)) for name, *counts in db.execute(query)]
