"""Reviews: a trainer's word on a verdict goes before the machine's, which stays beside it; the score follows.

``row`` is a session throughout, ``weights`` are all the rubric's (criterion → weight).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from enum import IntFlag
from typing import Any

from sqlalchemy.orm import object_session

from duilian.archive import notices
from duilian.archive.exam_results import settle_exam_call
from duilian.archive.models import Comment, Review, Session, Tally, VerdictRow
from duilian.archive.outbox import note_review
from duilian.assessment.confidence import is_doubtful
from duilian.assessment.phase import PHASES
from duilian.clock import day_of
from duilian.coaching.debrief import Ruling
from duilian.errors import DataError
from duilian.texts import sentence

MAX_REMARK = 2000  # characters of a reason or a comment


def machine_verdicts(row: Session) -> dict[str, dict[str, object]]:
    """The machine's last verdict on each criterion that applies, as the JSON of the rubric's section 6."""
    return dict(row.assessments[-1].verdicts) if row.assessments else {}


def last_reviews(row: Session) -> dict[str, Review]:
    """The last review of each criterion that has one."""
    return {review.criterion: review for review in row.reviews}


def standing_verdicts(row: Session) -> dict[str, str]:
    """What holds now of each criterion that applies: ``met`` or ``missed``."""
    holding = {name: str(v["verdict"]) for name, v in machine_verdicts(row).items()}
    holding |= {name: review.verdict for name, review in last_reviews(row).items()}
    return {name: verdict for name, verdict in holding.items() if verdict != "na"}


def rulings(row: Session) -> dict[str, Ruling]:
    """What holds of each criterion of a kept session, with the machine's word beside a trainer's."""
    machine, last = machine_verdicts(row), last_reviews(row)
    made = {}
    for name in dict.fromkeys((*machine, *last)):
        said: Mapping[str, Any] = machine.get(name, {"verdict": "na"})
        review = last.get(name)
        by = (review.person.name if review.person else "—") if review else ""
        verdict = str(review.verdict if review else said["verdict"])
        reason = str(review.reason) if review else ""
        made[name] = Ruling(verdict, str(said["verdict"]), said.get("confidence"), by, reason)
    return made


def settle_verdicts(row: Session, weights: Mapping[str, int]) -> None:
    """Write down what holds of a session: its verdicts, their sums by month, and its score.

    The score is 100 × weights met / weights that apply (rubric, section 4), to one decimal place.
    """
    now = {name: verdict == "met" for name, verdict in standing_verdicts(row).items()}
    there = {v.criterion: v for v in row.verdicts}
    _count(row, {name: v.met for name, v in there.items()}, now)
    for name, met in now.items():
        if name in there:
            there[name].met = met
        else:
            row.verdicts.append(VerdictRow(criterion=name, met=met))
    for name, gone in there.items():
        if name not in now:
            row.verdicts.remove(gone)
    total = sum(weights[name] for name in now)
    reached = sum(weights[name] for name, met in now.items() if met)
    row.score = round(100 * reached / total, 1) if total else 0.0
    row.week, row.cell = week_of(row.started_at), cell_of(row.score, row.broke_off, not is_whole(row))
    row.review_reasons = review_reasons(row)


class ReviewReason(IntFlag):
    """Why a person should look at a session, as far as the session itself says it."""

    UNSURE = 1
    """The machine is not sure of a verdict that nobody has reviewed."""
    SAMPLE = 2
    """It belongs to the random tenth, and nobody has reviewed anything of it."""


_SAMPLE_SEED, _SAMPLE_SHARE = "review-sample-1", 10


def is_sampled(session: str) -> bool:
    """Does a session belong to the tenth that is drawn to be reviewed? The same ones whenever it is asked."""
    drawn = hashlib.sha256(f"{_SAMPLE_SEED}:{session}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") % _SAMPLE_SHARE == 0


def unsure_criteria(row: Session) -> list[str]:
    """The criteria of which the machine is not sure, and that nobody has reviewed."""
    done = last_reviews(row)
    return [
        name
        for name, said in machine_verdicts(row).items()
        if name not in done and is_doubtful(str(said["verdict"]), said.get("confidence"))  # type: ignore[arg-type]
    ]


def review_reasons(row: Session) -> int | None:
    """Why a person should look at a session; None where nothing calls for it, or it repeats another."""
    if not is_whole(row):
        return None
    reasons = ReviewReason.UNSURE if unsure_criteria(row) else ReviewReason(0)
    if is_sampled(str(row.id)) and not row.reviews:
        reasons |= ReviewReason.SAMPLE
    return int(reasons) or None


def settle_exam(row: Session, now: datetime) -> None:
    """Let the exam that a settled session is a call of, if any, know what holds of it."""
    machine, standing = machine_verdicts(row), standing_verdicts(row)
    met: dict[str, Any] = {n: machine.get(n, {}).get("turn") for n, v in standing.items() if v == "met"}
    settle_exam_call(row, met, len(standing), now)


FIRST_TURN = 1
"""The trainee's first turn at the latest: a call gone on with from there repeats nothing."""
AGAIN = 1000
"""From here on a cell of the statistics is that of a call that repeats another."""


