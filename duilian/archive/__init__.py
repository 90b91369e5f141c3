"""The archive: what people did and said, kept in SQLite or, by DATABASE_URL, in PostgreSQL.

Every function takes the database session it works in (``db``) and, where it needs to know it, the moment
(``now``, with its zone); nothing here reads a clock. Rasa's own events live in another database (its tracker
store), never in this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import and_, create_engine, event, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload
from sqlalchemy.pool import QueuePool

from duilian.archive import assignment_models as assignment_models  # its tables belong to the schema
from duilian.archive import audit as audit  # likewise
from duilian.archive import example_models as example_models  # its tables belong to the archive's schema
from duilian.archive import import_models as import_models  # likewise
from duilian.archive import outbox, reviews
from duilian.archive import outgoing_models as outgoing_models  # likewise
from duilian.archive import review_models as review_models  # likewise
from duilian.archive.models import AssessmentRow, Person, Session, Transcript, TurnRow
from duilian.archive.reasons import database_reason
from duilian.archive.schema import upgrade
from duilian.assessment import Assessment, dump_assessment
from duilian.assessment.phase import broke_off
from duilian.dialogue.model import Dialogue, Turn, parse_context, parse_turn
from duilian.errors import DataError, system_reason
from duilian.texts import sentence

__all__ = [
    "Call",
    "Database",
    "Session",
    "begin_call",
    "dialogue_of",
    "exists",
    "find_call",
    "find_person",
    "keep_call",
    "list_calls",
    "open_archive",
    "person_named",
    "prepare_connections",
    "transaction",
    "upgrade",
]

_HANDLE = re.compile(r"(.+)[（(](.+)[）)]")
_DATABASES = ("sqlite", "postgresql")
# The web application's threads share connections to the file; a writer waits for another one, up to ten
# seconds, and keeps its connection meanwhile: no reader may be short of one.
_LITE: dict[str, Any] = {
    "poolclass": QueuePool,
    "max_overflow": -1,
    "connect_args": {"check_same_thread": False, "timeout": 10},
}


@dataclass(frozen=True)
class Call:
    """What is known of a session when it begins.

    Attributes:
        id: Rasa's sender; the key of the session in the archive.
        scenario: The id of the scenario.
        kind: The kind of conversation, as in :data:`duilian.dialogue.model.KINDS`, or a variant of one.
        mode: One of :data:`duilian.dialogue.model.MODES`.
        seed: What all draws of the client's are seeded with.
    """

    id: str
    scenario: str
    kind: str
    mode: str
    seed: str


def open_archive(url: str) -> Engine:
    """Open the archive and bring its schema up to date.

    Args:
        url: A database address of SQLAlchemy's. SQLite's folder is made where it is missing.

    Raises:
        DataError: It is no address, nothing can be opened there, or it was written by a later version.
    """
    try:
        address = make_url(url)
        name = address.get_backend_name()
    except (ArgumentError, ValueError, ImportError):  # what they say holds the address, with its password
        name = ""
    if name not in _DATABASES:
        raise DataError(sentence("archive.no_address"))
    try:
        lite = name == "sqlite"
        if lite and address.database and not address.database.startswith((":memory:", "file:")):
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        # What people said stands in parameters, which no error message and no log may show.
        options = _LITE if lite else {"pool_pre_ping": True}
        engine = create_engine(url, future=True, hide_parameters=True, **options)
        prepare_connections(engine)
        upgrade(engine)
    except ArgumentError:  # sqlite://host/file
        raise DataError(sentence("archive.no_address")) from None
    except DBAPIError as error:  # nothing there, nobody answers, no database, not allowed
        raise DataError(sentence("archive.unopened", why=database_reason(error))) from None
    except OSError as error:
        raise DataError(sentence("archive.unopened", why=system_reason(error))) from None
    return engine


def prepare_connections(engine: Engine) -> None:
    """Have every connection set up as the archive's are; PostgreSQL's need nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)


def _prepare(raw: Any, _: Any) -> None:
    """Readers and a writer side by side; references are kept; what is deleted is overwritten."""
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        raw.execute(f"PRAGMA {pragma}")


@contextmanager
def transaction(engine: Engine) -> Iterator[Database]:
    """Open a database session that commits at the end, or rolls back if anything is raised."""
    with Database(engine, future=True) as db, db.begin():
        yield db


def find_person(db: Database, name: str) -> Person | None:
    """Look up somebody by what it is called.

    Args:
        db: The database session.
        name: Its login, its handle (周老师（1002）), or its name where nobody else has the same.

    Returns:
        None where there is nobody, or where several are called so.
    """
    handle = _HANDLE.fullmatch(name)
    ways = [Person.login == name, Person.name == name]
    if handle:
        ways.append(and_(Person.name == handle[1], Person.login == handle[2]))
    for way in ways:
        found: list[Person] = list(db.execute(select(Person).where(way).limit(2)).scalars())
        if len(found) == 1:
            return found[0]
    return None


