"""A call in play: each message is kept before it is sent and its answer when it comes.

So nothing is lost or heard twice, whatever is reloaded, clicked twice or restarted. ``session`` is the call's
id throughout, ``rasa`` the way to the client, ``now`` the moment.

No database transaction is open while Rasa is asked: the debrief writes to the archive from another process.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from duilian import archive
from duilian.archive import upkeep
from duilian.archive.accounts import Member
from duilian.archive.exam_models import TIME_UP, ExamCall, ExamRow
from duilian.archive.models import ExchangeRow, Person, Session
from duilian.call.rasa_client import ChannelUnavailable, RasaClient, Reply, memory_in, start_command
from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.roleplay.scenario import Scenario
from duilian.texts import sentence

MAX_MESSAGE = 500  # characters of a message
_FASTEST, _WINDOW = 40, timedelta(minutes=1)  # messages a session may send in this time
MAX_OPEN, _RECENT = 10, timedelta(days=1)  # calls that a person may have begun in this time and not ended
HANG_UP, SILENCE = upkeep.HANG_UP, "……"


class Refusal(Enum):
    """Why a message was not taken."""

    STALE = "stale"  # the call has gone on elsewhere
    OVER = "over"
    TOO_LONG = "too_long"
    TOO_FAST = "too_fast"
    TIME_UP = "time_up"  # the exam that the call belongs to is over


class NotTaken(DataError):
    """A message was not taken; nothing was sent."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class KeptExchange:
    """One exchange: a message of the trainee's and what came back.

    Attributes:
        number: From 0, the command that rings.
        key: Names the message: sent twice, it is the same.
        text: As the trainee typed it; a command begins with a slash.
        replies: None until they have come.
    """

    number: int
    key: str
    text: str
    replies: tuple[Reply, ...] | None

    @property
    def over(self) -> bool:
        """Did the call end with it?"""
        return any(reply.card is not None for reply in self.replies or ())

    @property
    def is_finished(self) -> bool:
        """Has it been answered, a goodbye with the scorecard?"""
        return self.replies is not None and (self.text != HANG_UP or self.over)


_TABLE: Table = ExchangeRow.__table__
# Every turn goes through these: plain statements, made once, cost a third of mapped objects.
_COLUMNS = select(_TABLE.c.number, _TABLE.c.key, _TABLE.c.text, _TABLE.c.replies).where(
    _TABLE.c.session_id == bindparam("s")
)
_LAST = _COLUMNS.order_by(_TABLE.c.number.desc()).limit(1)
_KNOWN = _COLUMNS.where(_TABLE.c.key == bindparam("k"))
_WHEN = select(_TABLE.c.at).where(_TABLE.c.session_id == bindparam("s"), _TABLE.c.number == bindparam("n"))
_NEW = insert(_TABLE)
_EXAM_CALLS, _EXAMS = ExamCall.__table__, ExamRow.__table__
_EXAM_ENDS = select(_EXAMS.c.ends).where(
    _EXAM_CALLS.c.session_id == bindparam("s"), _EXAMS.c.id == _EXAM_CALLS.c.exam_id
)
_ANSWER = (
    update(_TABLE)
    .where(_TABLE.c.session_id == bindparam("s"), _TABLE.c.number == bindparam("n"))
    .values(replies=bindparam("kept"))
)


def _exchange(row: Any) -> KeptExchange:
    replies = (
        None
        if row.replies is None
        else tuple(
            Reply(r["text"], r.get("card"), r["client"], r.get("move", ""), tuple(r.get("told", ())))
            for r in row.replies
        )
    )
    return KeptExchange(row.number, row.key, row.text, replies)


def _dump(reply: Reply) -> dict[str, Any]:
    kept: dict[str, Any] = {"text": reply.text, "client": reply.client}
    if reply.move:
        kept["move"] = reply.move
    if reply.told:
        kept["told"] = list(reply.told)
    if reply.card is not None:
        kept["card"] = reply.card
    return kept