def is_whole(row: Session) -> bool:
    """Was all of it said in it? A call gone on with from a later turn of another repeats what was said."""
    return (row.parent_turn or 0) <= FIRST_TURN


def month_of(at: datetime) -> str:
    """The month of a moment in China, as 2026-11."""
    return f"{day_of(at):%Y-%m}"


FIRST_MONDAY = date(1969, 12, 29)


def week_of(at: datetime) -> int:
    """The week of a moment in China, counted from :data:`FIRST_MONDAY`."""
    return (day_of(at) - FIRST_MONDAY).days // 7


def cell_of(score: float, broke_off: str | None, again: bool = False) -> int:
    """The cell of the statistics that a session is counted in.

    Args:
        score: 0 to 100.
        broke_off: The phase it did not get beyond, one of ``duilian.assessment.phase.PHASES``; None where it
            came to its end.
        again: Does it repeat another?

    Returns:
        10 × the number of the phase, from 1 (0: it came to its end), + the tenth of the score, 0 to 9; and
        :data:`AGAIN` more where it repeats another.
    """
    phase = PHASES.index(broke_off) + 1 if broke_off else 0
    return AGAIN * again + 10 * phase + min(9, int(score // 10))


def _count(row: Session, before: Mapping[str, bool], after: Mapping[str, bool]) -> None:
    """Bring the sums up to date with what changed in one session; what repeats another is in none."""
    if not is_whole(row):
        return
    db = object_session(row)
    for name in dict.fromkeys((*before, *after)):
        asked = (name in after) - (name in before)
        met = int(after.get(name, False)) - int(before.get(name, False))
        if asked or met:
            key = (row.person_id or 0, name, row.kind, month_of(row.started_at))
            tally = db.get(Tally, key)
            if tally is None:
                tally = Tally(person_id=key[0], criterion=name, kind=key[2], month=key[3], asked=0, met=0)
                db.add(tally)
            tally.asked, tally.met = tally.asked + asked, tally.met + met


def remove_from_tallies(row: Session) -> None:
    """Take a session out of the sums, before it is deleted or given to another person."""
    _count(row, {v.criterion: v.met for v in row.verdicts}, {})


def add_review(
    row: Session,
    criterion: str,
    verdict: str,
    reason: str,
    person: int | None,
    now: datetime,
    weights: Mapping[str, int],
) -> None:
    """Enter a review of one criterion, and settle the session again.

    Args:
        row: The session.
        criterion: One of the rubric's.
        verdict: ``met``, ``missed``, or ``na`` where the criterion is struck.
        reason: Needed for a verdict other than the machine's; at most :data:`MAX_REMARK` characters.
        person: The reviewer's number.
        now: The moment.
        weights: All the rubric's.

    Raises:
        DataError: There is no such criterion or verdict, the reason is missing or too long, or a dispute of
            it waits (:func:`duilian.archive.disputes.settle_dispute`).
    """
    if criterion not in weights:
        raise DataError(sentence("archive.reviews.no_criterion", criterion=criterion))
    if verdict not in ("met", "missed", "na"):
        raise DataError(sentence("archive.reviews.no_verdict", verdict=verdict))
    said = machine_verdicts(row).get(criterion, {}).get("verdict", "na")
    if verdict != said and not reason.strip():
        raise DataError(sentence("archive.reviews.no_reason"))
    if len(reason) > MAX_REMARK:
        raise DataError(sentence("archive.reviews.long_reason", most=MAX_REMARK))
    if any(dispute.state == "open" and dispute.criterion == criterion for dispute in row.disputes):
        raise DataError(sentence("archive.reviews.contested"))  # so that it is decided blind
    row.reviews.append(
        Review(criterion=criterion, verdict=verdict, reason=reason.strip(), person_id=person, at=now)
    )
    row.reviewed_at = now
    settle_verdicts(row, weights)
    settle_exam(row, now)
    note_review(row, criterion, now)
    notices.tell_of_feedback(row, notices.REVIEWED, person, now)


def add_comment(row: Session, turn: int, text: str, person: int | None, now: datetime) -> None:
    """Enter a remark on a turn of a session.

    Args:
        row: The session.
        turn: The turn's number, from 0; -1 for the whole.
        text: 1 to :data:`MAX_REMARK` characters.
        person: The number of who remarks.
        now: The moment.

    Raises:
        DataError: There is no such turn, or the text is empty or too long.
    """
    if not 1 <= len(text.strip()) <= MAX_REMARK:
        raise DataError(sentence("archive.reviews.no_comment", most=MAX_REMARK))
    if not -1 <= turn < len(row.turns):
        raise DataError(sentence("archive.reviews.no_turn"))
    row.comments.append(Comment(turn=turn, text=text.strip(), person_id=person, at=now))
    notices.tell_of_feedback(row, notices.COMMENTED, person, now)
