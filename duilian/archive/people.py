"""People and groups as an administrator keeps them: entered one by one or from a file, exported, deleted for good."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Database

from duilian import archive
from duilian.archive import accounts, reviews
from duilian.archive.models import ROLES, Comment, Group, Login, Person, Review, Session, Setting
from duilian.dialogue.model import dump_dialogue
from duilian.errors import DataError
from duilian.language.numbers import whole_number

_COLUMNS = {"name": ("name", "姓名", "用户名"), "role": ("role", "角色"), "group": ("group", "小组")}
_ROLE_NAMES = {"学员": "trainee", "培训师": "trainer", "管理员": "administrator"}
_DEMO = timedelta(days=1)  # a newcomer's account
MOST = 2000  # people in one file


@dataclass(frozen=True)
class Newcomer:
    """A line of a file of people; ``line`` counts from 1, the heading among them."""

    line: int
    name: str
    role: str
    group: str


def read_people(text: str) -> Iterator[Newcomer | DataError]:
    """CSV with a heading 姓名,角色,小组 (the last two may be missing) → each line, or what is wrong with it. Raises DataError where
    the heading or the whole is wrong."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    if not rows:
        raise DataError("文件是空的；第一行写“姓名,角色,小组”")
    heading = [cell.strip() for cell in rows[0]]
    places = {
        field: next((heading.index(n) for n in names if n in heading), None)
        for field, names in _COLUMNS.items()
    }
    if places["name"] is None:
        raise DataError(f"第 1 行应当是“姓名,角色,小组”，现在是“{','.join(heading)}”")
    if len(rows) > MOST + 1:
        raise DataError(f"一次最多 {MOST} 个人，这里有 {len(rows) - 1} 个")
    seen: set[str] = set()
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        given = {
            field: row[at].strip() if at is not None and at < len(row) else "" for field, at in places.items()
        }
        role = _ROLE_NAMES.get(given["role"], given["role"]) or "trainee"
        if not 1 <= len(given["name"]) <= 64:
            yield DataError("姓名要有 1 到 64 个字", f"第 {line} 行")
        elif role not in ROLES:
            yield DataError(f"没有“{given['role']}”这种角色；写学员、培训师或管理员", f"第 {line} 行")
        elif given["name"] in seen:
            yield DataError(f"“{given['name']}”前面已经有了", f"第 {line} 行")
        else:
            seen.add(given["name"])
            yield Newcomer(line, given["name"], role, given["group"][:64])


def group_named(db: Database, name: str) -> Group | None:
    """The group of this name, entered if new; None for no name."""
    if not name:
        return None
    group: Group | None = db.execute(select(Group).where(Group.name == name)).scalar_one_or_none()
    if group is None:
        group = Group(name=name)
        db.add(group)
        db.flush()
    return group


def add_people(db: Database, newcomers: Iterable[Newcomer], now: datetime) -> list[tuple[str, str]]:
    """New accounts → (name, one-time password) of each; who has one already only gets the group. Raises DataError."""
    made = []
    for newcomer in newcomers:
        person = archive.find_person(db, newcomer.name)
        if person is None:
            password = accounts.one_time_password()
            person = accounts.add_person(db, newcomer.name, newcomer.role, password, now)
            made.append((newcomer.name, password))
        if newcomer.group:
            person.group = group_named(db, newcomer.group)
    return made


def list_people(
    db: Database, words: str = "", page: int = 1, size: int = 50
) -> tuple[list[tuple[Person, int]], bool]:
    """People by name, each with its number of ended sessions → a page, and whether more follow. Demo trainees come last."""
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


def person_names(db: Database, roles: Sequence[str] = ROLES, active: bool = True) -> list[str]:
    """The names of people in these roles, demo trainees left out; ``active``: only of those who may sign in."""
    query = select(Person.name).where(Person.role.in_(roles), Person.demo.is_(False)).order_by(Person.name)
    return list(db.execute(query.where(Person.active) if active else query).scalars())


def other_administrators(db: Database, person: int) -> bool:
    """Is there an active administrator besides this one?"""
    query = select(Person.id).where(Person.role == "administrator", Person.active, Person.id != person)
    return db.execute(query.limit(1)).first() is not None


