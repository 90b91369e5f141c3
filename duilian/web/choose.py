"""Choosing whom to ring or visit: the scenarios as cards, and the rubric to read beforehand."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from duilian import practice
from duilian.dialogue import KINDS
from duilian.web.access import Visit
from duilian.web.pages import render


def home(visit: Visit) -> Response:
    kind = visit.request.query_params.get("kind", "")
    scenarios = [s for s in visit.site.scenarios.values() if not kind or s.base == kind]
    with visit.db() as db:
        rows = practice.open_sessions(db, visit.me.id)
        known = visit.site.scenarios
        unfinished = [{"id": r.id, "label": known[r.scenario].label, "at": r.started_at} for r in rows if r.scenario in known]
    key = secrets.token_hex(8)  # of this page: a button pressed twice begins one call
    return render(visit, "choose.html", {"scenarios": scenarios, "kinds": KINDS, "kind": kind, "open": unfinished, "key": key})
