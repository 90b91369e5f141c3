"""A month's report of a group, to be read, printed, or kept as PDF by the browser."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive import listing, statistics
from duilian.archive.monthly import month_report
from duilian.archive.statistics import AdherenceView
from duilian.clock import day_of
from duilian.web.adherence import chart_data
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest

_WORST = 3  # criteria that are explained


def page(request: CheckedRequest) -> Response:
    """``GET /report``: the month of ``?month=`` (this one without), of ``?group=`` or all that are seen.

    Raises:
        DataError: The month is none.
    """
    month = request.query.get("month", "").strip() or f"{day_of(request.site.now()):%Y-%m}"
    group = request.query.get("group", "").strip()[:64]
    view = AdherenceView.of({"group": group, "since": month, "until": month})
    with request.db() as db:
        report = month_report(db, month, group, request.sight)
        shown = statistics.charts(db, view, request.sight)
        groups = listing.group_names(db, request.sight)
    criteria = request.site.rubric.criteria
    known = [one for one in report.criteria if one.criterion in criteria]
    values = {
        "month": month,
        "group": group,
        "groups": groups,
        "last": statistics.month_end(month),
        "report": report,
        "rows": known,
        "worst": [one for one in known if one.rate < 1 and not one.is_rare][:_WORST],
        "criteria": criteria,
        "made": request.site.now(),
        **chart_data(request.site, shown),
    }
    return render_page(request, "report.html", values)
