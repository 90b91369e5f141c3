"""Exemplary calls and passages: proposed by a trainer, seen by others as long as their owner agrees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, object_session

from duilian.archive.example_models import ExampleRow
from duilian.archive.models import Session, TurnRow
from duilian.errors import DataError
from duilian.texts import sentence

WHOLE = -1
"""Instead of a turn's number: the whole call."""
EXAMPLES_ON_PAGE = 20
MAX_WHY = 500  # characters of why it is one
_AROUND = 1  # turns before and after the one that is meant


@dataclass(frozen=True)
class ExampleSearch:
    """Which examples are looked for; empty fields leave nothing out.

    Attributes:
        criterion: What they are examples of.
        kind: A kind of conversation; its variants are found as well.
        page: From 1.
    """

    criterion: str = ""
    kind: str = ""
    page: int = 1


def propose_example(
    row: Session, turn: int, criterion: str, why: str, person: int, now: datetime, criteria: Collection[str]
) -> ExampleRow:
    """Propose a call, or a passage of it, as an example; its owner is asked.

    Args:
        row: The session, ended.
        turn: A turn of the trainee's, from 0; :data:`WHOLE` for the whole.
        criterion: What it is an example of; empty for nothing in particular.
        why: What is good about it, 1 to :data:`MAX_WHY` characters.
        person: The trainer's number.
        now: The moment.
        criteria: All the rubric's.

    Raises:
        DataError: There is nobody to ask, no such turn or criterion, no reason, or it was proposed before.
    """
    if row.person is None or row.person.demo:
        raise DataError(sentence("archive.examples.nobody_to_ask"))
    if turn != WHOLE and not (0 <= turn < len(row.turns) and row.turns[turn].speaker == "trainee"):
        raise DataError(sentence("archive.examples.no_turn"))
    if criterion and criterion not in criteria:
        raise DataError(sentence("archive.reviews.no_criterion", criterion=criterion))
    if not 1 <= len(why.strip()) <= MAX_WHY:
        raise DataError(sentence("archive.examples.no_why", most=MAX_WHY))
    db = object_session(row)
    same = select(ExampleRow.state).where(
        ExampleRow.session_id == row.id, ExampleRow.turn == turn, ExampleRow.criterion == criterion
    )
    before = db.execute(same).scalar_one_or_none()
    if before is not None:
        raise DataError(sentence(f"archive.examples.{before}"))
    made = ExampleRow(
        session_id=row.id, turn=turn, criterion=criterion, why=why.strip(), at=now, state="asked"
    )
    made.person_id = person
    db.add(made)
    db.flush()
    return made


def answer_example(row: ExampleRow, agreed: bool, named: bool, now: datetime) -> None:
    """Enter what its owner says, who may say otherwise at any time: others see it from now on, or no more."""
    row.state, row.named, row.answered_at = "shared" if agreed else "refused", agreed and named, now


def may_read(row: ExampleRow, person: int, trains: bool, demo: bool) -> bool:
    """May somebody read an example, apart from who sees its call?

    Args:
        row: The example.
        person: Who asks.
        trains: Is it a trainer, and within sight of the call?
        demo: Is it a newcomer trying it out, whom nobody has agreed to?
    """
    return row.session.person_id == person or trains or (row.state == "shared" and not demo)


def _found(query: Any, search: ExampleSearch) -> Any:
    query = query.join(Session, Session.id == ExampleRow.session_id).where(ExampleRow.state == "shared")
    query = query.where(ExampleRow.criterion == search.criterion) if search.criterion else query
    if search.kind:
        variants = Session.kind.startswith(f"{search.kind}/", autoescape=True)
        query = query.where(or_(Session.kind == search.kind, variants))
    return query


def shared_examples(db: Database, search: ExampleSearch) -> tuple[list[ExampleRow], int]:
    """A page of what may be shown, what was agreed to last first, and how many there are."""
    total = int(db.execute(_found(select(func.count(ExampleRow.id)), search)).scalar_one())
    query = _found(select(ExampleRow), search).options(
        joinedload(ExampleRow.session).joinedload(Session.person)
    )
    query = query.order_by(ExampleRow.answered_at.desc(), ExampleRow.id.desc())
    query = query.offset((search.page - 1) * EXAMPLES_ON_PAGE).limit(EXAMPLES_ON_PAGE)
    return list(db.execute(query).scalars()), total


def count_shared(db: Database, but: int = 0) -> dict[str, int]:
    """Criterion → how many examples of it are shared, without those of the person of number ``but``.

    Those of no criterion in particular stand under the empty one.
    """
    query = select(ExampleRow.criterion, func.count(ExampleRow.id)).join(
        Session, Session.id == ExampleRow.session_id
    )
    query = query.where(ExampleRow.state == "shared", Session.person_id != but).group_by(ExampleRow.criterion)
    return {criterion: int(count) for criterion, count in db.execute(query)}


def own_examples(db: Database, person: int) -> list[ExampleRow]:
    """What of a person's calls was proposed, what waits for its answer first."""
    query = select(ExampleRow).join(Session, Session.id == ExampleRow.session_id)
    query = query.where(Session.person_id == person).options(joinedload(ExampleRow.session))
    rows = db.execute(query.order_by(ExampleRow.id.desc())).scalars()
    return sorted(rows, key=lambda row: row.state != "asked")


def count_asked(db: Database, person: int) -> int:
    """How many proposals wait for a person's answer."""
    query = select(func.count(ExampleRow.id)).join(Session, Session.id == ExampleRow.session_id)
    return int(db.execute(query.where(Session.person_id == person, ExampleRow.state == "asked")).scalar_one())


def examples_in(db: Database, session: str) -> list[ExampleRow]:
    """What of a session was proposed, in order of its turns."""
    query = select(ExampleRow).where(ExampleRow.session_id == session)
    return list(db.execute(query.order_by(ExampleRow.turn, ExampleRow.id)).scalars())


def passages(db: Database, rows: Sequence[ExampleRow]) -> dict[int, list[TurnRow]]:
    """Example → the turns of its passage, with the one before and the one after; none of whole calls."""
    wanted = {row.id: row for row in rows if row.turn != WHOLE}
    if not wanted:
        return {}
    near = [
        (TurnRow.session_id == row.session_id)
        & TurnRow.number.between(row.turn - _AROUND, row.turn + _AROUND)
        for row in wanted.values()
    ]
    turns = db.execute(select(TurnRow).where(or_(*near)).order_by(TurnRow.number)).scalars().all()
    return {
        key: [
            turn
            for turn in turns
            if turn.session_id == row.session_id and abs(turn.number - row.turn) <= _AROUND
        ]
        for key, row in wanted.items()
    }