def change_person(db: Database, person: Person, role: str, group: str, active: bool) -> None:
    """New role, group or state. Raises DataError; the last administrator stays one."""
    if role not in ROLES:
        raise DataError(f"没有“{role}”这种角色")
    if (
        person.role == "administrator"
        and (role != "administrator" or not active)
        and not other_administrators(db, person.id)
    ):
        raise DataError("至少要留一位管理员")
    if not active or role != person.role:
        accounts.sign_out_everywhere(db, person.id)
    person.role, person.active, person.group = role, active, group_named(db, group.strip()[:64])


def export_person(db: Database, person: Person) -> Iterator[dict[str, Any]]:
    """All that is kept of a person, as JSON objects: the account, then every session with its transcript, assessments and reviews."""
    yield {
        "name": person.name,
        "role": person.role,
        "group": person.group.name if person.group else None,
        "since": str(person.created_at),
    }
    for row in db.execute(
        select(Session).where(Session.person_id == person.id).order_by(Session.started_at)
    ).scalars():
        yield {
            "dialogue": dump_dialogue(archive.dialogue_of(row)), "scenario": row.scenario, "mode": row.mode, "started": str(row.started_at),
            "ended": str(row.ended_at or ""), "rating": row.rating, "score": row.score,
            "exchanges": [{"said": e.text, "replies": e.replies} for e in row.exchanges],
            "assessments": [{"score": a.score, "verdicts": a.verdicts, "made": str(a.made_at)} for a in row.assessments],
            "reviews": [{"criterion": r.criterion, "verdict": r.verdict, "reason": r.reason, "at": str(r.at)} for r in row.reviews],
            "comments": [{"turn": c.turn, "text": c.text, "at": str(c.at)} for c in row.comments],
        }  # fmt: skip


def delete_session(db: Database, row: Session) -> None:
    """Delete a session for good, and out of the sums."""
    reviews.remove_from_tallies(row)
    db.flush()
    db.delete(row)
    db.flush()


def delete_person(db: Database, person: Person) -> list[str]:
    """Delete a person and all its sessions for good → the ids of the sessions, whose events stand in Rasa's tracker store as well.
    What the person said of others' sessions stays, without the name. Raises DataError for the last administrator."""
    if person.role == "administrator" and not other_administrators(db, person.id):
        raise DataError("至少要留一位管理员")
    rows = list(db.execute(select(Session).where(Session.person_id == person.id)).scalars())
    names = [str(row.id) for row in rows]
    db.execute(update(Session).where(Session.parent_id.in_(names)).values(parent_id=None))
    for row in rows:
        delete_session(db, row)
    for table in (Review, Comment):
        db.execute(update(table).where(table.person_id == person.id).values(person_id=None))
    db.execute(delete(Login).where(Login.person_id == person.id))
    db.delete(person)
    db.flush()
    return names


def keep_days(db: Database) -> int:
    """How many days transcripts are kept; 0: for good."""
    setting = db.get(Setting, "keep_days")
    return int(setting.value) if setting else 0


def set_keep_days(db: Database, text: str) -> None:
    """Raises DataError."""
    days = whole_number(text, 0, 36_500)
    if days is None:
        raise DataError("保留天数写 0（一直保留）到 36500 之间的整数")
    db.merge(Setting(name="keep_days", value=days))


def delete_expired(db: Database, now: datetime) -> list[str]:
    """Delete what is not to be kept any longer: sessions past their days, demo trainees a day old → the ids of the sessions deleted."""
    gone: list[str] = []
    days = keep_days(db)
    for row in sessions_before(db, now - timedelta(days=days)) if days else ():
        gone.append(str(row.id))
        db.execute(update(Session).where(Session.parent_id == row.id).values(parent_id=None))
        delete_session(db, row)
    for person in (
        db.execute(select(Person).where(Person.demo, Person.created_at < now - _DEMO)).scalars().all()
    ):
        gone += delete_person(db, person)
    return gone


def sessions_before(db: Database, before: datetime, limit: int = 500) -> list[Session]:
    """Sessions begun before a moment, the oldest first: to be deleted when the time that transcripts are kept is over."""
    return list(
        db.execute(
            select(Session).where(Session.started_at < before).order_by(Session.started_at).limit(limit)
        ).scalars()
    )
