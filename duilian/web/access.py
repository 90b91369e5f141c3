"""Who may do what: the one place where sign-in, permission, ownership and forgery are checked.

An endpoint is a plain function ``page(request) -> Response`` that runs in a thread; :func:`guarded` calls it
only once all is in order.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import bindparam, select
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive.accounts import Member
from duilian.archive.exam_setting import sits_exam
from duilian.archive.sight import sees_all_named
from duilian.web.request import CheckedRequest, csrf_of, keepable, read_form, read_uploads, signed_in
from duilian.web.site import Site
from duilian.web.waiting import WaitingRoom, run_in_room

_LARGEST = 2**31 - 1  # a row's number
BODY_LIMIT = 64 * 1024  # bytes of a form; imports have a limit of their own
_BEFORE_A_NEW_PASSWORD = ("/password", "/sign-out")  # all that a one-time password opens

Endpoint = Callable[[CheckedRequest], Response]


class Permission(Enum):
    """Whom a route is for.

    A session's OWNER is who speaks in it; its READERs are the owner and the trainers who see that one. An
    exam's CANDIDATEs are whom it is for, a RESULT's readers that candidate and the trainers who see both.
    What else an address for trainers names has to be within their sight too (:mod:`duilian.archive.sight`).
    """

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"
    OWNER = "owner"
    READER = "reader"
    CANDIDATE = "candidate"
    RESULT = "result"


_OF_A_SESSION = (Permission.OWNER, Permission.READER)
_OWNER = select(archive.Session.person_id).where(archive.Session.id == bindparam("session"))


def _is_from_elsewhere(request: Request, permission: Permission) -> bool:
    """Does a form come from another site? Browsers say with every form where it comes from."""
    origin = request.headers.get("origin")
    if origin is None:
        return permission is Permission.ANYONE
    return _host_of(origin) != request.headers.get("host")


def _is_forged(request: Request, token: str, form: FormData) -> bool:
    """Does a form of who is signed in lack the proof that it stands in a page of ours?"""
    given = request.headers.get("x-csrf-token") or form.get("csrf")
    return not (
        isinstance(given, str) and hmac.compare_digest(keepable(given).encode(), csrf_of(token).encode())
    )


def _can_be_a_key(value: object) -> bool:
    """Can what an address leaves open name a row? PostgreSQL takes no larger number, and no NUL."""
    return value <= _LARGEST if isinstance(value, int) else keepable(str(value)) == value


def _host_of(origin: str) -> str:
    """Host and port of an address; empty where it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _refusal(
    db: archive.Database, permission: Permission, member: Member, named: Mapping[str, Any]
) -> int | None:
    """The status with which somebody is refused what an address names; None where it may."""
    if permission is Permission.ADMINISTRATOR:
        return None if member.role == "administrator" else 403
    if permission in _OF_A_SESSION:
        owner = db.execute(_OWNER, {"session": named["session"]}).one_or_none()
        reads = permission is Permission.READER and member.trains and sees_all_named(db, member.sight, named)
        return None if owner is not None and (owner.person_id == member.id or reads) else 404
    if permission in (Permission.CANDIDATE, Permission.RESULT):
        sits = named.get("person", member.id) == member.id
        sits = sits and sits_exam(db, named["exam"], member.id, member.group_id)
        reads = permission is Permission.RESULT and member.trains and sees_all_named(db, member.sight, named)
        return None if sits or reads else 404
    if permission is Permission.TRAINER:
        if not member.trains:
            return 403
        return None if sees_all_named(db, member.sight, named) else 404
    return None


def _admit(request: Request, permission: Permission) -> Response | tuple[Member | None, str]:
    """Who asks and the token of its cookie, or where it has to go first (to sign in, to a new password).

    Nothing here needs the request's body: it is read only of who is let in.

    Raises:
        HTTPException: 403 for another site's form or the wrong role, 404 for what is out of sight.
    """
    site: Site = request.app.state.site
    if not all(map(_can_be_a_key, request.path_params.values())):
        raise HTTPException(404)
    with archive.transaction(site.engine) as db:
        member, token = signed_in(db, request)
        sends = request.method != "GET" and (member is not None or permission is Permission.ANYONE)
        if sends and _is_from_elsewhere(request, permission):
            raise HTTPException(403, site.say("forged"))
        if permission is not Permission.ANYONE:
            if member is None:
                return _to_sign_in(request)
            if member.one_time and request.url.path not in _BEFORE_A_NEW_PASSWORD:
                return RedirectResponse("/password", 303)
            refused = _refusal(db, permission, member, request.path_params)
            if refused:
                raise HTTPException(refused)
    return member, token


async def _pass_over(request: Request, limit: int) -> None:
    """Let a body that nobody wants go by, kept nowhere: browsers hear no answer before they have sent."""
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                return
    except ClientDisconnect:
        return


def guarded(
    endpoint: Endpoint,
    permission: Permission,
    limit: int = BODY_LIMIT,
    room: WaitingRoom = WaitingRoom.PAGES,
) -> Callable[[Request], Awaitable[Response]]:
    """A route's endpoint behind its checks.

    Args:
        endpoint: What answers a request that is in order.
        permission: Whom the route is for. Who is not signed in is sent to sign in, and then back; the wrong
            role gets 403, what is another's or out of sight 404.
        limit: The largest form, in bytes.
        room: What the endpoint waits for.

    Returns:
        The endpoint as Starlette wants it.
    """

    def look(request: Request) -> Response:
        admitted = _admit(request, permission)
        if isinstance(admitted, Response):
            return admitted
        member, token = admitted
        return endpoint(CheckedRequest(request, request.app.state.site, FormData(), member, token))

    async def take(request: Request) -> Response:
        try:
            admitted = await run_in_room(WaitingRoom.PAGES, lambda: _admit(request, permission))
        except HTTPException:
            await _pass_over(request, limit)
            raise
        if isinstance(admitted, Response):
            await _pass_over(request, limit)
            return admitted
        member, token = admitted
        form = await read_form(request, limit)
        site: Site = request.app.state.site
        if permission is not Permission.ANYONE and _is_forged(request, token, form):
            raise HTTPException(403, site.say("forged"))
        request.state.typed = {name: keepable(v) for name, v in form.items() if isinstance(v, str)}
        checked = CheckedRequest(request, site, form, member, token, await read_uploads(form))
        return await run_in_room(room, lambda: endpoint(checked))

    async def handle(request: Request) -> Response:
        return await (run_in_room(room, lambda: look(request)) if request.method == "GET" else take(request))

    return handle


def _to_sign_in(request: Request) -> Response:
    if "json" in request.headers.get("accept", ""):
        raise HTTPException(401)
    query = f"?{request.url.query}" if request.url.query else ""
    back = request.url.path + query if request.method == "GET" else "/"
    if request.headers.get("hx-request"):
        return Response(headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(f"/sign-in?back={quote(back, safe='/')}", 303)
