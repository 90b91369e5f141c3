"""The handbook to read and search, what one's own calls made of it, and questions to check oneself."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive.examples import count_shared
from duilian.archive.own_calls import calls_by_criterion
from duilian.handbook.lookup import LONGEST_QUERY, find_passages
from duilian.handbook.manual import FITS, Section
from duilian.language.numbers import whole_number
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest, or_404

_CALLS_SHOWN = 4


def page(request: CheckedRequest) -> Response:
    """``GET /handbook``: the sections, and the passages that were searched for."""
    words = request.query.get("words", "").strip()[:LONGEST_QUERY]
    labels = {name: criterion.label for name, criterion in request.site.rubric.criteria.items()}
    found = find_passages(request.site.manual, words, labels) if words else []
    return render_page(request, "handbook.html", {"words": words, "found": found, "fits": FITS})


def section_page(request: CheckedRequest) -> Response:
    """``GET /handbook/{section}``: one section; with the answers in its query, what of them is right."""
    number = int(request.path["section"])
    section = or_404(next((s for s in request.site.manual.sections if s.number == number), None))
    names = {name for passage in section.passages for name in passage.criteria}
    with request.db() as db:
        calls = calls_by_criterion(db, request.me.id, names)
        heard = {} if request.me.demo else count_shared(db, request.me.id)
    values = {
        "section": section,
        "fits": FITS,
        "calls": calls,
        "heard": heard,
        "shown": _CALLS_SHOWN,
        "chosen": _chosen(request, section),
        "answered": "answers" in request.query,
        "scenarios": request.site.clients,
    }
    return render_page(request, "handbook_section.html", values)


def _chosen(request: CheckedRequest, section: Section) -> list[int | None]:
    """For each question the number of the option chosen, from 0; None where none was."""
    return [
        whole_number(request.query.get(f"q{number}", ""), 0, len(question.options) - 1)
        for number, question in enumerate(section.questions)
    ]
