"""People and groups as an administrator keeps them: listed, changed, exported, deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session as Database

from duilian import archive
from duilian.archive import accounts, reviews
from duilian.archive.audit import AuditEntry
from duilian.archive.exam_models import ExamCall
from duilian.archive.exam_results import certificates_of
from duilian.archive.example_models import ExampleRow
from duilian.archive.examples import examples_in
from duilian.archive.listing import is_called
from duilian.archive.models import (
    ROLES,
    Attempt,
    Comment,
    Dispute,
    Group,
    Login,
    Person,
    Review,
    Session,
    Setting,
    handle_of,
)
from duilian.archive.sight import EVERYBODY, Sight
from duilian.dialogue.model import dump_dialogue
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.texts import sentence

_DEMO_AGE = timedelta(days=1)  # of a newcomer's account
_ATTEMPT_AGE = timedelta(days=1)  # of a sign-in that failed; what it counts for is over long before
_MAX_DAYS = 36_500


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


def seen_at_first(db: Database, role: str, group: str) -> list[Group]:
    """What a new account sees until an administrator changes it: a trainer the group it is entered with."""
    found = group_named(db, group) if role == "trainer" else None
    return [found] if found else []


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
        words: What stands in their names, logins or departments; empty for all.
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
    query = (
        select(Person, ended)
        .order_by(Person.demo, Person.name, Person.login)
        .offset((page - 1) * size)
        .limit(size + 1)
    )
    if words:
        here = or_(is_called(words), Person.department.contains(words, autoescape=True))
        query = query.where(here)
    rows = [(person, int(count)) for person, count in db.execute(query).all()]
    return rows[:size], len(rows) > size


def person_names(
    db: Database, roles: Sequence[str] = ROLES, active: bool = True, sight: Sight = EVERYBODY
) -> list[str]:
    """The handles of people in these roles, in order, demo trainees left out.

    Args:
        db: The database session.
        roles: Some of :data:`duilian.archive.models.ROLES`.
        active: Only of those who may sign in?
        sight: Whom who asks sees.
    """
    query = select(Person.name, Person.login).where(Person.role.in_(roles), Person.demo.is_(False))
    query = query.order_by(Person.name, Person.login)
    query = query if sight.all else query.where(sight.people)
    rows = db.execute(query.where(Person.active) if active else query)
    return [handle_of(name, login) for name, login in rows]


def staff_names(db: Database, sight: Sight) -> frozenset[str]:
    """What people in sight and their departments are called, to know them as speakers of real calls."""
    query = select(Person.name, Person.department).where(Person.demo.is_(False))
    rows = db.execute(query if sight.all else query.where(sight.people))
    return frozenset(one for row in rows for one in row if one)


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


def describe_person(db: Database, person: Person, login: str, department: str) -> None:
    """Say what a person signs in with, and where it works.

    Args:
        db: The database session.
        person: The person.
        login: 1 to 64 characters that nobody else signs in with.
        department: At most 64 characters; empty for none.

    Raises:
        DataError: The login is another's, or none.
    """
    login = login.strip()
    if not 1 <= len(login) <= 64 or not login.isprintable():
        raise DataError(sentence("archive.accounts.no_name"))
    if db.execute(select(Person.id).where(Person.login == login, Person.id != person.id)).first():
        raise DataError(sentence("archive.accounts.taken", name=login))
    person.login, person.department = login, department.strip()[:64]


def export_person(db: Database, person: Person) -> Iterator[dict[str, Any]]:
    """All that is kept of a person.

    Yields:
        JSON objects: the account, then every session with all that belongs to it, exams and certificates.
    """
    yield {
        "name": person.name,
        "login": person.login,
        "email": person.email,
        "department": person.department,
        "unmasked": person.unmasked,
        "role": person.role,
        "group": person.group.name if person.group else None,
        "all_groups": person.all_groups,
        "seen_groups": [group.name for group in person.seen_groups],
        "since": str(person.created_at),
    }
    query = select(Session).where(Session.person_id == person.id).order_by(Session.started_at)
    for row in db.execute(query).scalars():
        yield _export_session(row) | {"examples": [_export_example(e) for e in examples_in(db, str(row.id))]}
    calls = (
        select(ExamCall).where(ExamCall.person_id == person.id).order_by(ExamCall.exam_id, ExamCall.number)
    )
    for call in db.execute(calls).scalars():
        yield {"exam": call.exam.title, "call": call.number, "session": call.session_id, "score": call.score}
    for made in certificates_of(db, person.id):
        yield {
            "certificate": made.number,
            "exam": made.exam.title,
            "score": made.score,
            "issued": str(made.issued_at),
            "withdrawn": str(made.withdrawn_at or ""),
        }


def _export_example(row: ExampleRow) -> dict[str, Any]:
    said = {"turn": row.turn, "criterion": row.criterion, "why": row.why, "at": str(row.at)}
    return said | {"state": row.state, "named": row.named, "answered": str(row.answered_at or "")}


def _export_session(row: Session) -> dict[str, Any]:
    return {
        "dialogue": dump_dialogue(archive.dialogue_of(row)),
        "scenario": row.scenario,
        "mode": row.mode,
        "started": str(row.started_at),
        "ended": str(row.ended_at or ""),
        "rating": row.rating,
        "followup": row.followup,
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
        "disputes": [
            {"criterion": d.criterion, "contested": d.contested, "reason": d.reason, "at": str(d.at)}
            | {"state": d.state, "verdict": d.verdict, "answer": d.answer}
            for d in row.disputes
        ],
    }


def delete_session(db: Database, row: Session) -> None:
    """Delete a session for good, and take it out of the sums."""
    reviews.remove_from_tallies(row)
    db.flush()
    db.delete(row)
    db.flush()


def delete_sessions(db: Database, sessions: Sequence[str]) -> None:
    """Delete sessions of these ids for good; those that go on from them stay."""
    db.execute(update(Session).where(Session.parent_id.in_(sessions)).values(parent_id=None))
    for row in db.execute(select(Session).where(Session.id.in_(sessions))).scalars().all():
        delete_session(db, row)


def sessions_of(db: Database, person: int, limit: int) -> list[str]:
    """The ids of at most ``limit`` sessions of a person's."""
    return list(db.execute(select(Session.id).where(Session.person_id == person).limit(limit)).scalars())


