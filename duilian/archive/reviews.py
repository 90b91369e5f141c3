"""Reviews: a trainer's word on a verdict goes before the machine's, which stays beside it; the score follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import object_session

from duilian.archive.models import Comment, Review, Session, Tally, VerdictRow
from duilian.assessment.phase import PHASES
from duilian.clock import day_of
from duilian.coaching.debrief import Ruling
from duilian.errors import DataError

LONGEST = 2000  # characters of a reason or a comment


def machine_verdicts(row: Session) -> dict[str, dict[str, object]]:
    """The machine's last word on each criterion that applies: the JSON of the rubric's section 6."""
    return dict(row.assessments[-1].verdicts) if row.assessments else {}


def last_reviews(row: Session) -> dict[str, Review]:
    """The last review of each criterion that has one."""
    return {review.criterion: review for review in row.reviews}


def standing_verdicts(row: Session) -> dict[str, str]:
    """What holds now: criterion → met or missed."""
    found = {name: str(v["verdict"]) for name, v in machine_verdicts(row).items()}
    found |= {name: review.verdict for name, review in last_reviews(row).items()}
    return {name: verdict for name, verdict in found.items() if verdict != "na"}


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
    """Write down what holds of a session: its verdicts, their sums by month, and 100 × weights met / weights that apply (rubric,
    section 4)."""
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
    row.score = (
        round(100 * sum(weights[name] for name, met in now.items() if met) / total, 1) if total else 0.0
    )
    row.week, row.cell = week_of(row.started_at), cell_of(row.score, row.broke_off)


def month_of(at: datetime) -> str:
    """The month in China, 2026-11."""
    return f"{day_of(at):%Y-%m}"


FIRST_MONDAY = date(1969, 12, 29)


def week_of(at: datetime) -> int:
    """The week in China, counted from FIRST_MONDAY."""
    return (day_of(at) - FIRST_MONDAY).days // 7


def cell_of(score: float, broke_off: str | None) -> int:
    """10 × the phase (see ``duilian.assessment.phase.PHASES``; 0: it came to its end) + tenths of the score."""
    return 10 * (PHASES.index(broke_off) + 1 if broke_off else 0) + min(9, int(score // 10))


def _count(row: Session, before: Mapping[str, bool], after: Mapping[str, bool]) -> None:
    """Bring the sums up to date with what changed in one session."""
    db = object_session(row)
    for name in dict.fromkeys((*before, *after)):
        asked, met = (
            (name in after) - (name in before),
            int(after.get(name, False)) - int(before.get(name, False)),
        )
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
    """Enter a review. A verdict other than the machine's needs a reason. ``weights`` are all the rubric's. Raises DataError."""
    if criterion not in weights:
        raise DataError(f"没有叫 {criterion} 的评分项")
    if verdict not in ("met", "missed", "na"):
        raise DataError(f"结论应当是 met、missed 或 na，不是“{verdict}”")
    said = machine_verdicts(row).get(criterion, {}).get("verdict", "na")
    if verdict != said and not reason.strip():
        raise DataError("改判或者划掉一条，要写理由")
    if len(reason) > LONGEST:
        raise DataError(f"理由最多 {LONGEST} 个字")
    row.reviews.append(
        Review(criterion=criterion, verdict=verdict, reason=reason.strip(), person_id=person, at=now)
    )
    row.reviewed_at = now
    settle_verdicts(row, weights)


def add_comment(row: Session, turn: int, text: str, person: int | None, now: datetime) -> None:
    """A remark on a turn (from 0), or with -1 on the whole. Raises DataError."""
    if not 1 <= len(text.strip()) <= LONGEST:
        raise DataError(f"评语要有 1 到 {LONGEST} 个字")
    if not -1 <= turn < len(row.turns):
        raise DataError("没有这一句")
    row.comments.append(Comment(turn=turn, text=text.strip(), person_id=person, at=now))
