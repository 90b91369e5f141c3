"""Trainers: who lacks what: the weakest criteria, who needs help most, the whole table, three charts.

The table is there as a file as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from duilian import archive
from duilian.archive import listing, statistics
from duilian.archive.statistics import AdherenceRow, AdherenceView, Charts
from duilian.clock import day_of
from duilian.coaching.shortfall import NOTHING, MetShare, merge_shares, neediest, weakest, weighted
from duilian.dialogue.model import KINDS
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest
from duilian.web.site import Site
from duilian.web.spreadsheets import Proportion, Sheet, sheets_file

_PAGE = 20  # rows: a page of more would weigh above 150 kB
_ALL_ROWS = 10_000


@dataclass(frozen=True)
class TableRow:
    """A row of the table: a group or a person.

    Attributes:
        key: Its number; 0 for none.
        name: Its name.
        shares: Criterion → how often it applied and was met; not there where it never applied.
        mean: All criteria together, each counted as often as it weighs.
        link: The query of the sessions behind its cells, to which the criterion missed is added.
    """

    key: int
    name: str
    shares: Mapping[str, MetShare]
    mean: MetShare
    link: str


@dataclass(frozen=True)
class Table:
    """A page of the table.

    Attributes:
        criteria: The columns, in the rubric's order.
        rows: The rows of the page.
        foot: All rows together, of every page.
        mean: The whole table as one share.
        page: Which page it is, from 1.
        pages: How many there are.
    """

    criteria: tuple[str, ...]
    rows: tuple[TableRow, ...]
    foot: Mapping[str, MetShare]
    mean: MetShare
    page: int
    pages: int


@dataclass(frozen=True)
class Weakness:
    """One of the criteria that are met least often.

    Attributes:
        criterion: Its name.
        share: In all that is looked at.
        now: In the last month of it.
        before: In the month before that.
    """

    criterion: str
    share: MetShare
    now: MetShare
    before: MetShare

    @property
    def change(self) -> int | None:
        """By how many points it went up from month to month; None where one has too few to say."""
        if self.now.level is None or self.before.level is None:
            return None
        return self.now.percent - self.before.percent


def _shares(row: AdherenceRow) -> dict[str, MetShare]:
    return {name: MetShare(*counts) for name, counts in row.counts.items()}


def _rows(request: CheckedRequest, view: AdherenceView, rows: Sequence[AdherenceRow]) -> list[TableRow]:
    weights = request.site.rubric.weights
    made = [(row, _shares(row)) for row in rows]
    return [
        TableRow(row.key, row.name, of_it, weighted(of_it, weights), urlencode(_sessions(view, row)))
        for row, of_it in made
    ]


def _sorted(rows: list[TableRow], sort: str) -> list[TableRow]:
    """By name, by the mean or by a criterion, the weakest first; who never had it comes last."""
    if sort == "mean":
        return sorted(rows, key=lambda row: (not row.mean.asked, row.mean.rate))
    if sort:
        return sorted(rows, key=lambda r: (sort not in r.shares, r.shares.get(sort, NOTHING).rate))
    return rows


def _table(request: CheckedRequest, rows: list[TableRow], sort: str) -> Table:
    foot = merge_shares(row.shares for row in rows)
    criteria = tuple(c for c in request.site.rubric.criteria if c in foot)
    page = request.page_number
    shown = _sorted(rows, sort)[(page - 1) * _PAGE : page * _PAGE]
    mean = weighted(foot, request.site.rubric.weights)
    return Table(criteria, tuple(shown), foot, mean, page, -(-len(rows) // _PAGE))


def _months(request: CheckedRequest, view: AdherenceView) -> tuple[str, str]:
    """The last month that is looked at, this one at the latest, and the one before it."""
    now = f"{day_of(request.site.now()):%Y-%m}"
    month = min(view.until or now, now)
    return month, f"{statistics.month_start(month, -1):%Y-%m}"


def _weaknesses(
    request: CheckedRequest, db: archive.Database, view: AdherenceView, shares: Mapping[str, MetShare]
) -> list[Weakness]:
    cuts = [replace(view, by="group", since=m, until=m) for m in _months(request, view)]
    months = [merge_shares(map(_shares, statistics.adherence_rows(db, cut, request.sight))) for cut in cuts]
    known = {name: share for name, share in shares.items() if name in request.site.rubric.criteria}
    return [
        Weakness(name, known[name], *(month.get(name, NOTHING) for month in months))
        for name in weakest(known)
    ]


def _view(request: CheckedRequest) -> AdherenceView:
    return AdherenceView.of(dict(request.query))


def page(request: CheckedRequest) -> Response:
    """``GET /adherence``: the weakest criteria, who needs help most, the table and three charts."""
    view, sort = _view(request), request.query.get("sort", "")
    with request.db() as db:
        by_person = replace(view, by="person")
        people = _rows(
            request,
            by_person,
            statistics.adherence_page(db, by_person, 1, _ALL_ROWS, request.sight)[0],
        )
        rows = people
        if view.by == "group":
            rows = _rows(request, view, statistics.adherence_rows(db, view, request.sight))
        table = _table(request, rows, sort)
        weak = _weaknesses(request, db, view, table.foot)
        shown = statistics.charts(db, view, request.sight)
        groups = listing.group_names(db, request.sight)
    by_key = {row.key: row for row in people}
    needy = [
        (by_key[key], weakest(by_key[key].shares, 2))
        for key in neediest({row.key: row.shares for row in people}, request.site.rubric.weights)
    ]
    values: dict[str, Any] = {
        "view": view,
        "sort": sort,
        "table": table,
        "weak": weak,
        "months": _months(request, view),
        "needy": needy,
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
    calls = sum(shown.broke_off.values()) or 1
    ended = [
        (label, round(100 * shown.broke_off[phase] / calls, 1))
        for phase, label in phases.items()
        if phase in shown.broke_off
    ]
    weeks, scores = [f"{w:%Y-%m-%d}" for w, _ in shown.weeks], [s for _, s in shown.weeks]
    names, counts = [name for name, _ in ended], [count for _, count in ended]
    tenths = [f"{n * 10}–{n * 10 + 9}" for n in range(9)] + ["90–100"]
    return {
        "trend": {"kind": "trend", "weeks": weeks, "scores": scores},
        "spread": {"kind": "bars", "names": tenths, "counts": list(shown.spread), "unit": "次", "name": "分"},
        "broke": {"kind": "bars", "names": names, "counts": counts, "unit": "%", "name": ""},
    }


def _sessions(view: AdherenceView, row: AdherenceRow) -> dict[str, str]:
    """The sessions behind a row."""
    given = {"kind": view.kind, "scenario": view.scenario, "calls": "" if view.calls else "whole"}
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
    title = request.site.say("adherence_name")
    name = request.site.say("export_name", title=title, day=day_of(request.site.now()))
    return sheets_file(name, form, [Sheet(title, names, lines)])