def check_deletable(db: Database, person: Person) -> None:
    """Raises DataError where it is the last administrator."""
    if person.role == "administrator" and not other_administrators(db, person.id):
        raise DataError(sentence("archive.people.last_administrator"))


def delete_person(db: Database, person: Person) -> list[str]:
    """Delete a person and all its sessions for good, with the sign-ins that failed under its name.

    What the person said of others' sessions stays, without the name.

    Returns:
        The ids of the sessions, whose events stand in Rasa's tracker store as well.

    Raises:
        DataError: It is the last administrator.
    """
    check_deletable(db, person)
    ids = list(db.execute(select(Session.id).where(Session.person_id == person.id)).scalars())
    delete_sessions(db, ids)
    for table in (Review, Comment, Dispute):
        db.execute(update(table).where(table.person_id == person.id).values(person_id=None))
    db.execute(delete(Login).where(Login.person_id == person.id))
    db.execute(delete(AuditEntry).where(AuditEntry.about == f"person:{person.id}"))  # it has the name
    db.execute(delete(Attempt).where(Attempt.name == person.login))
    db.delete(person)
    db.flush()
    return ids


def keep_days(db: Database) -> int:
    """How many days transcripts are kept; 0: for good."""
    setting = db.get(Setting, "keep_days")
    return int(setting.value) if setting else 0


def demo_allowed(db: Database) -> bool:
    """May newcomers try it out without an account, as far as an administrator says?"""
    setting = db.get(Setting, "demo")
    return setting is None or bool(setting.value)


def allow_demo(db: Database, allowed: bool) -> None:
    """Let newcomers try it out without an account, or not any more."""
    db.merge(Setting(name="demo", value=allowed))


def kept_since(db: Database, now: datetime) -> datetime | None:
    """The moment before which nothing is kept; None where all is kept for good."""
    days = keep_days(db)
    return now - timedelta(days=days) if days else None


def read_keep_days(text: str) -> int:
    """Read how many days transcripts are to be kept.

    Args:
        text: A number from 0 (for good) to 36,500, as it was typed.

    Raises:
        DataError: It is no such number.
    """
    days = whole_number(text, 0, _MAX_DAYS)
    if days is None:
        raise DataError(sentence("archive.people.no_days", most=_MAX_DAYS))
    return days


def set_keep_days(db: Database, days: int) -> None:
    """Set how many days transcripts are kept; 0: for good."""
    db.merge(Setting(name="keep_days", value=days))


@dataclass(frozen=True)
class Expiring:
    """What would be deleted of one person.

    Attributes:
        name: The person's name; None for sessions of nobody.
        sessions: How many of its sessions.
        oldest: When the first of them began.
        latest: When the last of them began.
    """

    name: str | None
    sessions: int
    oldest: datetime
    latest: datetime


def expiring(db: Database, days: int, now: datetime) -> list[Expiring]:
    """What would be deleted were transcripts kept for so many days, those who lose most first.

    Args:
        db: The database session.
        days: How many days; 0: for good.
        now: The moment.
    """
    if not days:
        return []
    count = func.count(Session.id)
    query = (
        select(Person.name, Person.login, count, func.min(Session.started_at), func.max(Session.started_at))
        .select_from(Session)
        .outerjoin(Person, Person.id == Session.person_id)
        .where(*_older_than(now - timedelta(days=days)))
        .group_by(Person.id, Person.name, Person.login)
        .order_by(count.desc(), Person.name)
    )
    return [Expiring(name and handle_of(name, login), *row) for name, login, *row in db.execute(query)]


def _older_than(before: datetime) -> tuple[Any, ...]:
    """Conditions on sessions: begun before, and a real call has been here since before."""
    return Session.started_at < before, or_(Session.kept_at.is_(None), Session.kept_at < before)


def expired_sessions(db: Database, now: datetime, limit: int) -> list[str]:
    """The ids of at most ``limit`` sessions that are past their days, the oldest first."""
    before = kept_since(db, now)
    if before is None:
        return []
    query = select(Session.id).where(*_older_than(before)).order_by(Session.started_at)
    return list(db.execute(query.limit(limit)).scalars())


def expired_newcomers(db: Database, now: datetime) -> list[int]:
    """The numbers of demo trainees a day old."""
    query = select(Person.id).where(Person.demo, Person.created_at < now - _DEMO_AGE)
    return list(db.execute(query).scalars())


def delete_stale_attempts(db: Database, now: datetime) -> int:
    """Delete failed sign-ins of days before: what was typed there as a name may be anything.

    Returns:
        How many there were.
    """
    return int(db.execute(delete(Attempt).where(Attempt.at < now - _ATTEMPT_AGE)).rowcount)
