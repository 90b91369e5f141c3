"""People are told: what waits in the archive goes out by e-mail and by groups' robots.

A message names a task or a scenario, and where to look; nothing that anybody said, and no score, is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from http.client import HTTPException
from typing import Any

from duilian import archive
from duilian.archive import notices
from duilian.archive.assignment_models import Assignment
from duilian.archive.models import Setting
from duilian.archive.outbox import note_delivery
from duilian.archive.outgoing_models import GroupRobot, Outgoing
from duilian.errors import DataError
from duilian.operation.mailing import Mail, MailRefused, MailServer, Postman, read_mail_server
from duilian.operation.posting import PostingRefused, post_bytes
from duilian.operation.robots import robot_fault, robot_message
from duilian.web.site import Site

_NAMED = 10  # people who are named in a group's chat


@dataclass(frozen=True)
class _Parcel:
    """What is ready to be sent: to a robot (kind, address, secret), or as e-mail."""

    number: int
    text: str
    robot: tuple[str, str, str] | None = None
    mail: Mail | None = None


def mail_server(db: archive.Database, site: Site) -> MailServer:
    """Who takes our e-mail: the environment's server, else the administrator's; one without a host: nobody.

    Raises:
        DataError: What the environment says makes no sense.
    """
    if site.config.smtp:
        return read_mail_server(site.config.smtp, trusted=True)
    setting = db.get(Setting, "mail")
    return MailServer(**setting.value) if setting else MailServer()


def set_mail_server(db: archive.Database, server: MailServer) -> None:
    """Let our e-mail be taken by this server, which an administrator named."""
    db.merge(Setting(name="mail", value=asdict(replace(server, trusted=False))))


def home_of(db: archive.Database, site: Site) -> str:
    """The address by which people reach us; empty where nobody said."""
    return site.config.public_url or notices.notice_settings(db).home


def tell_once(site: Site) -> int:
    """Send what is due; no transaction is open meanwhile. Returns how much arrived."""
    parcels, server, fault = [], MailServer(), ""
    with archive.transaction(site.engine) as db:
        try:
            server = mail_server(db, site)
        except DataError as error:
            fault = str(error)
        for row in notices.due_notices(db, site.now()):
            deaf = row.person_id is not None and not server.host and not fault
            if deaf or not notices.is_still_wanted(db, row):
                db.delete(row)
            else:
                parcels.append(_parcel(db, site, row))
    arrived = 0
    with Postman(server, site.now(), site.config.local_calls) as postman:
        for parcel in parcels:
            why, final = (fault, False) if parcel.mail and fault else _send(site, postman, parcel)
            with archive.transaction(site.engine) as db:
                note_delivery(db, parcel.number, why, site.now(), final)
            arrived += not why
    return arrived


def _send(site: Site, postman: Postman, parcel: _Parcel) -> tuple[str, bool]:
    """Why it was in vain (empty where it arrived), and whether another try is in vain."""
    if parcel.robot is not None:
        return _tell_robot(site, parcel.robot, parcel.text), False
    assert parcel.mail is not None
    try:
        postman.send(parcel.mail)
    except MailRefused as refused:
        return str(refused), refused.final
    return "", False


def _tell_robot(site: Site, robot: tuple[str, str, str], text: str) -> str:
    """Have a robot say something; returns why it was in vain, empty where it was said."""
    kind, url, secret = robot
    message, texts = robot_message(kind, url, secret, text, site.now()), site.texts["notices"]
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Duilian"}
    try:
        answer = post_bytes(message.url, message.body, headers, site.config.local_calls)
    except PostingRefused as error:
        return str(error)
    except (OSError, HTTPException, ValueError) as error:
        return site.say("no_answer", why=type(error).__name__)
    if not 200 <= answer.status < 300:
        return site.say("answered", status=answer.status)
    code = robot_fault(answer.body)
    known = texts["faults"][kind].get(f"code_{code}") if code else ""
    return str(known if known is not None else texts["refused"].format(code=code))


def _parcel(db: archive.Database, site: Site, row: Outgoing) -> _Parcel:
    texts, home = site.texts["notices"], home_of(db, site)
    subject, path = _subject(db, site, row, texts)
    if row.robot_id is None:
        where = texts["link"].format(link=home + path) if home else texts["no_link"]
        off = texts["off_link"].format(link=f"{home}/notices") if home else texts["off"]
        text = texts["mail"].format(name=row.person.name, subject=subject, where=where, off=off)
        return _Parcel(
            int(row.id), text, mail=Mail(str(row.person.email), texts["title"].format(subject=subject), text)
        )
    where = f"{home}{path}" if home else texts["no_link"]
    text = texts["robot"].format(subject=subject, whom=_whom(db, row, texts), where=where)
    return _Parcel(int(row.id), text, robot=_address_of(row.robot))


def _subject(db: archive.Database, site: Site, row: Outgoing, texts: Mapping[str, Any]) -> tuple[str, str]:
    """What happened, and the path of the page where it is to be seen."""
    said = str(texts["subjects"][row.event])
    if row.assignment_id is not None:
        task = db.get(Assignment, row.assignment_id)
        assert task is not None  # it would have gone with its task
        due = texts["due"].format(month=task.due.month, day=task.due.day) if task.due else ""
        return said.format(title=task.title, due="" if row.event == notices.DUE else due), "/"
    session = archive.find_call(db, str(row.session_id))
    assert session is not None  # likewise
    path = "/feedback" if row.robot_id is not None else f"/sessions/{session.id}/debrief"
    return said.format(title=site.label(session)), path


def _whom(db: archive.Database, row: Outgoing, texts: Mapping[str, Any]) -> str:
    """Who of a group is meant, where it is not all of it; who has not done something yet is not named."""
    if row.session_id is not None:
        session = archive.find_call(db, str(row.session_id))
        return str(texts["whose"].format(name=session.person.name)) if session else ""
    task = db.get(Assignment, row.assignment_id)
    if task is None or row.event != notices.ASSIGNED or row.robot.group_id in [g.id for g in task.groups]:
        return ""
    names = sorted(str(p.name) for p in task.people if p.group_id == row.robot.group_id)
    more = texts["more"].format(count=len(names)) if len(names) > _NAMED else ""
    return str(texts["whom"].format(names="、".join(names[:_NAMED]) + more))


def _address_of(robot: GroupRobot) -> tuple[str, str, str]:
    return str(robot.kind), str(robot.url), str(robot.secret)


def send_test_to_robot(site: Site, robot: GroupRobot) -> str:
    """Have a robot say that it works; returns why it does not, empty where it did."""
    return _tell_robot(site, _address_of(robot), str(site.texts["notices"]["robot_test"]))


def send_test_mail(site: Site, server: MailServer, to: str) -> str:
    """Send an e-mail that says that it works; returns why it does not, empty where it was taken."""
    texts = site.texts["notices"]
    try:
        with Postman(server, site.now(), site.config.local_calls) as postman:
            postman.send(Mail(to, texts["title"].format(subject=texts["test"]), texts["mail_test"]))
    except MailRefused as refused:
        return str(refused)
    return ""
