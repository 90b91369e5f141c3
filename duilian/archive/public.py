"""What is kept as JSON for programs of others: the HTTP API and webhooks. What people said is masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, selectinload

from duilian.archive import reviews
from duilian.archive.listing import Search, is_called, search_conditions
from duilian.archive.models import Group, Person, Session
from duilian.archive.sight import Sight
from duilian.clock import CHINA
from duilian.language.masking import mask


def session_page(
    db: Database, search: Search, sight: Sight, after: tuple[datetime, str] | None, limit: int
) -> list[Session]:
    """Ended sessions that are looked for, the earliest first.

    Args:
        db: The database session.
        search: What is looked for; sorting and page are passed over.
        sight: Who asks.
        after: Beginning and id of the last one that is known; None from the start.
        limit: How many at most.
    """
    query = select(Session).where(*search_conditions(db, search, sight))
    if after is not None:
        later = Session.started_at > after[0]
        query = query.where(or_(later, and_(Session.started_at == after[0], Session.id > after[1])))
    query = query.options(
        joinedload(Session.person).joinedload(Person.group),
        selectinload(Session.assessments),
        selectinload(Session.reviews),
        selectinload(Session.verdicts),
    )
    return list(db.execute(query.order_by(Session.started_at, Session.id).limit(limit)).scalars())


def people_page(db: Database, search: Search, sight: Sight, after: int, limit: int) -> list[Person]:
    """People in sight by number, demo trainees left out; of a search only person and group count."""
    query = select(Person).where(Person.demo.is_(False), Person.id > after)
    query = query if sight.all else query.where(sight.people)
    query = query.where(is_called(search.person)) if search.person else query
    if search.group:
        query = query.join(Group, Person.group_id == Group.id).where(Group.name == search.group)
    query = query.options(joinedload(Person.group)).order_by(Person.id).limit(limit)
    return list(db.execute(query).scalars())


def person_object(person: Person | None) -> dict[str, Any] | None:
    """A person as JSON; None for nobody."""
    if person is None:
        return None
    group = person.group.name if person.group else None
    return {
        "id": person.id,
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "department": person.department or None,
        "group": group,
        "active": person.active,
    }


def session_object(row: Session) -> dict[str, Any]:
    """A session as JSON, without a word of it: whose, when, of what, with what score and verdicts."""
    return {
        "id": row.id,
        "person": person_object(row.person),
        "scenario": row.scenario or None,
        "title": mask(str(row.title)) or None,
        "kind": row.kind,
        "mode": row.mode,
        "origin": row.origin,
        "started": _moment(row.started_at),
        "ended": _moment(row.ended_at),
        "score": row.score,
        "machine_score": row.assessments[-1].score if row.assessments else None,
        "reviewed": _moment(row.reviewed_at),
        "broke_off": row.broke_off,
        "verdicts": {one.criterion: "met" if one.met else "missed" for one in row.verdicts},
    }


def verdict_objects(row: Session, whole: bool = False) -> Iterable[dict[str, Any]]:
    """What holds of each criterion of a session, with the words it stands on.

    Args:
        row: The session.
        whole: With what identifies somebody?
    """
    machine = reviews.machine_verdicts(row)
    said = {one["number"]: str(one["text"]) for one in turn_objects(row, whole)}
    for criterion, ruling in reviews.rulings(row).items():
        place: Mapping[str, Any] = machine.get(criterion, {})
        quoted = slice(place.get("start"), place.get("end")) if "end" in place else slice(0)
        yield {
            "session": row.id,
            "criterion": criterion,
            "verdict": ruling.verdict,
            "machine": ruling.machine,
            "confidence": ruling.confidence,
            "reviewed": bool(ruling.by),
            "turn": place.get("turn"),
            "quote": said.get(int(place.get("turn") or 0), "")[quoted] or None,
        }


def turn_objects(row: Session, whole: bool = False) -> list[dict[str, Any]]:
    """The turns of a session as JSON; ``whole``: with what identifies somebody."""
    return [
        {
            "number": turn.number,
            "speaker": turn.speaker,
            "text": turn.text if whole else mask(str(turn.text)),
            "begins": turn.begins,
            "ends": turn.ends,
        }
        for turn in row.turns
    ]


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(CHINA).isoformat(timespec="seconds")
