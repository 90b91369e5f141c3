"""Trainers: what waits for them, by why, and the next of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from duilian.archive import Database, review_queue
from duilian.archive.review_queue import PERIODS, QUEUES, QueueView
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest

_FIELDS = ("queue", "period")
_FIRST = next(iter(PERIODS))


def _asked(request: CheckedRequest, name: str) -> str:
    """A field of the form, else of the address."""
    return request.text(name) or request.query.get(name, "")


def view_of(request: CheckedRequest) -> QueueView:
    """Whose calls wait for who asks.

    Raises:
        DataError: There is no such period.
    """
    return QueueView(request.sight, request.site.now(), _asked(request, "period") or _FIRST)


def queue_link(request: CheckedRequest) -> str:
    """What stands behind the question mark of a page that a queue led to; empty for any other."""
    if _asked(request, "queue") not in QUEUES:
        return ""
    return urlencode({name: _asked(request, name) for name in _FIELDS if _asked(request, name)})


@dataclass(frozen=True)
class OpenQueue:
    """The queue that led to a page: its name, its period, how many wait in it with the page's own call."""

    name: str
    period: str
    left: int


def queue_of(db: Database, request: CheckedRequest) -> OpenQueue | None:
    """The queue that led to a page; None where none did."""
    name, view = _asked(request, "queue"), view_of(request)
    if name not in QUEUES:
        return None
    return OpenQueue(name, view.period, review_queue.queue_counts(db, view, (name,))[name])


def page(request: CheckedRequest) -> Response:
    """``GET /queue``: how many calls wait, by why a person should look."""
    view = view_of(request)
    with request.db() as db:
        values = {
            "counts": review_queue.queue_counts(db, view),
            "skipped": review_queue.count_skipped(db, request.me.id),
            "period": view.period,
        }
    return render_page(request, "queue.html", values)


def post_next(request: CheckedRequest) -> Response:
    """``POST /queue/next``: on to the next call of a queue; the one just left may be passed over."""
    view, queue, after = view_of(request), request.text("queue"), request.text("after")
    with request.db() as db:
        review_queue.let_go(db, view)
        if request.text("skip"):
            review_queue.skip_call(db, view, after)
        found = review_queue.take_next(db, view, queue, after)
    link = urlencode({"queue": queue, "period": view.period})
    if found is None:
        return redirect_saying(request, f"/queue?period={view.period}", "nothing_left")
    place = f"disputes/{found.criterion}" if found.criterion else "review"
    return RedirectResponse(f"/sessions/{found.session}/{place}?{link}", 303)


def post_restoration(request: CheckedRequest) -> Response:
    """``POST /queue/restore``: what was passed over waits again."""
    with request.db() as db:
        review_queue.take_back_skips(db, request.me.id)
    return redirect_saying(request, f"/queue?period={view_of(request).period}", "put_back")
