"""Who may see whom: a trainer sees itself and the groups that an administrator has assigned to it, or all.

Every list, page, file, search and figure for trainers is made within a :class:`Sight`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, false, not_, or_, select
from sqlalchemy.orm import Session as Database

from duilian.archive.assignment_models import Assignment
from duilian.archive.exam_models import ExamCall, ExamRow
from duilian.archive.models import (
    Calibration,
    CalibrationSession,
    Group,
    Person,
    Session,
    groups_seen,
)
from duilian.archive.outgoing_models import GroupRobot


@dataclass(frozen=True)
class Sight:
    """Whom somebody sees, and so whose sessions.

    Sessions of nobody, and people without a group, are seen by who sees all.

    Attributes:
        person: Its own number: everybody sees itself.
        groups: The numbers of the groups it sees; None for all there are.
    """

    person: int = 0
    groups: frozenset[int] | None = None

    @property
    def all(self) -> bool:
        """Does it see everybody?"""
        return self.groups is None

    @property
    def people(self) -> Any:
        """A condition of SQLAlchemy's on people; not to be asked of who sees all."""
        among = Person.group_id.in_(self.groups) if self.groups else false()
        return or_(Person.id == self.person, among)

    @property
    def sessions(self) -> list[Any]:
        """Conditions of SQLAlchemy's on sessions; none for who sees all."""
        # Not by the index on people: see duilian.archive.listing.
        return [] if self.all else [(Session.person_id + 0).in_(select(Person.id).where(self.people))]

    def sees_person(self, person: Person | None) -> bool:
        """Is it somebody seen? Nobody (None) is seen by who sees all."""
        if self.groups is None:
            return True
        return person is not None and (person.id == self.person or person.group_id in self.groups)

    def sees_group(self, group: int) -> bool:
        """Is the group of this number seen?"""
        return self.groups is None or group in self.groups


EVERYBODY = Sight()


def sight_of(db: Database, person: Person) -> Sight:
    """Whom a person sees now.

    Args:
        db: The database session.
        person: Somebody with an account.
    """
    if person.role == "administrator" or (person.role == "trainer" and person.all_groups):
        return Sight(person.id, None)
    return Sight(person.id, assigned_group_ids(db, person.id) if person.role == "trainer" else frozenset())


def assigned_group_ids(db: Database, person: int) -> frozenset[int]:
    """The numbers of the groups that are assigned to a trainer."""
    query = select(groups_seen.c.group_id).where(groups_seen.c.person_id == person)
    return frozenset(db.execute(query).scalars())


def assignments_seen(sight: Sight) -> list[Any]:
    """Conditions on assignments: one's own, and those for somebody who is seen; none for who sees all."""
    if sight.groups is None:
        return []
    mine, people = Assignment.person_id == sight.person, Assignment.people.any(sight.people)
    return [or_(mine, people, Assignment.groups.any(Group.id.in_(sight.groups)))]


def exams_seen(sight: Sight) -> list[Any]:
    """Conditions on exams: one's own, and those for somebody who is seen or whose calls are."""
    if sight.groups is None:
        return []
    mine, people = ExamRow.person_id == sight.person, ExamRow.people.any(sight.people)
    groups = ExamRow.groups.any(Group.id.in_(sight.groups))
    begun = select(ExamCall.exam_id).join(Person, Person.id == ExamCall.person_id).where(sight.people)
    return [or_(mine, people, groups, ExamRow.id.in_(begun))]


def calibrations_seen(sight: Sight) -> list[Any]:
    """Conditions on calibrations: those of which every session is seen; none for who sees all."""
    if sight.groups is None:
        return []
    items = select(CalibrationSession.calibration_id).join(
        Session, Session.id == CalibrationSession.session_id
    )
    unseen = items.where(or_(Session.person_id.is_(None), not_(and_(*sight.sessions))))
    return [Calibration.id.not_in(unseen)]


# What an address may name → a query for it within a sight.
_NAMED: Mapping[str, Callable[[Sight, Any], Any]] = {
    "session": lambda sight, key: select(Session.id).where(Session.id == key, *sight.sessions),
    "person": lambda sight, key: select(Person.id).where(Person.id == key, sight.people),
    "assignment": lambda sight, key: select(Assignment.id).where(
        Assignment.id == key, *assignments_seen(sight)
    ),
    "exam": lambda sight, key: select(ExamRow.id).where(ExamRow.id == key, *exams_seen(sight)),
    "robot": lambda sight, key: select(GroupRobot.id).where(
        GroupRobot.id == key, GroupRobot.group_id.in_(sight.groups or ())
    ),
    "calibration": lambda sight, key: select(Calibration.id).where(
        Calibration.id == key, *calibrations_seen(sight)
    ),
}


def sees_all_named(db: Database, sight: Sight, named: Mapping[str, Any]) -> bool:
    """Is everything that an address names within sight?

    Args:
        db: The database session.
        sight: Whose.
        named: ``session``, ``person``, ``assignment``, ``exam``, ``robot`` or ``calibration`` → its id;
            others are passed over.
    """
    if sight.all:
        return True
    queries = [_NAMED[name](sight, key) for name, key in named.items() if name in _NAMED]
    return all(db.execute(query.limit(1)).first() is not None for query in queries)
