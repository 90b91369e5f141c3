"""After the call: the trainee's own rating first, then the debrief; and once more from a turn."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import disputes, feedback, reviews
from duilian.archive.exam_results import sealed_sessions
from duilian.archive.models import Session
from duilian.call import session as call_session
from duilian.coaching.debrief import Debrief, debrief
from duilian.coaching.followup import FollowUp, FollowUpCheck, check_followup
from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.language.masking import mask, mask_all
from duilian.web.call import scenario_of, session_id
from duilian.web.disclosure import masked_dialogue, shown_dialogue
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest
from duilian.web.site import Site

_RATING = ("overall", "best", "worst")


def debrief_of(
    site: Site, row: Session, but: Collection[str] = (), dialogue: Dialogue | None = None
) -> Debrief:
    """The debrief of a kept session; see :func:`duilian.coaching.debrief.debrief`.

    Args:
        site: Where rubric and texts come from.
        row: The session.
        but: Criteria to be left out, because who looks is to decide on them without the machine's word.
        dialogue: What is shown of it, where it is not the whole.
    """
    scenario = site.scenarios.get(str(row.scenario))
    free = scenario.calendar.free if scenario else ()
    return debrief(
        dialogue or archive.dialogue_of(row),
        {name: ruling for name, ruling in reviews.rulings(row).items() if name not in but},
        site.rubric,
        site.phases,
        site.texts["bad_habits"],
        free,
    )


def ended_session(db: archive.Database, request: CheckedRequest) -> Session:
    """The session that an address names.

    Raises:
        DataError: There is none, or it is not over.
    """
    row = archive.find_call(db, request.path["session"])
    if row is None:
        raise DataError(request.site.say("no_session"))
    if row.ended_at is None:
        raise DataError(request.site.say("not_over"))
    return row


def anothers_session(db: archive.Database, request: CheckedRequest) -> Session:
    """The session that is to be judged; nobody judges their own.

    Raises:
        DataError: As :func:`ended_session`, or it is one's own.
    """
    row = ended_session(db, request)
    if row.person_id == request.me.id:
        raise DataError(request.site.say("own_review"))
    return row


def _attempts(db: archive.Database, row: Session, hidden: Any) -> list[Session]:
    """The same person's ended sessions of the same scenario, the latest first, but those that are hidden."""
    query = select(Session).where(
        Session.id.not_in(hidden),
        Session.person_id == row.person_id,
        Session.scenario == row.scenario,
        Session.ended_at.isnot(None),
        Session.origin == "played",
    )
    return list(db.execute(query.order_by(Session.started_at.desc()).limit(10)).scalars())


def _retold(db: archive.Database, row: Session, whole: bool) -> tuple[int, str, str] | None:
    """The turn, from 0, what was said there first and what now; None where it goes on from no other call."""
    source = archive.find_call(db, row.parent_id) if row.parent_id else None
    if source is None:
        return None
    said = [
        str(turn.text) if whole else mask(str(turn.text))
        for one in (source, row)
        for turn in one.turns
        if turn.number == row.parent_turn and turn.speaker == "trainee"
    ]
    return (int(row.parent_turn), said[0], said[1]) if len(said) == 2 else None


