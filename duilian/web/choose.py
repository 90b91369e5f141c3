"""Choosing whom to ring or request: the scenarios as cards, and the rubric to read beforehand."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from duilian.archive import disputes, statistics, tasks
from duilian.call import session as call_session
from duilian.coaching.assignments import task_progress
from duilian.dialogue.model import KINDS
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest


def page(request: CheckedRequest) -> Response:
    """``GET /``: the scenarios as cards, what is assigned to the trainee, and its calls that are not over."""
    kind = request.query.get("kind", "")
    scenarios = [s for s in request.site.scenarios.values() if not kind or s.base == kind]
    with request.db() as db:
        rows = call_session.open_sessions(db, request.me.id)
        known = request.site.scenarios
        assigned = tasks.tasks_for(db, request.me.id, request.me.group_id)
        history = statistics.history(db, request.me.id) if assigned else []
        due = [(task, task_progress(task, history, request.site.now())) for task in assigned]
        unfinished = [
            {"id": r.id, "label": known[r.scenario].label, "at": r.started_at}
            for r in rows
            if r.scenario in known
        ]
        news = disputes.untold_outcomes(db, request.me.id)
        waiting = disputes.count_waiting(db, request.sight) if request.me.trains else 0
    key = secrets.token_hex(8)  # of this page: a button pressed twice begins one call
    values = {
        "scenarios": scenarios,
        "kinds": KINDS,
        "kind": kind,
        "open": unfinished,
        "key": key,
        "due": due,
        "known": known,
        "news": news,
        "waiting": waiting,
    }
    return render_page(request, "choose.html", values)


def rubric_page(request: CheckedRequest) -> Response:
    """``GET /rubric``: every criterion with its weight, to be read before a call."""
    return render_page(request, "rubric.html")
