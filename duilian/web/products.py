"""The products' cards to read."""

from __future__ import annotations

from starlette.responses import Response

from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest


def page(request: CheckedRequest) -> Response:
    """``GET /products``: every card; ``#name`` leads to one."""
    return render_page(request, "products.html", {"cards": list(request.site.rubric.products.values())})
