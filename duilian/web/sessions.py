"""Trainers: all sessions, and the review of one."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from duilian.archive import Database, disputes, listing, review_queue, reviews
from duilian.archive.listing import Search
from duilian.archive.models import Session
from duilian.dialogue.model import KINDS
from duilian.web.debrief import anothers_session, beginnings, comments_by_turn, debrief_of, ended_session
from duilian.web.disclosure import shown_dialogue
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest
from duilian.web.review_queue import queue_link, queue_of, view_of


def _search(request: CheckedRequest) -> Search:
    return Search.of(dict(request.query))


def page(request: CheckedRequest) -> Response:
    """``GET /sessions``: the sessions that were looked for; for htmx the list alone."""
    search = _search(request)
    with request.db() as db:
        rows, more = listing.find_sessions(db, search, request.sight)
        values = {
            "search": search,
            "rows": rows,
            "more": more,
            "groups": listing.group_names(db, request.sight),
            "kinds": KINDS,
            "sorts": request.site.texts["labels"]["sorts"],
            "waiting": disputes.count_waiting(db, request.sight),
            "link": lambda **changed: "/sessions?" + urlencode(search.query(**changed)),
            "query": urlencode(search.query()),
        }
        return render_page(
            request,
            "_sessions.html" if request.raw.headers.get("hx-target") == "found" else "sessions.html",
            values,
        )


def next_review(request: CheckedRequest) -> Response:
    """``GET /sessions/next``: to the next session nobody has reviewed, within what was looked for."""
    search, view = _search(request), view_of(request)
    with request.db() as db:
        review_queue.let_go(db, view)
        after, held = request.query.get("after", ""), review_queue.held_by_others(db, view)
        session = listing.next_unreviewed(db, search, after, request.sight, held)
        if session:
            review_queue.claim_call(db, view, session)
    query = urlencode(search.query())
    return RedirectResponse(f"/sessions/{session}/review?{query}" if session else f"/sessions?{query}", 303)


def _query(request: CheckedRequest) -> str:
    """What stands behind the question mark of a review: the search, or the queue, that led there."""
    return queue_link(request) or urlencode(_search(request).query())


def _shown(db: Database, request: CheckedRequest, row: Session) -> Response:
    own = row.person_id == request.me.id
    waiting = {} if own else disputes.open_disputes(row)
    dialogue, masked = shown_dialogue(request, row)
    made = debrief_of(request.site, row, waiting, dialogue)
    there = {item.name for item in made.items} | set(waiting)
    values = {
        "row": row,
        "label": request.site.label(row),
        "begins": beginnings(row),
        "debrief": made,
        "masked": masked,
        "comments": comments_by_turn(row),
        "habits": request.site.texts["bad_habits"],
        "query": _query(request),
        "queue": queue_of(db, request),
        "holder": review_queue.held_by(db, str(row.id), view_of(request)),
        "own": own,
        "waiting": waiting,
        "others": [c for name, c in request.site.rubric.criteria.items() if name not in there],
    }
    return render_page(
        request, "_review.html" if request.raw.headers.get("hx-request") else "review.html", values
    )


def review_page(request: CheckedRequest) -> Response:
    """``GET /sessions/{session}/review``: the debrief with the forms of a review."""
    with request.db() as db:
        return _shown(db, request, ended_session(db, request))


def post_review(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/review``: enter a review of one criterion."""
    with request.db() as db:
        row = anothers_session(db, request)
        reviews.add_review(
            row,
            request.text("criterion"),
            request.text("verdict"),
            request.text("reason"),
            request.me.id,
            request.site.now(),
            request.site.rubric.weights,
        )
    return _back(request)


def post_acceptance(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/accept``: accept the machine's verdicts that nobody has reviewed."""
    with request.db() as db:
        row = anothers_session(db, request)
        done = reviews.last_reviews(row)
        waiting = disputes.open_disputes(row)
        for name, said in reviews.machine_verdicts(row).items():
            if name not in done and name not in waiting:
                verdict = str(said["verdict"])
                reviews.add_review(
                    row, name, verdict, "", request.me.id, request.site.now(), request.site.rubric.weights
                )
    return _back(request)


def post_comment(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/comments``: a remark on a turn, or on the whole."""
    turn = request.number("turn", least=-1)
    with request.db() as db:
        reviews.add_comment(
            ended_session(db, request), turn, request.text("text"), request.me.id, request.site.now()
        )
    return _back(request)


def _back(request: CheckedRequest) -> Response:
    """With htmx the page's changed part, without it the page."""
    if request.raw.headers.get("hx-request"):
        with request.db() as db:
            return _shown(db, request, ended_session(db, request))
    query = _query(request)
    return RedirectResponse(f"/sessions/{request.path['session']}/review?{query}", 303)
