"""Accounts: who may sign in, with which role.

Passwords are kept as argon2 hashes; a signed-in browser is a row of ``logins``.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import count
from types import MappingProxyType
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session as Database

from duilian import archive
from duilian.archive.attempts import Guess, enter_guess, forgive_guesses
from duilian.archive.models import ROLES, Login, Person
from duilian.archive.passwords import check_new_password
from duilian.archive.sight import Sight, assigned_group_ids
from duilian.errors import DataError
from duilian.texts import sentence

IDLE_LIMIT = timedelta(hours=12)  # a browser not heard of for so long has to sign in again
MIN_PASSWORD = 10  # characters of a password
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))  # so that an unknown name takes as long as a known one


class SignInRefusal(Enum):
    """Why a sign-in did not succeed."""

    WRONG = "wrong"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Member:
    """Who is signed in.

    Attributes:
        id: The person's number.
        name: What it is called.
        role: One of :data:`duilian.archive.models.ROLES`.
        group_id: The number of its group.
        one_time: Does the password have to be changed first?
        demo: Is it a newcomer trying it out?
        seen_groups: As a trainer, the numbers of the groups it sees; None for all.
        login: What it signs in with.
        unmasked: May it see numbers unmasked in others' calls?
    """

    id: int
    name: str
    role: str
    group_id: int | None = None
    one_time: bool = False
    demo: bool = False
    seen_groups: frozenset[int] | None = frozenset()
    login: str = ""
    unmasked: bool = False

    @property
    def sight(self) -> Sight:
        """Whom it sees."""
        return Sight(self.id, None if self.role == "administrator" else self.seen_groups)

    @property
    def trains(self) -> bool:
        """May it see and review the sessions of others?"""
        return self.role in ("trainer", "administrator")


def one_time_password() -> str:
    """Make a password of sixteen characters that nobody guesses."""
    return secrets.token_urlsafe(12)


def hash_password(password: str) -> str:
    """What is kept of a password. It takes long, so nothing may have been written in the transaction before.

    Args:
        password: At least :data:`MIN_PASSWORD` characters.

    Raises:
        DataError: The password is too short.
    """
    if len(password) < MIN_PASSWORD:
        raise DataError(sentence("archive.accounts.short_password", least=MIN_PASSWORD))
    return str(_HASHER.hash(password))


def set_password(person: Person, password: str, one_time: bool = False) -> None:
    """Give a person a new password.

    Args:
        person: The person.
        password: See :func:`hash_password`.
        one_time: Does it have to be changed at the next sign-in?

    Raises:
        DataError: The password is too short.
    """
    person.password, person.one_time = hash_password(password), one_time


def add_person(
    db: Database,
    name: str,
    role: str,
    password: str,
    now: datetime,
    *,
    one_time: bool = True,
    demo: bool = False,
    hashed: str | None = None,
    login: str = "",
) -> Person:
    """Enter a new account.

    Args:
        db: The database session.
        name: 1 to 64 characters.
        role: One of :data:`duilian.archive.models.ROLES`.
        password: See :func:`hash_password`.
        now: The moment.
        one_time: Does the password have to be changed at the first sign-in?
        demo: Is it a newcomer trying it out?
        hashed: What :func:`hash_password` made of it before; None to have it made.
        login: What it signs in with, 1 to 64 characters; empty for its name.

    Raises:
        DataError: The login is taken, it or the name is none, the password too short, or there is no such
            role.
    """
    name = name.strip()
    login = login.strip() or name
    if not all(1 <= len(one) <= 64 and one.isprintable() for one in (name, login)):
        raise DataError(sentence("archive.accounts.no_name"))
    if role not in ROLES:
        raise DataError(sentence("archive.accounts.no_role", role=role, roles="、".join(ROLES)))
    if db.execute(select(Person.id).where(Person.login == login)).first():
        raise DataError(sentence("archive.accounts.taken", name=login))
    person = Person(name=name, login=login, role=role, created_at=now, demo=demo, one_time=one_time)
    person.password = hash_password(password) if hashed is None else hashed
    db.add(person)
    db.flush()
    return person


def verify_password(kept: str | None, password: str) -> bool:
    """Is it the password of which this is kept? It takes as long for nobody (None) as for somebody.

    It takes a tenth of a second of a processor: no transaction may be open meanwhile.
    """
    try:
        return _HASHER.verify(kept or _NOBODY, password) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@dataclass(frozen=True)
class LetIn:
    """A browser that was signed in.

    Attributes:
        token: For its cookie.
        person: The number of whom it is signed in as.
    """

    token: str
    person: int


def sign_in(
    engine: Engine,
    name: str,
    password: str,
    address: str,
    now: datetime,
    known: Mapping[int, str] = MappingProxyType({}),
) -> LetIn | SignInRefusal:
    """Sign a browser in.

    After too many failures in fifteen minutes the password is not even looked at; a browser from which the
    account has been let in before is not kept out by the failures of others.

    Args:
        engine: The archive.
        name: The login as it was typed, or a name that nobody else has.
        password: The password as it was typed.
        address: Where the browser is, to count failures by.
        now: The moment.
        known: Whom the browser has been signed in as before (by number), and what it is called there.

    Returns:
        The browser's sign-in, or why there is none.
    """
    name = name.strip()[:64]
    with archive.transaction(engine) as db:
        person = _who_signs_in(db, name)
        name = person.login if person else name  # so that guesses by either name count together
    mark = known.get(person.id) if person else None
    guess = Guess.of_a_known_browser(name, mark) if mark else Guess.at_the_door(name, address)
    with archive.transaction(engine) as db:
        if not enter_guess(db, guess, now):
            return SignInRefusal.TOO_MANY
    if not verify_password(person.password if person else None, password) or person is None:
        return SignInRefusal.WRONG
    with archive.transaction(engine) as db:
        forgive_guesses(db, guess, now)
        db.execute(delete(Login).where(Login.seen_at < now - IDLE_LIMIT))
        row = db.get(Person, person.id)
        if row is None or not row.active or row.password != person.password:  # changed just now
            return SignInRefusal.WRONG
        return LetIn(open_login(db, row, now), row.id)


def _who_signs_in(db: Database, typed: str) -> Any:
    """Whose login it is; else whose name, where nobody else is called so: who has got a number may go on."""
    for called in (Person.login, Person.name):
        query = select(Person.id, Person.login, Person.password).where(called == typed, Person.active)
        found = db.execute(query.limit(2)).all()
        if len(found) == 1:
            return found[0]
    return None


def change_password(
    engine: Engine, person: int, old: str, new: str, again: str, now: datetime
) -> str | SignInRefusal:
    """Give somebody who is signed in the password it chose, and sign all its other browsers out.

    Args:
        engine: The archive.
        person: Its number.
        old: The password it has.
        new: The one it wants.
        again: The same, typed once more.
        now: The moment.

    Returns:
        The token for the cookie of the browser it is signed in with, or why the old password was not taken.

    Raises:
        DataError: The new password cannot be.
    """
    guess = Guess.on_the_form(person)
    with archive.transaction(engine) as db:
        if not enter_guess(db, guess, now):
            return SignInRefusal.TOO_MANY
    with archive.transaction(engine) as db:
        row = db.execute(select(Person.name, Person.login, Person.password).where(Person.id == person)).one()
    if not verify_password(row.password, old):
        return SignInRefusal.WRONG
    with archive.transaction(engine) as db:
        forgive_guesses(db, guess, now)
    if new != again:
        raise DataError(sentence("archive.accounts.differ"))
    if new == old:
        raise DataError(sentence("archive.accounts.same_password"))
    for called in {row.name, row.login}:
        check_new_password(new, called)
    hashed = hash_password(new)
    with archive.transaction(engine) as db:
        owner = db.get(Person, person)
        owner.password, owner.one_time = hashed, False
        sign_out_everywhere(db, person)
        return open_login(db, owner, now)


def open_login(db: Database, person: Person, now: datetime) -> str:
    """Sign in a person's browser without asking for a password; returns the token for its cookie."""
    token = secrets.token_urlsafe(32)
    db.add(Login(token=_hash(token), person_id=person.id, seen_at=now))
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_MEMBER = (
    select(Person.id, Person.name, Person.role, Person.group_id, Person.one_time, Person.demo)
    .add_columns(Person.all_groups, Person.login, Person.unmasked, Login.seen_at)
    .join(Login, Login.person_id == Person.id)
    .where(Login.token == bindparam("token"), Person.active)
)