def page(request: CheckedRequest) -> Response:
    """``GET /sessions/{session}/debrief``: the debrief; for the trainee first the form of its own rating."""
    session = request.path["session"]
    with request.db() as db:
        row = archive.find_call(db, session)
        assert row is not None
        mine = row.person_id == request.me.id
        if row.ended_at is None:
            if mine:
                return RedirectResponse(f"/sessions/{session}", 303)
            raise DataError(request.site.say("not_over"))
        scenario = request.site.scenarios.get(str(row.scenario))
        label = request.site.label(row)
        if mine and row.rating is None:
            return render_page(
                request, "rating.html", {"row": row, "label": label, "phases": list(request.site.phases)}
            )
        waiting = {} if mine else disputes.open_disputes(row)
        dialogue, masked = shown_dialogue(request, row)
        shown: dict[str, Any] = {}
        if mine:
            disputes.mark_told(db, row.disputes, request.site.now())
            feedback.mark_read(db, request.me.id, request.site.now(), session)
            left = feedback.count_unread(db, request.me.id)
            shown["unread"] = lambda: left
        return render_page(
            request,
            "debrief.html",
            {
                "row": row,
                "label": label,
                "mine": mine,
                "debrief": debrief_of(request.site, row, waiting, dialogue),
                "masked": masked,
                "disputes": disputes.last_disputes(row),
                "waiting": waiting,
                "record": record_check(request.site, row, not mine),
                "attempts": _attempts(db, row, sealed_sessions(request.site.now()) if mine else []),
                "retold": _retold(db, row, dialogue == archive.dialogue_of(row)),
                "comments": comments_by_turn(row),
                "begins": beginnings(row),
                "habits": request.site.texts["bad_habits"],
                "retry": mine and bool(row.exchanges) and not row.exam_call,
                "scenario": scenario,
                **shown,
            },
        )


def record_check(site: Site, row: Session, masked: bool = False) -> FollowUpCheck | None:
    """The record of a visit held against what was said; None where none was written.

    Args:
        site: Where the scenarios are.
        row: The session.
        masked: Without what identifies somebody: for others than whose record it is.
    """
    if not row.followup:
        return None
    replies = [reply for exchange in row.exchanges for reply in exchange.replies or ()]
    moves = [(str(r["move"]), str(r["text"])) for r in replies if r.get("move")]
    scenario = site.scenarios.get(str(row.scenario))
    known = f"{scenario.label}\n{scenario.brief}" if scenario else ""
    dialogue, record = archive.dialogue_of(row), row.followup
    if masked:
        dialogue, record, moves = (
            masked_dialogue(dialogue),
            mask_all(record),
            [(m, mask(t)) for m, t in moves],
        )
    return check_followup(dialogue, FollowUp(**record), moves, known)


def comments_by_turn(row: Session) -> dict[int, list[Any]]:
    """The comments of a session by the turn they are on, from 0; -1 for the whole."""
    comments: dict[int, list[Any]] = {}
    for comment in row.comments:
        comments.setdefault(comment.turn, []).append(comment)
    return comments


def beginnings(row: Session) -> dict[int, float]:
    """Turn, from 0 → when it begins, in seconds from the start of the call; of those of which it is known."""
    return {int(turn.number): float(turn.begins) for turn in row.turns if turn.begins is not None}


def post_self_rating(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/rating``: keep the trainee's own rating, once; left out is left out."""
    given = {name: request.text(name) for name in _RATING if request.text(name)}
    if given.get("overall", "1") not in ("1", "2", "3", "4", "5") or any(
        len(value) > 16 for value in given.values()
    ):
        raise DataError(request.site.say("bad_rating"))
    with request.db() as db:
        row = archive.find_call(db, request.path["session"])
        assert row is not None
        if row.rating is None:
            row.rating = given
    return RedirectResponse(f"/sessions/{request.path['session']}/debrief", 303)


def post_retry(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/retry``: once more from a turn, in practice even where it was an exam."""
    source, turn, key = request.path["session"], request.number("turn"), request.text("key")
    if not key:
        raise DataError(request.site.say("forged"))
    with request.db() as db:
        row = archive.find_call(db, source)
        assert row is not None
        name, mode = str(row.scenario), "practice" if row.mode == "exam" else str(row.mode)
    target = session_id(request, f"{key} {source} {turn}")
    call_session.branch_session(
        request.site.engine,
        request.site.rasa,
        source,
        turn,
        target,
        scenario_of(request, name),
        mode,
        request.me,
        request.site.now(),
    )
    return RedirectResponse(f"/sessions/{target}", 303)
