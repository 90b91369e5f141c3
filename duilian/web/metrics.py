"""``/metrics`` for Prometheus: for who asks from this machine, not through the proxy."""

from __future__ import annotations

import re
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duilian.web.health import Health

_TURNS = "/sessions/{session}/turns"
_TIMES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)  # seconds
_UNKNOWN = float("nan")
_METHODS = ("GET", "HEAD", "POST")  # anyone may send any other word
_HERE = ("127.0.0.1", "::1")
_HERE_AS_HOST = ("127.0.0.1", "localhost", "[::1]")
# What proxies say of whom they ask for.
_BY_PROXIES = ("forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host")


class Metrics:
    """What is counted in this process, from its start."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._turns = Counter(
            "duilian_turns",
            "Messages of trainees, by the status they got.",
            ["status"],
            registry=self.registry,
        )
        self._turn_times = Histogram(
            "duilian_turn_seconds", "Until a turn was answered.", buckets=_TIMES, registry=self.registry
        )
        self._times = Histogram(
            "duilian_request_seconds",
            "Until a page was answered.",
            ["method", "page"],
            buckets=_TIMES,
            registry=self.registry,
        )
        self._errors = Counter(
            "duilian_errors", "Answers of 500 and more.", ["page", "status"], registry=self.registry
        )
        self._open = Gauge("duilian_open_calls", "Calls that have not ended.", registry=self.registry)
        self._owed = Gauge(
            "duilian_debriefs_owed",
            "Calls that wait for an answer or their scorecard for two minutes.",
            registry=self.registry,
        )
        self._works = Gauge("duilian_works", "Does a part work?", ["part"], registry=self.registry)

    def count(self, method: str, page: str, status: int, seconds: float) -> None:
        """Count an answer.

        Args:
            method: GET or POST.
            page: The address as the routing table has it.
            status: The answer's.
            seconds: How long it took.
        """
        self._times.labels(method, page).observe(seconds)
        if status >= 500:
            self._errors.labels(page, status).inc()
        if page == _TURNS:
            self._turns.labels(status).inc()
            if status == 200:
                self._turn_times.observe(seconds)

    async def read(self, health: Health) -> bytes:
        """All figures as Prometheus reads them, those of the archive as they are now."""
        found = await health.look()
        for part, one in found.items():
            self._works.labels(part).set(one.works)
        self._open.set(found["archive"].numbers.get("open_calls", _UNKNOWN))
        self._owed.set(found["debriefs"].numbers.get("number", _UNKNOWN))
        return generate_latest(self.registry)


async def metrics_page(request: Request) -> Response:
    """``GET /metrics``. Raises HTTPException (404) for who asks from elsewhere."""
    if not _is_from_here(request):
        raise HTTPException(404)
    state = request.app.state
    return Response(await state.metrics.read(state.health), media_type=CONTENT_TYPE_LATEST)


def _is_from_here(request: Request) -> bool:
    """Does someone on this machine ask, by a name of this machine, and for nobody else?"""
    here = request.client is not None and request.client.host in _HERE
    name = re.sub(r":\d+$", "", request.headers.get("host", ""))
    return here and name in _HERE_AS_HOST and not any(header in request.headers for header in _BY_PROXIES)


class Measured:
    """ASGI middleware that counts every page's answers.

    Args:
        app: The application.
        metrics: Where they are counted.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.perf_counter(), 500

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting if scope["type"] == "http" else send)
        finally:
            path = getattr(scope.get("route"), "path", "")
            if scope["type"] == "http" and path:
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self._metrics.count(method, path, status, time.perf_counter() - began)
