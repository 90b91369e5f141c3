"""Calibrations in the archive: drawn, rated by two trainers, settled, exported as gold dialogues.

``row`` is the calibration throughout; ``place`` is 1 for its first rater and 2 for the second.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Database

from duilian import archive
from duilian.archive import listing, reviews
from duilian.archive.listing import Search
from duilian.archive.models import Calibration, CalibrationSession, Rating, Session, Settlement
from duilian.archive.sight import EVERYBODY, Sight, calibrations_seen, sight_of
from duilian.coaching.calibration import MACHINE, RatedCriterion
from duilian.dialogue.model import VerdictName, dump_dialogue
from duilian.errors import DataError
from duilian.texts import sentence

MAX_SAMPLE = 100  # sessions in a sample
VERDICTS = ("met", "missed", "na")


def draw_calibration(
    db: Database,
    title: str,
    raters: tuple[str, str],
    search: Search,
    count: int,
    seed: int,
    now: datetime,
    sight: Sight = EVERYBODY,
) -> Calibration:
    """Draw a sample of the sessions that are looked for, at random, of those that all three see.

    Args:
        db: The database session.
        title: 1 to 64 characters.
        raters: The names or handles of two different trainers.
        search: Which sessions to draw from.
        count: How many, 1 to :data:`MAX_SAMPLE`; fewer where there are fewer.
        seed: The same seed draws the same sample.
        now: The moment.
        sight: Whom who draws it sees.

    Raises:
        DataError: Title, raters or count are not as they must be, or there is nothing to draw from.
    """
    if not 1 <= len(title) <= 64:
        raise DataError(sentence("archive.calibrations.no_title"))
    if not 1 <= count <= MAX_SAMPLE:
        raise DataError(sentence("archive.calibrations.wrong_count", most=MAX_SAMPLE))
    people = [archive.find_person(db, name) for name in raters]
    if any(person is None or person.role == "trainee" for person in people) or people[0] is people[1]:
        raise DataError(sentence("archive.calibrations.no_raters"))
    sights = [sight, *(sight_of(db, person) for person in people if person is not None)]
    conditions = listing.search_conditions(db, search) + [c for one in sights for c in one.sessions]
    ids = list(db.execute(select(Session.id).where(*conditions).order_by(Session.id)).scalars())
    if not ids:
        raise DataError(sentence("archive.calibrations.nothing_to_draw"))
    chosen = random.Random(seed).sample(ids, min(count, len(ids)))
    items = [CalibrationSession(session_id=session, number=n) for n, session in enumerate(chosen, 1)]
    row = Calibration(title=title, first=people[0], second=people[1], at=now, items=items)
    db.add(row)
    db.flush()
    return row


def list_calibrations(db: Database, sight: Sight = EVERYBODY) -> list[Calibration]:
    """The latest hundred calibrations of which all sessions are in sight, the latest first."""
    query = select(Calibration).where(*calibrations_seen(sight))
    return list(db.execute(query.order_by(Calibration.at.desc()).limit(100)).scalars())


def rater_place(row: Calibration, person: int) -> int | None:
    """Which rater a person is, 1 or 2; None for anybody else."""
    return {row.first_id: 1, row.second_id: 2}.get(person)


def criteria_to_rate(row: Session) -> list[str]:
    """What is to be rated of a session: the criteria that apply, by the machine's last assessment."""
    return list(reviews.machine_verdicts(row))


