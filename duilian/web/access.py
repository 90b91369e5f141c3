"""Who may do what: the one place where sign-in, permission, ownership and forgery are checked.

An endpoint is a plain function ``page(request) -> Response`` that runs in a thread; :func:`guarded` calls it
only once all is in order.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from urllib.parse import quote, urlsplit

from sqlalchemy import bindparam, select
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive.accounts import Member
from duilian.web.request import CheckedRequest, csrf_of, read_form, read_text_file, signed_in
from duilian.web.site import Site
from duilian.web.waiting import WaitingRoom, run_in_room

_LARGEST = 2**31 - 1  # a row's number
BODY_LIMIT = 64 * 1024  # bytes of a form; imports have a limit of their own
_BEFORE_A_NEW_PASSWORD = ("/password", "/sign-out")  # all that a one-time password opens

Endpoint = Callable[[CheckedRequest], Response]


class Permission(Enum):
    """Whom a route is for.

    A session's OWNER is who speaks in it; its READERs are the owner and all trainers.
    """

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"
    OWNER = "owner"
    READER = "reader"


_OF_A_SESSION = (Permission.OWNER, Permission.READER)
_OWNER = select(archive.Session.person_id).where(archive.Session.id == bindparam("session"))


def _is_forged(request: Request, permission: Permission, token: str, form: FormData) -> bool:
    """Does a form come from elsewhere?

    Browsers say with every form where it comes from; who is signed in proves it besides.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return True
    if permission is Permission.ANYONE:
        return origin is None
    given = request.headers.get("x-csrf-token") or form.get("csrf")
    return not (isinstance(given, str) and hmac.compare_digest(given.encode(), csrf_of(token).encode()))


def _is_permitted(db: archive.Database, permission: Permission, member: Member, session: str | None) -> bool:
    if permission is Permission.TRAINER:
        return member.trains
    if permission is Permission.ADMINISTRATOR:
        return member.role == "administrator"
    if permission in _OF_A_SESSION:
        owner = db.execute(_OWNER, {"session": session}).one_or_none()
        trains = permission is Permission.READER and member.trains
        return owner is not None and (owner.person_id == member.id or trains)
    return True


def _check(
    request: Request, permission: Permission, form: FormData, files: Mapping[str, str]
) -> Response | CheckedRequest:
    """The request, checked, or where it has to go first (to sign in, to a new password).

    Raises:
        HTTPException: 403 for a forged form or the wrong role, 404 for another's session.
    """
    site: Site = request.app.state.site
    if any(isinstance(value, int) and value > _LARGEST for value in request.path_params.values()):
        raise HTTPException(404)
    with archive.transaction(site.engine) as db:
        member, token = signed_in(db, request)
        sends = request.method != "GET" and (member is not None or permission is Permission.ANYONE)
        if sends and _is_forged(request, permission, token, form):
            raise HTTPException(403, site.say("forged"))
        if permission is not Permission.ANYONE:
            if member is None:
                return _to_sign_in(request)
            if member.one_time and request.url.path not in _BEFORE_A_NEW_PASSWORD:
                return RedirectResponse("/password", 303)
            if not _is_permitted(db, permission, member, request.path_params.get("session")):
                raise HTTPException(404 if permission in _OF_A_SESSION else 403)
    return CheckedRequest(request, site, form, member, token, files)


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
            role gets 403, another's session 404.
        limit: The largest form, in bytes.
        room: What the endpoint waits for.

    Returns:
        The endpoint as Starlette wants it.
    """

    def answer(request: Request, form: FormData, files: Mapping[str, str]) -> Response:
        checked = _check(request, permission, form, files)
        return endpoint(checked) if isinstance(checked, CheckedRequest) else checked

    async def handle(request: Request) -> Response:
        form = await read_form(request, limit) if request.method != "GET" else FormData()
        uploads = [(name, value) for name, value in form.items() if isinstance(value, UploadFile)]
        files = {name: await read_text_file(request, file) for name, file in uploads}
        return await run_in_room(room, lambda: answer(request, form, files))

    return handle


def _to_sign_in(request: Request) -> Response:
    if "json" in request.headers.get("accept", ""):
        raise HTTPException(401)
    query = f"?{request.url.query}" if request.url.query else ""
    back = request.url.path + query if request.method == "GET" else "/"
    if request.headers.get("hx-request"):
        return Response(headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(f"/sign-in?back={quote(back, safe='/')}", 303)
