"""Rasa's SQL tracker store, which keeps what was said or fails: what is not kept is not answered.

Rasa goes on in memory where the database is locked or away, answers, and forgets; here the message fails,
and its sender sends it again under its key. A goodbye whose debrief did not come is not kept either.

The calls that are being played are kept in memory too: Rasa reads a call anew from its events for every
message and counts them to know which to store, half of a turn's time. One process serves all calls, so what
it stored last is what stands there. What is stored is the same as ever.
"""

import asyncio
import json
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, List, Optional, Text, TypeVar

import rasa.core.agent
import sqlalchemy
import sqlalchemy.orm
import sqlalchemy.pool
from rasa.core.tracker_store import (
    FailSafeTrackerStore,
    SQLTrackerStore,
    TrackerStore,
    create_engine_kwargs,
)
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from duilian.archive.erasure import empty_log

_KEPT = 512  # calls; of those not heard of for longest the memory is given up
_PATIENCE = 5  # seconds that a message waits for the database before it fails
_DEBRIEF = "action_debrief"
_THREADS = 15  # as many as a pool of SQLAlchemy's has connections
T = TypeVar("T")


class DebriefMissing(Exception):
    """The call ended, and the action server made no scorecard of it; nothing of the message was kept."""


class KeptTrackerStore(SQLTrackerStore):
    """Named in endpoints.yml; the options are those of Rasa's.

    The database is used in threads: while one call waits for it, the others are heard.
    """

    engine: Any
    sessionmaker: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: OrderedDict[Text, DialogueStateTracker] = OrderedDict()
        # How many of a tracker's events stand in the database.
        self._stored: OrderedDict[Text, int] = OrderedDict()
        self._threads = ThreadPoolExecutor(_THREADS, "trackers")
        self._has_tables = False  # Rasa passes it by where the database was locked at the start
        url = self.engine.url
        self.engine.dispose()
        if url.drivername.startswith("sqlite"):
            # Rasa opens and closes the file for every use of it, which takes as long as all else.
            options: Dict[Text, Any] = {
                "poolclass": sqlalchemy.pool.QueuePool,
                "connect_args": {"check_same_thread": False, "timeout": _PATIENCE},
            }
        else:
            # A connection that a restart of the server has cut is found before it is used.
            options = {"pool_pre_ping": True, **create_engine_kwargs(url)}
            options["connect_args"] = {"connect_timeout": _PATIENCE, **options.get("connect_args", {})}
        self.engine = sqlalchemy.create_engine(url, pool_timeout=_PATIENCE, hide_parameters=True, **options)
        if url.drivername.startswith("sqlite"):
            sqlalchemy.event.listen(self.engine, "connect", _prepare)
        self.sessionmaker = sqlalchemy.orm.sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The call as it was stored last.

        It is taken out: a turn that fails halfway leaves nothing behind.
        """
        tracker = self._kept.pop(sender_id, None)
        if tracker is None:
            tracker = await self._read(sender_id, every_session=False)
            self._note(sender_id, len(tracker.events) if tracker else 0)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: Text) -> Optional[DialogueStateTracker]:
        """The call with all of its events, as they stand in the database."""
        return await self._read(conversation_id, every_session=True)

    async def look_up(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The call as it was stored last, to be looked at, not to be gone on with."""
        return self._kept.get(sender_id) or await self.retrieve_full_tracker(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are new.

        Raises:
            DebriefMissing: The call ended, and there is no scorecard.
        """
        events = list(tracker.events)
        _check_debrief(events)
        stored = self._stored.get(tracker.sender_id)
        if stored is not None and stored > len(events):
            stored = None
        await self.stream_events(tracker)
        # Until it is there nothing is known of the call here: a commit may come and not be heard of.
        self._stored.pop(tracker.sender_id, None)
        await self._in_thread(lambda: self._write(tracker.sender_id, events, stored))
        if stored is None or (stored and any(isinstance(e, SessionStarted) for e in events[stored:])):
            return  # not from here, so that Rasa counted; or the old session is no part of the next
        self._note(tracker.sender_id, len(events))
        self._kept[tracker.sender_id] = tracker

    def forget(self, sender_id: Text) -> None:
        """Delete a call for good."""
        self._kept.pop(sender_id, None)
        self._stored.pop(sender_id, None)
        with self.session_scope() as session:
            session.execute(sqlalchemy.delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender_id))
            session.commit()

    def not_heard_since(self, moment: float) -> List[Text]:
        """The calls whose last event is older, in seconds since 1970."""
        last = sqlalchemy.func.max(self.SQLEvent.timestamp)
        query = sqlalchemy.select(self.SQLEvent.sender_id).group_by(self.SQLEvent.sender_id)
        with self.session_scope() as session:
            return list(session.execute(query.having(last < moment)).scalars())

    def wipe_forgotten(self) -> None:
        """Let nothing of what was forgotten stand in SQLite's write-ahead log any more."""
        if self.engine.url.drivername.startswith("sqlite"):
            empty_log(self.engine)

    def read_anew(self) -> None:
        """Take nothing from memory any more: what stands in the database is no longer what was stored."""
        self._kept.clear()
        self._stored.clear()

    def _note(self, sender_id: Text, stored: int) -> None:
        self._stored[sender_id] = stored
        self._stored.move_to_end(sender_id)
        while len(self._stored) > _KEPT:
            oldest, _ = self._stored.popitem(last=False)
            self._kept.pop(oldest, None)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Work with the database, done to its end: who no longer waits may not begin anew beside it."""

        def prepared() -> T:
            if not self._has_tables:
                self.Base.metadata.create_all(self.engine)
                self._has_tables = True
            return work()

        done = asyncio.get_running_loop().run_in_executor(self._threads, prepared)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            await asyncio.wait([done])
            raise

    async def _read(self, sender_id: Text, every_session: bool) -> Optional[DialogueStateTracker]:
        def rows() -> List[Dict[Text, Any]]:
            with self.session_scope() as session:
                query = self._event_query(session, sender_id, fetch_events_from_all_sessions=every_session)
                return [json.loads(row.data) for row in query.all()]

        events = await self._in_thread(rows)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None

    def _write(self, sender_id: Text, events: List[Event], stored: Optional[int]) -> None:
        with self.session_scope() as session:
            if stored is None:
                query = self._event_query(session, sender_id, fetch_events_from_all_sessions=False)
                stored = query.count()
            session.bulk_insert_mappings(self.SQLEvent, [_row(sender_id, event) for event in events[stored:]])
            session.commit()


def kept_store(store: Any) -> KeptTrackerStore:
    """Take the store named in endpoints.yml out of what Rasa may have wrapped around it.

    Args:
        store: The tracker store of Rasa's agent.
    """
    while not isinstance(store, KeptTrackerStore):
        store = store._tracker_store
    return store


def _as_it_is(store: TrackerStore) -> TrackerStore:
    """What Rasa's agent gets: ours as it is, any other wrapped as ever."""
    return store if isinstance(store, KeptTrackerStore) else FailSafeTrackerStore(store)


# The agent wraps every store in one that goes on in memory where the database fails; it asks nobody.
rasa.core.agent.FailSafeTrackerStore = _as_it_is


def _check_debrief(events: List[Event]) -> None:
    """Raises DebriefMissing where the last message asked for a debrief that said nothing.

    Rasa passes by that an action failed.
    """
    for event in reversed(events):
        if isinstance(event, (BotUttered, UserUttered)):
            return
        if isinstance(event, ActionExecuted) and event.action_name == _DEBRIEF:
            raise DebriefMissing("the action server made no scorecard")


def _row(sender_id: Text, event: Any) -> Any:
    """An event as Rasa stores it."""
    data = event.as_dict()
    intent = ((data.get("parse_data") or {}).get("intent") or {}).get("name")
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": intent,
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _prepare(connection: Any, record: Any) -> None:
    """SQLite: a commit need not wait for the disk; what a power cut takes is the last turn."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA secure_delete=ON")  # what is forgotten is overwritten
    cursor.close()
