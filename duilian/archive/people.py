"""People and groups as an administrator keeps them: entered one by one or from a file, exported, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Database

from duilian import archive
from duilian.archive import accounts, reviews
from duilian.archive.models import ROLES, Comment, Group, Login, Person, Review, Session, Setting
from duilian.archive.sight import EVERYBODY, Sight
from duilian.csvtable import read_rows
from duilian.dialogue.model import dump_dialogue
from duilian.errors import DataError, shortened
from duilian.language.numbers import whole_number
from duilian.texts import sentence

_COLUMNS = {"name": ("name", "姓名", "用户名"), "role": ("role", "角色"), "group": ("group", "小组")}
_ROLE_NAMES = {"学员": "trainee", "培训师": "trainer", "管理员": "administrator"}
_DEMO_AGE = timedelta(days=1)  # of a newcomer's account
MAX_PEOPLE = 2000  # in one file
_MAX_DAYS = 36_500


@dataclass(frozen=True)
class Newcomer:
    """A line of a file of people.

    Attributes:
        line: Its number, from 1; the heading is the first.
        name: The person's name.
        role: One of :data:`duilian.archive.models.ROLES`.
        group: The name of its group; empty for none.
    """

    line: int
    name: str
    role: str
    group: str


def read_people(text: str) -> Iterator[Newcomer | DataError]:
    """Read a file of people.

    Args:
        text: CSV with the heading 姓名,角色,小组, of which the last two may be missing.

    Yields:
        Each line, or what is wrong with it.

    Raises:
        DataError: The heading, a row or the whole is wrong.
    """
    rows = list(read_rows(text.lstrip("\ufeff")))
    if not rows:
        raise DataError(sentence("archive.people.empty"))
    heading = [cell.strip() for cell in rows[0][1]]
    places = {
        field: next((heading.index(n) for n in names if n in heading), None)
        for field, names in _COLUMNS.items()
    }
    if places["name"] is None:
        raise DataError(sentence("archive.people.no_heading", heading=shortened(",".join(heading))))
    if len(rows) > MAX_PEOPLE + 1:
        raise DataError(sentence("archive.people.too_many", most=MAX_PEOPLE, count=len(rows) - 1))
    seen: set[str] = set()
    for line, row in rows[1:]:
        if not any(cell.strip() for cell in row):
            continue
        given = {
            field: row[at].strip() if at is not None and at < len(row) else "" for field, at in places.items()
        }
        place = sentence("archive.people.line", number=line)
        role = _ROLE_NAMES.get(given["role"], given["role"]) or "trainee"
        if not 1 <= len(given["name"]) <= 64 or not given["name"].isprintable():
            yield DataError(sentence("archive.people.no_name"), place)
        elif role not in ROLES:
            yield DataError(sentence("archive.people.no_role_in_line", role=shortened(given["role"])), place)
        elif given["name"] in seen:
            yield DataError(sentence("archive.people.named_twice", name=given["name"]), place)
        else:
            seen.add(given["name"])
            yield Newcomer(line, given["name"], role, given["group"][:64])


def group_named(db: Database, name: str) -> Group | None:
    """Look up the group of this name; a new one where there is none, None for no name."""
    if not name:
        return None
    group: Group | None = db.execute(select(Group).where(Group.name == name)).scalar_one_or_none()
    if group is None:
        group = Group(name=name)
        db.add(group)
        db.flush()
    return group


def add_people(db: Database, newcomers: Iterable[Newcomer], now: datetime) -> list[tuple[str, str]]:
    """Enter new accounts; who has one already only gets the group.

    Returns:
        Name and one-time password of each new account.

    Raises:
        DataError: A name is no name.
    """
    everyone = list(newcomers)
    passwords = {
        one.name: accounts.one_time_password()
        for one in everyone
        if archive.find_person(db, one.name) is None
    }
    # All before anything is written: a hundred take seconds, in which others want to write too.
    hashes = {name: accounts.hash_password(password) for name, password in passwords.items()}
    made = []
    for newcomer in everyone:
        person = archive.find_person(db, newcomer.name)
        if person is None:
            password, hashed = passwords[newcomer.name], hashes[newcomer.name]
            person = accounts.add_person(db, newcomer.name, newcomer.role, password, now, hashed=hashed)
            made.append((newcomer.name, password))
            person.seen_groups = seen_at_first(db, newcomer)
        if newcomer.group:
            person.group = group_named(db, newcomer.group)
    return made


def seen_at_first(db: Database, newcomer: Newcomer) -> list[Group]:
    """What a new account sees until an administrator changes it: a trainer the group it is entered with."""
    group = group_named(db, newcomer.group) if newcomer.role == "trainer" else None
    return [group] if group else []


def assign_groups(db: Database, person: Person, all_groups: bool, names: Sequence[str]) -> None:
    """Say whom a trainer sees.

    Args:
        db: The database session.
        person: The trainer.
        all_groups: Everybody?
        names: Else, the names of the groups; those that are none are passed over.
    """
    query = select(Group).where(Group.name.in_(names)).order_by(Group.name)
    person.all_groups, person.seen_groups = all_groups, list(db.execute(query).scalars())


def list_people(
    db: Database, words: str = "", page: int = 1, size: int = 50
) -> tuple[list[tuple[Person, int]], bool]:
    """List people by name, each with its number of ended sessions; demo trainees come last.

    Args:
        db: The database session.
        words: What stands in their names; empty for all.
        page: Which page, from 1.
        size: People on a page.

    Returns:
        The page, and whether more follow.
    """
    ended = (
        select(func.count())
        .where(Session.person_id == Person.id, Session.ended_at.isnot(None))
        .scalar_subquery()
    )
    query = select(Person, ended).order_by(Person.demo, Person.name).offset((page - 1) * size).limit(size + 1)
    if words:
        query = query.where(Person.name.contains(words, autoescape=True))
    rows = [(person, int(count)) for person, count in db.execute(query).all()]
    return rows[:size], len(rows) > size


def person_names(
    db: Database, roles: Sequence[str] = ROLES, active: bool = True, sight: Sight = EVERYBODY
) -> list[str]:
    """The names of people in these roles, in order, demo trainees left out.

    Args:
        db: The database session.
        roles: Some of :data:`duilian.archive.models.ROLES`.
        active: Only of those who may sign in?
        sight: Whom who asks sees.
    """
    query = select(Person.name).where(Person.role.in_(roles), Person.demo.is_(False)).order_by(Person.name)
    query = query if sight.all else query.where(sight.people)
    return list(db.execute(query.where(Person.active) if active else query).scalars())


def other_administrators(db: Database, person: int) -> bool:
    """Is there an active administrator besides this one?"""
    query = select(Person.id).where(Person.role == "administrator", Person.active, Person.id != person)
    return db.execute(query.limit(1)).first() is not None


def change_person(db: Database, person: Person, role: str, group: str, active: bool) -> None:
    """Give a person a new role, group or state.

    With a new role, or deactivated, it is signed out everywhere.

    Args:
        db: The database session.
        person: The person.
        role: One of :data:`duilian.archive.models.ROLES`.
        group: A group's name, entered where it is new; empty for none.
        active: May it sign in?

    Raises:
        DataError: There is no such role, or it is the last administrator, who stays one.
    """
    if role not in ROLES:
        raise DataError(sentence("archive.people.no_role", role=role))
    if (
        person.role == "administrator"
        and (role != "administrator" or not active)
        and not other_administrators(db, person.id)
    ):
        raise DataError(sentence("archive.people.last_administrator"))
    if not active or role != person.role:
        accounts.sign_out_everywhere(db, person.id)
    person.role, person.active, person.group = role, active, group_named(db, group.strip()[:64])


def export_person(db: Database, person: Person) -> Iterator[dict[str, Any]]:
    """All that is kept of a person.

    Yields:
        JSON objects: the account, then every session with its transcript, assessments, reviews and comments.
    """
    yield {
        "name": person.name,
        "role": person.role,
        "group": person.group.name if person.group else None,
        "all_groups": person.all_groups,
        "seen_groups": [group.name for group in person.seen_groups],
        "since": str(person.created_at),
    }
    query = select(Session).where(Session.person_id == person.id).order_by(Session.started_at)
    for row in db.execute(query).scalars():
        yield _export_session(row)


def _export_session(row: Session) -> dict[str, Any]:
    return {
        "dialogue": dump_dialogue(archive.dialogue_of(row)),
        "scenario": row.scenario,
        "mode": row.mode,
        "started": str(row.started_at),
        "ended": str(row.ended_at or ""),
        "rating": row.rating,
        "score": row.score,
        "exchanges": [{"said": e.text, "replies": e.replies} for e in row.exchanges],
        "assessments": [
            {"score": a.score, "verdicts": a.verdicts, "made": str(a.made_at)} for a in row.assessments
        ],
        "reviews": [
            {"criterion": r.criterion, "verdict": r.verdict, "reason": r.reason, "at": str(r.at)}
            for r in row.reviews
        ],
        "comments": [{"turn": c.turn, "text": c.text, "at": str(c.at)} for c in row.comments],
    }


def delete_session(db: Database, row: Session) -> None:
    """Delete a session for good, and take it out of the sums."""
    reviews.remove_from_tallies(row)
    db.flush()
    db.delete(row)
    db.flush()


def delete_person(db: Database, person: Person) -> list[str]:
    """Delete a person and all its sessions for good.

    What the person said of others' sessions stays, without the name.

    Returns:
        The ids of the sessions, whose events stand in Rasa's tracker store as well.

    Raises:
        DataError: It is the last administrator.
    """
    if person.role == "administrator" and not other_administrators(db, person.id):
        raise DataError(sentence("archive.people.last_administrator"))
    rows = list(db.execute(select(Session).where(Session.person_id == person.id)).scalars())
    ids = [str(row.id) for row in rows]
    db.execute(update(Session).where(Session.parent_id.in_(ids)).values(parent_id=None))
    for row in rows:
        delete_session(db, row)
    for table in (Review, Comment):
        db.execute(update(table).where(table.person_id == person.id).values(person_id=None))
    db.execute(delete(Login).where(Login.person_id == person.id))
    db.delete(person)
    db.flush()
    return ids


def keep_days(db: Database) -> int:
    """How many days transcripts are kept; 0: for good."""
    setting = db.get(Setting, "keep_days")
    return int(setting.value) if setting else 0


def set_keep_days(db: Database, text: str) -> None:
    """Set how many days transcripts are kept.

    Args:
        db: The database session.
        text: A number from 0 (for good) to 36,500, as it was typed.

    Raises:
        DataError: It is no such number.
    """
    days = whole_number(text, 0, _MAX_DAYS)
    if days is None:
        raise DataError(sentence("archive.people.no_days", most=_MAX_DAYS))
    db.merge(Setting(name="keep_days", value=days))


def delete_expired(db: Database, now: datetime) -> list[str]:
    """Delete what is not to be kept any longer: sessions past their days, and demo trainees a day old.

    Returns:
        The ids of the sessions deleted, whose events stand in Rasa's tracker store as well.
    """
    gone: list[str] = []
    days = keep_days(db)
    for row in sessions_before(db, now - timedelta(days=days)) if days else ():
        gone.append(str(row.id))
        db.execute(update(Session).where(Session.parent_id == row.id).values(parent_id=None))
        delete_session(db, row)
    old_demos = select(Person).where(Person.demo, Person.created_at < now - _DEMO_AGE)
    for person in db.execute(old_demos).scalars().all():
        gone += delete_person(db, person)
    return gone


def sessions_before(db: Database, before: datetime, limit: int = 500) -> list[Session]:
    """At most ``limit`` sessions begun before a moment, the oldest first."""
    query = select(Session).where(Session.started_at < before).order_by(Session.started_at)
    return list(db.execute(query.limit(limit)).scalars())
