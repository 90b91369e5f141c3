"""Signing in: passwords, throttling, idle browsers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import accounts
from duilian.archive.accounts import SignInRefusal
from duilian.archive.models import Person
from duilian.errors import DataError
from tests.archive.fresh import fresh

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=timezone.utc)
GOOD = "correct horse"


@pytest.fixture()
def db(tmp_path: Path) -> Iterator[archive.Database]:
    engine = archive.open_archive(fresh("sqlite", tmp_path))
    with archive.transaction(engine) as database:
        accounts.add_person(database, "小李", "trainee", GOOD, NOW)
        yield database


def test_the_right_password_lets_in_and_is_not_kept(db: archive.Database) -> None:
    token = accounts.sign_in(db, "小李", GOOD, "::1", NOW)
    assert isinstance(token, str)
    who = accounts.signed_in_member(db, token, NOW)
    assert who and (who.name, who.role, who.trains, who.one_time) == ("小李", "trainee", False, True)
    assert GOOD not in str(db.query(Person).one().password)
    accounts.sign_out(db, token)
    assert accounts.signed_in_member(db, token, NOW) is None


def test_an_idle_browser_signs_in_again(db: archive.Database) -> None:
    token = accounts.sign_in(db, "小李", GOOD, "::1", NOW)
    assert isinstance(token, str)
    assert accounts.signed_in_member(db, token, NOW + timedelta(hours=11))
    assert accounts.signed_in_member(db, token, NOW + timedelta(hours=22)), "seen eleven hours ago"
    assert accounts.signed_in_member(db, token, NOW + timedelta(hours=35)) is None


def test_guessing_is_stopped_where_it_is_done_and_only_for_a_while(db: archive.Database) -> None:
    for _ in range(5):
        assert accounts.sign_in(db, "小李", "wrong wrong", "6.6.6.6", NOW) is SignInRefusal.WRONG
    assert accounts.sign_in(db, "小李", GOOD, "6.6.6.6", NOW) is SignInRefusal.TOO_MANY
    assert isinstance(accounts.sign_in(db, "小李", GOOD, "::1", NOW), str), "from elsewhere"
    assert isinstance(accounts.sign_in(db, "小李", GOOD, "6.6.6.6", NOW + timedelta(minutes=16)), str)


def test_nobody_is_as_wrong_as_a_wrong_password(db: archive.Database) -> None:
    assert accounts.sign_in(db, "没有这人", GOOD, "::1", NOW) is SignInRefusal.WRONG


def test_the_deactivated_are_out(db: archive.Database) -> None:
    token = accounts.sign_in(db, "小李", GOOD, "::1", NOW)
    assert isinstance(token, str)
    db.query(Person).one().active = False
    assert accounts.signed_in_member(db, token, NOW) is None
    assert accounts.sign_in(db, "小李", GOOD, "::1", NOW) is SignInRefusal.WRONG


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("小李", "trainee", GOOD), (" ", "trainee", GOOD), ("a", "boss", GOOD), ("a", "trainee", "short")],
)
def test_bad_accounts_are_refused(db: archive.Database, name: str, role: str, password: str) -> None:
    with pytest.raises(DataError):
        accounts.add_person(db, name, role, password, NOW)


def test_the_first_administrator_takes_nobodys_name(db: archive.Database) -> None:
    archive.person_named(db, "管理员", NOW)
    first = accounts.first_administrator(db, NOW)
    assert first and first[0] == "管理员2"


def test_the_first_administrator_comes_once(db: archive.Database) -> None:
    first = accounts.first_administrator(db, NOW)
    assert first and first[0] == "管理员" and accounts.first_administrator(db, NOW) is None
    token = accounts.sign_in(db, *first, "::1", NOW)
    assert isinstance(token, str)
    who = accounts.signed_in_member(db, token, NOW)
    assert who and who.one_time and who.trains