def kept_exchanges(db: archive.Database, session: str) -> list[KeptExchange]:
    """The exchanges of a session as they are kept, in order."""
    query = select(ExchangeRow).where(ExchangeRow.session_id == session).order_by(ExchangeRow.number)
    return [_exchange(row) for row in db.execute(query).scalars()]


def kept_memory(db: archive.Database, session: str) -> str:
    """What the client remembers in a session, by the command that began it; "" for a first contact."""
    query = select(ExchangeRow.text).where(ExchangeRow.session_id == session, ExchangeRow.number == 0)
    return memory_in(str(db.execute(query).scalar_one_or_none() or ""))


def begin_session(
    engine: Engine,
    session: str,
    scenario: Scenario,
    mode: str,
    seed: str,
    me: Member,
    now: datetime,
    memory: str = "",
) -> bool:
    """Enter a session, with the command that rings as its first exchange; :func:`transcript` sends it.

    Args:
        engine: The archive.
        session: The id it gets.
        scenario: Whose client is rung.
        mode: One of :data:`duilian.dialogue.model.MODES`.
        seed: What the client's draws are seeded with.
        me: Who speaks in it.
        now: The moment.
        memory: What the client remembers of the two's earlier contacts (:mod:`duilian.call.remembering`).

    Returns:
        False where the session was there already; nothing is changed then.

    Raises:
        DataError: The person has too many calls open.
    """
    try:
        with archive.transaction(engine) as db:
            if archive.exists(db, session):
                return False
            enter_session(db, session, scenario, mode, seed, me, now, memory)
            _check_open_calls(db, me.id, now, entered=1)
    except IntegrityError:
        return False
    return True


def enter_session(
    db: archive.Database,
    session: str,
    scenario: Scenario,
    mode: str,
    seed: str,
    me: Member,
    now: datetime,
    memory: str = "",
) -> None:
    """Enter a session that is not there yet, within a transaction; see :func:`begin_session`."""
    call = archive.Call(session, scenario.id, scenario.kind, mode, seed)
    empty = Dialogue(session, scenario.kind, scenario.context(), ())
    archive.begin_call(db, call, empty, now, db.get(Person, me.id))
    start = start_command(scenario.id, mode, seed, memory)
    db.add(ExchangeRow(session_id=session, number=0, key="start", text=start, at=now))


def _send(engine: Engine, rasa: RasaClient, session: str, exchange: KeptExchange) -> KeptExchange:
    """Send a message that is kept, and keep its replies; returns both. Sent before, it is heard once."""
    replies = tuple(rasa.send(session, exchange.text, exchange.key))
    kept = [_dump(reply) for reply in replies]
    with engine.begin() as connection:
        connection.execute(_ANSWER, {"s": session, "n": exchange.number, "kept": kept})
    return replace(exchange, replies=replies)


def transcript(engine: Engine, rasa: RasaClient, session: str) -> list[KeptExchange]:
    """All exchanges of a session; what was interrupted is finished first.

    A call begun before exchanges were kept (at a terminal) has none: it is rung anew.

    Raises:
        ChannelUnavailable: Rasa does not answer.
    """
    with archive.transaction(engine) as db:
        session_row = archive.find_call(db, session)
        if session_row is not None and session_row.ended_at is None and not session_row.exchanges:
            start = start_command(str(session_row.scenario), str(session_row.mode), str(session_row.seed))
            db.add(
                ExchangeRow(session_id=session, number=0, key="start", text=start, at=session_row.started_at)
            )
            db.flush()
        exchanges = kept_exchanges(db, session)
    return [
        exchange if exchange.is_finished else _send(engine, rasa, session, exchange) for exchange in exchanges
    ]


_UNANSWERED = select(_TABLE.c.session_id).where(_TABLE.c.replies.is_(None)).distinct()


def is_interrupted(db: archive.Database, session: str) -> bool:
    """Has a message of the session no answer yet?"""
    return db.execute(_UNANSWERED.where(_TABLE.c.session_id == session)).first() is not None


