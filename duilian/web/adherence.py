"""Trainers: who keeps which criterion how often, how scores go and spread, where calls break off.

The table is there as a file as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from duilian.archive import listing, statistics
from duilian.archive.statistics import AdherenceRow, AdherenceView, Charts
from duilian.dialogue.model import KINDS
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest
from duilian.web.site import Site
from duilian.web.spreadsheets import Proportion, Sheet, sheets_file

_PAGE = 30  # rows
_LEVELS = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Cell:
    """How often a criterion applied to somebody, and how often it was met."""

    asked: int
    met: int

    @property
    def percent(self) -> int:
        """How often it was met, of a hundred times that it applied."""
        return round(100 * self.met / self.asked)

    @property
    def level(self) -> int:
        """0 (hardly ever met) to 4, for the colour of the cell."""
        return sum(self.met / self.asked >= limit for limit in _LEVELS)


@dataclass(frozen=True)
class TableRow:
    """A row of the table: a group or a person.

    Attributes:
        key: Its number; 0 for none.
        name: Its name.
        cells: Criterion → cell; not there where it never applied.
        link: The query of the sessions behind its cells, to which the criterion missed is added.
    """

    key: int
    name: str
    cells: dict[str, Cell]
    link: str


@dataclass(frozen=True)
class Table:
    """A page of the table.

    Attributes:
        criteria: The columns, in the rubric's order.
        rows: The rows of the page.
        page: Which page it is, from 1.
        pages: How many there are.
    """

    criteria: tuple[str, ...]
    rows: tuple[TableRow, ...]
    page: int
    pages: int


def _table(
    request: CheckedRequest, view: AdherenceView, rows: Sequence[AdherenceRow], page: int, pages: int
) -> Table:
    asked = {name for row in rows for name in row.counts}
    lines = tuple(
        TableRow(
            row.key,
            row.name,
            {c: Cell(*counts) for c, counts in row.counts.items()},
            urlencode(_sessions(view, row)),
        )
        for row in rows
    )
    return Table(tuple(c for c in request.site.rubric.criteria if c in asked), lines, page, pages)


def _view(request: CheckedRequest) -> AdherenceView:
    return AdherenceView.of(dict(request.query))


def page(request: CheckedRequest) -> Response:
    """``GET /adherence``: the table and three charts."""
    view, number = _view(request), request.page_number
    with request.db() as db:
        rows, pages = statistics.adherence_page(db, view, number, _PAGE, request.sight)
        shown = statistics.charts(db, view, request.sight)
        groups = listing.group_names(db, request.sight)
    values: dict[str, Any] = {
        "view": view,
        "table": _table(request, view, rows, number, pages),
        "groups": groups,
        "kinds": KINDS,
        "criteria": request.site.rubric.criteria,
        "query": urlencode(view.query()),
        "link": lambda **changed: urlencode(view.query(**changed)),
    }
    return render_page(request, "adherence.html", values | chart_data(request.site, shown))


def chart_data(site: Site, shown: Charts) -> dict[str, Any]:
    """What the scripts draw ``trend``, ``spread`` and ``broke`` from."""
    phases = site.phase_labels
    ended = [(label, shown.broke_off[phase]) for phase, label in phases.items() if phase in shown.broke_off]
    weeks, scores = [f"{w:%m-%d}" for w, _ in shown.weeks], [s for _, s in shown.weeks]
    names, counts = [name for name, _ in ended], [count for _, count in ended]
    return {
        "trend": {"kind": "trend", "weeks": weeks, "scores": scores},
        "spread": {"kind": "bars", "names": [f"{n * 10}+" for n in range(10)], "counts": list(shown.spread)},
        "broke": {"kind": "bars", "names": names, "counts": counts},
    }


def _sessions(view: AdherenceView, row: AdherenceRow) -> dict[str, str]:
    """The sessions behind a row."""
    given = {"kind": view.kind, "scenario": view.scenario}
    given |= (
        {"group": row.name or view.group} if view.by == "group" else {"person": row.name, "group": view.group}
    )
    if view.since:
        given["since"] = f"{view.since}-01"
    if view.until:
        given["until"] = f"{statistics.month_end(view.until):%Y-%m-%d}"
    return {name: value for name, value in given.items() if value}


def adherence_file(request: CheckedRequest) -> Response:
    """``GET /adherence/export.{form}``: a line for each row and criterion, as CSV, XLSX or JSON Lines."""
    view, form = _view(request), request.path["form"]
    with request.db() as db:
        rows = statistics.adherence_rows(db, view, request.sight)
    labels = request.site.rubric.criteria
    names = request.site.texts["export"]["adherence"]
    lines = [
        (row.name, c, labels[c].label, asked, met, Proportion(met / asked))
        for row in rows
        for c, (asked, met) in row.counts.items()
        if c in labels
    ]
    return sheets_file("adherence", form, [Sheet(request.site.say("adherence_name"), names, lines)])
