"""A trainee's progress: its own, or for a trainer anybody's."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive import statistics
from duilian.archive.models import Person
from duilian.coaching.progress import criterion_records, recommend
from duilian.coaching.scorecard import kind_label
from duilian.web.pages import china_time, render_page
from duilian.web.request import CheckedRequest, or_404


def own_progress_page(request: CheckedRequest) -> Response:
    """``GET /progress``: the trainee's own."""
    return _shown(request, request.me.id)


def person_progress_page(request: CheckedRequest) -> Response:
    """``GET /people/{person}/progress``: anybody's, for trainers."""
    return _shown(request, int(request.path["person"]))


def _shown(request: CheckedRequest, person: int) -> Response:
    with request.db() as db:
        row = or_404(db.get(Person, person))
        name, own = row.name, person == request.me.id
        history = statistics.history(db, person, shown_at=request.site.now() if own else None)
    scenarios, criteria = request.site.scenarios, request.site.rubric.criteria
    modes, real, again = (
        request.site.texts["labels"]["modes"],
        *(request.site.texts["labels"][name] for name in ("real", "again")),
    )
    attempts = [
        {
            "value": [int(k.at.timestamp() * 1000), k.score],
            "id": k.id,
            "kind": kind_label(k.kind),
            "mode": k.mode,
            "how": modes.get(k.mode, real) + ("" if k.whole else again),
            "again": not k.whole,
            "name": scenarios[k.scenario].label if k.scenario in scenarios else k.scenario,
        }
        for k in history
    ]
    whole = [k for k in history if k.whole]  # what repeats another call says nothing new
    values = {
        "name": name,
        "own": person == request.me.id,
        "person": person,
        "history": history,
        "criteria": criteria,
        "standings": [s for s in criterion_records(whole) if s.criterion in criteria],
        "advice": recommend(whole, request.site.rubric.weights, scenarios.values()),
        "scenarios": scenarios,
        "latest": [(k, china_time(k.at)) for k in history[-10:][::-1]],
        "chart": {
            "kind": "attempts",
            "attempts": attempts,
            "kinds": list(dict.fromkeys(str(one["kind"]) for one in attempts)),
        },
    }
    return render_page(request, "progress.html", values)
