"""What waits for a trainer, by why a person should look, and who is looking at it at the moment.

Four queues: what trainees dispute, verdicts of which the machine is not sure, the first calls of new people,
and a tenth of all calls drawn at random. What newcomers try out, what trainers try out, what repeats another
call and one's own calls are in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from duilian.archive.models import Dispute, Person, Session
from duilian.archive.review_models import ReviewClaim, ReviewSkip
from duilian.archive.reviews import FIRST_TURN, ReviewReason
from duilian.archive.sight import Sight
from duilian.archive.statistics import outsiders
from duilian.errors import DataError
from duilian.texts import sentence

QUEUES = ("disputed", "unsure", "first", "sample")
"""By how much they need a person: disputes, doubtful verdicts, first calls of new people, a tenth."""
PERIODS = {"30": 30, "90": 90, "all": 0}
"""What is looked at: calls of so many days; 0: all. Disputes wait however old they are."""
FIRST_CALLS = 3
"""How many calls of somebody new are to be looked at."""
HELD_FOR = timedelta(minutes=30)
"""How long nobody else is given a call that somebody has taken."""
_TRIES = 20


@dataclass(frozen=True)
class QueueView:
    """Whose calls wait for whom.

    Attributes:
        sight: Of whom the trainer is who asks.
        now: The moment.
        period: A key of :data:`PERIODS`.
    """

    sight: Sight
    now: datetime
    period: str = "30"

    def __post_init__(self) -> None:
        if self.period not in PERIODS:
            raise DataError(sentence("archive.review_queue.no_period"))

    @property
    def since(self) -> datetime | None:
        """The moment from which calls are looked at; None for all."""
        days = PERIODS[self.period]
        return self.now - timedelta(days=days) if days else None


@dataclass(frozen=True)
class TakenCall:
    """A call that a trainer is to look at.

    Attributes:
        session: Its id.
        criterion: The criterion that is disputed; empty in the other queues.
    """

    session: str
    criterion: str = ""


def _calls(view: QueueView) -> list[Any]:
    """Conditions on sessions: of others who are seen, whole, neither a newcomer's nor a trainer's try-out."""
    mine = view.sight.person
    # Not by the index on people: see duilian.archive.listing.
    others = and_((Session.person_id + 0) != mine, (Session.person_id + 0).not_in(outsiders()))
    return [or_(Session.person_id.is_(None), others), *view.sight.sessions]


def _disputed(view: QueueView) -> Any:
    whole = or_(Session.parent_turn.is_(None), Session.parent_turn <= FIRST_TURN)
    query = select(Session.id, Session.started_at, Dispute.criterion, Dispute.id.label("dispute"))
    query = query.join(Dispute, Dispute.session_id == Session.id)
    return query.where(Dispute.state == "open", whole, *_calls(view))


def _reasoned(view: QueueView, reason: ReviewReason) -> Any:
    holding = [value for value in range(1, 2 * max(ReviewReason)) if value & reason]
    wanted = [Session.review_reasons.isnot(None), Session.review_reasons.in_(holding)]
    wanted += [Session.started_at >= view.since] if view.since else []
    return select(Session.id, Session.started_at).where(*wanted, *_calls(view))


def _first(view: QueueView) -> Any:
    """The first calls of those whose very first call falls into the period, that nobody has reviewed.

    Person by person, along the index on people and time: numbering all calls takes long where there are many.
    """
    call = aliased(Session)
    begun = select(func.min(call.started_at)).where(call.person_id == Person.id).scalar_subquery()
    new = [Person.role == "trainee", Person.demo.is_(False), Person.id != view.sight.person]
    new += [begun >= view.since] if view.since else []
    new += [] if view.sight.all else [view.sight.people]
    whole = or_(call.parent_turn.is_(None), call.parent_turn <= FIRST_TURN)
    first = select(call.id).where(call.person_id == Person.id, call.ended_at.isnot(None), whole)
    first = first.order_by(call.started_at, call.id).limit(FIRST_CALLS).correlate(Person)
    query = select(Session.id, Session.started_at).select_from(Person).join(Session, Session.id.in_(first))
    # Not by the index on reviews, which would have SQLite ask of every call whose first it is.
    return query.where(*new, case((Session.reviewed_at.is_(None), 1), else_=0) == 1)


def _queue(view: QueueView, queue: str) -> Any:
    """A query for (id, started_at) of the calls in a queue; of disputes the criterion and number, too."""
    if queue == "disputed":
        return _disputed(view)
    if queue == "first":
        return _first(view)
    return _reasoned(view, ReviewReason.UNSURE if queue == "unsure" else ReviewReason.SAMPLE)


def _held(view: QueueView) -> Any:
    """A query for the ids of calls that others look at."""
    return select(ReviewClaim.session_id).where(
        ReviewClaim.person_id != view.sight.person, ReviewClaim.at > view.now - HELD_FOR
    )


def _kept_from(view: QueueView) -> Any:
    """A query for the ids of calls that who asks is not given: others look at them, or it skipped them."""
    held = _held(view)
    skipped = select(ReviewSkip.session_id).where(ReviewSkip.person_id == view.sight.person)
    return held.union_all(skipped)


def queue_counts(db: Database, view: QueueView, queues: Sequence[str] = QUEUES) -> dict[str, int]:
    """How many calls wait in each queue, without those that others look at and those passed over."""
    kept = list(db.execute(_kept_from(view)).scalars())
    counts = {}
    for queue in queues:
        waiting = _queue(view, queue).subquery()
        total = db.execute(select(func.count()).select_from(waiting)).scalar_one()
        if kept:
            out = select(func.count()).select_from(waiting).where(waiting.c.id.in_(kept))
            total -= db.execute(out).scalar_one()
        counts[queue] = int(total)
    return counts


def _candidates(view: QueueView, queue: str, after: datetime | None) -> Iterable[Any]:
    """Queries for the calls of a queue, in the order in which they are given out."""
    query = _queue(view, queue).where(Session.id.not_in(_kept_from(view)))
    if queue == "disputed":
        return [query.order_by(Dispute.id)]
    if after is None:
        return [query.order_by(Session.started_at.desc(), Session.id)]
    # Going on from the call just left, then once more from the latest.
    begun = query.order_by(Session.started_at.desc(), Session.id)
    return [begun.where(Session.started_at < after), begun]


def take_next(db: Database, view: QueueView, queue: str, after: str = "") -> TakenCall | None:
    """Give a trainer the next call of a queue; what it held before is free again.

    Two who ask at once get different calls.

    Args:
        db: The database session, in which nothing was read yet.
        view: Who asks.
        queue: One of :data:`QUEUES`.
        after: The id of the call just left; the one begun before it follows. Empty for none.

    Returns:
        The call, the latest first, of disputes the oldest; None where none waits.

    Raises:
        DataError: There is no such queue.
    """
    if queue not in QUEUES:
        raise DataError(sentence("archive.review_queue.no_queue"))
    let_go(db, view)
    begun = db.execute(select(Session.started_at).where(Session.id == after)).scalar_one_or_none()
    for _ in range(_TRIES):
        found = _next_but(db, view, queue, begun, after)
        if found is None or claim_call(db, view, found.session):
            return found
    return None


def _next_but(
    db: Database, view: QueueView, queue: str, begun: datetime | None, after: str
) -> TakenCall | None:
    for query in _candidates(view, queue, begun):
        row = db.execute(query.where(Session.id != after).limit(1)).first()
        if row is not None:
            return TakenCall(row.id, row.criterion if queue == "disputed" else "")
    return None


def let_go(db: Database, view: QueueView) -> None:
    """Free what a trainer holds, and what anybody has held for too long.

    On SQLite others wait here, where something is written, until this transaction is over, and then read
    what it has written; so it has to come first in it.
    """
    old = or_(ReviewClaim.person_id == view.sight.person, ReviewClaim.at <= view.now - HELD_FOR)
    db.execute(delete(ReviewClaim).where(old).execution_options(synchronize_session=False))


def held_by_others(db: Database, view: QueueView) -> list[str]:
    """The ids of the calls that others look at."""
    return list(db.execute(_held(view)).scalars())


def claim_call(db: Database, view: QueueView, session: str) -> bool:
    """Note who looks at a call; False where another one was quicker (only on PostgreSQL)."""
    try:
        with db.begin_nested():
            db.add(ReviewClaim(session_id=session, person_id=view.sight.person, at=view.now))
    except IntegrityError:
        return False
    return True


def skip_call(db: Database, view: QueueView, session: str) -> None:
    """Pass a call over: who skips it is not given it again."""
    seen = select(Session.id).where(Session.id == session, *view.sight.sessions)
    if db.execute(seen).first() is not None:
        db.merge(ReviewSkip(person_id=view.sight.person, session_id=session, at=view.now))
        db.flush()


def count_skipped(db: Database, person: int) -> int:
    """How many calls a trainer has passed over."""
    query = select(func.count()).select_from(ReviewSkip).where(ReviewSkip.person_id == person)
    return int(db.execute(query).scalar_one())


def take_back_skips(db: Database, person: int) -> None:
    """Put back into the queues what a trainer has passed over."""
    db.execute(delete(ReviewSkip).where(ReviewSkip.person_id == person))


def held_by(db: Database, session: str, view: QueueView) -> Person | None:
    """Who else looks at a call at the moment; None for nobody."""
    query = select(ReviewClaim).where(
        ReviewClaim.session_id == session,
        ReviewClaim.person_id != view.sight.person,
        ReviewClaim.at > view.now - HELD_FOR,
    )
    claim = db.execute(query).scalar_one_or_none()
    return claim.person if claim else None
