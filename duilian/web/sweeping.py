"""What goes on in the background while the web application runs.

A minute after the start and then once an hour what is not to be kept any longer is deleted, here and in
Rasa's tracker store; every few seconds what was interrupted is finished: answers that were lost, and debriefs
that are owed; and the calls of exams that are over are ended. Where imported calls wait, the process that
assesses them is started.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from functools import partial
from itertools import chain, repeat

from starlette.applications import Starlette

from duilian import archive
from duilian.archive import schema
from duilian.archive.imports import delete_stale_batches
from duilian.archive.outbox import delete_old_outgoing
from duilian.archive.reminders import tell_what_is_due
from duilian.call.deletion import delete_expired_for_good
from duilian.call.exam_room import end_exams
from duilian.call.rasa_client import ChannelUnavailable
from duilian.call.session import finish_interrupted
from duilian.web.keeping import Keeper
from duilian.web.outgoing import send_once
from duilian.web.site import Site
from duilian.web.telling import tell_once
from duilian.web.waiting import WaitingRoom, run_in_room

_SOON = 60.0  # seconds until the first deletion: who starts anew every day deletes too
_EVERY = 3600.0  # seconds between two deletions
_FINISH_EVERY = 10.0  # seconds between two looks for what was interrupted
_EXAMS_EVERY = 5.0  # seconds between two looks for exams that are over
_KEEP_EVERY = 1.0  # second between two looks for imported calls
_SEND_EVERY = 5.0  # seconds between two looks for what is to be sent
_REMIND_EVERY = 600.0  # seconds between two looks for what is due tomorrow
_STILL_WAITING = timedelta(seconds=10)  # a message so young may yet be answered where it was sent
_log = logging.getLogger(__name__)


def sweep_once(site: Site) -> None:
    """Delete what is not to be kept any longer, here and in Rasa's tracker store.

    Where Rasa does not answer nothing more is deleted; the next hour tries again. What was put aside of a
    database a week ago goes as well.
    """
    for url in (site.config.database_url, site.config.trackers_url):
        schema.delete_old_copies(url, site.now())
    with archive.transaction(site.engine) as db:
        delete_stale_batches(db, site.now())
        delete_old_outgoing(db, site.now())
    try:
        delete_expired_for_good(site.engine, site.rasa, site.now())
    except ChannelUnavailable as error:
        _log.warning("nothing deleted: %s", error)


def finish_once(site: Site) -> None:
    """Finish what was interrupted; see :func:`duilian.call.session.finish_interrupted`."""
    left = finish_interrupted(site.engine, site.rasa, site.now() - _STILL_WAITING)
    if left:
        _log.warning("messages without an answer yet: in %d sessions", left)


def end_overdue_exams(site: Site) -> None:
    """End the calls of exams that are over; see :func:`duilian.call.exam_room.end_exams`."""
    end_exams(site.engine, site.rasa, site.now())


def send_out(site: Site) -> None:
    """Send what waits for others; see :func:`duilian.web.outgoing.send_once`."""
    send_once(site)


def tell_out(site: Site) -> None:
    """Tell people what waits for them; see :func:`duilian.web.telling.tell_once`."""
    tell_once(site)


def remind_of_due(site: Site) -> None:
    """Have people told of what is due tomorrow."""
    with archive.transaction(site.engine) as db:
        tell_what_is_due(db, site.now())


async def _again_and_again(pauses: Iterator[float], work: Callable[[Site], None], site: Site) -> None:
    for pause in pauses:
        await asyncio.sleep(pause)
        try:
            await run_in_room(WaitingRoom.CLIENT, partial(work, site))
        except Exception:  # whatever it was (an archive that is locked), the next time tries again
            _log.exception("not done: %s", work.__name__)


async def _keep_imported(keeper: Keeper) -> None:
    """See that imported calls are kept."""
    while True:
        await asyncio.sleep(_KEEP_EVERY)
        try:
            if await run_in_room(WaitingRoom.CLIENT, keeper.is_needed):
                keeper.start()
        except Exception:  # as above
            _log.exception("imported calls wait")


def sweeping_lifespan(site: Site) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The lifespan of an application with its work in the background, as Starlette wants it."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        keeper = Keeper(site)
        tasks = [
            asyncio.create_task(_again_and_again(chain([_SOON], repeat(_EVERY)), sweep_once, site)),
            asyncio.create_task(_again_and_again(repeat(_FINISH_EVERY), finish_once, site)),
            asyncio.create_task(_again_and_again(repeat(_EXAMS_EVERY), end_overdue_exams, site)),
            asyncio.create_task(_again_and_again(repeat(_SEND_EVERY), send_out, site)),
            asyncio.create_task(_again_and_again(repeat(_SEND_EVERY), tell_out, site)),
            asyncio.create_task(_again_and_again(chain([_SOON], repeat(_REMIND_EVERY)), remind_of_due, site)),
            asyncio.create_task(_keep_imported(keeper)),
        ]
        yield
        for task in tasks:
            task.cancel()
        keeper.stop()

    return lifespan
