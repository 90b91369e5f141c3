"""Two attempts of one person at one scenario, side by side."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive.disputes import open_disputes
from duilian.archive.exam_results import sealed_sessions
from duilian.archive.models import Session
from duilian.coaching.comparison import compare_attempts
from duilian.web.debrief import debrief_of
from duilian.web.disclosure import shown_dialogue
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest, or_404

_MOST = 20  # attempts to choose from


def other_attempts(db: archive.Database, request: CheckedRequest, row: Session) -> list[Session]:
    """The same person's other ended calls of the same scenario that who asks may see, the latest first."""
    query = _others(request, row).order_by(Session.started_at.desc()).limit(_MOST)
    return list(db.execute(query).scalars())


def _others(request: CheckedRequest, row: Session) -> Any:
    mine = row.person_id == request.me.id
    shown = [Session.id.not_in(sealed_sessions(request.site.now()))] if mine else []
    return select(Session).where(
        *shown,
        Session.person_id == row.person_id,
        Session.scenario == row.scenario,
        Session.ended_at.isnot(None),
        Session.origin == "played",
        Session.id != row.id,
    )


def _chosen(db: archive.Database, request: CheckedRequest, row: Session) -> Session | None:
    """The attempt asked for; else the one that this goes on from, else the latest before it, else any.

    Raises:
        HTTPException: 404 where the one asked for is none of the same person and scenario.
    """
    wanted = request.query.get("with", "")
    if wanted:
        found: Session | None = db.execute(
            _others(request, row).where(Session.id == wanted)
        ).scalar_one_or_none()
        return or_404(found)
    attempts = other_attempts(db, request, row)
    parents = [one for one in attempts if one.id == row.parent_id]
    earlier = [one for one in attempts if one.started_at < row.started_at]
    return next(iter([*parents, *earlier, *attempts]), None)


def page(request: CheckedRequest) -> Response:
    """``GET /sessions/{session}/compare``: this one and another, that of ``?with=`` if given."""
    with request.db() as db:
        row = or_404(archive.find_call(db, request.path["session"]))
        if row.ended_at is None:
            return RedirectResponse(f"/sessions/{row.id}/debrief", 303)
        other = _chosen(db, request, row)
        both = sorted((one for one in (row, other) if one is not None), key=lambda one: one.started_at)
        mine = row.person_id == request.me.id
        for one in both:  # its own rating comes before what the machine says
            if mine and one.rating is None:
                return RedirectResponse(f"/sessions/{one.id}/debrief", 303)
        values = {
            "row": row,
            "label": request.site.label(row),
            "mine": mine,
            "attempts": other_attempts(db, request, row),
            "both": both if other is not None else [],
        }
        if other is not None:
            made = [
                debrief_of(
                    request.site, one, {} if mine else open_disputes(one), shown_dialogue(request, one)[0]
                )
                for one in both
            ]
            turn = both[1].parent_turn if both[1].parent_id == both[0].id else None
            values |= {"debriefs": made, "found": compare_attempts(made[0], made[1], turn)}
        return render_page(request, "comparison.html", values)
