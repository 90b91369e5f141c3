"""What a client remembers, in words for the trainee that is about to ring it again."""

from __future__ import annotations

from duilian.roleplay.memory import NO_MEMORY, Memory
from duilian.texts import sentence


def remembered_notes(memory: Memory) -> list[str]:
    """Short sentences, what matters most first; none where nothing is remembered.

    Args:
        memory: What the client remembers.
    """
    if memory == NO_MEMORY:
        return []
    notes = [sentence("coaching.remembered.contacts", count=memory.contacts)]
    if not memory.known:
        notes.append(sentence("coaching.remembered.unknown"))
    if memory.agreed:
        notes.append(sentence("coaching.remembered.agreed", time=memory.agreed))
    notes += [sentence(f"coaching.remembered.promised.{kind}") for kind in memory.promised]
    if memory.complained:
        notes.append(sentence("coaching.remembered.complained"))
    if memory.ending in ("refused", "put_off"):
        notes.append(sentence(f"coaching.remembered.ending.{memory.ending}"))
    if memory.rude:
        notes.append(sentence("coaching.remembered.rude"))
    return notes
