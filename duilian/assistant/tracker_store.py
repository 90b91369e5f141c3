"""Rasa's SQL tracker store, keeping the calls that are being played in memory too.

Rasa reads a call anew from its events for every message and counts them to know which to store: half of a
turn's time. Here one process serves all calls, so what it stored last is what stands there. What is stored is
the same as ever.
"""

import json
from collections import OrderedDict
from itertools import islice
from typing import Any, Optional, Text

import sqlalchemy
import sqlalchemy.orm
import sqlalchemy.pool
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

_KEPT = 512  # calls; of those not heard of for longest the memory is given up


class KeptTrackerStore(SQLTrackerStore):
    """Named in endpoints.yml; the options are those of Rasa's."""

    engine: Any
    sessionmaker: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: OrderedDict[Text, DialogueStateTracker] = OrderedDict()
        # How many of a tracker's events stand in the database.
        self._stored: OrderedDict[Text, int] = OrderedDict()
        if self.engine.url.drivername.startswith("sqlite"):
            # Rasa opens and closes the file for every use of it, which takes as long as all else.
            pool = {"poolclass": sqlalchemy.pool.QueuePool, "connect_args": {"check_same_thread": False}}
            self.engine = sqlalchemy.create_engine(self.engine.url, **pool)
            sqlalchemy.event.listen(self.engine, "connect", _prepare)
            self.sessionmaker = sqlalchemy.orm.sessionmaker(bind=self.engine)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The call as it was stored last.

        It is taken out: a turn that fails halfway leaves nothing behind.
        """
        tracker = self._kept.pop(sender_id, None)
        if tracker is None:
            tracker = await super().retrieve(sender_id)
            self._note(sender_id, len(tracker.events) if tracker else 0)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are new."""
        stored = self._stored.get(tracker.sender_id)
        if stored is None or stored > len(tracker.events):
            await super().save(tracker)  # not from here: Rasa counts
            self._stored.pop(tracker.sender_id, None)
            return
        await self.stream_events(tracker)
        new = list(islice(tracker.events, stored, None))
        with self.session_scope() as session:
            session.bulk_insert_mappings(self.SQLEvent, [_row(tracker.sender_id, event) for event in new])
            session.commit()
        if stored and any(isinstance(event, SessionStarted) for event in new):
            self._stored.pop(tracker.sender_id)  # the old session is no part of the next
            return
        self._note(tracker.sender_id, len(tracker.events))
        self._kept[tracker.sender_id] = tracker

    def forget(self, sender_id: Text) -> None:
        """Delete a call for good."""
        self._kept.pop(sender_id, None)
        self._stored.pop(sender_id, None)
        with self.session_scope() as session:
            session.execute(sqlalchemy.delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender_id))
            session.commit()

    def _note(self, sender_id: Text, stored: int) -> None:
        self._stored[sender_id] = stored
        self._stored.move_to_end(sender_id)
        while len(self._stored) > _KEPT:
            oldest, _ = self._stored.popitem(last=False)
            self._kept.pop(oldest, None)


def kept_store(store: Any) -> KeptTrackerStore:
    """Take the store out of what Rasa wraps around it, which goes on in memory where the database fails.

    Args:
        store: The tracker store of Rasa's agent.

    Returns:
        The store named in endpoints.yml. What is to be deleted must fail aloud where the database does.
    """
    while not isinstance(store, KeptTrackerStore):
        store = store._tracker_store
    return store


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
    cursor.close()
