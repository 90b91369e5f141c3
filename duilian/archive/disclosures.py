"""That somebody saw numbers of phones and cards unmasked is written down: who, of what, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Disclosure

_LISTED = 50


def note_disclosure(db: Database, person: int, what: str, now: datetime) -> None:
    """Note that a person (its number) saw something (a session's id, a file's name) unmasked."""
    db.add(Disclosure(person_id=person, what=what[:128], at=now))


def disclosures_to(db: Database, person: int) -> list[Disclosure]:
    """What a person has seen unmasked, the latest first."""
    query = select(Disclosure).where(Disclosure.person_id == person).order_by(Disclosure.id.desc())
    return list(db.execute(query.limit(_LISTED)).scalars())
