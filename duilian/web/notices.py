"""How people are told: one's own e-mail, groups' robots, and for administrators the mail server and switches.

Addresses of robots and passwords are secrets: they are kept, and never shown again.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from duilian import archive
from duilian.archive import audit, group_robots, listing, notices
from duilian.archive.models import Person
from duilian.archive.notices import NoticeSettings
from duilian.archive.outbox import check_address
from duilian.archive.outgoing_models import GroupRobot
from duilian.errors import DataError
from duilian.operation.mailing import SECURITIES, MailServer, read_mail_server
from duilian.operation.robots import KINDS_OF_ROBOTS
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404
from duilian.web.telling import home_of, mail_server, send_test_mail, send_test_to_robot, set_mail_server

_HERE = "/notices"


def page(request: CheckedRequest, error: str = "", typed: bool = False) -> Response:
    """``GET /notices``: one's own e-mail; a trainer's groups' robots; an administrator's settings.

    Args:
        request: The request.
        error: What was wrong with a form, or why a message did not arrive.
        typed: Does what was typed stand in the form for a new robot again?
    """
    me = request.me
    with request.db() as db:
        values: dict[str, Any] = {
            "person": db.get(Person, me.id),
            "settings": notices.notice_settings(db),
            "home": home_of(db, request.site),
            "error": error,
            "robots": group_robots.list_robots(db, request.sight) if me.trains else (),
            "groups": listing.group_names(db, request.sight) if me.trains else (),
            "counts": notices.notice_counts(db),
            "kinds": KINDS_OF_ROBOTS,
            "topics": notices.TOPICS,
            "form": {name: request.text(name) if typed else "" for name in ("group", "kind")},
        }
        if me.role == "administrator":
            values |= _administration(db, request)
        return render_page(request, "notices.html", values, 400 if error else 200)


def _administration(db: archive.Database, request: CheckedRequest) -> dict[str, Any]:
    try:
        server, fault = mail_server(db, request.site), ""
    except DataError as error:
        server, fault = MailServer(), str(error)
    here = request.raw.url
    return {
        "server": server,
        "server_fault": fault,
        "from_environment": bool(request.site.config.smtp),
        "securities": SECURITIES,
        "proposed": f"{here.scheme}://{here.netloc}",
        "troubles": notices.troubled_notices(db),
    }


def _note(db: archive.Database, request: CheckedRequest, what: str, about: str, title: str = "") -> None:
    audit.note_change(db, request.me.id, what, about, request.site.now(), title)


def post_own(request: CheckedRequest) -> Response:
    """``POST /notices/me``: where e-mail reaches one, and whether one wants it."""
    try:
        with request.db() as db:
            person = or_404(db.get(Person, request.me.id))
            notices.set_mail_address(person, request.text("email"), bool(request.text("by_email")))
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, _HERE)


def post_robot(request: CheckedRequest) -> Response:
    """``POST /notices/robots``: enter a group's robot."""
    try:
        with request.db() as db:
            row = group_robots.add_robot(
                db,
                request.text("group"),
                request.text("kind"),
                (request.text("url"), request.text("secret")),
                request.texts("topic"),
                request.me.id,
                request.site.now(),
                request.sight,
            )
            _note(db, request, "robot_added", f"robot:{row.id}", str(row.group.name))
    except DataError as error:
        return page(request, str(error), typed=True)
    return redirect_saying(request, _HERE, "robot_added")


def _robot(db: archive.Database, request: CheckedRequest) -> GroupRobot:
    row: GroupRobot = or_404(db.get(GroupRobot, int(request.path["robot"])))
    return row


def post_robot_switch(request: CheckedRequest) -> Response:
    """``POST /notices/robots/{robot}/switch``: switch a robot on or off."""
    with request.db() as db:
        row = _robot(db, request)
        group_robots.switch_robot(db, row, bool(request.text("active")))
        _note(db, request, "robot_changed", f"robot:{row.id}", str(row.group.name))
    return redirect_saying(request, _HERE)


def post_robot_test(request: CheckedRequest) -> Response:
    """``POST /notices/robots/{robot}/test``: have a robot say that it works."""
    with request.db() as db:
        row = _robot(db, request)
        db.expunge(row)
    why = send_test_to_robot(request.site, row)
    if why:
        return page(request, request.site.say("test_failed", why=why))
    return redirect_saying(request, _HERE, "test_sent")


def post_robot_deletion(request: CheckedRequest) -> Response:
    """``POST /notices/robots/{robot}/delete``: it is told nothing any more."""
    with request.db() as db:
        row = _robot(db, request)
        _note(db, request, "robot_deleted", f"robot:{row.id}", str(row.group.name))
        group_robots.delete_robot(db, row)
    return redirect_saying(request, _HERE, "robot_deleted")


def post_settings(request: CheckedRequest) -> Response:
    """``POST /notices/settings``: whether people are told at all, and by which address they reach us."""
    home = request.text("home").rstrip("/")
    try:
        if home:
            check_address(home)
        with request.db() as db:
            settings = NoticeSettings(bool(request.text("mail")), bool(request.text("robots")), home)
            notices.set_notice_settings(db, settings)
            _note(db, request, "notices_changed", "notices")
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, _HERE)


def post_mail_server(request: CheckedRequest) -> Response:
    """``POST /notices/mail``: who takes our e-mail; no host for nobody.

    An empty password stays what it was, as long as server and user do.
    """
    given = {name: request.text(name) for name in ("host", "port", "security", "user", "password", "sender")}
    try:
        if request.site.config.smtp:
            raise DataError(request.site.say("mail_from_environment"))
        with request.db() as db:
            known = mail_server(db, request.site)
            same = (known.host, known.user) == (given["host"], given["user"])
            given["password"] = given["password"] or (known.password if same else "")
            set_mail_server(db, read_mail_server(given))
            _note(db, request, "mail_changed", "mail", given["host"])
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, _HERE)


def post_mail_test(request: CheckedRequest) -> Response:
    """``POST /notices/mail-test``: send an e-mail to oneself."""
    try:
        with request.db() as db:
            server, to = mail_server(db, request.site), str(or_404(db.get(Person, request.me.id)).email)
        if not server.host:
            raise DataError(request.site.say("no_mail_server"))
        if not to:
            raise DataError(request.site.say("no_own_address"))
        why = send_test_mail(request.site, server, to)
        if why:
            raise DataError(request.site.say("test_failed", why=why))
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, _HERE, "test_sent")


def audit_page(request: CheckedRequest) -> Response:
    """``GET /audit``: who changed what, the latest first."""
    with request.db() as db:
        return render_page(request, "audit.html", {"rows": audit.list_changes(db)})
