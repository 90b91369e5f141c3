"""A trainee's progress: its own, or for a trainer anybody's."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive import statistics
from duilian.archive.models import Person
from duilian.coaching.progress import advise, standings
from duilian.web.access import Visit, found
from duilian.web.pages import local, render


def mine(visit: Visit) -> Response:
    return _shown(visit, visit.me.id)


def of_person(visit: Visit) -> Response:
    return _shown(visit, int(visit.path["person"]))


def _shown(visit: Visit, person: int) -> Response:
    with visit.db() as db:
        row = found(db.get(Person, person))
        name, history = row.name, statistics.history(db, person)
    scenarios, criteria = visit.site.scenarios, visit.site.rubric.criteria
    attempts = [
        {
            "value": [int(k.at.timestamp() * 1000), k.score], "id": k.id,
            "name": scenarios[k.scenario].label if k.scenario in scenarios else k.scenario,
        }
        for k in history
    ]  # fmt: skip
    values = {
        "name": name, "own": person == visit.me.id, "person": person, "history": history, "criteria": criteria,
        "standings": [s for s in standings(history) if s.criterion in criteria],
        "advice": advise(history, visit.site.rubric.weights, scenarios.values()),
        "scenarios": scenarios, "latest": [(k, local(k.at)) for k in history[-10:][::-1]],
        "chart": {"kind": "attempts", "attempts": attempts},
    }  # fmt: skip
    return render(visit, "progress.html", values)
