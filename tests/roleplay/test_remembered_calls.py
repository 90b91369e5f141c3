"""Scripted calls with clients who remember: nothing happens in them that must not happen."""

from __future__ import annotations

import pytest

from duilian.dialogue.plain_text import read_dialogues
from duilian.roleplay.cast import load_cast
from duilian.roleplay.coherence import find_faults
from duilian.roleplay.memory import NO_MEMORY, Memory
from duilian.roleplay.phrasebook import Phrasebook
from duilian.roleplay.simulation import play_call
from duilian.roleplay.wordings import load_wordings
from tests.roleplay.support import DATA, equally_likely

CAST, WORDINGS = load_cast(DATA), load_wordings(DATA / "wordings")
PHRASEBOOK = Phrasebook(read_dialogues(DATA / "dialogues/shandong.txt"))


def free_time(name: str) -> str:
    """A time that suits the client, as it would have agreed to it."""
    free = CAST.clients[name].calendar.free
    return free[0] if free else ""


def memories(name: str) -> dict[str, Memory]:
    met = Memory(contacts=1, known=True, caller="小李", ending="parted")
    return {
        "own": NO_MEMORY,
        "agreed": Memory(1, True, "小李", free_time(name), ending="agreed"),
        "promised": Memory(
            2, True, "小李", promised=("material", "answer"), complained=True, ending="parted"
        ),
        "refused": Memory(1, True, "", told=("operator", "head_count"), ending="refused"),
        "offended": Memory(1, True, "小李", rude=True, ending="refused"),
        "met": met,
    }


@pytest.mark.parametrize("name", sorted(CAST.clients))
def test_nothing_happens_with_a_memory_that_must_not_happen(name: str) -> None:
    for kind, memory in memories(name).items():
        client = CAST.find(name, memory.as_text())
        assert client is not None
        for skill in (0.5, 1.0):
            exchanges = play_call(
                client,
                WORDINGS[client.temper],
                equally_likely,
                PHRASEBOOK,
                lambda turn, before: turn,
                f"{kind}/{skill}",
                skill,
            )
            assert find_faults(client, exchanges) == [], (kind, skill)
            asked = [move for exchange in exchanges for move in exchange.moves if move == "ask_identity"]
            assert not (asked and memory.known), (kind, skill, "who is known was asked who it is")
            assert "farewell" in exchanges[-1].moves and len(exchanges) <= 25, (kind, skill)
