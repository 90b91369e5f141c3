"""Guesses at passwords: each is counted before the password is looked at.

So forty guesses at once are no more than forty one after the other.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Attempt

WINDOW = timedelta(minutes=15)
# Guesses in the window of which the password is looked at.
BY_NAME_AND_PLACE, BY_NAME, BY_PLACE = 5, 20, 50
_LONGEST = 64  # characters of a name or a place
_LOCK = 0x6475696C69616E  # any number of our own, for PostgreSQL's advisory lock


@dataclass(frozen=True)
class Guess:
    """Whose password is guessed at, and where.

    Attributes:
        name: The account's name as it was typed.
        place: What guesses are counted by: a network address, a known browser, a form.
        anywhere: Can anybody be there? Then guesses from all such places count together by name, and those at
            all names by place.
    """

    name: str
    place: str
    anywhere: bool = True

    @classmethod
    def at_the_door(cls, name: str, address: str) -> Guess:
        """A browser that nobody knows signs in; of an IPv6 address only the network counts (64 bits)."""
        try:
            given = ipaddress.ip_address(address)
        except ValueError:
            return cls(name[:_LONGEST], address[:_LONGEST])
        if isinstance(given, ipaddress.IPv6Address):
            given = given.ipv4_mapped or ipaddress.IPv6Network((int(given) >> 64 << 64, 64)).network_address
        return cls(name[:_LONGEST], str(given))

    @classmethod
    def of_a_known_browser(cls, name: str, mark: str) -> Guess:
        """A browser signs in from which this account has been let in before; ``mark`` names it."""
        return cls(name[:_LONGEST], f"browser {mark}"[:_LONGEST], anywhere=False)

    @classmethod
    def on_the_form(cls, person: int) -> Guess:
        """Who is signed in gives the old password for a new one."""
        return cls("", f"form {person}", anywhere=False)


def enter_guess(db: Database, guess: Guess, now: datetime) -> bool:
    """Count a guess, in a transaction of its own that ends before the password is looked at.

    Args:
        db: The database session; nothing may have been read in its transaction.
        guess: The guess.
        now: The moment.

    Returns:
        May the password be looked at? A guess that may not is not counted.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    row = Attempt(name=guess.name, address=guess.place, at=now)
    db.add(row)
    db.flush()  # from here on SQLite lets nobody else write, so that all that went before are counted
    there, called = Attempt.address == guess.place, Attempt.name == guess.name
    limits: list[tuple[int, tuple[Any, ...]]] = [(BY_NAME_AND_PLACE, (there, called))]
    if guess.anywhere:
        limits += [(BY_NAME, (called,)), (BY_PLACE, (there,))]
    counted = select(func.count()).select_from(Attempt).where(Attempt.at > now - WINDOW)
    if all(db.execute(counted.where(*which)).scalar_one() <= most for most, which in limits):
        return True
    db.delete(row)
    return False


def forgive_guesses(db: Database, guess: Guess, now: datetime) -> None:
    """The password was right: its guesses count no more; nor do anybody's past the window."""
    db.execute(delete(Attempt).where(Attempt.address == guess.place, Attempt.name == guess.name))
    db.execute(delete(Attempt).where(Attempt.at < now - WINDOW))
