"""Calibrations in the archive: drawn, judged, settled, exported as gold dialogues."""

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
from duilian.coaching.calibration import MACHINE, Rated
from duilian.dialogue.model import VerdictName, dump_dialogue
from duilian.errors import DataError

MOST = 100  # sessions in a sample
VERDICTS = ("met", "missed", "na")


def draw_calibration(
    db: Database, title: str, raters: tuple[str, str], search: Search, count: int, seed: int, now: datetime
) -> Calibration:
    """A sample of the sessions that are looked for, drawn at random. Raises DataError."""
    if not 1 <= len(title) <= 64:
        raise DataError("请起个名字，1 到 64 个字")
    if not 1 <= count <= MOST:
        raise DataError(f"抽 1 到 {MOST} 通")
    people = [archive.find_person(db, name) for name in raters]
    if any(person is None or person.role == "trainee" for person in people) or raters[0] == raters[1]:
        raise DataError("请选两位不同的培训师")
    ids = list(
        db.execute(
            select(Session.id).where(*listing.search_conditions(db, search)).order_by(Session.id)
        ).scalars()
    )
    if not ids:
        raise DataError("这个范围里没有谈话可抽")
    chosen = random.Random(seed).sample(ids, min(count, len(ids)))
    items = [CalibrationSession(session_id=session, number=n) for n, session in enumerate(chosen, 1)]
    row = Calibration(title=title, first=people[0], second=people[1], at=now, items=items)
    db.add(row)
    db.flush()
    return row


def list_calibrations(db: Database) -> list[Calibration]:
    """All calibrations, the latest first."""
    return list(db.execute(select(Calibration).order_by(Calibration.at.desc()).limit(100)).scalars())


def rater_place(row: Calibration, person: int) -> int | None:
    """1 or 2 for the raters, None for anybody else."""
    return {row.first_id: 1, row.second_id: 2}.get(person)


def criteria_to_rate(row: Session) -> list[str]:
    """What is to be judged of a session: what the machine finds that applies."""
    return list(reviews.machine_verdicts(row))


def keep_ratings(
    db: Database, row: Calibration, session: Session, place: int, verdicts: Mapping[str, str]
) -> None:
    """Keep one rater's verdicts of a session; all that are asked for, or DataError. Not after the other has judged as well: then
    differences are settled, not changed."""
    asked = criteria_to_rate(session)
    if any(verdicts.get(name) not in VERDICTS for name in asked):
        raise DataError("每一条都要选一个：做到、没做到或者不适用")
    mine = (Rating.calibration_id == row.id, Rating.session_id == session.id, Rating.place == place)
    others = (Rating.calibration_id == row.id, Rating.session_id == session.id, Rating.place != place)
    if (
        db.execute(select(Rating.place).where(*mine).limit(1)).first()
        and db.execute(select(Rating.place).where(*others).limit(1)).first()
    ):
        raise DataError("两位都评过了，不能再改；不一致的地方请一起商定")
    db.execute(delete(Rating).where(*mine))
    db.add_all(
        Rating(
            calibration_id=row.id, session_id=session.id, criterion=name, place=place, verdict=verdicts[name]
        )
        for name in asked
    )
    db.flush()


def rated_items(db: Database, row: Calibration) -> list[Rated]:
    """All verdicts, the machine's among them, in the sample's order."""
    said: dict[tuple[str, str], dict[int, str]] = {}
    for rating in db.execute(select(Rating).where(Rating.calibration_id == row.id)).scalars():
        said.setdefault((rating.session_id, rating.criterion), {})[rating.place] = rating.verdict
    settled = {
        (s.session_id, s.criterion): s.verdict
        for s in db.execute(select(Settlement).where(Settlement.calibration_id == row.id)).scalars()
    }
    found = []
    for item in row.items:
        for name, machine in reviews.machine_verdicts(item.session).items():
            verdicts = said.get((item.session_id, name), {}) | {MACHINE: str(machine["verdict"])}
            found.append(Rated(item.session_id, name, verdicts, settled.get((item.session_id, name))))
    return found


def rated_places(db: Database, row: Calibration) -> dict[str, set[int]]:
    """Session → who has judged it: 1, 2."""
    found: dict[str, set[int]] = {item.session_id: set() for item in row.items}
    query = select(Rating.session_id, Rating.place).where(Rating.calibration_id == row.id).distinct()
    for session, place in db.execute(query).all():
        found[session].add(place)
    return found


def keep_settlement(
    db: Database, row: Calibration, session: str, criterion: str, verdict: str, note: str
) -> None:
    """Agree on a verdict that both have given differently. Raises DataError."""
    item = next((r for r in rated_items(db, row) if (r.session, r.criterion) == (session, criterion)), None)
    if item is None or not {1, 2} <= set(item.verdicts):
        raise DataError("两位都评过，才能商定")
    if verdict not in VERDICTS or len(note) > reviews.LONGEST:
        raise DataError("商定的结论应当是做到、没做到或者不适用")
    db.merge(
        Settlement(
            calibration_id=row.id, session_id=session, criterion=criterion, verdict=verdict, note=note.strip()
        )
    )
    db.flush()


def gold_dialogues(db: Database, row: Calibration) -> Iterator[dict[str, Any]]:
    """The sessions on which everything is agreed or settled, as gold dialogues of the rubric's section 6."""
    by_session: dict[str, list[Rated]] = {}
    for item in rated_items(db, row):
        by_session.setdefault(item.session, []).append(item)
    for session, items in by_session.items():
        agreed = {item.criterion: item.agreed for item in items}
        if all(agreed.values()):
            found = archive.find_call(db, session)
            assert found is not None
            verdicts: dict[str, VerdictName] = {name: _verdict(verdict) for name, verdict in agreed.items()}
            yield dump_dialogue(archive.dialogue_of(found)) | {"verdicts": verdicts}


def _verdict(text: str | None) -> VerdictName:
    return "met" if text == "met" else "missed" if text == "missed" else "na"
