"""The tracker store keeps calls in memory and stores what Rasa would, for another process too."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from duilian.assistant import tracker_store
from duilian.assistant.tracker_store import KeptTrackerStore


@pytest.fixture
def store(tmp_path: Path) -> KeptTrackerStore:
    return KeptTrackerStore(Domain.empty(), dialect="sqlite", db=str(tmp_path / "trackers.db"))


def stored(store: KeptTrackerStore, sender: str) -> list[str]:
    """What another process reads."""
    other = SQLTrackerStore(Domain.empty(), dialect="sqlite", db=store.engine.url.database)
    tracker = asyncio.run(other.retrieve_full_tracker(sender))
    return [e.type_name for e in tracker.events] if tracker else []


def turn(store: KeptTrackerStore, sender: str, text: str, save: bool = True) -> DialogueStateTracker:
    tracker = asyncio.run(store.get_or_create_tracker(sender, append_action_listen=False))
    tracker.update(UserUttered(text, {"name": "speak"}))
    tracker.update(ActionExecuted("action_listen"))
    if save:
        asyncio.run(store.save(tracker))
    return tracker


def test_what_is_said_is_stored_once(store: KeptTrackerStore) -> None:
    for n in range(3):
        turn(store, "a", f"第{n}句")
        turn(store, "b", "别人")
    assert stored(store, "a") == ["user", "action"] * 3 and len(stored(store, "b")) == 6
    again = asyncio.run(store.retrieve("a"))
    assert again and [e.text for e in again.events if isinstance(e, UserUttered)] == [
        "第0句",
        "第1句",
        "第2句",
    ]


def test_a_turn_that_fails_halfway_leaves_nothing_behind(store: KeptTrackerStore) -> None:
    turn(store, "a", "好的")
    turn(store, "a", "坏的", save=False)
    tracker = turn(store, "a", "又好了")
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["好的", "又好了"]
    assert stored(store, "a") == ["user", "action"] * 2


def test_a_new_session_is_read_alone(store: KeptTrackerStore) -> None:
    tracker = turn(store, "a", "旧的")
    tracker = asyncio.run(store.retrieve("a")) or tracker
    tracker.update(SessionStarted())
    asyncio.run(store.save(tracker))
    assert [e.type_name for e in turn(store, "a", "新的").events] == ["session_started", "user", "action"]
    assert stored(store, "a") == ["user", "action", "session_started", "user", "action"]


def test_calls_not_heard_of_for_long_are_read_from_the_database(
    store: KeptTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_store, "_KEPT", 2)
    for sender in "abcd":
        turn(store, sender, "喂")
    assert len(store._kept) == 2
    turn(store, "a", "还在吗")
    assert stored(store, "a") == ["user", "action"] * 2


def test_a_tracker_from_elsewhere_is_stored_as_rasa_does(store: KeptTrackerStore) -> None:
    foreign = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen")])
    asyncio.run(store.save(foreign))
    asyncio.run(store.save(foreign))
    assert stored(store, "x") == ["action"]


def test_what_is_forgotten_is_gone(store: KeptTrackerStore) -> None:
    turn(store, "a", "您好")
    turn(store, "b", "您好")
    store.forget("a")
    assert stored(store, "a") == [] and stored(store, "b")
    assert len(turn(store, "a", "再来").events) == 2, "begun anew"


def test_nothing_of_it_stands_in_the_files(store: KeptTrackerStore, tmp_path: Path) -> None:
    marker = "葡萄架下的第七只蜗牛"
    for sender in "abc":
        turn(store, sender, f"您好，{marker}")
    files = [path for path in tmp_path.iterdir() if path.is_file()]

    def found() -> bool:
        return any(json.dumps(marker)[1:-1].encode() in path.read_bytes() for path in files)

    assert found()
    for sender in "abc":
        store.forget(sender)
    store.wipe_forgotten()
    assert not found()


def test_who_was_not_heard_of_for_long(store: KeptTrackerStore) -> None:
    for sender, hours in {"old": (3, 3), "going on": (3, 1), "new": (1,)}.items():
        events = [ActionExecuted("action_listen", timestamp=time.time() - ago * 3600) for ago in hours]
        asyncio.run(store.save(DialogueStateTracker.from_events(sender, events)))
    assert store.not_heard_since(time.time() - 2 * 3600) == ["old"]
