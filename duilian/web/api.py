"""The HTTP API for programs: read only, a token instead of a browser's sign-in, JSON, page by page.

A token reads as who made it: within that one's sight, masked. What is asked for stands in
:mod:`duilian.web.openapi`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duilian import archive
from duilian.archive import public, statistics, tokens
from duilian.archive.disclosures import note_disclosure
from duilian.archive.listing import Search
from duilian.archive.sight import Sight, sees_all_named, sight_of
from duilian.archive.statistics import AdherenceView
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.web.openapi import description
from duilian.web.request import keepable
from duilian.web.site import Site
from duilian.web.waiting import WaitingRoom, run_in_room

PAGE, MOST = 50, 200  # objects on a page: as a rule, and at most
_BEARER = "bearer "


@dataclass(frozen=True)
class ApiRequest:
    """A request of a program that was let in.

    Attributes:
        db: The transaction in which it is answered.
        site: What every page needs.
        sight: Whom the token's owner sees.
        query: What stands behind the question mark.
        path: What the address leaves open.
        whole: With what identifies somebody?
        address: The address without what stands behind the question mark.
    """

    db: archive.Database
    site: Site
    sight: Sight
    query: Mapping[str, str]
    path: Mapping[str, Any]
    whole: bool
    address: str

    @property
    def limit(self) -> int:
        """How many objects are asked for. Raises DataError."""
        given = self.query.get("limit", "")
        number = whole_number(given, 1, MOST) if given else PAGE
        if number is None:
            raise DataError(self.site.say("api_number", name="limit", least=1, most=MOST))
        return number


ApiEndpoint = Callable[[ApiRequest], Any]


def token_guarded(endpoint: ApiEndpoint) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint behind its check: 401 without a token that holds, 400 for nonsense, else JSON."""

    def look(request: Request) -> Response:
        site: Site = request.app.state.site
        with archive.transaction(site.engine) as db:
            owner = tokens.token_owner(db, _token(request), site.now())
            if owner is None:
                said = {"error": site.say("token_wrong")}
                return JSONResponse(said, 401, headers={"www-authenticate": "Bearer"})
            whole = request.query_params.get("full") == "1"
            if whole and not owner.unmasked:
                raise HTTPException(403, site.say("not_unmasked"))
            if whole:
                note_disclosure(db, int(owner.id), f"API {request.url.path}", site.now())
            query = {name: keepable(value) for name, value in request.query_params.items()}
            named = dict(request.path_params)
            if any(keepable(str(value)) != str(value) for value in named.values()):
                raise HTTPException(404)
            asked = ApiRequest(db, site, sight_of(db, owner), query, named, whole, request.url.path)
            try:
                return JSONResponse(endpoint(asked))
            except DataError as error:
                return JSONResponse({"error": str(error)}, 400)

    async def handle(request: Request) -> Response:
        return await run_in_room(WaitingRoom.PAGES, lambda: look(request))

    return handle


def _token(request: Request) -> str:
    given = request.headers.get("authorization", "")
    return given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else ""


def sessions(asked: ApiRequest) -> dict[str, Any]:
    """``GET /api/v1/sessions``: ended sessions, the earliest first."""
    rows, after = _rows(asked)
    return _page(asked, [public.session_object(row) for row in rows], after)


def verdicts(asked: ApiRequest) -> dict[str, Any]:
    """``GET /api/v1/verdicts``: what holds of each criterion; a page has those of ``limit`` sessions."""
    rows, after = _rows(asked)
    return _page(asked, [one for row in rows for one in public.verdict_objects(row, asked.whole)], after)


def session(asked: ApiRequest) -> dict[str, Any]:
    """``GET /api/v1/sessions/{session}``: one session with its verdicts and words."""
    row = archive.find_call(asked.db, str(asked.path["session"]))
    if row is None or row.ended_at is None or not sees_all_named(asked.db, asked.sight, asked.path):
        raise HTTPException(404)
    return public.session_object(row) | {
        "details": list(public.verdict_objects(row, asked.whole)),
        "turns": public.turn_objects(row, asked.whole),
    }


def people(asked: ApiRequest) -> dict[str, Any]:
    """``GET /api/v1/people``: who is seen, by number."""
    cursor = _cursor(asked)
    known = whole_number(cursor[0], 0, 2**31 - 1) if cursor else 0
    if known is None:
        raise DataError(asked.site.say("api_cursor"))
    rows = public.people_page(asked.db, Search.of(asked.query), asked.sight, known, asked.limit + 1)
    shown = rows[: asked.limit]
    after = [str(shown[-1].id)] if len(rows) > len(shown) else None
    return _page(asked, [public.person_object(row) for row in shown], after)


def figures(asked: ApiRequest) -> dict[str, Any]:
    """``GET /api/v1/statistics``: who keeps which criterion how often; mean scores by week."""
    view = AdherenceView.of(asked.query)
    shown = statistics.charts(asked.db, view, asked.sight)
    return {
        "by": view.by,
        "items": [
            {
                "id": row.key or None,
                "name": row.name or None,
                "criteria": {
                    name: {"asked": counts[0], "met": counts[1]} for name, counts in row.counts.items()
                },
            }
            for row in statistics.adherence_rows(asked.db, view, asked.sight)
        ],
        "weeks": [{"monday": monday.isoformat(), "mean": mean} for monday, mean in shown.weeks],
        "spread": list(shown.spread),
    }


async def description_page(request: Request) -> Response:
    """``GET /api/v1/openapi.json``: what can be asked, as OpenAPI 3.1; for anyone."""
    return JSONResponse(description())


def _rows(asked: ApiRequest) -> tuple[Sequence[Any], list[str] | None]:
    cursor, known = _cursor(asked), None
    if cursor:
        try:
            known = datetime.fromisoformat(cursor[0]), cursor[1]
        except (ValueError, IndexError):
            raise DataError(asked.site.say("api_cursor")) from None
        if known[0].tzinfo is None:
            raise DataError(asked.site.say("api_cursor"))
    rows = public.session_page(asked.db, Search.of(asked.query), asked.sight, known, asked.limit + 1)
    shown = rows[: asked.limit]
    last = shown[-1] if len(rows) > len(shown) else None
    return shown, [last.started_at.isoformat(), str(last.id)] if last is not None else None


def _cursor(asked: ApiRequest) -> list[str]:
    """What a page before gave as the last that it had; empty for the first page."""
    given = asked.query.get("after", "")
    if not given:
        return []
    try:
        read = json.loads(base64.urlsafe_b64decode(given.encode()))
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, list) or not read or not all(isinstance(one, str) for one in read):
        raise DataError(asked.site.say("api_cursor"))
    return [keepable(one) for one in read]


def _page(asked: ApiRequest, items: list[Any], after: list[str] | None) -> dict[str, Any]:
    """A page, and the address of the next one."""
    if after is None:
        return {"items": items, "next": None}
    token = base64.urlsafe_b64encode(json.dumps(after).encode()).decode()
    return {"items": items, "next": f"{asked.address}?{urlencode({**asked.query, 'after': token})}"}


API: Mapping[str, ApiEndpoint] = {
    "/api/v1/sessions": sessions,
    "/api/v1/sessions/{session}": session,
    "/api/v1/verdicts": verdicts,
    "/api/v1/people": people,
    "/api/v1/statistics": figures,
}