def signed_in_member(db: Database, token: str, now: datetime) -> Member | None:
    """Look up whose browser it is.

    Args:
        db: The database session.
        token: What its cookie holds.
        now: The moment; that the browser was seen is noted once a minute.

    Returns:
        Who is signed in; None where nobody is, or not any more (see :data:`IDLE_LIMIT`).
    """
    login = db.execute(_MEMBER, {"token": _hash(token)}).one_or_none()
    if login is None or now - login.seen_at > IDLE_LIMIT:
        return None
    if now - login.seen_at > timedelta(minutes=1):
        db.execute(update(Login).where(Login.token == _hash(token)).values(seen_at=now))
    member = replace(Member(*login[:6]), login=login.login, unmasked=login.unmasked)
    if member.role != "trainer":
        return member
    return replace(member, seen_groups=None if login.all_groups else assigned_group_ids(db, member.id))


def sign_out(db: Database, token: str) -> None:
    """Sign out the browser with this token, and no other."""
    db.execute(delete(Login).where(Login.token == _hash(token)))


def sign_out_everywhere(db: Database, person_id: int) -> None:
    """Sign out all browsers of a person: after a new password, or when it is deactivated."""
    db.execute(delete(Login).where(Login.person_id == person_id))


def first_administrator(db: Database, now: datetime) -> tuple[str, str] | None:
    """Enter the administrator 管理员 where nobody who may sign in is one.

    Returns:
        The name (with a number where 管理员 is somebody else's) and the one-time password; None where there
        is one.
    """
    if db.execute(select(Person.id).where(Person.role == "administrator", Person.active)).first():
        return None
    names = (f"管理员{n}" if n > 1 else "管理员" for n in count(1))
    name = next(n for n in names if not db.execute(select(Person.id).where(Person.login == n)).first())
    password = one_time_password()
    add_person(db, name, "administrator", password, now)
    return name, password
