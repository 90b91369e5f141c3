"""What is to be told to other programs, written down in the transaction in which it happened, and sent later.

Webhooks hear of assessed sessions and of reviews, within the sight of who entered them. The learning record
store hears of what was played: begun, assessed, and scored anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, object_session

from duilian.archive.models import Person, Session, Setting
from duilian.archive.outgoing_models import Outgoing, Webhook
from duilian.archive.sight import sight_of
from duilian.errors import DataError
from duilian.texts import sentence

EVENTS = ("session.assessed", "review.made")
"""What a webhook may want to hear of."""
BEGUN, ASSESSED, REVIEWED = "session.begun", *EVENTS
PAUSES = tuple(
    timedelta(seconds=s) for s in (10, 30, 120, 600, 3600, 3 * 3600, 12 * 3600, 24 * 3600, 48 * 3600)
)
"""How long is waited after each try that was in vain; after the last one it is given up."""
_KEPT = timedelta(days=7)  # how long what was sent, or given up, is shown
_MOST = 20  # webhooks of a person


def add_webhook(db: Database, person: int, url: str, events: Sequence[str], now: datetime) -> Webhook:
    """Enter an address that wants to hear of things.

    Args:
        db: The database session.
        person: The number of who enters it: what it does not see is not told.
        url: http or https, at most 512 characters.
        events: At least one of :data:`EVENTS`.
        now: The moment.

    Raises:
        DataError: The address or the events are none, or there are too many.
    """
    check_address(url)
    chosen = [event for event in EVENTS if event in events]
    if not chosen:
        raise DataError(sentence("archive.outbox.no_events"))
    if len(webhooks_of(db, person)) >= _MOST:
        raise DataError(sentence("archive.outbox.too_many", most=_MOST))
    row = Webhook(person_id=person, url=url.strip(), secret=secrets.token_hex(32), events=chosen, made_at=now)
    db.add(row)
    db.flush()
    return row


def check_address(url: str) -> None:
    """Raises DataError where a text is no address of a web server."""
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        good = good and parts.username is None
    except ValueError:
        good = False
    if not good or len(url) > 512 or not url.strip().isascii() or " " in url.strip():
        raise DataError(sentence("archive.outbox.no_address"))


def webhooks_of(db: Database, person: int | None) -> list[Webhook]:
    """A person's webhooks, or everybody's (None), the latest first."""
    query = select(Webhook).order_by(Webhook.id.desc())
    return list(db.execute(query if person is None else query.where(Webhook.person_id == person)).scalars())


def delete_webhook(db: Database, number: int, person: int | None) -> bool:
    """Delete a webhook of a person's, or anybody's (None), and what waits for it; False where is none."""
    row: Webhook | None = db.get(Webhook, number)
    if row is None or person not in (None, row.person_id):
        return False
    db.execute(delete(Outgoing).where(Outgoing.webhook_id == number))
    db.delete(row)
    return True


def has_record_store(db: Database) -> bool:
    """Is there a learning record store to be told?"""
    setting = db.get(Setting, "lrs")
    return bool(setting and setting.value.get("endpoint"))


def note_begun(row: Session, now: datetime) -> None:
    """Have it told that a session has begun."""
    db = object_session(row)
    if db is not None and _is_recorded(db, row):
        _enter(db, None, BEGUN, row, {}, now)


def note_assessed(row: Session, now: datetime) -> None:
    """Have it told that a session was assessed, and with what score."""
    _note(row, ASSESSED, {"score": row.score}, now)


def note_review(row: Session, criterion: str, now: datetime) -> None:
    """Have it told that a trainer reviewed a criterion; several at one moment are told together."""
    db = object_session(row)
    if db is None:
        return
    db.flush()
    same = select(Outgoing).where(
        Outgoing.session_id == row.id, Outgoing.event == REVIEWED, Outgoing.at == now, Outgoing.tries == 0
    )
    waiting = list(db.execute(same.where(Outgoing.state == "waiting")).scalars())
    for one in waiting:
        criteria = dict.fromkeys((*one.facts["criteria"], criterion))
        one.facts = {"score": row.score, "criteria": list(criteria)}
    if not waiting:
        _note(row, REVIEWED, {"score": row.score, "criteria": [criterion]}, now)


def _note(row: Session, event: str, facts: dict[str, Any], now: datetime) -> None:
    db = object_session(row)
    if db is None:
        return
    for webhook in db.execute(select(Webhook).options(joinedload(Webhook.person))).scalars():
        owner: Person = webhook.person
        trains = owner.active and owner.role in ("trainer", "administrator")
        if event in webhook.events and trains and sight_of(db, owner).sees_person(row.person):
            _enter(db, webhook.id, event, row, facts, now)
    if _is_recorded(db, row):
        _enter(db, None, event, row, facts, now)


def _is_recorded(db: Database, row: Session) -> bool:
    """Is it a session that the learning record store hears of: somebody's own, and played?"""
    played = row.person_id is not None and row.mode != "real" and not row.person.demo
    return bool(played and has_record_store(db))


