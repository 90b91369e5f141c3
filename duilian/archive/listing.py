"""Sessions found by what a trainer looks for: filtered, searched, sorted, paged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select, text
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from duilian.archive.exam_models import ExamCall
from duilian.archive.models import Group, Person, Session, Transcript, VerdictRow
from duilian.archive.reviews import FIRST_TURN
from duilian.archive.sight import EVERYBODY, Sight
from duilian.clock import CHINA
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.texts import sentence

PAGE = 30  # sessions
LAST_PAGE = 100_000
YEARS = range(2000, 2100)
"""Of days that are looked for: all others are mistyped, and the first and the last have no neighbours."""
SORTS = ("new", "old", "low", "high")  # by time or score; what they are called stands in data/texts.yml


@dataclass(frozen=True)
class Search:
    """What to look for, as texts of a form; empty fields look for nothing.

    Attributes:
        person: Part of a person's name or login, or its handle.
        group: A group's name.
        kind: A kind of conversation; its variants are found as well.
        scenario: A scenario's id.
        mode: One of :data:`duilian.dialogue.model.MODES`.
        origin: ``played`` or ``imported``.
        since: The first day in China, 2026-11-27.
        until: The last one, included.
        low: The lowest score, 0 to 100.
        high: The highest.
        missed: A criterion that was missed.
        reviewed: ``yes`` or ``no``.
        exam: The number of an exam, whose calls are looked for; ``any`` for those of any.
        words: Words that stand in the transcript, one after the other.
        calls: ``whole`` leaves out what repeats other calls and what trainers tried out.
        sort: A key of :data:`SORTS`.
        page: From 1 to :data:`LAST_PAGE`.
    """

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
    exam: str = ""
    words: str = ""
    calls: str = ""
    sort: str = "new"
    page: str = "1"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Search:
        """Read a form.

        Args:
            given: Its fields; those that are none of a search are passed over.

        Raises:
            DataError: A value cannot be meant.
        """
        names = {field.name for field in fields(cls)}
        plain = {
            name: "".join(c for c in value if c.isprintable()).strip()[:100] for name, value in given.items()
        }
        made = cls(**{name: value for name, value in plain.items() if name in names and value})
        if made.sort not in SORTS:
            raise DataError(sentence("archive.listing.no_sort", sort=made.sort, sorts="、".join(SORTS)))
        if whole_number(made.page, 1, LAST_PAGE) is None:
            raise DataError(sentence("archive.listing.no_page", page=made.page))
        for name in ("low", "high"):
            _number(getattr(made, name))
        for name in ("since", "until"):
            parse_day(getattr(made, name))
        return made

    def query(self, **changed: str) -> dict[str, str]:
        """The fields that look for something, with some of them changed, for a link."""
        values = {field.name: getattr(self, field.name) for field in fields(self)} | changed
        return {name: value for name, value in values.items() if value and value != _PLAIN.get(name)}


_PLAIN = {"sort": "new", "page": "1"}


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 100:  # neither is what float() reads as no number at all
        raise DataError(sentence("archive.listing.no_score", text=text))
    return score


def parse_day(text: str, after: int = 0) -> datetime | None:
    """The beginning of a day in China.

    Args:
        text: 2026-11-27, or nothing.
        after: How many days later.

    Returns:
        The moment; None for nothing.

    Raises:
        DataError: The text is no day.
    """
    if not text:
        return None
    try:
        day = datetime.fromisoformat(f"{text}T00:00:00").replace(tzinfo=CHINA)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise DataError(sentence("archive.listing.no_day", text=text))
    return day + timedelta(days=after)


def is_called(words: str) -> Any:
    """A condition on people: the words stand in a name or a login, or are a handle."""
    handle = Person.name.concat("（").concat(Person.login).concat("）")
    return or_(
        Person.name.contains(words, autoescape=True),
        Person.login.contains(words, autoescape=True),
        handle == words,
    )


def search_conditions(db: Database, search: Search, sight: Sight = EVERYBODY) -> list[Any]:
    """What a row of ``sessions`` must fulfil, as conditions of SQLAlchemy's; ``sight``: who searches."""
    indexed = db.get_bind().dialect.name == "sqlite"
    newcomer = (Session.person_id + 0).in_(select(Person.id).where(Person.demo))
    unknown = Session.person_id.is_(None)
    wanted: list[Any] = [Session.ended_at.isnot(None), or_(unknown, ~newcomer), *sight.sessions]
    if search.calls == "whole":
        wanted.append(or_(Session.parent_turn.is_(None), Session.parent_turn <= FIRST_TURN))
        tried = (Session.person_id + 0).in_(select(Person.id).where(Person.role != "trainee"))
        wanted.append(or_(unknown, ~tried))
    if search.person:
        wanted.append(Session.person_id.in_(select(Person.id).where(is_called(search.person))))
    if search.group:
        # Not by the index on people: with so many of them, reading on from the latest session finds a page
        # sooner.
        members = select(Person.id).join(Group, Person.group_id == Group.id).where(Group.name == search.group)
        wanted.append((Session.person_id + 0).in_(members))
    if search.kind:
        wanted.append(
            or_(Session.kind == search.kind, Session.kind.startswith(f"{search.kind}/", autoescape=True))
        )
    for name in ("scenario", "mode", "origin"):
        if getattr(search, name):
            wanted.append(getattr(Session, name) == getattr(search, name))
    if search.exam:
        wanted.append(Session.id.in_(_exam_sessions(search.exam)))
    since, until = parse_day(search.since), parse_day(search.until, after=1)
    low, high = _number(search.low), _number(search.high)
    wanted += [Session.started_at >= since] if since else []
    wanted += [Session.started_at < until] if until else []
    wanted += [Session.score >= low] if low is not None else []
    wanted += [Session.score <= high] if high is not None else []
    if search.missed:
        missed = select(VerdictRow.session_id).where(
            VerdictRow.session_id == Session.id,
            VerdictRow.criterion == search.missed,
            VerdictRow.met.is_(False),
        )
        wanted.append(exists(missed))
    if search.reviewed in ("yes", "no"):
        wanted.append(
            Session.reviewed_at.isnot(None) if search.reviewed == "yes" else Session.reviewed_at.is_(None)
        )
    if search.words:
        wanted.append(Session.id.in_(select(Transcript.session_id).where(_holds(search.words, indexed))))
    return wanted


