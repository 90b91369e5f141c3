"""Where actions work: in threads, so that the server answers while they wait for the archive.

Its event loop is also what says that it is well: debriefs that waited there one after another, for an archive
that somebody holds, would look as if it hung, and it would be started again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TypeVar
from weakref import WeakValueDictionary

Done = TypeVar("Done")
_POOL = ThreadPoolExecutor(15, "action")  # as many as a pool of SQLAlchemy's has connections
_SESSIONS: WeakValueDictionary[str, Lock] = WeakValueDictionary()
_ENTRY = Lock()


async def in_a_thread(work: Callable[[], Done]) -> Done:
    """Do what may take long, and answer others meanwhile.

    Args:
        work: What is done; of the same session only one at a time, see :func:`alone_with`.

    Returns:
        What the work gives.
    """
    return await asyncio.get_running_loop().run_in_executor(_POOL, work)


@contextmanager
def alone_with(session: str) -> Iterator[None]:
    """While this lasts, no other thread is in here with the same session.

    Rasa sends the actions of a call one after another, but gives one up that takes long, and is asked again.
    """
    with _ENTRY:
        lock = _SESSIONS.setdefault(session, Lock())
    with lock:
        yield


def read_once(read: Callable[[], Done]) -> Callable[[], Done]:
    """A function that reads at its first call, also where several threads are the first."""
    known, lock = cache(read), Lock()

    def once() -> Done:
        with lock:
            return known()

    once.__name__, once.__doc__ = read.__name__, read.__doc__
    return once
