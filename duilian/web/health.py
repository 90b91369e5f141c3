"""``/healthz``: what works and what does not, in words, and as JSON for who asks for it; no secrets.

It needs no page thread and no archive to answer, and takes at most :data:`_SECONDS`.
"""

from __future__ import annotations

import asyncio
import shutil
import time
import urllib.request
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from duilian import archive
from duilian.archive import upkeep
from duilian.web.site import Site

_SECONDS = 3.0  # that an answer is waited for
_FRESH = 1.0  # seconds for which an answer is given again
_OWED = timedelta(minutes=2)  # a debrief may take a moment
_FREE = 200 * 1024 * 1024  # bytes that have to be free


@dataclass(frozen=True)
class PartHealth:
    """How a part is.

    Attributes:
        works: Does it?
        numbers: What was counted.
        silent: Did it say nothing in time?
    """

    works: bool
    numbers: dict[str, int]
    silent: bool = False


class Probe:
    """One part, asked at most once at a time, however many want to know.

    Args:
        ask: Asks it; raising means that it does not work.
    """

    def __init__(self, ask: Callable[[], Awaitable[PartHealth]]) -> None:
        self._ask, self._asked = ask, float("-inf")
        self._task: asyncio.Task[PartHealth] | None = None

    async def look(self) -> PartHealth:
        """How it is, as far as it says so in time."""
        now = time.monotonic()
        if self._task is None or (self._task.done() and now - self._asked > _FRESH):
            self._task, self._asked = asyncio.ensure_future(self._safely()), now
        await asyncio.wait([self._task], timeout=_SECONDS)
        return self._task.result() if self._task.done() else PartHealth(False, {}, silent=True)

    async def _safely(self) -> PartHealth:
        try:
            return await self._ask()
        except (OSError, SQLAlchemyError):
            return PartHealth(False, {})


class Health:
    """How the parts of a running system are.

    Args:
        site: The site; Rasa, the action server and the archive are those it uses.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        # Not the pages' threads: they may all be waiting for what is asked here.
        self._pool = ThreadPoolExecutor(4, "health")
        parts = {"archive": self._archive, "rasa": self._rasa, "actions": self._actions, "disk": self._disk}
        self._probes = {"pages": Probe(_pages)}
        self._probes |= {name: Probe(self._in_a_thread(ask)) for name, ask in parts.items()}
        self._probes["debriefs"] = Probe(self._in_a_thread(self._debriefs))

    async def look(self, only: str = "") -> dict[str, PartHealth]:
        """Ask all parts at once → how each is.

        Args:
            only: The one part to ask; all where there is none of this name.
        """
        names = [only] if only in self._probes else list(self._probes)
        found = await asyncio.gather(*(self._probes[name].look() for name in names))
        return dict(zip(names, found, strict=True))

    def _in_a_thread(self, ask: Callable[[], PartHealth]) -> Callable[[], Awaitable[PartHealth]]:
        async def asked() -> PartHealth:
            return await asyncio.get_running_loop().run_in_executor(self._pool, ask)

        return asked

    def _archive(self) -> PartHealth:
        with archive.transaction(self._site.engine) as db:
            open_calls = upkeep.count_open_calls(db)
            upkeep.check_writable(db)
        return PartHealth(True, {"open_calls": open_calls})

    def _debriefs(self) -> PartHealth:
        with archive.transaction(self._site.engine) as db:
            owed = upkeep.count_owed_debriefs(db, self._site.now() - _OWED)
        return PartHealth(owed == 0, {"number": owed})

    def _rasa(self) -> PartHealth:
        return PartHealth(self._site.rasa.has_model(), {})

    def _actions(self) -> PartHealth:
        address = f"http://127.0.0.1:{self._site.actions}/health"
        with urllib.request.urlopen(address, timeout=2 * _SECONDS) as answer:
            return PartHealth(answer.status == 200, {})

    def _disk(self) -> PartHealth:
        free = shutil.disk_usage(self._site.config.home).free
        return PartHealth(free > _FREE, {"free_bytes": free})


async def _pages() -> PartHealth:
    """Is a thread for a page to be had?"""
    await run_in_threadpool(lambda: None)
    return PartHealth(True, {})


def _says(texts: Any, part: str, health: PartHealth) -> str:
    if health.silent:
        return str(texts["silent"])
    return str(texts["works" if health.works else "fails"][part]).format(**health.numbers)


async def health_page(request: Request) -> Response:
    """``GET /healthz``: 200 where all parts work, else 503; ``?only=NAME`` asks a single part."""
    texts = request.app.state.site.texts["health"]
    found = await request.app.state.health.look(request.query_params.get("only", ""))
    works = all(health.works for health in found.values())
    says = {part: _says(texts, part, health) for part, health in found.items()}
    summary, status = str(texts["all_work" if works else "some_fail"]), 200 if works else 503
    if "json" in request.headers.get("accept", ""):
        parts = {name: {"works": found[name].works, "says": says[name]} for name in found}
        return JSONResponse({"works": works, "says": summary, "parts": parts}, status)
    lines = [str(texts["line"]).format(part=texts["parts"][name], says=says[name]) for name in found]
    return PlainTextResponse("\n".join([summary, *lines, ""]), status)
