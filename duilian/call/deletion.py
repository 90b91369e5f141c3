"""Deleted means gone: from the archive, from Rasa's trackers, and from the files of both.

Rasa forgets first: where it does not answer, nothing is deleted. It is asked outside of any transaction, for
it may be waiting for the action server, which writes into the archive. And it is asked again afterwards, for
a message may have been on its way.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import erasure, people
from duilian.archive.exam_results import exam_of_session
from duilian.archive.models import Person
from duilian.call.rasa_client import ChannelUnavailable, RasaClient
from duilian.errors import DataError
from duilian.texts import sentence

_BATCH = 50  # sessions deleted in one transaction: others write in between
_log = logging.getLogger(__name__)


def delete_person_for_good(engine: Engine, rasa: RasaClient, person: int) -> None:
    """Delete a person and all its sessions; twice is as good as once.

    Args:
        engine: The archive.
        rasa: The way to Rasa.
        person: The person's number.

    Raises:
        DataError: It is the last administrator; nothing is deleted.
        ChannelUnavailable: Rasa does not answer. What was not deleted yet stands as it stood.
    """
    _delete_person(engine, rasa, person)
    erasure.wipe_deleted(engine)


def discard_open_session(engine: Engine, rasa: RasaClient, session: str) -> bool:
    """Delete a call that is not over, because who speaks in it does not want to go on.

    Args:
        engine: The archive.
        rasa: The way to Rasa.
        session: The call's id.

    Returns:
        False where it is over meanwhile; nothing is deleted then.

    Raises:
        DataError: It is a call of an exam; nothing is deleted.
        ChannelUnavailable: Rasa does not answer; nothing is deleted.
    """
    if not _is_open(engine, session):
        return False
    with archive.transaction(engine) as db:
        if exam_of_session(db, session) is not None:
            raise DataError(sentence("archive.exams.no_giving_up"))
    rasa.forget([session])
    if not _is_open(engine, session):  # its goodbye was on its way
        return False
    _delete_sessions(engine, rasa, [session])
    erasure.wipe_deleted(engine)
    return True


def _is_open(engine: Engine, session: str) -> bool:
    with archive.transaction(engine) as db:
        row = archive.find_call(db, session)
        return row is not None and row.ended_at is None


def _delete_person(engine: Engine, rasa: RasaClient, person: int) -> None:
    while True:
        with archive.transaction(engine) as db:
            row = db.get(Person, person)
            if row is None:
                return
            people.check_deletable(db, row)
            sessions = people.sessions_of(db, person, _BATCH)
            if not sessions:  # within this transaction, so that no call was begun since
                people.delete_person(db, row)
                return
        _delete_sessions(engine, rasa, sessions)


def delete_expired_for_good(engine: Engine, rasa: RasaClient, now: datetime) -> None:
    """Delete what is not to be kept any longer, batch by batch until nothing is left of it.

    Sessions past their days, newcomers a day old, sign-ins that failed.

    Args:
        engine: The archive.
        rasa: The way to Rasa.
        now: The moment.

    Raises:
        ChannelUnavailable: Rasa does not answer. What was not deleted yet stands as it stood.
    """
    deleted = 0
    while True:
        with archive.transaction(engine) as db:
            sessions = people.expired_sessions(db, now, _BATCH)
        if not sessions:
            break
        _delete_sessions(engine, rasa, sessions)
        deleted += len(sessions)
    with archive.transaction(engine) as db:
        deleted += people.delete_stale_attempts(db, now)
        newcomers, before = people.expired_newcomers(db, now), people.kept_since(db, now)
    for person in newcomers:
        _delete_person(engine, rasa, person)
    if before is not None:  # calls that never came into the archive, such as one by curl without a goodbye
        rasa.forget([], before)
    if deleted or newcomers:
        erasure.wipe_deleted(engine)


def _delete_sessions(engine: Engine, rasa: RasaClient, sessions: Sequence[str]) -> None:
    rasa.forget(sessions)
    with archive.transaction(engine) as db:
        people.delete_sessions(db, sessions)
    try:
        rasa.forget(sessions)
    except ChannelUnavailable:
        _log.warning("Rasa went away while sessions were deleted; what it heard meanwhile may be left there")
