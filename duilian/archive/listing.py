"""Sessions found by what a trainer looks for: filtered, searched, sorted, paged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select, text
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from duilian.archive.models import Group, Person, Session, Transcript, VerdictRow
from duilian.clock import CHINA
from duilian.errors import DataError
from duilian.language.numbers import whole_number

PAGE = 30  # sessions
LAST_PAGE = 100_000
SORTS = {"new": "最近的在前", "old": "最早的在前", "low": "低分在前", "high": "高分在前"}


@dataclass(frozen=True)
class Search:
    """What to look for; empty fields look for nothing. ``since`` and ``until`` are days (2026-11-27, both included), ``low`` and ``high``
    scores, ``missed`` a criterion, ``reviewed`` yes or no, ``words`` stand in the transcript, ``page`` counts from 1."""

    person: str = ""
    group: str = ""
    kind: str = ""
    scenario: str = ""
    mode: str = ""
    origin: str = ""
    since: str = ""
    until: str = ""
    low: str = ""
    high: str = ""
    missed: str = ""
    reviewed: str = ""
    words: str = ""
    sort: str = "new"
    page: str = "1"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Search:
        """From a form's fields; others are passed over. Raises DataError for a value that can't be meant."""
        names = {field.name for field in fields(cls)}
        plain = {
            name: "".join(c for c in value if c.isprintable()).strip()[:100] for name, value in given.items()
        }
        made = cls(**{name: value for name, value in plain.items() if name in names and value})
        if made.sort not in SORTS:
            raise DataError(f"不能按“{made.sort}”排序；可用的有：{'、'.join(SORTS)}")
        if whole_number(made.page, 1, LAST_PAGE) is None:
            raise DataError(f"没有第“{made.page}”页")
        for name in ("low", "high"):
            _number(getattr(made, name))
        for name in ("since", "until"):
            parse_day(getattr(made, name))
        return made

    def query(self, **changed: str) -> dict[str, str]:
        """The fields that look for something, for a link."""
        values = {field.name: getattr(self, field.name) for field in fields(self)} | changed
        return {name: value for name, value in values.items() if value and value != _PLAIN.get(name)}


_PLAIN = {"sort": "new", "page": "1"}


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise DataError(f"分数应当是 0 到 100 的数，不是“{text}”") from None


def parse_day(text: str, after: int = 0) -> datetime | None:
    """2026-11-27 → that day's beginning in China, ``after`` days later; empty: None. Raises DataError."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(f"{text}T00:00:00").replace(tzinfo=CHINA) + timedelta(days=after)
    except ValueError:
        raise DataError(f"日期写成 2026-11-27 的样子，不是“{text}”") from None


def search_conditions(db: Database, search: Search) -> list[Any]:
    """What a row of ``sessions`` must fulfil."""
    indexed = db.get_bind().dialect.name == "sqlite"
    found: list[Any] = [Session.ended_at.isnot(None)]
    if search.person:
        found.append(
            Session.person_id.in_(
                select(Person.id).where(Person.name.contains(search.person, autoescape=True))
            )
        )
    if search.group:
        # Not by the index on people: with so many of them, reading on from the latest session finds a page sooner.
        members = select(Person.id).join(Group, Person.group_id == Group.id).where(Group.name == search.group)
        found.append((Session.person_id + 0).in_(members))
    if search.kind:
        found.append(
            or_(Session.kind == search.kind, Session.kind.startswith(f"{search.kind}/", autoescape=True))
        )
    for name in ("scenario", "mode", "origin"):
        if getattr(search, name):
            found.append(getattr(Session, name) == getattr(search, name))
    since, until = parse_day(search.since), parse_day(search.until, after=1)
    low, high = _number(search.low), _number(search.high)
    found += [Session.started_at >= since] if since else []
    found += [Session.started_at < until] if until else []
    found += [Session.score >= low] if low is not None else []
    found += [Session.score <= high] if high is not None else []
    if search.missed:
        missed = select(VerdictRow.session_id).where(
            VerdictRow.session_id == Session.id,
            VerdictRow.criterion == search.missed,
            VerdictRow.met.is_(False),
        )
        found.append(exists(missed))
    if search.reviewed in ("yes", "no"):
        found.append(
            Session.reviewed_at.isnot(None) if search.reviewed == "yes" else Session.reviewed_at.is_(None)
        )
    if search.words:
        found.append(Session.id.in_(select(Transcript.session_id).where(_holds(search.words, indexed))))
    return found


_INDEXED = 3  # characters that the full-text index needs


def _holds(words: str, indexed: bool) -> Any:
    """The words stand in the transcript, one after the other."""
    if indexed and len(words) >= _INDEXED:
        phrase = '"' + words.replace('"', '""') + '"'
        return Transcript.id.in_(
            text("select rowid from transcript_index where transcript_index match :phrase").bindparams(
                phrase=phrase
            )
        )
    return Transcript.text.contains(words, autoescape=True)


_ORDERS = {
    "new": (Session.started_at.desc(), Session.id), "old": (Session.started_at, Session.id),
    "low": (Session.score, Session.id), "high": (Session.score.desc(), Session.id),
}  # fmt: skip


def find_sessions(db: Database, search: Search) -> tuple[list[Session], bool]:
    """A page of the sessions that are ended → they, and whether more follow."""
    start = (int(search.page) - 1) * PAGE
    query = (
        select(Session)
        .where(*search_conditions(db, search))
        .options(joinedload(Session.person).joinedload(Person.group))
    )
    rows = list(db.execute(query.order_by(*_ORDERS[search.sort]).offset(start).limit(PAGE + 1)).scalars())
    return rows[:PAGE], len(rows) > PAGE


def next_unreviewed(db: Database, search: Search, after: str) -> str | None:
    """The id of the next session nobody has reviewed, older than ``after`` if there is one, else the latest."""
    waiting = select(Session.id).where(
        *search_conditions(db, search), Session.reviewed_at.is_(None), Session.id != after
    )
    begun = select(Session.started_at).where(Session.id == after).scalar_subquery()
    for query in (waiting.where(Session.started_at <= begun), waiting):
        found = db.execute(query.order_by(Session.started_at.desc()).limit(1)).scalar_one_or_none()
        if found is not None:
            return str(found)
    return None


def group_names(db: Database) -> list[str]:
    """All groups, by name."""
    return list(db.execute(select(Group.name).order_by(Group.name)).scalars())