def finish_interrupted(engine: Engine, rasa: RasaClient, before: datetime) -> int:
    """Finish what was interrupted: answers that were lost, and debriefs that are owed.

    Args:
        engine: The archive.
        rasa: The way to the client.
        before: Messages sent later may still be waiting for their answer.

    Returns:
        How many sessions are still unfinished.
    """
    with archive.transaction(engine) as db:
        waiting = list(db.execute(upkeep.unfinished_sessions(before)).scalars())
    left = len(waiting)
    # In any order: one that fails whenever it is tried may not keep the others waiting.
    for session in random.sample(waiting, left):
        try:
            left -= all(exchange.is_finished for exchange in transcript(engine, rasa, session))
        except ChannelUnavailable as error:
            if error.away:
                break
    return left


def is_time_up(connection: Connection, session: str, now: datetime) -> bool:
    """Is the exam that a session belongs to over? Never so of a session of no exam."""
    ends = connection.execute(_EXAM_ENDS, {"s": session}).scalar_one_or_none()
    return ends is not None and ends <= now


def end_for_time(engine: Engine, rasa: RasaClient, session: str, now: datetime) -> None:
    """End a call because its exam is over: what was said is scored as it stands, and nobody hung up.

    Args:
        engine: The archive.
        rasa: The way to the client.
        session: The call's id; one that is over already stays as it is.
        now: The moment.

    Raises:
        ChannelUnavailable: Rasa does not answer, or the debrief is owed; to be tried again.
    """
    said = transcript(engine, rasa, session)  # what waits for an answer was said in time
    if not said or said[-1].over:
        return
    end = {"session_id": session, "number": len(said), "key": TIME_UP, "text": HANG_UP, "at": now}
    with suppress(IntegrityError), engine.begin() as connection:  # somebody else ends it
        connection.execute(_NEW, end)
    transcript(engine, rasa, session)


def _enter(
    connection: Connection, session: str, key: str, seen: int, text: str, now: datetime
) -> KeptExchange:
    """Keep a message that is to be sent, unless it is kept already: then it may have been sent.

    Raises:
        NotTaken: The call is over or has gone on elsewhere, or messages come too fast.
    """
    last = connection.execute(_LAST, {"s": session}).one_or_none()
    if last is None:  # imported, or played past the archive: there is nothing to go on with from here
        raise NotTaken(Refusal.STALE)
    known = last if last.key == key else None
    if known is None and last.number + 1 != seen:
        known = connection.execute(_KNOWN, {"s": session, "k": key}).one_or_none()
    if known is not None:
        return _exchange(known)
    if _exchange(last).over:
        raise NotTaken(Refusal.OVER)
    if is_time_up(connection, session, now):
        raise NotTaken(Refusal.TIME_UP)
    if last.number + 1 != seen or not _exchange(last).is_finished:
        raise NotTaken(Refusal.STALE)
    if (
        seen >= _FASTEST
        and connection.execute(_WHEN, {"s": session, "n": seen - _FASTEST}).scalar_one() > now - _WINDOW
    ):
        raise NotTaken(Refusal.TOO_FAST)
    connection.execute(_NEW, {"session_id": session, "number": seen, "key": key, "text": text, "at": now})
    return KeptExchange(seen, key, text, None)


def send_message(
    engine: Engine, rasa: RasaClient, session: str, key: str, seen: int, text: str, now: datetime
) -> KeptExchange:
    """Send one message of the trainee's.

    Args:
        engine: The archive.
        rasa: The way to the client.
        session: The call's id.
        key: Names the message; the same key again gets the same answer.
        seen: How many exchanges of the call its sender has seen.
        text: What is said; nothing is silence. :data:`HANG_UP` is the only command: whatever else begins with
            a slash is only words.
        now: The moment.

    Returns:
        The exchange with its replies.

    Raises:
        NotTaken: It was not sent; see :class:`Refusal`.
        ChannelUnavailable: Rasa does not answer, or the debrief is owed; the message is kept, and
            :func:`transcript` sends it again.
    """
    if len(text) > MAX_MESSAGE:
        raise NotTaken(Refusal.TOO_LONG)
    text = text.strip() or SILENCE
    if text != HANG_UP and text.startswith("/"):
        text = "／" + text[1:]
    try:
        with engine.begin() as connection:
            exchange = _enter(connection, session, key, seen, text, now)
    except IntegrityError:  # another request was quicker by a hair: with the same message, or with another
        with engine.begin() as connection:
            exchange = _enter(connection, session, key, seen, text, now)
    return exchange if exchange.is_finished else _send(engine, rasa, session, exchange)


