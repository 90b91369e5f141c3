"""Once an hour what is not to be kept any longer is deleted, here and in Rasa's tracker store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from duilian import archive
from duilian.archive import people
from duilian.call.rasa_client import ChannelUnavailable
from duilian.web.site import Site

_EVERY = 3600.0  # seconds
_log = logging.getLogger(__name__)


def sweep_once(site: Site) -> None:
    """Delete what is not to be kept any longer, here and in Rasa's tracker store.

    Where Rasa does not answer nothing is deleted; the next hour tries again.
    """
    try:
        with archive.transaction(site.engine) as db:
            gone = people.delete_expired(db, site.now())
            if gone:
                site.rasa.forget(gone)
    except ChannelUnavailable as error:
        _log.warning("nothing deleted: %s", error)


def sweeping_lifespan(site: Site) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The lifespan of an application that sweeps once an hour while it runs, as Starlette wants it."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async def forever() -> None:
            while True:
                await asyncio.sleep(_EVERY)
                try:
                    await run_in_threadpool(sweep_once, site)
                except Exception:  # whatever it was (an archive that is locked), the next hour tries again
                    _log.exception("nothing deleted")

        task = asyncio.create_task(forever())
        yield
        task.cancel()

    return lifespan
