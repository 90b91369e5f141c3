"""Accounts: who may sign in, with which role. Passwords are argon2 hashes, a signed-in browser is a row of ``logins``."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import count

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session as Database

from duilian.archive.models import ROLES, Attempt, Login, Person
from duilian.errors import DataError

IDLE = timedelta(hours=12)  # a browser not heard of for so long has to sign in again
SHORTEST = 10  # characters of a password
_WINDOW = timedelta(minutes=15)
_BY_NAME_AND_ADDRESS, _BY_NAME, _BY_ADDRESS = 5, 20, 50  # failures in the window before nobody is let in
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))  # an unknown name takes as long as a known one


class SignInRefusal(Enum):
    """Why a sign-in did not succeed."""

    WRONG = "wrong"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Member:
    """Who is signed in."""

    id: int
    name: str
    role: str
    group_id: int | None = None
    one_time: bool = False
    demo: bool = False

    @property
    def trains(self) -> bool:
        return self.role in ("trainer", "administrator")


def one_time_password() -> str:
    """Sixteen characters nobody guesses."""
    return secrets.token_urlsafe(12)


def set_password(person: Person, password: str, one_time: bool = False) -> None:
    """Raises DataError for one that is too short."""
    if len(password) < SHORTEST:
        raise DataError(f"密码至少要 {SHORTEST} 个字符")
    person.password, person.one_time = _HASHER.hash(password), one_time


def add_person(
    db: Database,
    name: str,
    role: str,
    password: str,
    now: datetime,
    *,
    one_time: bool = True,
    demo: bool = False,
) -> Person:
    """A new account. Raises DataError where the name is taken or no name, or the role is none."""
    name = name.strip()
    if not 1 <= len(name) <= 64 or not name.isprintable():
        raise DataError("用户名要有 1 到 64 个字")
    if role not in ROLES:
        raise DataError(f"没有“{role}”这种角色；可以是 {'、'.join(ROLES)}")
    if db.execute(select(Person.id).where(Person.name == name)).first():
        raise DataError(f"已经有叫“{name}”的用户")
    person = Person(name=name, role=role, created_at=now, demo=demo)
    set_password(person, password, one_time)
    db.add(person)
    db.flush()
    return person


def password_matches(person: Person | None, password: str) -> bool:
    """Is it this person's password? As slow for nobody as for somebody."""
    try:
        return _HASHER.verify((person and person.password) or _NOBODY, password) and person is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def _failures(db: Database, now: datetime, *conditions: object) -> int:
    query = select(func.count()).select_from(Attempt).where(Attempt.at > now - _WINDOW, *conditions)
    return int(db.execute(query).scalar_one())


def sign_in(db: Database, name: str, password: str, address: str, now: datetime) -> str | SignInRefusal:
    """The token for the browser's cookie, or why not. After too many failures the password is not even looked at."""
    name, address = name.strip()[:64], address[:64]
    here, called = Attempt.address == address, Attempt.name == name
    if (
        _failures(db, now, here, called) >= _BY_NAME_AND_ADDRESS
        or _failures(db, now, called) >= _BY_NAME
        or _failures(db, now, here) >= _BY_ADDRESS
    ):
        return SignInRefusal.TOO_MANY
    person = db.execute(select(Person).where(Person.name == name, Person.active)).scalar_one_or_none()
    if not password_matches(person, password):
        db.add(Attempt(name=name, address=address, at=now))
        return SignInRefusal.WRONG
    db.execute(delete(Attempt).where(here, called))
    db.execute(delete(Attempt).where(Attempt.at < now - _WINDOW))
    db.execute(delete(Login).where(Login.seen_at < now - IDLE))
    return open_login(db, person, now)


def open_login(db: Database, person: Person, now: datetime) -> str:
    """A new token for this person's browser."""
    token = secrets.token_urlsafe(32)
    db.add(Login(token=_hash(token), person_id=person.id, seen_at=now))
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_WHO = (
    select(Person.id, Person.name, Person.role, Person.group_id, Person.one_time, Person.demo, Login.seen_at)
    .join(Login, Login.person_id == Person.id)
    .where(Login.token == bindparam("token"), Person.active)
)


def signed_in_member(db: Database, token: str, now: datetime) -> Member | None:
    """Whose browser it is, None where nobody's, or not any more. Being seen is noted once a minute."""
    found = db.execute(_WHO, {"token": _hash(token)}).one_or_none()
    if found is None:
        return None
    if now - found.seen_at > IDLE:
        return None
    if now - found.seen_at > timedelta(minutes=1):
        db.execute(update(Login).where(Login.token == _hash(token)).values(seen_at=now))
    return Member(*found[:6])


def sign_out(db: Database, token: str) -> None:
    """This browser only."""
    db.execute(delete(Login).where(Login.token == _hash(token)))


def sign_out_everywhere(db: Database, person_id: int) -> None:
    """All browsers of a person: after a new password, or when it is deactivated."""
    db.execute(delete(Login).where(Login.person_id == person_id))


def first_administrator(db: Database, now: datetime) -> tuple[str, str] | None:
    """Where nobody who may sign in is an administrator: enter one, 管理员.

    Returns:
        The name (with a number where 管理员 is somebody else's) and the one-time password; None where there is one.
    """
    if db.execute(select(Person.id).where(Person.role == "administrator", Person.active)).first():
        return None
    names = (f"管理员{n}" if n > 1 else "管理员" for n in count(1))
    name = next(n for n in names if not db.execute(select(Person.id).where(Person.name == n)).first())
    password = one_time_password()
    add_person(db, name, "administrator", password, now)
    return name, password
