"""Templates → pages. Everything is escaped; Chinese stands in the templates and in ``data/texts.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from duilian.archive.feedback import count_unread
from duilian.clock import CHINA
from duilian.coaching.scorecard import kind_label
from duilian.web.request import CheckedRequest

_HERE = Path(__file__).parent
_SAID, _SAID_FOR = "duilian-said", 60  # the cookie that names what the next page says, and its seconds


def china_time(at: datetime | None) -> datetime | None:
    """A moment of the archive's in China's time; None stays None."""
    return None if at is None else at.astimezone(CHINA)


@pass_context
def _clock(context: Context, at: datetime | None) -> str:
    """A moment as people write it: the year where it is another one, no clock where only the day is known."""
    shown, now = china_time(at), china_time(context["site"].now())
    if shown is None or now is None:
        return ""
    year = "" if shown.year == now.year else f"{shown.year}年"
    clock = f" {shown:%H:%M}" if shown.time() != time() else ""
    return f"{year}{shown.month}月{shown.day}日{clock}"


def _day(at: datetime | None) -> str:
    shown = china_time(at)
    return "" if shown is None else f"{shown.year}年{shown.month}月{shown.day}日"


def _form_moment(at: datetime) -> str:
    """A moment as a field for one in China takes it: 2026-12-01T09:00."""
    return f"{at.astimezone(CHINA):%Y-%m-%dT%H:%M}"


def _minutes(seconds: float) -> str:
    """Seconds as minutes and seconds: 75.4 → 1:15."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


@cache
def environment() -> Environment:
    """The templates, compiled once."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.filters |= {"clock": _clock, "day": _day, "kind": kind_label, "minutes": _minutes}
    made.filters["form_moment"] = _form_moment
    return made


def render_page(
    request: CheckedRequest, template: str, values: Mapping[str, Any] | None = None, status: int = 200
) -> HTMLResponse:
    """A page from a template.

    Every template has ``me`` (None where nobody is signed in), ``csrf``, ``site``, ``path``, ``labels``,
    ``unread`` (how many calls trainers have said something new of) and ``said`` (what was done just before).

    Args:
        request: The request that the page answers.
        template: The file's name in ``templates/``.
        values: What else the template shows.
        status: The HTTP status.
    """
    name = request.raw.cookies.get(_SAID, "")
    given = {"unread": lambda: _unread(request), **(values or {})}
    html = (
        environment()
        .get_template(template)
        .render(
            me=request.member,
            csrf=request.csrf,
            site=request.site,
            path=request.raw.url.path,
            labels=request.site.texts["labels"],
            said=request.site.texts["web"]["done"].get(name, ""),
            **given,
        )
    )
    answer = HTMLResponse(html, status)
    if name:
        answer.delete_cookie(_SAID)
    return answer


def _unread(request: CheckedRequest) -> int:
    """How many calls trainers have said something new of; 0 where the archive does not answer."""
    if request.member is None:
        return 0
    try:
        with request.db() as db:
            return count_unread(db, request.member.id)
    except SQLAlchemyError:
        return 0


def redirect_saying(request: CheckedRequest, to: str, what: str = "saved") -> Response:
    """Go on to a page of ours, which says at its top that something was done.

    Args:
        request: The request, by which something was done.
        to: The page's address.
        what: A key of ``web.done`` in ``data/texts.yml``.
    """
    answer = RedirectResponse(to, 303)
    request.give_cookie(answer, _SAID, what, _SAID_FOR)
    return answer
