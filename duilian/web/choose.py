"""Choosing whom to ring or visit: the scenarios as cards, and the rubric to read beforehand."""

from __future__ import annotations

from starlette.responses import Response

from duilian.dialogue import KINDS
from duilian.web.access import Visit
from duilian.web.pages import render


def home(visit: Visit) -> Response:
    kind = visit.request.query_params.get("kind", "")
    scenarios = [s for s in visit.site.scenarios.values() if not kind or s.base == kind]
    return render(visit, "choose.html", {"scenarios": scenarios, "kinds": KINDS, "kind": kind})