def branch_session(
    engine: Engine,
    rasa: RasaClient,
    source: str,
    turn: int,
    target: str,
    scenario: Scenario,
    mode: str,
    me: Member,
    now: datetime,
) -> None:
    """Begin a new session as another stood before one of its turns, in Rasa and here.

    Args:
        engine: The archive.
        rasa: The way to the client.
        source: The session that is gone on from.
        turn: The number of the trainee's turn that is to be said otherwise, from 0, of its dialogue.
        target: The id of the new session.
        scenario: The scenario of both.
        mode: The mode of the new one.
        me: Who speaks in it.
        now: The moment.

    Raises:
        DataError: There is no such turn, the person has too many calls open, or it is a call of an exam.
        ChannelUnavailable: Rasa does not answer.
    """
    with archive.transaction(engine) as db:
        row = archive.find_call(db, source)
        if (
            row is None
            or not row.exchanges
            or not any(t.number == turn and t.speaker == "trainee" for t in row.turns)
        ):
            raise DataError(sentence("call.no_retry"))
        if row.exam_call is not None:
            raise DataError(sentence("archive.exams.no_retry"))
        turns = [t.text for t in row.turns if t.speaker == "trainee" and t.number <= turn]
        seed = str(row.seed)
        if not archive.exists(db, target):
            _check_open_calls(db, me.id, now, entered=0)
    rasa.copy(source, target, len(turns) - 1)
    with archive.transaction(engine) as db:
        if archive.exists(db, target):
            return
        row = archive.find_call(db, source)
        assert row is not None
        call = archive.Call(target, scenario.id, scenario.kind, mode, seed)
        empty = Dialogue(target, scenario.kind, scenario.context(), ())
        made = archive.begin_call(db, call, empty, now, db.get(Person, me.id))
        _check_open_calls(db, me.id, now, entered=1)
        made.parent_id, made.parent_turn = source, turn
        earlier = now - _WINDOW  # not counted as sent now
        made.exchanges.extend(
            ExchangeRow(number=e.number, key=e.key, text=e.text, replies=e.replies, at=earlier)
            for e in _up_to(row.exchanges, turns)
        )


def _up_to(exchanges: Sequence[ExchangeRow], turns: Sequence[str]) -> list[ExchangeRow]:
    """The exchanges before the last of these turns; hints and commands between them are no turns."""
    kept, heard = [], 0
    for exchange in exchanges:
        if exchange.text == turns[heard]:
            heard += 1
            if heard == len(turns):
                break
        if _exchange(exchange).over:  # turns that were said past the archive, at a terminal of old
            break
        kept.append(exchange)
    return kept


def _check_open_calls(db: archive.Database, person: int, now: datetime, entered: int) -> None:
    """Raises DataError where a person has too many calls open; ``entered``: new ones that stand already."""
    # Of calls begun at the same moment one comes after the other.
    db.get(Person, person, with_for_update=True)
    query = select(func.count()).where(
        Session.person_id == person, Session.ended_at.is_(None), Session.started_at > now - _RECENT
    )
    if db.execute(query).scalar_one() - entered >= MAX_OPEN:
        raise DataError(sentence("call.too_many_open", most=MAX_OPEN))


def open_sessions(db: archive.Database, person: int) -> list[Session]:
    """The latest calls that a person has not ended, at most :data:`MAX_OPEN`, the latest first."""
    query = (
        select(Session)
        .where(Session.person_id == person, Session.ended_at.is_(None))
        .order_by(Session.started_at.desc())
    )
    return list(db.execute(query.limit(MAX_OPEN)).scalars())
