"""A list of people entered: planned, looked at, then all of it or nothing.

Who signs in with what: the number of staff where the list has one, else the name, made unique by a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian.archive import accounts
from duilian.archive.models import Person
from duilian.archive.people import group_named, seen_at_first
from duilian.archive.rosters import Newcomer
from duilian.errors import DataError
from duilian.texts import sentence


@dataclass(frozen=True)
class Enrolled:
    """What becomes of a line of a list.

    Attributes:
        newcomer: The line.
        login: What it will sign in with.
        person: Whose account it is already; None for a new one.
        asked: Is that for whoever enters the list to say? So it is where somebody of the same name has no
            number of staff yet.
    """

    newcomer: Newcomer
    login: str
    person: Person | None = None
    asked: bool = False


@dataclass(frozen=True)
class NewAccount:
    """What is shown once of a new account.

    Attributes:
        name: The person's name.
        login: What it signs in with.
        password: Its one-time password.
    """

    name: str
    login: str
    password: str


def plan_enrolment(
    db: Database, newcomers: Sequence[Newcomer], others: Collection[int] = ()
) -> list[Enrolled | DataError]:
    """What would become of a list; nothing is changed.

    Args:
        db: The database session.
        newcomers: Its lines.
        others: Lines (by number) of which somebody said that they are not who has the same name already.

    Returns:
        For each line what becomes of it, or what is wrong with it.
    """
    people = list(db.execute(select(Person)).scalars())
    by_login = {str(person.login): person for person in people}
    by_name: dict[str, list[Person]] = {}
    for person in people:
        by_name.setdefault(str(person.name), []).append(person)
    often = Counter(one.name for one in newcomers)
    taken = set(by_login) | {one.login for one in newcomers if one.login}
    made: list[Enrolled | DataError] = []
    used: set[int] = set()
    for one in newcomers:
        place = sentence("archive.people.line", number=one.line)
        alike = [person for person in by_name.get(one.name, ()) if person.id not in used]
        plan: Enrolled | DataError
        if one.login and one.login in by_login:
            known = by_login[one.login]
            if known.name == one.name:
                plan = Enrolled(one, one.login, known)
            else:
                said = sentence("archive.enrolment.anothers_login", login=one.login, name=known.name)
                plan = DataError(said, place)
        elif one.login:
            nameless = [person for person in alike if person.login == person.name and _may_be(one, person)]
            same = bool(nameless) and often[one.name] == 1
            plan = Enrolled(one, one.login, nameless[0] if same and one.line not in others else None, same)
        else:
            plan = _without_number(one, alike, often[one.name], taken, place)
        if isinstance(plan, Enrolled):
            taken.add(plan.login)
            used |= {plan.person.id} if plan.person else set()
        made.append(plan)
    return made


def _may_be(one: Newcomer, person: Person) -> bool:
    """Does nothing that is known of somebody speak against a line being the same person?"""
    return not person.department or not one.department or person.department == one.department


def _without_number(
    one: Newcomer, alike: Sequence[Person], often: int, taken: set[str], place: str
) -> Enrolled | DataError:
    """A line without a number of staff: who is the only one of that name, or the only one of its group."""
    near = [person for person in alike if person.group is not None and person.group.name == one.group]
    if (len(alike) == 1 and often == 1) or len(near) == 1:
        person = near[0] if len(near) == 1 else alike[0]
        return Enrolled(one, str(person.login), person)
    if len(alike) > 1 and often == 1:
        said = sentence("archive.enrolment.several", name=one.name, count=len(alike))
        return DataError(said, place)
    return Enrolled(one, _unique(one.name, taken))


def _unique(name: str, taken: set[str]) -> str:
    """The name where nobody signs in with it, else with the first number that is free."""
    if name not in taken:
        return name
    return next(login for n in range(2, len(taken) + 3) if (login := f"{name[:58]}{n}") not in taken)


def enrol_people(
    db: Database, newcomers: Iterable[Newcomer], now: datetime, others: Collection[int] = ()
) -> list[NewAccount]:
    """Enter a list: new accounts, and for who has one its group, department, number of staff and e-mail.

    Args:
        db: The database session; nothing may have been written in it before.
        newcomers: The lines.
        now: The moment.
        others: See :func:`plan_enrolment`.

    Returns:
        The new accounts, in the list's order.

    Raises:
        DataError: A line cannot be entered; then none is.
    """
    plans: list[Enrolled] = []
    for plan in plan_enrolment(db, list(newcomers), others):
        if isinstance(plan, DataError):
            raise plan
        plans.append(plan)
    passwords = [accounts.one_time_password() if plan.person is None else "" for plan in plans]
    # All before anything is written: a hundred take seconds, in which others want to write too.
    hashes = [accounts.hash_password(password) if password else "" for password in passwords]
    made = []
    for plan, password, hashed in zip(plans, passwords, hashes, strict=True):
        one, person = plan.newcomer, plan.person
        if person is None:
            person = accounts.add_person(
                db, one.name, one.role, password, now, hashed=hashed, login=plan.login
            )
            person.seen_groups = seen_at_first(db, one.role, one.group)
            made.append(NewAccount(one.name, plan.login, password))
        elif person.login != plan.login:
            person.login = plan.login
        person.group = group_named(db, one.group) if one.group else person.group
        person.department = one.department or person.department
        person.email = one.email or person.email
    return made
