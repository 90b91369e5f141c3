"""A request as the pages see it: checked, its form read, and with the archive and the site at hand."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from duilian import archive
from duilian.archive import accounts, audit
from duilian.archive.accounts import Member
from duilian.archive.listing import LAST_PAGE
from duilian.archive.sight import Sight
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.textfile import decode_text
from duilian.web.site import Site

COOKIE = "duilian"
MAX_FILES = 2000
"""How many files may be sent with a form."""
_UNKEPT = re.compile("[\0\ud800-\udfff]")

Row = TypeVar("Row")


@dataclass(frozen=True)
class Upload:
    """A file that was sent with a form.

    Attributes:
        name: What its owner calls it.
        content: Its bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True)
class CheckedRequest:
    """One request, after all checks of :mod:`duilian.web.access`.

    Attributes:
        raw: Starlette's request.
        site: What every page needs.
        form: The fields of a form; empty for GET.
        member: Who is signed in; None only on routes that are for anyone.
        token: The value of the sign-in cookie; empty where nobody is signed in.
        files: The uploaded files, by the name of their field.
    """

    raw: Request
    site: Site
    form: FormData = field(default_factory=FormData)
    member: Member | None = None
    token: str = ""
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)

    @property
    def me(self) -> Member:
        """Who is signed in; only on routes that are not for anyone."""
        assert self.member is not None
        return self.member

    @property
    def sight(self) -> Sight:
        """Whom the one who is signed in sees."""
        return self.me.sight

    @property
    def csrf(self) -> str:
        """What every form of the page must carry."""
        return csrf_of(self.token)

    @property
    def path(self) -> dict[str, str]:
        """The parts of the address that the route leaves open, by name."""
        return dict(self.raw.path_params)

    @property
    def query(self) -> QueryParams:
        """What stands behind the question mark of the address, without what no archive keeps."""
        return QueryParams([(name, keepable(value)) for name, value in self.raw.query_params.multi_items()])

    @property
    def page_number(self) -> int:
        """The page of a list that is asked for, from 1; 1 where the address makes no sense."""
        return whole_number(self.query.get("page", ""), 1, LAST_PAGE) or 1

    def text(self, name: str) -> str:
        """A field of the form, without the blanks around it; empty where there is none.

        What no archive keeps is left out; see :func:`keepable`.
        """
        value = self.form.get(name)
        return keepable(value).strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All values of a field that may be given more than once."""
        values = self.form.getlist(name)
        return [keepable(value) for value in values if isinstance(value, str) and value]

    def number(self, name: str, least: int = 0) -> int:
        """A whole number that a form of ours sends without anybody typing it.

        Args:
            name: The field.
            least: The smallest number that makes sense.

        Raises:
            DataError: The field holds none, so the form is not ours.
        """
        value = whole_number(self.text(name), least)
        if value is None:
            raise DataError(self.site.say("forged"))
        return value

    def uploads(self, name: str) -> Sequence[Upload]:
        """The uploaded files of a field, without those that are empty: a field left alone sends one."""
        return [file for file in self.files.get(name, ()) if file.name and file.content]

    def text_file(self, name: str) -> str:
        """The text of an uploaded file, in any encoding that people have; empty where there is none.

        Raises:
            DataError: It is no text.
        """
        files = self.uploads(name)
        return decode_text(files[0].content) if files else ""

    def give_cookie(self, answer: Response, name: str, value: str, seconds: int, path: str = "/") -> None:
        """Let the browser keep a cookie that no script reads and no other site's form carries.

        Where the request came over https, to us or to a proxy that is believed, it is never sent without.

        Args:
            answer: What goes to the browser.
            name: The cookie's.
            value: What it holds.
            seconds: How long it is kept.
            path: Below which addresses it is sent.
        """
        secure = self.raw.url.scheme == "https"
        answer.set_cookie(
            name, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="lax"
        )

    def note_change(
        self, db: archive.Database, what: str, about: str, title: object = "", detail: str = ""
    ) -> None:
        """Note that who is signed in changed something.

        Args:
            db: The transaction in which it did.
            what: A key of ``labels.audit`` in ``data/texts.yml``.
            about: What was changed, as ``assignment:7``.
            title: What that is called.
            detail: What more there is to say; no secret.
        """
        audit.note_change(db, self.me.id, what, about, self.site.now(), str(title), detail)

    @contextmanager
    def db(self) -> Iterator[archive.Database]:
        """A transaction with the archive."""
        with archive.transaction(self.site.engine) as db:
            yield db


def keepable(text: str) -> str:
    """A text without NUL, which PostgreSQL does not keep, and halves of characters, which are no UTF-8."""
    return _UNKEPT.sub("", text)


def or_404(row: Row | None) -> Row:
    """A row that was looked for by its number.

    Raises:
        HTTPException: 404 where there is none.
    """
    if row is None:
        raise HTTPException(404)
    return row


def csrf_of(token: str) -> str:
    """What a form must carry: only pages made for the browser with this sign-in cookie know it."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest() if token else ""


def signed_in(db: archive.Database, request: Request) -> tuple[Member | None, str]:
    """Who is signed in by the request's cookie, and its token; (None, "") for nobody."""
    token = request.cookies.get(COOKIE, "")
    now = request.app.state.site.now()
    member = accounts.signed_in_member(db, token, now) if token else None
    return member, token if member else ""


async def read_form(request: Request, limit: int) -> FormData:
    """Read a form of at most ``limit`` bytes.

    Raises:
        HTTPException: 413 for more, 400 where it is no form.
    """
    size = 0
    chunks = []
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise HTTPException(413)
        chunks.append(chunk)
    request._body = b"".join(chunks)
    try:
        return await request.form(max_files=MAX_FILES, max_fields=2000, max_part_size=limit)
    except (ValueError, LookupError) as error:  # a part in an encoding or a shape that is none
        raise HTTPException(400) from error


async def read_uploads(form: FormData) -> dict[str, list[Upload]]:
    """The files of a form, by the name of their field, in order."""
    found: dict[str, list[Upload]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            found.setdefault(name, []).append(Upload(keepable(value.filename or ""), await value.read()))
    return found
