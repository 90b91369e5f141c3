"""The web application: the one door to Duilian from outside. ``create_app(site)`` makes it."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duilian import archive
from duilian.archive.reasons import database_reason
from duilian.call.rasa_client import ChannelUnavailable, DebriefOwed
from duilian.coaching.followup import FIELDS
from duilian.errors import DataError
from duilian.web.headers import SafeHeaders
from duilian.web.health import Health
from duilian.web.metrics import Measured, Metrics
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest, signed_in
from duilian.web.routes import routes
from duilian.web.site import Site, open_site
from duilian.web.sweeping import sweeping_lifespan

_log = logging.getLogger(__name__)

# Fields of forms in which people write sentences: where a form is refused, the page gives them back.
_TYPED = ("text", "reason", "answer", "note", "title", *FIELDS)

__all__ = ["Site", "create_app", "open_site"]


def _sorry(request: Request, sentence: str, status: int) -> Response:
    """A page that says what is wrong, with the menu for who is signed in; one JSON object for scripts."""
    if "json" in request.headers.get("accept", ""):
        return JSONResponse({"error": sentence}, status)
    site: Site = request.app.state.site
    try:
        with archive.transaction(site.engine) as db:
            member, token = signed_in(db, request)
    except SQLAlchemyError:  # the fault may be the archive's: then the page goes without the menu
        member, token = None, ""
    shown = CheckedRequest(request, site, member=member, token=token)
    given: dict[str, str] = getattr(request.state, "typed", {})
    typed = [given[name] for name in _TYPED if given.get(name, "").strip()]
    return render_page(shown, "sorry.html", {"sentence": sentence, "typed": typed}, status)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    texts = request.app.state.site.texts["web"]["status"]
    own = error.status_code == 403 and not error.detail.isascii()
    sentence = error.detail if own else texts.get(error.status_code, texts["other"])
    return _sorry(request, sentence, error.status_code)


def _bad_input(request: Request, error: Exception) -> Response:
    return _sorry(request, str(error), 400)


def _unavailable(request: Request, error: Exception) -> Response:
    """Rasa does not answer: nothing that a person can mend, and nothing for them to read in a log."""
    say = request.app.state.site.say
    return _sorry(request, say("debrief_owed") if isinstance(error, DebriefOwed) else say("line_dead"), 503)


def _archive_refuses(request: Request, error: Exception) -> Response:
    """The archive's disk is full, it may only be read, it is locked or away: nothing was changed."""
    assert isinstance(error, OperationalError)
    why = database_reason(error)
    _log.error("the archive: %s", why)
    return _sorry(request, request.app.state.site.say("archive_refuses", why=why), 503)


def _broken(request: Request, _: Exception) -> Response:
    """A fault of ours: the server logs it with its traceback; the person is told that it is not theirs."""
    return _sorry(request, request.app.state.site.texts["web"]["status"]["other"], 500)


def create_app(site: Site) -> Starlette:
    """The application over one archive and one client of Rasa.

    Args:
        site: What every page needs; see :func:`duilian.web.site.open_site`.

    Returns:
        An ASGI application.
    """
    metrics = Metrics()
    app = Starlette(
        lifespan=sweeping_lifespan(site),
        routes=routes(Path(__file__).parent / "static", site.config.browser_files),
        exception_handlers={
            HTTPException: _refused,
            DataError: _bad_input,
            ChannelUnavailable: _unavailable,
            OperationalError: _archive_refuses,
            Exception: _broken,
        },
        middleware=[
            Middleware(Measured, metrics=metrics),
            Middleware(SafeHeaders),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=4),
        ],
    )
    app.state.site, app.state.metrics, app.state.health = site, metrics, Health(site)
    return app
