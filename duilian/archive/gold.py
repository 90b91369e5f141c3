"""Gold: sessions with verdicts that people gave without the machine's, for whoever measures or trains it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from duilian import archive
from duilian.archive import calibrations, disputes, reviews
from duilian.archive.models import Calibration, Dispute
from duilian.dialogue.model import dump_dialogue


def all_gold(db: Database) -> Iterator[dict[str, Any]]:
    """The sessions of which a dispute was settled, or a calibration is agreed on whole.

    Args:
        db: The database session.

    Yields:
        A gold dialogue of the rubric's section 6, in the order in which the sessions began: turns with their
        labels and ``verdicts``, all that hold; beside them ``judged``, the criteria on which people decided.
        Only these are gold: the others are the machine's.
    """
    judged = _agreed(db)
    for session in db.execute(
        select(Dispute.session_id).where(Dispute.state == "settled").distinct()
    ).scalars():
        row = archive.find_call(db, session)
        assert row is not None
        settled = {n: str(d.verdict) for n, d in disputes.last_disputes(row).items() if d.state == "settled"}
        judged[session] = judged.get(session, {}) | settled
    rows = [row for row in (archive.find_call(db, session) for session in judged) if row is not None]
    for row in sorted(rows, key=lambda row: (row.started_at, row.id)):
        people = judged[row.id]
        verdicts = reviews.standing_verdicts(row) | people
        yield dump_dialogue(archive.dialogue_of(row)) | {"verdicts": verdicts, "judged": sorted(people)}


def _agreed(db: Database) -> dict[str, dict[str, str]]:
    """Session → its verdicts, of every calibration; where a session was drawn twice, the later one's."""
    made: dict[str, dict[str, str]] = {}
    for calibration in db.execute(select(Calibration).order_by(Calibration.id)).scalars():
        for dialogue in calibrations.gold_dialogues(db, calibration):
            made[dialogue["id"]] = dict(dialogue["verdicts"])
    return made
