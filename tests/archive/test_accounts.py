"""Signing in: passwords, throttling, idle browsers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import accounts
from duilian.archive.accounts import LetIn, Member, SignInRefusal
from duilian.archive.models import Group, Person
from duilian.errors import DataError
from tests.archive.fresh import fresh

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=timezone.utc)
GOOD, WRONG = "correct horse", "wrong wrong"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = archive.open_archive(fresh(request.param, tmp_path))
    with archive.transaction(made) as db:
        accounts.add_person(db, "小李", "trainee", GOOD, NOW)
    yield made
    made.dispose()


@pytest.fixture()
def db(engine: Engine) -> Iterator[archive.Database]:
    with archive.transaction(engine) as database:
        yield database


def let_in(engine: Engine, *given: Any, **known: Any) -> LetIn:
    done = accounts.sign_in(engine, *given, **known)
    assert isinstance(done, LetIn), done
    return done


def member(engine: Engine, token: str, now: datetime = NOW) -> Member | None:
    with archive.transaction(engine) as db:
        return accounts.signed_in_member(db, token, now)


def test_the_right_password_lets_in_and_is_not_kept(engine: Engine) -> None:
    token = let_in(engine, "小李", GOOD, "::1", NOW).token
    who = member(engine, token)
    assert who and (who.name, who.role, who.trains, who.one_time) == ("小李", "trainee", False, True)
    with archive.transaction(engine) as db:
        assert GOOD not in str(db.query(Person).one().password)
        accounts.sign_out(db, token)
    assert member(engine, token) is None


def test_an_idle_browser_signs_in_again(engine: Engine) -> None:
    token = let_in(engine, "小李", GOOD, "::1", NOW).token
    assert member(engine, token, NOW + timedelta(hours=11))
    assert member(engine, token, NOW + timedelta(hours=22)), "seen eleven hours ago"
    assert member(engine, token, NOW + timedelta(hours=35)) is None


def test_guessing_is_stopped_where_it_is_done_and_only_for_a_while(engine: Engine) -> None:
    for _ in range(5):
        assert accounts.sign_in(engine, "小李", WRONG, "6.6.6.6", NOW) is SignInRefusal.WRONG
    for _ in range(3):
        assert accounts.sign_in(engine, "小李", GOOD, "6.6.6.6", NOW) is SignInRefusal.TOO_MANY
    let_in(engine, "小李", GOOD, "::1", NOW)
    let_in(engine, "小李", GOOD, "6.6.6.6", NOW + timedelta(minutes=16))


def looked_at(engine: Engine, guesses: list[tuple[str, str]]) -> int:
    """Guesses (name, address), all at once → of how many the password was looked at."""
    with ThreadPoolExecutor(len(guesses)) as pool:
        done = pool.map(lambda guess: accounts.sign_in(engine, guess[0], WRONG, guess[1], NOW), guesses)
        return list(done).count(SignInRefusal.WRONG)


def test_guesses_at_once_are_no_more_than_one_after_the_other(engine: Engine) -> None:
    assert looked_at(engine, [("小李", "6.6.6.6")] * 40) == 5
    assert looked_at(engine, [("小王", f"6.6.6.{n}") for n in range(40)]) == 20
    assert looked_at(engine, [(f"谁{n}", "7.7.7.7") for n in range(70)]) == 50
    assert accounts.sign_in(engine, "小李", GOOD, "6.6.6.6", NOW) is SignInRefusal.TOO_MANY


def test_an_ipv6_network_is_one_place(engine: Engine) -> None:
    assert looked_at(engine, [("小李", f"2001:db8::{n:x}") for n in range(12)]) == 5
    assert (
        looked_at(engine, [("小王", f"::ffff:6.6.6.{n}") for n in range(3)] + [("小王", "6.6.6.1")] * 9) == 7
    )


def test_a_stranger_keeps_nobody_out_of_a_browser_that_is_known(engine: Engine) -> None:
    person = let_in(engine, "小李", GOOD, "::1", NOW).person
    assert looked_at(engine, [("小李", f"6.6.6.{n}") for n in range(30)]) == 20
    assert accounts.sign_in(engine, "小李", GOOD, "8.8.8.8", NOW) is SignInRefusal.TOO_MANY
    let_in(engine, "小李", GOOD, "8.8.8.8", NOW, known={person: "mark"})
    assert (
        accounts.sign_in(engine, "小李", GOOD, "8.8.8.8", NOW, {person + 1: "mark"}) is SignInRefusal.TOO_MANY
    )
    for _ in range(5):
        wrong = accounts.sign_in(engine, "小李", WRONG, "8.8.8.8", NOW, {person: "mark"})
        assert wrong is SignInRefusal.WRONG
    assert accounts.sign_in(engine, "小李", GOOD, "1.1.1.1", NOW, {person: "mark"}) is SignInRefusal.TOO_MANY


def test_the_form_for_a_new_password_is_no_place_to_guess(engine: Engine) -> None:
    person = let_in(engine, "小李", GOOD, "::1", NOW).person

    def change(old: str, now: datetime = NOW) -> object:
        return accounts.change_password(engine, person, old, "battery staple", "battery staple", now)

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(change, [WRONG] * 12)).count(SignInRefusal.WRONG) == 5
    assert change(GOOD) is SignInRefusal.TOO_MANY
    let_in(engine, "小李", GOOD, "::1", NOW)
    token = change(GOOD, NOW + timedelta(minutes=16))
    assert isinstance(token, str) and member(engine, token, NOW + timedelta(minutes=16))
    let_in(engine, "小李", "battery staple", "::1", NOW)


def test_nobody_is_as_wrong_as_a_wrong_password(engine: Engine) -> None:
    assert accounts.sign_in(engine, "没有这人", GOOD, "::1", NOW) is SignInRefusal.WRONG


def test_the_deactivated_are_out(engine: Engine) -> None:
    token = let_in(engine, "小李", GOOD, "::1", NOW).token
    with archive.transaction(engine) as db:
        db.query(Person).one().active = False
    assert member(engine, token) is None
    assert accounts.sign_in(engine, "小李", GOOD, "::1", NOW) is SignInRefusal.WRONG


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


def test_the_first_administrator_comes_once(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        first = accounts.first_administrator(db, NOW)
        assert first and first[0] == "管理员" and accounts.first_administrator(db, NOW) is None
    who = member(engine, let_in(engine, *first, "::1", NOW).token)
    assert who and who.one_time and who.trains


@pytest.mark.parametrize("name", ["小\0李", "小\n李", "小\u200b李", "长" * 65])
def test_names_that_cannot_be_typed_or_are_too_long_are_refused(db: archive.Database, name: str) -> None:
    with pytest.raises(DataError):
        accounts.add_person(db, name, "trainee", GOOD, NOW)


def test_a_name_may_have_64_characters_and_loses_its_blanks(db: archive.Database) -> None:
    made = accounts.add_person(db, f"  {'长' * 64} ", "trainee", GOOD, NOW)
    assert made.name == "长" * 64 and made.one_time and not made.demo
    hashed = accounts.hash_password(GOOD)
    kept = accounts.add_person(db, "小赵", "trainee", "", NOW, one_time=False, demo=True, hashed=hashed)
    assert (kept.password, kept.one_time, kept.demo) == (hashed, False, True)


def test_a_password_has_ten_characters_or_more(db: archive.Database) -> None:
    with pytest.raises(DataError, match="10"):
        accounts.hash_password("123456789")
    assert accounts.verify_password(accounts.hash_password("0123456789"), "0123456789")


@pytest.mark.parametrize(
    ("new", "again"),
    [
        ("battery staple", "battery stable"),
        (GOOD, GOOD),
        ("short", "short"),
        ("1234567890", "1234567890"),
    ],
)
def test_a_new_password_that_cannot_be_changes_nothing(engine: Engine, new: str, again: str) -> None:
    entered = let_in(engine, "小李", GOOD, "::1", NOW)
    with pytest.raises(DataError):
        accounts.change_password(engine, entered.person, GOOD, new, again, NOW)
    assert member(engine, entered.token) and let_in(engine, "小李", GOOD, "::1", NOW)


def test_a_new_password_signs_out_every_other_browser_of_its_owner_alone(engine: Engine) -> None:
    with archive.transaction(engine) as db:
        accounts.add_person(db, "小王", "trainee", GOOD, NOW)
    other = let_in(engine, "小王", GOOD, "::1", NOW)
    old = let_in(engine, "小李", GOOD, "::1", NOW)
    new = accounts.change_password(engine, old.person, GOOD, "battery staple", "battery staple", NOW)
    assert isinstance(new, str)
    who = member(engine, new)
    assert who and not who.one_time and member(engine, old.token) is None and member(engine, other.token)


@pytest.mark.parametrize(
    ("role", "all_groups", "everybody"),
    [
        ("trainee", False, False),
        ("trainee", True, False),
        ("trainer", False, False),
        ("trainer", True, True),
        ("administrator", False, True),
    ],
)
def test_whom_a_signed_in_member_sees(engine: Engine, role: str, all_groups: bool, everybody: bool) -> None:
    token = let_in(engine, "小李", GOOD, "::1", NOW).token
    with archive.transaction(engine) as db:
        group, other = Group(name="一组"), Group(name="二组")
        person = db.query(Person).one()
        person.role, person.all_groups, person.seen_groups = role, all_groups, [group]
        db.add(other)
        db.flush()
        seen = group.id
    who = member(engine, token)
    assert who and who.sight.all is everybody and who.trains is (role != "trainee")
    if not everybody:
        assert who.sight.groups == (frozenset({seen}) if role == "trainer" else frozenset())


@pytest.mark.parametrize("meanwhile", ["deactivated", "another password", "deleted"])
def test_who_is_changed_while_its_password_is_looked_at_is_not_let_in(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    look = accounts.verify_password

    def look_slowly(kept: str | None, password: str) -> bool:
        with archive.transaction(engine) as db:
            person = db.query(Person).one()
            if meanwhile == "deactivated":
                person.active = False
            elif meanwhile == "deleted":
                db.delete(person)
            else:
                person.password = accounts.hash_password("battery staple")
        return look(kept, password)

    monkeypatch.setattr(accounts, "verify_password", look_slowly)
    assert accounts.sign_in(engine, "小李", GOOD, "::1", NOW) is SignInRefusal.WRONG


def test_tokens_and_passwords_made_are_long_and_never_the_same(engine: Engine) -> None:
    tokens = {let_in(engine, "小李", GOOD, "::1", NOW).token for _ in range(5)}
    passwords = {accounts.one_time_password() for _ in range(5)}
    assert len(tokens) == len(passwords) == 5
    assert all(len(token) >= 43 for token in tokens), "256 bits"
    assert all(len(password) == 16 for password in passwords)
