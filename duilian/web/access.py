"""Who may do what: the one place where sign-in, role, ownership and forgery are checked, for every route alike.

An endpoint is a plain function ``page(visit) -> Response`` that runs in a thread; :func:`guarded` calls it only once all is in order.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar
from urllib.parse import quote, urlsplit

from sqlalchemy import bindparam, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import accounts
from duilian.archive.accounts import Member
from duilian.errors import DataError
from duilian.web.site import Site

COOKIE = "duilian"
_LARGEST = 2**31 - 1  # a row's number
BODY_LIMIT = 64 * 1024  # bytes of a form; imports have a limit of their own


class Who(Enum):
    """Whom a route is for. A session's OWNER is who speaks in it; its READERs are the owner and all trainers."""

    ANYONE = "anyone"
    PERSON = "person"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"
    OWNER = "owner"
    READER = "reader"


@dataclass(frozen=True)
class Visit:
    """One request, after all checks."""

    request: Request
    site: Site
    form: FormData = field(default_factory=FormData)
    member: Member | None = None
    token: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def me(self) -> Member:
        """Who is signed in; only on routes that are not for anyone."""
        assert self.member is not None
        return self.member

    @property
    def csrf(self) -> str:
        return csrf_of(self.token)

    @property
    def path(self) -> dict[str, str]:
        return dict(self.request.path_params)

    @property
    def page(self) -> int:
        """The page of a list that is asked for, from 1."""
        given = self.request.query_params.get("page", "1")
        return max(1, int(given)) if given.isdigit() else 1

    def text(self, name: str) -> str:
        """A field of the form, without the blanks around it (and NUL, which PostgreSQL does not keep); empty where there is none."""
        value = self.form.get(name)
        return value.replace("\0", "").strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All values of a field that may be given more than once."""
        return [
            value.replace("\0", "") for value in self.form.getlist(name) if isinstance(value, str) and value
        ]

    def file(self, name: str) -> str:
        """An uploaded text file; empty where there is none."""
        return self.files.get(name, "")

    @contextmanager
    def db(self) -> Iterator[archive.Database]:
        with archive.transaction(self.site.engine) as db:
            yield db


Row = TypeVar("Row")


def found(row: Row | None) -> Row:
    """A row that was looked for by its number; 404 where there is none."""
    if row is None:
        raise HTTPException(404)
    return row


Endpoint = Callable[[Visit], Response]


def csrf_of(token: str) -> str:
    """What a form must carry: only pages made for this browser know it."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest() if token else ""


def _is_forged(request: Request, who: Who, token: str, form: FormData) -> bool:
    """Browsers say with every form where it comes from; who is signed in proves it besides."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return True
    if who is Who.ANYONE:
        return origin is None
    given = request.headers.get("x-csrf-token") or form.get("csrf")
    return not (isinstance(given, str) and hmac.compare_digest(given.encode(), csrf_of(token).encode()))


_OWNER = select(archive.Session.person_id).where(archive.Session.id == bindparam("session"))


def _may(db: archive.Database, who: Who, member: Member, session: str | None) -> bool:
    if who is Who.TRAINER:
        return member.trains
    if who is Who.ADMINISTRATOR:
        return member.role == "administrator"
    if who in (Who.OWNER, Who.READER):
        owned = db.execute(_OWNER, {"session": session}).one_or_none()
        return owned is not None and (owned.person_id == member.id or (who is Who.READER and member.trains))
    return True


async def _form(request: Request, limit: int) -> FormData:
    size = 0
    chunks = []
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise HTTPException(413)
        chunks.append(chunk)
    request._body = b"".join(chunks)
    return await request.form(max_fields=2000, max_part_size=limit)


async def _text(request: Request, file: UploadFile) -> str:
    """Chinese spreadsheets save GB 18030, all else UTF-8."""
    content = await file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(request.app.state.site.say("no_text_file"))


def guarded(
    endpoint: Endpoint, who: Who, limit: int = BODY_LIMIT
) -> Callable[[Request], Awaitable[Response]]:
    """A route's endpoint behind its checks: sign in first (then come back), 403 for the wrong role, 404 for another's session."""

    def check(request: Request, token: str, form: FormData, files: Mapping[str, str]) -> Response | Visit:
        site: Site = request.app.state.site
        if any(isinstance(value, int) and value > _LARGEST for value in request.path_params.values()):
            raise HTTPException(404)
        with archive.transaction(site.engine) as db:
            member = accounts.who_is(db, token, site.now()) if token else None
            token = token if member else ""
            if (
                request.method != "GET"
                and (member or who is Who.ANYONE)
                and _is_forged(request, who, token, form)
            ):
                raise HTTPException(403, site.say("forged"))
            if who is not Who.ANYONE:
                if member is None:
                    return _to_sign_in(request)
                if member.one_time and request.url.path not in ("/password", "/sign-out"):
                    return RedirectResponse("/password", 303)
                if not _may(db, who, member, request.path_params.get("session")):
                    raise HTTPException(404 if who in (Who.OWNER, Who.READER) else 403)
        return Visit(request, site, form, member, token, files)

    def answer(request: Request, token: str, form: FormData, files: Mapping[str, str]) -> Response:
        checked = check(request, token, form, files)
        return endpoint(checked) if isinstance(checked, Visit) else checked

    async def run(request: Request) -> Response:
        form = await _form(request, limit) if request.method != "GET" else FormData()
        files = {
            name: await _text(request, value) for name, value in form.items() if isinstance(value, UploadFile)
        }
        return await run_in_threadpool(answer, request, request.cookies.get(COOKIE, ""), form, files)

    return run


def _to_sign_in(request: Request) -> Response:
    if "json" in request.headers.get("accept", ""):
        raise HTTPException(401)
    query = f"?{request.url.query}" if request.url.query else ""
    back = request.url.path + query if request.method == "GET" else "/"
    if request.headers.get("hx-request"):
        return Response(headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(f"/sign-in?back={quote(back, safe='/')}", 303)
