"""Trainers: all sessions, and the review of one."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import listing, reviews
from duilian.archive.listing import Search
from duilian.archive.models import Session
from duilian.dialogue.model import KINDS
from duilian.errors import DataError
from duilian.web.access import Visit
from duilian.web.debrief import by_turn, debrief_of
from duilian.web.pages import render


def _search(visit: Visit) -> Search:
    return Search.of(dict(visit.request.query_params))


def page(visit: Visit) -> Response:
    search = _search(visit)
    with visit.db() as db:
        rows, more = listing.find(db, search)
        values = {
            "search": search, "rows": rows, "more": more, "groups": listing.group_names(db), "kinds": KINDS, "sorts": listing.SORTS,
            "link": lambda **changed: "/sessions?" + urlencode(search.query(**changed)), "query": urlencode(search.query()),
        }  # fmt: skip
        return render(
            visit,
            "_sessions.html" if visit.request.headers.get("hx-target") == "found" else "sessions.html",
            values,
        )


def following(visit: Visit) -> Response:
    """To the next session nobody has reviewed, within what was looked for."""
    search = _search(visit)
    with visit.db() as db:
        found = listing.next_unreviewed(db, search, visit.request.query_params.get("after", ""))
    query = urlencode(search.query())
    return RedirectResponse(f"/sessions/{found}/review?{query}" if found else f"/sessions?{query}", 303)


def _ended(db: archive.Database, visit: Visit) -> Session:
    row = archive.find_call(db, visit.path["session"])
    if row is None:
        raise DataError(visit.site.say("no_session"))
    if row.ended_at is None:
        raise DataError(visit.site.say("not_over"))
    return row


def _anothers(db: archive.Database, visit: Visit) -> Session:
    """The session to be reviewed; nobody reviews their own."""
    row = _ended(db, visit)
    if row.person_id == visit.me.id:
        raise DataError(visit.site.say("own_review"))
    return row


def _shown(visit: Visit, row: Session) -> Response:
    scenario = visit.site.scenarios.get(str(row.scenario))
    made = debrief_of(visit.site, row)
    there = {item.name for item in made.items}
    values = {
        "row": row, "label": scenario.label if scenario else str(row.scenario), "debrief": made, "comments": by_turn(row),
        "habits": visit.site.texts["bad_habits"], "query": urlencode(_search(visit).query()), "own": row.person_id == visit.me.id,
        "others": [c for name, c in visit.site.rubric.criteria.items() if name not in there],
    }  # fmt: skip
    return render(visit, "_review.html" if visit.request.headers.get("hx-request") else "review.html", values)


def review_page(visit: Visit) -> Response:
    with visit.db() as db:
        return _shown(visit, _ended(db, visit))


def review(visit: Visit) -> Response:
    """Enter a review of one criterion."""
    with visit.db() as db:
        row = _anothers(db, visit)
        reviews.review(
            row, visit.text("criterion"), visit.text("verdict"), visit.text("reason"), visit.me.id, visit.site.now(),
            visit.site.rubric.weights,
        )  # fmt: skip
    return _back(visit)


def accept(visit: Visit) -> Response:
    """Accept all of the machine's verdicts that nobody has reviewed yet."""
    with visit.db() as db:
        row = _anothers(db, visit)
        done = reviews.reviewed(row)
        for name, said in reviews.machine(row).items():
            if name not in done:
                verdict = str(said["verdict"])
                reviews.review(
                    row, name, verdict, "", visit.me.id, visit.site.now(), visit.site.rubric.weights
                )
    return _back(visit)


def comment(visit: Visit) -> Response:
    turn = visit.text("turn")
    if not turn.lstrip("-").isdigit():
        raise DataError(visit.site.say("forged"))
    with visit.db() as db:
        reviews.comment(_ended(db, visit), int(turn), visit.text("text"), visit.me.id, visit.site.now())
    return _back(visit)


def _back(visit: Visit) -> Response:
    """With htmx the page's changed part, without it the page."""
    if visit.request.headers.get("hx-request"):
        with visit.db() as db:
            return _shown(visit, _ended(db, visit))
    query = urlencode(_search(visit).query())
    return RedirectResponse(f"/sessions/{visit.path['session']}/review?{query}", 303)