def person_named(db: Database, name: str, now: datetime) -> Person:
    """Look up somebody as :func:`find_person` does; a new trainee where nobody is called so.

    Raises:
        DataError: Several are called so.
    """
    person = find_person(db, name)
    if person is None:
        if db.execute(select(Person.id).where(Person.name == name).limit(1)).first():
            raise DataError(sentence("archive.several_of_this_name", name=name))
        person = Person(name=name, created_at=now)
        db.add(person)
        db.flush()
    return person


def begin_call(
    db: Database, call: Call, dialogue: Dialogue, now: datetime, person: Person | None = None
) -> Session:
    """Enter the session of a call, or give back the one that is there.

    Args:
        db: The database session.
        call: What is known of it.
        dialogue: Where its context is taken from.
        now: When it begins.
        person: Who speaks in it.
    """
    row: Session | None = db.get(Session, call.id)
    if row is None:
        row = Session(**vars(call), person=person, context=dict(vars(dialogue.context)), started_at=now)
        db.add(row)
        db.flush()
        outbox.note_begun(row, now)
    return row


def _row(number: int, turn: Turn) -> TurnRow:
    labels: list[Any] = [dict(vars(s)) for s in turn.acts] if turn.speaker == "trainee" else list(turn.cues)
    return TurnRow(number=number, speaker=turn.speaker, text=turn.text, labels=labels)


def keep_call(
    db: Database,
    call: Call,
    dialogue: Dialogue,
    assessment: Assessment,
    model_version: str,
    now: datetime,
    signature: str = "",
) -> Session:
    """Keep a finished call: its transcript, and its assessment unless the last one says the same.

    Doing it twice is safe.

    Args:
        db: The database session.
        call: The call; entered where it is new.
        dialogue: Its turns, with their acts and cues.
        assessment: What the rubric says of it.
        model_version: The tagger's, kept beside the rubric's.
        now: When it ended, unless it is known already.
        signature: All that the score depends on; see :mod:`duilian.evaluation.signature`.

    Returns:
        The session, with what holds of it now.
    """
    row = begin_call(db, call, dialogue, now)
    row.context, row.ended_at = dict(vars(dialogue.context)), row.ended_at or now
    row.broke_off = broke_off(dialogue)
    row.turns.clear()
    db.flush()
    row.turns.extend(_row(n, turn) for n, turn in enumerate(dialogue.turns))
    words = "\n".join(turn.text for turn in dialogue.turns)
    if row.transcript is None:
        row.transcript = Transcript(text=words)
    else:
        row.transcript.text = words
    verdicts = dump_assessment(assessment)["verdicts"]
    last = row.assessments[-1] if row.assessments else None
    made_by = (assessment.rubric_version, model_version, signature)
    before = last and (last.rubric_version, last.model_version, last.signature)
    if last is None or last.verdicts != verdicts or before != made_by:
        row.assessments.append(
            AssessmentRow(
                score=assessment.score,
                verdicts=verdicts,
                rubric_version=assessment.rubric_version,
                model_version=model_version,
                signature=signature,
                made_at=now,
            )
        )
    db.flush()
    reviews.settle_verdicts(row, assessment.weights)
    db.flush()
    reviews.settle_exam(row, now)
    if last is None:
        outbox.note_assessed(row, now)
    return row


def find_call(db: Database, name: str) -> Session | None:
    """Look up a session by its id; None where there is none."""
    row: Session | None = db.get(Session, name)
    return row


def exists(db: Database, name: str) -> bool:
    """Is there a session of this id?"""
    return db.execute(select(Session.id).where(Session.id == name)).first() is not None


def list_calls(db: Database, limit: int = 50) -> list[tuple[Session, float | None]]:
    """The latest sessions, the latest first, each with the score that holds, None where it is not over."""
    query = (
        select(Session).options(selectinload(Session.person)).order_by(Session.started_at.desc()).limit(limit)
    )
    return [(row, None if row.ended_at is None else row.score) for row in db.execute(query).scalars()]


def dialogue_of(row: Session) -> Dialogue:
    """A kept session → its dialogue, labels and all."""
    turns = []
    for turn in row.turns:
        key = "acts" if turn.speaker == "trainee" else "cues"
        turns.append(parse_turn({"speaker": turn.speaker, "text": turn.text, key: turn.labels}))
    return Dialogue(row.id, row.kind, parse_context(row.context), tuple(turns))
