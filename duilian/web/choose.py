"""The first page: what to do next, then whom to ring or visit; and the rubric to read beforehand."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from duilian import archive
from duilian.archive import disputes, statistics, tasks
from duilian.archive.examples import count_asked
from duilian.call import session as call_session
from duilian.call.remembering import MODES_REMEMBERED
from duilian.clock import day_of
from duilian.coaching.assignments import Task, TaskProgress, task_progress, with_suggestions
from duilian.coaching.path import beginners_path
from duilian.coaching.progress import EndedSession, recommend
from duilian.web.campaigns import standings
from duilian.web.catalogue import LEVELS, CatalogueView, find_scenarios, played_scenarios
from duilian.web.exam_room import own_exams
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest

_LATEST = 60  # calls from which it is said what to practise
_SOON = timedelta(days=2)  # a task due within that is marked


def page(request: CheckedRequest) -> Response:
    """``GET /``: tasks, calls that are not over, what to practise and why; then the scenarios."""
    view = CatalogueView.of(dict(request.query))
    known = request.site.scenarios
    with request.db() as db:
        now = request.site.now()
        history = statistics.history(db, request.me.id, verdicts=False, shown_at=now)
        recent = statistics.history(db, request.me.id, latest=_LATEST, shown_at=now)
        rows = call_session.open_sessions(db, request.me.id)
        clients = request.site.clients
        unfinished = [
            (r.id, clients[r.scenario], r.started_at)
            for r in rows
            if r.scenario in clients and not r.exam_call
        ]
        exams = own_exams(db, request, recent=True)
        followed = standings(request, db, request.me.id)
        due, done = _tasks(request, db, history)
        asked = count_asked(db, request.me.id)
        news = disputes.untold_outcomes(db, request.me.id)
        waiting = disputes.count_waiting(db, request.sight) if request.me.trains else 0
    played = played_scenarios(history)
    steps = beginners_path(known.values())
    values: dict[str, Any] = {
        "view": view,
        "catalogue": find_scenarios(known.values(), view, played),
        "levels": LEVELS,
        "played": played,
        "remembered": set() if request.me.demo else _who_remember(history),
        "link": lambda **changed: "/?" + urlencode(view.query(**changed)) + "#pick",
        "open": unfinished,
        "campaigns": followed,
        "key": secrets.token_hex(8),  # of this page: a button pressed twice begins one call
        "exams": exams,
        "due": due,
        "done": done,
        "today": day_of(request.site.now()),
        "soon": day_of(request.site.now()) + _SOON,
        "known": known,
        "asked": asked,
        "news": news,
        "waiting": waiting,
        "steps": steps,
        "step": next((s.id for s in steps if s.id not in played), None),
        "advice": recommend(recent, request.site.rubric.weights, known.values()),
    }
    return render_page(request, "choose.html", values)


def _who_remember(history: Iterable[EndedSession]) -> set[str]:
    """The scenarios whose clients remember an earlier call, so that one may want to begin anew."""
    return {one.scenario for one in history if one.whole and one.mode in MODES_REMEMBERED}


def _tasks(
    request: CheckedRequest, db: archive.Database, history: Any
) -> tuple[list[tuple[Task, TaskProgress]], list[tuple[Task, TaskProgress]]]:
    """What is still to be done of what was assigned, and what is done or was ended."""
    assigned = tasks.tasks_for(db, request.me.id, request.me.group_id)
    judged = [(task, task_progress(task, history, request.site.now())) for task in assigned]
    over = [one for one in judged if one[1].finished or one[0].ended]
    known = request.site.scenarios.values()
    due = [(task, with_suggestions(task, one, known)) for task, one in judged if (task, one) not in over]
    return due, over


def rubric_page(request: CheckedRequest) -> Response:
    """``GET /rubric``: every criterion with its weight, to be read before a call."""
    return render_page(request, "rubric.html")
