"""The record of a visit: a short form, and how it compares with what was said. Outside the score."""

from __future__ import annotations

from starlette.responses import Response

from duilian.coaching.followup import FIELDS, parse_followup
from duilian.errors import DataError
from duilian.language.masking import mask_all
from duilian.web.debrief import ended_session, record_check
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest


def page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /sessions/{session}/record``: for the trainee the form, then what was noted, missed, not found.

    Args:
        request: The request.
        error: What was wrong with a record that was sent.

    Raises:
        DataError: It is no visit.
    """
    with request.db() as db:
        row = ended_session(db, request)
        if not str(row.kind).startswith("visit_"):
            raise DataError(request.site.say("no_visit"))
        scenario = request.site.clients.get(str(row.scenario))
        typed = {name: request.text(name) for name in FIELDS}
        mine = row.person_id == request.me.id
        record = row.followup if mine else mask_all(row.followup)
        values = {
            "row": row,
            "label": scenario.label if scenario else str(row.scenario),
            "mine": mine,
            "check": record_check(request.site, row, not mine),
            "given": typed if error else record or dict.fromkeys(FIELDS, ""),
            "error": error,
        }
        return render_page(request, "record.html", values, 400 if error else 200)


def post_record(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/record``: keep the record; a later one takes the place of the one before."""
    try:
        notes = parse_followup({name: request.text(name) for name in FIELDS})
        with request.db() as db:
            row = ended_session(db, request)
            if not str(row.kind).startswith("visit_"):
                raise DataError(request.site.say("no_visit"))
            row.followup = dict(vars(notes))
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, request.raw.url.path)
