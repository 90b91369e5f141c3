"""What a client remembers of a trainee, read from the archive when a call begins; nothing is kept beside.

So what is deleted is forgotten, and a call that has begun stays what it was: its memory stands in the command
that began it. A call begun without one was a first contact: nothing before it is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from duilian import archive
from duilian.archive.accounts import Member
from duilian.archive.models import Session
from duilian.call.rasa_client import memory_in
from duilian.roleplay.cast import Cast
from duilian.roleplay.memory import NO_MEMORY, Memory
from duilian.roleplay.recollection import after_contact

_MOST = 12  # earlier contacts that are looked at
MODES_REMEMBERED = ("practice", "guided")
"""Exams are the same for everybody, so they know nothing of each other, and nobody knows of them."""


def contacts_of(db: archive.Database, person: int, scenarios: Sequence[str]) -> list[Session]:
    """The contacts of a person with one client since the last first one, the earliest first.

    Left out are exams, real calls, and what goes on from a turn of another call.

    Args:
        db: The database session.
        person: The person's number.
        scenarios: The ids of the scenarios in which it is this client (several in a campaign).
    """
    query = (
        select(Session)
        .where(
            Session.person_id == person,
            Session.scenario.in_(list(scenarios)),
            Session.mode.in_(MODES_REMEMBERED),
            Session.origin == "played",
            Session.parent_id.is_(None),
            Session.parent_turn.is_(None),
        )
        .options(selectinload(Session.exchanges))
    )
    latest = query.order_by(Session.started_at.desc(), Session.id.desc()).limit(_MOST)
    chain: list[Session] = []
    for row in db.execute(latest).scalars():
        chain.insert(0, row)
        if not (row.exchanges and memory_in(str(row.exchanges[0].text))):
            break
    return chain


def memory_after(cast: Cast, contacts: Sequence[Session]) -> Memory:
    """What the client remembers after these contacts; those that are not over are passed over.

    Args:
        cast: All clients.
        contacts: As :func:`contacts_of` gives them.
    """
    memory = NO_MEMORY
    for row in contacts:
        client = cast.find(str(row.scenario), memory.as_text())
        if client is None or row.ended_at is None:
            continue
        replies = [reply for exchange in row.exchanges for reply in exchange.replies or ()]
        told = [str(topic) for reply in replies for topic in reply.get("told", ())]
        memory = after_contact(client, archive.dialogue_of(row).turns, told)
    return memory


def memory_for(db: archive.Database, me: Member, cast: Cast, scenario: str, mode: str) -> Memory:
    """What the client of a scenario remembers of somebody who is about to ring it.

    Args:
        db: The database session.
        me: Who rings; of newcomers who try it out nobody remembers anything.
        cast: All clients.
        scenario: The scenario's id.
        mode: The mode of the call: in an exam nothing is remembered.
    """
    if mode not in MODES_REMEMBERED or me.demo:
        return NO_MEMORY
    return memory_after(cast, contacts_of(db, me.id, cast.same_client(scenario)))