def _enter(
    db: Database, webhook: int | None, event: str, row: Session, facts: dict[str, Any], now: datetime
) -> None:
    db.add(
        Outgoing(
            webhook_id=webhook, event=event, session_id=row.id, facts=facts, at=now, next_at=now, tries=0
        )
    )


# What goes to programs, not to people (:mod:`duilian.archive.notices`).
_TO_PROGRAMS = (Outgoing.robot_id.is_(None), Outgoing.person_id.is_(None))


def due_outgoing(db: Database, now: datetime, limit: int = 50) -> list[Outgoing]:
    """What is to be sent to programs now, in order; of one session a target hears one after the other."""
    first = (
        select(func.min(Outgoing.id))
        .where(Outgoing.state == "waiting", *_TO_PROGRAMS)
        .group_by(func.coalesce(Outgoing.webhook_id, 0), Outgoing.session_id)
    )
    query = select(Outgoing).where(Outgoing.id.in_(first), Outgoing.next_at <= now)
    query = query.options(joinedload(Outgoing.webhook))
    return list(db.execute(query.order_by(Outgoing.id).limit(limit)).scalars())


def note_delivery(db: Database, number: int, why: str, now: datetime, final: bool = False) -> None:
    """Note how a try went.

    Args:
        db: The database session.
        number: What was sent.
        why: Why it was in vain; empty where it arrived.
        now: The moment.
        final: Is another try in vain?
    """
    row: Outgoing | None = db.get(Outgoing, number)
    if row is None:  # its session was deleted meanwhile
        return
    row.said = why[:200]
    if not why:
        row.state = "sent"
    elif final or row.tries >= len(PAUSES):
        row.state = "given_up"
    else:
        row.next_at, row.tries = now + PAUSES[row.tries], row.tries + 1


def outgoing_counts(db: Database) -> dict[tuple[int, str], int]:
    """(webhook or 0 for the record store, state) → how many."""
    target = func.coalesce(Outgoing.webhook_id, 0)
    query = select(target, Outgoing.state, func.count()).where(*_TO_PROGRAMS).group_by(target, Outgoing.state)
    return {(int(webhook), str(state)): int(count) for webhook, state, count in db.execute(query)}


def last_troubles(db: Database) -> dict[int, str]:
    """Webhook, or 0 for the record store → why the last try of what has not arrived was in vain."""
    query = select(func.coalesce(Outgoing.webhook_id, 0), Outgoing.said).where(
        Outgoing.state != "sent", Outgoing.said != "", *_TO_PROGRAMS
    )
    return {int(target): str(said) for target, said in db.execute(query.order_by(Outgoing.id))}


def delete_old_outgoing(db: Database, now: datetime) -> int:
    """Delete what was sent or given up a week ago; returns how many there were."""
    old = delete(Outgoing).where(Outgoing.state != "waiting", Outgoing.at < now - _KEPT)
    return int(db.execute(old, execution_options={"synchronize_session": False}).rowcount)
