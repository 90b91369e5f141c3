"""Disputes: contested by the trainee at the verdict, decided blind by a trainer, told to the trainee."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive import disputes, reviews
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.web.debrief import anothers_session, ended_session
from duilian.web.disclosure import shown_dialogue, shown_turns
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404
from duilian.web.review_queue import queue_link, queue_of


def page(request: CheckedRequest) -> Response:
    """``GET /disputes``: one's own and how they ended; for trainers what waits, and how many there were."""
    with request.db() as db:
        mine = disputes.disputes_of(db, request.me.id)
        fresh = {d.id for d in mine if d.state == "settled" and d.told_at is None}
        disputes.mark_told(db, mine, request.site.now())
        values = {
            "mine": mine,
            "fresh": fresh,
            "waiting": disputes.waiting_disputes(db, request.sight) if request.me.trains else [],
            "counts": disputes.count_disputes(db, request.sight) if request.me.trains else [],
            "criteria": request.site.rubric.criteria,
        }
        return render_page(request, "disputes.html", values)


def post_dispute(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/disputes``: the trainee contests a verdict; the turn may be left out."""
    criterion, given = request.text("criterion"), request.text("turn")
    number = whole_number(given, 1)
    if given and number is None:
        raise DataError(request.site.say("no_such_turn"))
    with request.db() as db:
        disputes.contest_verdict(
            ended_session(db, request),
            criterion,
            number - 1 if number else None,
            request.text("reason"),
            request.site.now(),
        )
    return _back(request, criterion)


def post_dispute_withdrawal(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/disputes/withdraw``: the trainee takes it back."""
    criterion = request.text("criterion")
    with request.db() as db:
        disputes.withdraw_dispute(ended_session(db, request), criterion, request.site.now())
    return _back(request, criterion)


def _back(request: CheckedRequest, criterion: str) -> Response:
    """To the verdict in the debrief; it is one of the rubric's by now."""
    return redirect_saying(request, f"/sessions/{request.path['session']}/debrief#c-{criterion}")


def decision_page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /sessions/{session}/disputes/{criterion}``: what is contested, for a trainer.

    Until it is decided there is no word of the machine's in it: no verdict, no evidence, no labels, no score.

    Args:
        request: The request.
        error: What was wrong with a decision that was sent.
    """
    name = request.path["criterion"]
    with request.db() as db:
        row = ended_session(db, request)
        dispute = or_404(disputes.last_disputes(row).get(name))
        scenario = request.site.scenarios.get(str(row.scenario))
        shown, masked = shown_dialogue(request, row)
        values = {
            "row": row,
            "turns": shown_turns(shown),
            "masked": masked,
            "label": scenario.label if scenario else str(row.scenario),
            "dispute": dispute,
            "criterion": or_404(request.site.rubric.criteria.get(name)),
            "own": row.person_id == request.me.id,
            "machine": reviews.machine_verdicts(row).get(name, {}).get("verdict", "na"),
            "queue": queue_of(db, request),
            "query": queue_link(request),
            "error": error,
            "given": {field: request.text(field) for field in ("verdict", "answer")},
        }
        return render_page(request, "dispute.html", values, 400 if error else 200)


def post_decision(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/disputes/{criterion}``: decide; then the page tells the machine's word."""
    try:
        with request.db() as db:
            row = anothers_session(db, request)
            disputes.settle_dispute(
                row,
                request.path["criterion"],
                request.text("verdict"),
                request.text("answer"),
                request.me.id,
                request.site.now(),
                request.site.rubric.weights,
            )
    except DataError as error:
        return decision_page(request, str(error))
    query = queue_link(request)
    return redirect_saying(request, request.raw.url.path + (f"?{query}" if query else ""))
