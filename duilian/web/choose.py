"""Choosing whom to ring or visit: the scenarios as cards, and the rubric to read beforehand."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from duilian.archive import statistics, tasks
from duilian.call import session as practice
from duilian.coaching.assignments import standing
from duilian.dialogue.model import KINDS
from duilian.web.access import Visit
from duilian.web.pages import render


def home(visit: Visit) -> Response:
    kind = visit.request.query_params.get("kind", "")
    scenarios = [s for s in visit.site.scenarios.values() if not kind or s.base == kind]
    with visit.db() as db:
        rows = practice.open_sessions(db, visit.me.id)
        known = visit.site.scenarios
        assigned = tasks.tasks_of(db, visit.me.id, visit.me.group_id)
        history = statistics.history(db, visit.me.id) if assigned else []
        due = [(task, standing(task, history, visit.site.now())) for task in assigned]
        unfinished = [
            {"id": r.id, "label": known[r.scenario].label, "at": r.started_at}
            for r in rows
            if r.scenario in known
        ]
    key = secrets.token_hex(8)  # of this page: a button pressed twice begins one call
    values = {
        "scenarios": scenarios,
        "kinds": KINDS,
        "kind": kind,
        "open": unfinished,
        "key": key,
        "due": due,
        "known": known,
    }
    return render(visit, "choose.html", values)


def rubric(visit: Visit) -> Response:
    """Every criterion with its weight, to be read before a call."""
    return render(visit, "rubric.html")