def _exam_sessions(exam: str) -> Any:
    """A query for the ids of sessions that are calls of an exam (its number), or of any."""
    query = select(ExamCall.session_id).where(ExamCall.session_id.isnot(None))
    return query if exam == "any" else query.where(ExamCall.exam_id == (whole_number(exam) or 0))


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
    "new": (Session.started_at.desc(), Session.id),
    "old": (Session.started_at, Session.id),
    "low": (Session.score, Session.id),
    "high": (Session.score.desc(), Session.id),
}


def find_sessions(db: Database, search: Search, sight: Sight = EVERYBODY) -> tuple[list[Session], bool]:
    """A page of the sessions that were looked for, and whether more follow. Only ended ones are found."""
    start = (int(search.page) - 1) * PAGE
    query = (
        select(Session)
        .where(*search_conditions(db, search, sight))
        .options(
            joinedload(Session.person).joinedload(Person.group),
            joinedload(Session.exam_call).joinedload(ExamCall.exam),
        )
    )
    rows = list(db.execute(query.order_by(*_ORDERS[search.sort]).offset(start).limit(PAGE + 1)).scalars())
    return rows[:PAGE], len(rows) > PAGE


def next_unreviewed(
    db: Database, search: Search, after: str, sight: Sight = EVERYBODY, but: Sequence[str] = ()
) -> str | None:
    """The next session that nobody has reviewed.

    Args:
        db: The database session.
        search: Within what was looked for.
        after: The id of the session just reviewed; empty for none.
        sight: Whom the reviewer sees.
        but: The ids of sessions that others look at.

    Returns:
        The id of the latest one begun no later than ``after``; where there is none, of the latest of all;
        None where all are reviewed.
    """
    waiting = select(Session.id).where(
        *search_conditions(db, search, sight), Session.reviewed_at.is_(None), Session.id.not_in([after, *but])
    )
    begun = select(Session.started_at).where(Session.id == after).scalar_subquery()
    for query in (waiting.where(Session.started_at <= begun), waiting):
        session = db.execute(query.order_by(Session.started_at.desc()).limit(1)).scalar_one_or_none()
        if session is not None:
            return str(session)
    return None


def group_names(db: Database, sight: Sight = EVERYBODY) -> list[str]:
    """The names of all groups that are seen, in order."""
    query = select(Group.name).order_by(Group.name)
    return list(
        db.execute(query if sight.groups is None else query.where(Group.id.in_(sight.groups))).scalars()
    )
