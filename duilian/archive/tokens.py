"""Tokens by which programs read as a person; only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Person
from duilian.archive.outgoing_models import ApiToken
from duilian.errors import DataError
from duilian.texts import sentence

_PREFIX = "duilian_"  # so that whoever finds one knows what it is
_MOST = 20  # tokens of a person
_NOTED = timedelta(minutes=1)  # how often it is written down that one was used


def make_token(db: Database, person: int, label: str, now: datetime) -> str:
    """Make a token that reads as a person.

    Args:
        db: The database session.
        person: Its number.
        label: What the token is for, 1 to 64 characters.
        now: The moment.

    Returns:
        The token; it cannot be had again.

    Raises:
        DataError: The label is none, or there are too many.
    """
    label = label.strip()
    if not 1 <= len(label) <= 64 or not label.isprintable():
        raise DataError(sentence("archive.tokens.no_label"))
    if len(tokens_of(db, person)) >= _MOST:
        raise DataError(sentence("archive.tokens.too_many", most=_MOST))
    token = _PREFIX + secrets.token_urlsafe(32)
    db.add(ApiToken(person_id=person, label=label, hash=_token_hash(token), made_at=now))
    db.flush()
    return token


def tokens_of(db: Database, person: int | None) -> list[ApiToken]:
    """A person's tokens, or everybody's (None), the latest first."""
    query = select(ApiToken).order_by(ApiToken.id.desc())
    return list(db.execute(query if person is None else query.where(ApiToken.person_id == person)).scalars())


def revoke_token(db: Database, number: int, person: int | None) -> bool:
    """Delete a token of a person's, or anybody's (None); False where there is none."""
    row: ApiToken | None = db.get(ApiToken, number)
    if row is None or person not in (None, row.person_id):
        return False
    db.delete(row)
    return True


def token_owner(db: Database, token: str, now: datetime) -> Person | None:
    """As whom a token reads; None where it is none, or its owner may not train (any more)."""
    row: ApiToken | None = db.execute(
        select(ApiToken).join(Person).where(ApiToken.hash == _token_hash(token), Person.active)
    ).scalar_one_or_none()
    if row is None or row.person.role not in ("trainer", "administrator"):
        return None
    if row.used_at is None or now - row.used_at > _NOTED:
        row.used_at = now
    person: Person = row.person
    return person


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
