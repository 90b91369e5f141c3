"""What people are to be told: written down in the transaction in which it happened, and sent later.

A person hears by e-mail, a group by the robots in its chat. An administrator switches either off as a whole,
a trainer a group's robot, a person its e-mail; what is no longer wanted when its turn comes is not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, object_session

from duilian.archive.assignment_models import Assignment
from duilian.archive.models import Person, Session, Setting
from duilian.archive.outgoing_models import GroupRobot, Outgoing
from duilian.errors import DataError
from duilian.operation.mailing import is_mail_address
from duilian.texts import sentence

ASSIGNED, REMINDED, DUE = "task.assigned", "task.reminded", "task.due"
COMMENTED, REVIEWED, SETTLED = "feedback.comment", "feedback.review", "dispute.settled"
TOPICS = ("task", "feedback")
"""What a robot may be told of: tasks; comments, reviews and outcomes of disputes."""
_GATHERED = timedelta(minutes=10)  # a trainer who reviews says many things in a few minutes: one message


@dataclass(frozen=True)
class NoticeSettings:
    """How an administrator lets people be told.

    Attributes:
        mail: By e-mail at all?
        robots: By groups' robots at all?
        home: The address of the web application, for links; empty for none.
    """

    mail: bool = True
    robots: bool = True
    home: str = ""


def notice_settings(db: Database) -> NoticeSettings:
    """How people are told now."""
    setting = db.get(Setting, "notices")
    return NoticeSettings(**setting.value) if setting else NoticeSettings()


def set_notice_settings(db: Database, settings: NoticeSettings) -> None:
    """Let people be told in this way; what waits and is no longer wanted goes."""
    db.merge(Setting(name="notices", value=asdict(settings)))
    unwanted = [Outgoing.person_id.isnot(None)] if not settings.mail else []
    unwanted += [Outgoing.robot_id.isnot(None)] if not settings.robots else []
    if unwanted:
        db.execute(delete(Outgoing).where(Outgoing.state == "waiting", or_(*unwanted)))


def set_mail_address(person: Person, address: str, wanted: bool) -> None:
    """Say where e-mail reaches a person, and whether it wants any.

    Raises:
        DataError: It is no address of e-mail.
    """
    if address and not is_mail_address(address):
        raise DataError(sentence("mail.no_address"))
    person.email, person.by_email = address, wanted


def tell_of_task(db: Database, row: Assignment, event: str, people: Sequence[Person], now: datetime) -> None:
    """Have people told of a task, and the robots of their groups.

    Args:
        db: The database session.
        row: The task.
        event: :data:`ASSIGNED`, :data:`REMINDED` or :data:`DUE`.
        people: Whom it concerns; nobody is told where there is nobody.
        now: The moment.
    """
    settings = notice_settings(db)
    for person in people if settings.mail else ():
        if _reads_mail(person):
            _enter(db, event, now, person_id=person.id, assignment_id=row.id)
    groups = {person.group_id for person in people if person.group_id}
    for robot in _robots_for(db, groups, "task") if settings.robots else ():
        _enter(db, event, now, robot_id=robot.id, assignment_id=row.id)


def tell_of_feedback(row: Session, event: str, by: int | None, now: datetime) -> None:
    """Have somebody told that something was said of its call; several things within minutes are told once.

    Args:
        row: The call.
        event: :data:`COMMENTED`, :data:`REVIEWED` or :data:`SETTLED`.
        by: The number of who said it: nobody is told of its own words.
        now: The moment.
    """
    db, person = object_session(row), row.person
    if db is None or person is None or person.demo or person.id == by:
        return
    settings, due = notice_settings(db), now + _GATHERED
    if settings.mail and _reads_mail(person):
        _enter_once(db, row, event, due, now, person_id=person.id)
    for robot in _robots_for(db, {person.group_id}, "feedback") if settings.robots else ():
        _enter_once(db, row, event, due, now, robot_id=robot.id)


def _reads_mail(person: Person) -> bool:
    return bool(person.active and person.email and person.by_email)


def _robots_for(db: Database, groups: Iterable[int | None], topic: str) -> list[GroupRobot]:
    known = [group for group in groups if group]
    if not known:
        return []
    query = select(GroupRobot).where(GroupRobot.group_id.in_(known), GroupRobot.active)
    return [robot for robot in db.execute(query).scalars() if topic in robot.events]


def _enter(db: Database, event: str, due: datetime, **what: object) -> None:
    db.add(Outgoing(event=event, facts={}, at=due, next_at=due, tries=0, state="waiting", **what))


def _enter_once(db: Database, row: Session, event: str, due: datetime, now: datetime, **target: int) -> None:
    """Enter it, or where something of this call waits for the same one already let that say it."""
    db.flush()
    same = select(Outgoing).filter_by(session_id=row.id, state="waiting", tries=0, **target)
    waiting = db.execute(same.limit(1)).scalar_one_or_none()
    if waiting is None:
        db.add(Outgoing(event=event, facts={}, at=now, next_at=due, session_id=row.id, tries=0, **target))
    elif event == SETTLED:
        waiting.event = event


def due_notices(db: Database, now: datetime, limit: int = 200) -> list[Outgoing]:
    """What is to be sent to people now, in order."""
    to_people = or_(Outgoing.robot_id.isnot(None), Outgoing.person_id.isnot(None))
    query = select(Outgoing).where(Outgoing.state == "waiting", Outgoing.next_at <= now, to_people)
    query = query.options(
        joinedload(Outgoing.person), joinedload(Outgoing.robot).joinedload(GroupRobot.group)
    )
    return list(db.execute(query.order_by(Outgoing.id).limit(limit)).scalars())


def is_still_wanted(db: Database, notice: Outgoing) -> bool:
    """Is it still to be told: nobody switched it off, the task goes on, the words were not read meanwhile?"""
    settings = notice_settings(db)
    if notice.robot_id is not None:
        wanted = settings.robots and bool(notice.robot.active)
    else:
        wanted = settings.mail and _reads_mail(notice.person)
    if notice.assignment_id is not None:
        task = db.get(Assignment, notice.assignment_id)
        return bool(wanted and task is not None and task.ended_at is None)
    session = db.get(Session, notice.session_id)
    return bool(wanted and session is not None and _has_news(session))


def _has_news(row: Session) -> bool:
    said = [one for one in (*row.comments, *row.reviews) if one.person_id != row.person_id]
    return any(one.read_at is None for one in said) or any(
        one.state == "settled" and one.told_at is None for one in row.disputes
    )


def troubled_notices(db: Database) -> list[Outgoing]:
    """The latest fifty that did not arrive, at least at the first try; the latest first."""
    to_people = or_(Outgoing.robot_id.isnot(None), Outgoing.person_id.isnot(None))
    query = select(Outgoing).where(Outgoing.state != "sent", Outgoing.said != "", to_people)
    query = query.options(
        joinedload(Outgoing.person), joinedload(Outgoing.robot).joinedload(GroupRobot.group)
    )
    return list(db.execute(query.order_by(Outgoing.id.desc()).limit(50)).scalars())


def notice_counts(db: Database) -> dict[tuple[int, str], int]:
    """(robot, or 0 for e-mail; state) → how many of the last week."""
    target = func.coalesce(Outgoing.robot_id, 0)
    to_people = or_(Outgoing.robot_id.isnot(None), Outgoing.person_id.isnot(None))
    query = select(target, Outgoing.state, func.count()).where(to_people).group_by(target, Outgoing.state)
    return {(int(robot), str(state)): int(count) for robot, state, count in db.execute(query)}
