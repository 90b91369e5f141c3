"""Robots in groups' chats, as trainers enter them: each for a group that they see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from duilian.archive.models import Group
from duilian.archive.notices import TOPICS
from duilian.archive.outbox import check_address
from duilian.archive.outgoing_models import GroupRobot, Outgoing
from duilian.archive.sight import Sight
from duilian.errors import DataError
from duilian.operation.robots import KINDS_OF_ROBOTS
from duilian.texts import sentence

_MOST = 5  # robots of a group


def add_robot(
    db: Database,
    group: str,
    kind: str,
    address: tuple[str, str],
    topics: Sequence[str],
    by: int,
    now: datetime,
    sight: Sight,
) -> GroupRobot:
    """Enter a robot.

    Args:
        db: The database session.
        group: The name of its group.
        kind: One of :data:`duilian.operation.robots.KINDS_OF_ROBOTS`.
        address: Where it is told, and what is signed with (empty for nothing).
        topics: At least one of :data:`duilian.archive.notices.TOPICS`.
        by: The number of who enters it.
        now: The moment.
        sight: Which groups that one sees.

    Raises:
        DataError: There is no such group in sight, no such kind, the address is none, or there are too many.
    """
    team = db.execute(select(Group).where(Group.name == group)).scalar_one_or_none()
    if team is None or not sight.sees_group(int(team.id)):
        raise DataError(sentence("archive.robots.no_group", name=group))
    if kind not in KINDS_OF_ROBOTS:
        raise DataError(sentence("archive.robots.no_kind"))
    url, secret = (one.strip() for one in address)
    check_address(url)
    if len(secret) > 128:
        raise DataError(sentence("archive.robots.long_secret"))
    events = [topic for topic in TOPICS if topic in topics]
    if not events:
        raise DataError(sentence("archive.outbox.no_events"))
    count = select(func.count()).select_from(GroupRobot).where(GroupRobot.group_id == team.id)
    if int(db.execute(count).scalar_one()) >= _MOST:
        raise DataError(sentence("archive.robots.too_many", most=_MOST))
    row = GroupRobot(group=team, kind=kind, url=url, secret=secret, events=events, person_id=by, made_at=now)
    db.add(row)
    db.flush()
    return row


def list_robots(db: Database, sight: Sight) -> list[GroupRobot]:
    """The robots of the groups in sight, by group."""
    query = select(GroupRobot).join(GroupRobot.group).options(joinedload(GroupRobot.group))
    if sight.groups is not None:
        query = query.where(GroupRobot.group_id.in_(sight.groups))
    return list(db.execute(query.order_by(Group.name, GroupRobot.id)).scalars())


def switch_robot(db: Database, row: GroupRobot, active: bool) -> None:
    """Switch a robot on or off; what waits for one that is off goes."""
    row.active = active
    if not active:
        _drop_waiting(db, row)


def delete_robot(db: Database, row: GroupRobot) -> None:
    """Delete a robot, and what waits for it."""
    _drop_waiting(db, row)
    db.delete(row)


def _drop_waiting(db: Database, row: GroupRobot) -> None:
    db.execute(delete(Outgoing).where(Outgoing.robot_id == row.id, Outgoing.state == "waiting"))
