"""Signing in and out, one's own password, and trying it out without an account."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import func, select
from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import accounts, people
from duilian.archive.accounts import SignInRefusal
from duilian.archive.models import Person
from duilian.errors import DataError
from duilian.web import known_browser
from duilian.web.pages import render_page
from duilian.web.request import COOKIE, CheckedRequest

_DEMOS = 200  # newcomers at a time


def _address(request: CheckedRequest) -> str:
    client = request.raw.client
    return client.host if client else ""


def _back(text: str) -> str:
    """Only to pages of ours: //elsewhere.example is not one."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) else "/"


def _let_in(request: CheckedRequest, token: str, to: str) -> Response:
    answer = RedirectResponse(to, 303)
    request.give_cookie(answer, COOKIE, token, int(accounts.IDLE_LIMIT.total_seconds()))
    return answer


def page(request: CheckedRequest) -> Response:
    """``GET /sign-in``: the form; who is signed in goes on."""
    back = request.query.get("back", "/")
    if request.member:
        return RedirectResponse(_back(back), 303)
    return _form(request, {"back": back, "error": "", "name": ""})


def _may_try(request: CheckedRequest, db: archive.Database) -> bool:
    """May newcomers try it out? Whoever starts it, and then an administrator, may say no."""
    return request.site.demo and people.demo_allowed(db)


def _form(request: CheckedRequest, values: dict[str, Any], status: int = 200) -> Response:
    with request.db() as db:
        values["demo"] = _may_try(request, db)
    return render_page(request, "sign_in.html", values, status)


def post_sign_in(request: CheckedRequest) -> Response:
    """``POST /sign-in``: sign in by name and password, and go where one wanted to."""
    name, back = request.text("name"), _back(request.text("back"))
    password = request.form.get("password")
    done = accounts.sign_in(
        request.site.engine,
        name,
        password if isinstance(password, str) else "",
        _address(request),
        request.site.now(),
        known_browser.marks(request),
    )
    if isinstance(done, SignInRefusal):
        status = 429 if done is SignInRefusal.TOO_MANY else 401
        return _form(
            request,
            {"back": back, "error": request.site.say(f"sign_in_{done.value}"), "name": name},
            status,
        )
    answer = _let_in(request, done.token, back)
    known_browser.remember(answer, request, done.person)
    return answer


def post_sign_out(request: CheckedRequest) -> Response:
    """``POST /sign-out``: sign this browser out."""
    with request.db() as db:
        accounts.sign_out(db, request.token)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


def post_demo(request: CheckedRequest) -> Response:
    """``POST /demo``: a trainee of one's own, without a password: gone when the browser forgets it."""
    now = request.site.now()
    with request.db() as db:
        if not _may_try(request, db):
            raise DataError(request.site.say("demo_off"))
        if db.execute(select(func.count()).select_from(Person).where(Person.demo)).scalar_one() >= _DEMOS:
            raise DataError(request.site.say("demo_full"))
        name = request.site.say("demo_name", number=secrets.token_hex(3))
        person = accounts.add_person(
            db, name, "trainee", accounts.one_time_password(), now, one_time=False, demo=True
        )
        token = accounts.open_login(db, person, now)
    return _let_in(request, token, "/")


def password_page(request: CheckedRequest) -> Response:
    """``GET /password``: the form for a new password."""
    return render_page(request, "password.html", {"error": ""})


def post_password(request: CheckedRequest) -> Response:
    """``POST /password``: a new password; it signs all other browsers out."""
    old, new, again = (request.form.get(name) for name in ("old", "new", "again"))
    try:
        done = accounts.change_password(
            request.site.engine, request.me.id, str(old), str(new), str(again), request.site.now()
        )
    except DataError as error:
        return render_page(request, "password.html", {"error": str(error)}, 400)
    if isinstance(done, SignInRefusal):
        status = 429 if done is SignInRefusal.TOO_MANY else 400
        said = request.site.say(f"password_{done.value}")
        return render_page(request, "password.html", {"error": said}, status)
    return _let_in(request, done, "/")
