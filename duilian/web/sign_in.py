"""Signing in and out, one's own password, and trying it out without an account."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select
from starlette.responses import RedirectResponse, Response

from duilian.archive import accounts
from duilian.archive.accounts import Refused
from duilian.archive.models import Person
from duilian.errors import DataError
from duilian.web.access import COOKIE, Visit
from duilian.web.pages import render

_DEMOS = 200  # newcomers at a time


def _address(visit: Visit) -> str:
    client = visit.request.client
    return client.host if client else ""


def _back(text: str) -> str:
    """Only to pages of ours: //elsewhere.example is not one."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) else "/"


def _let_in(visit: Visit, token: str, to: str) -> Response:
    answer = RedirectResponse(to, 303)
    secure = visit.request.url.scheme == "https"
    answer.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="lax",
        secure=secure,
        max_age=int(accounts.IDLE.total_seconds()),
    )
    return answer


def form(visit: Visit) -> Response:
    back = visit.request.query_params.get("back", "/")
    if visit.member:
        return RedirectResponse(_back(back), 303)
    return render(visit, "sign_in.html", {"back": back, "error": "", "name": ""})


def sign_in(visit: Visit) -> Response:
    name, back = visit.text("name"), _back(visit.text("back"))
    password = visit.form.get("password")
    with visit.db() as db:
        token = accounts.sign_in(
            db, name, password if isinstance(password, str) else "", _address(visit), visit.site.now()
        )
    if isinstance(token, Refused):
        status = 429 if token is Refused.TOO_MANY else 401
        return render(
            visit,
            "sign_in.html",
            {"back": back, "error": visit.site.say(f"sign_in_{token.value}"), "name": name},
            status,
        )
    return _let_in(visit, token, back)


def sign_out(visit: Visit) -> Response:
    with visit.db() as db:
        accounts.sign_out(db, visit.token)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


def demo(visit: Visit) -> Response:
    """A trainee of one's own, without a password: gone when the browser forgets it."""
    if not visit.site.demo:
        raise DataError(visit.site.say("demo_off"))
    now = visit.site.now()
    with visit.db() as db:
        if db.execute(select(func.count()).select_from(Person).where(Person.demo)).scalar_one() >= _DEMOS:
            raise DataError(visit.site.say("demo_full"))
        name = visit.site.say("demo_name", number=secrets.token_hex(3))
        person = accounts.add_person(
            db, name, "trainee", accounts.one_time_password(), now, one_time=False, demo=True
        )
        token = accounts.let_in(db, person, now)
    return _let_in(visit, token, "/")


def password_form(visit: Visit) -> Response:
    return render(visit, "password.html", {"error": ""})


def password(visit: Visit) -> Response:
    """A new password signs all other browsers out."""
    old, new, again = (visit.form.get(name) for name in ("old", "new", "again"))
    try:
        with visit.db() as db:
            person = db.get(Person, visit.me.id)
            if not accounts.matches(person, str(old)):
                raise DataError(visit.site.say("password_old"))
            if new != again:
                raise DataError(visit.site.say("password_again"))
            if new == old:
                raise DataError(visit.site.say("password_same"))
            accounts.set_password(person, str(new))
            accounts.sign_out_everywhere(db, visit.me.id)
            token = accounts.let_in(db, person, visit.site.now())
    except DataError as error:
        return render(visit, "password.html", {"error": str(error)}, 400)
    return _let_in(visit, token, "/")
