"""What trainers said of one's own calls: comments and reviews, with what is new."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive import feedback
from duilian.archive.examples import count_asked
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest


def page(request: CheckedRequest) -> Response:
    """``GET /feedback``: call by call what was said, the latest first; what is new is marked."""
    with request.db() as db:
        rows = feedback.list_feedback(db, request.me.id)
        values = {
            "rows": rows,
            "criteria": request.site.rubric.criteria,
            "asked": count_asked(db, request.me.id),
        }
        return render_page(request, "feedback.html", values)


def post_all_read(request: CheckedRequest) -> Response:
    """``POST /feedback``: note that all of it was read."""
    with request.db() as db:
        feedback.mark_read(db, request.me.id, request.site.now())
    return redirect_saying(request, "/feedback", "all_read")