def keep_ratings(
    db: Database, row: Calibration, session: Session, place: int, verdicts: Mapping[str, str]
) -> None:
    """Keep one rater's verdicts of a session.

    They may be given again until the other has rated it as well: from then on differences are settled, not
    changed.

    Args:
        db: The database session.
        row: The calibration.
        session: One of its sessions.
        place: Which rater it is.
        verdicts: Criterion → one of :data:`VERDICTS`, for all of :func:`criteria_to_rate`.

    Raises:
        DataError: A verdict is missing, or both have rated the session.
    """
    asked = criteria_to_rate(session)
    if any(verdicts.get(name) not in VERDICTS for name in asked):
        raise DataError(sentence("archive.calibrations.verdict_missing"))
    mine = (Rating.calibration_id == row.id, Rating.session_id == session.id, Rating.place == place)
    others = (Rating.calibration_id == row.id, Rating.session_id == session.id, Rating.place != place)
    if (
        db.execute(select(Rating.place).where(*mine).limit(1)).first()
        and db.execute(select(Rating.place).where(*others).limit(1)).first()
    ):
        raise DataError(sentence("archive.calibrations.both_have_rated"))
    db.execute(delete(Rating).where(*mine))
    db.add_all(
        Rating(
            calibration_id=row.id, session_id=session.id, criterion=name, place=place, verdict=verdicts[name]
        )
        for name in asked
    )
    db.flush()


def rated_items(db: Database, row: Calibration) -> list[RatedCriterion]:
    """All verdicts given so far, the machine's among them, in the sample's order."""
    said: dict[tuple[str, str], dict[int, str]] = {}
    for rating in db.execute(select(Rating).where(Rating.calibration_id == row.id)).scalars():
        said.setdefault((rating.session_id, rating.criterion), {})[rating.place] = rating.verdict
    settled = {
        (s.session_id, s.criterion): s.verdict
        for s in db.execute(select(Settlement).where(Settlement.calibration_id == row.id)).scalars()
    }
    items = []
    for item in row.items:
        for name, machine in reviews.machine_verdicts(item.session).items():
            verdicts = said.get((item.session_id, name), {}) | {MACHINE: str(machine["verdict"])}
            items.append(
                RatedCriterion(item.session_id, name, verdicts, settled.get((item.session_id, name)))
            )
    return items


def rated_places(db: Database, row: Calibration) -> dict[str, set[int]]:
    """Session → which raters (1, 2) have rated it."""
    places: dict[str, set[int]] = {item.session_id: set() for item in row.items}
    query = select(Rating.session_id, Rating.place).where(Rating.calibration_id == row.id).distinct()
    for session, place in db.execute(query).all():
        places[session].add(place)
    return places


def keep_settlement(
    db: Database, row: Calibration, session: str, criterion: str, verdict: str, note: str
) -> None:
    """Keep what the two agreed on where they had rated differently.

    Args:
        db: The database session.
        row: The calibration.
        session: The id of one of its sessions.
        criterion: A criterion that both have rated.
        verdict: One of :data:`VERDICTS`.
        note: Why, in at most :data:`duilian.archive.reviews.MAX_REMARK` characters.

    Raises:
        DataError: It is not rated by both, or the verdict is none.
    """
    item = next((r for r in rated_items(db, row) if (r.session, r.criterion) == (session, criterion)), None)
    if item is None or not {1, 2} <= set(item.verdicts):
        raise DataError(sentence("archive.calibrations.not_rated_by_both"))
    if verdict not in VERDICTS or len(note) > reviews.MAX_REMARK:
        raise DataError(sentence("archive.calibrations.no_settlement"))
    db.merge(
        Settlement(
            calibration_id=row.id, session_id=session, criterion=criterion, verdict=verdict, note=note.strip()
        )
    )
    db.flush()


def gold_dialogues(db: Database, row: Calibration) -> Iterator[dict[str, Any]]:
    """The sessions on which everything is agreed or settled.

    Yields:
        A gold dialogue of the rubric's section 6: turns with their labels, and ``verdicts``.
    """
    by_session: dict[str, list[RatedCriterion]] = {}
    for item in rated_items(db, row):
        by_session.setdefault(item.session, []).append(item)
    for session, items in by_session.items():
        agreed = {item.criterion: item.agreed for item in items}
        if all(agreed.values()):
            kept = archive.find_call(db, session)
            assert kept is not None
            verdicts: dict[str, VerdictName] = {name: _verdict(verdict) for name, verdict in agreed.items()}
            yield dump_dialogue(archive.dialogue_of(kept)) | {"verdicts": verdicts}


def _verdict(text: str | None) -> VerdictName:
    return "met" if text == "met" else "missed" if text == "missed" else "na"
