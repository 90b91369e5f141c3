"""Where a request's work waits: threads of their own for what may take long, so that it stops nobody else.

With Rasa hanging, or a class of forty signing in at once, the pages of all others are answered as ever.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

import anyio
from anyio import CapacityLimiter

Done = TypeVar("Done")


class WaitingRoom(Enum):
    """What a request waits for, beside the archive."""

    PAGES = "pages"  # nothing
    CLIENT = "client"  # Rasa, and the action server behind it
    PASSWORDS = "passwords"  # argon2, which is meant to take long and fills a processor
    FILES = "files"  # large files being written, which fills a processor too


# How many may be at it at a time; the others wait for their turn.
_ROOMS = {
    WaitingRoom.PAGES: CapacityLimiter(40),
    WaitingRoom.CLIENT: CapacityLimiter(100),
    WaitingRoom.PASSWORDS: CapacityLimiter(max(2, (os.cpu_count() or 2) // 2)),
    WaitingRoom.FILES: CapacityLimiter(2),
}


async def run_in_room(room: WaitingRoom, work: Callable[[], Done]) -> Done:
    """Do something in a thread.

    Args:
        room: What it waits for.
        work: What is done.

    Returns:
        What the work gives.
    """
    return await anyio.to_thread.run_sync(work, limiter=_ROOMS[room])
