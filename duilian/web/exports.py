"""Trainers: what is kept as files for spreadsheets and programs, by what is looked for, within sight."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from duilian.archive import listing
from duilian.archive.listing import Search
from duilian.clock import day_of
from duilian.dialogue.model import KINDS
from duilian.web.disclosure import is_disclosed
from duilian.web.export_tables import TABLES, Wanted, export_sheet
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest
from duilian.web.spreadsheets import FORMS, sheets_file

_ALL = "all"  # one workbook with every table


def page(request: CheckedRequest) -> Response:
    """``GET /exports``: what can be had, and the filters of the list of sessions."""
    search = Search.of(dict(request.query))
    with request.db() as db:
        values = {
            "search": search,
            "groups": listing.group_names(db, request.sight),
            "kinds": KINDS,
            "titles": request.site.texts["export"]["titles"],
            "forms": FORMS,
            "query": urlencode(search.query(page="", sort="")),
        }
        return render_page(request, "exports.html", values)


def export_file(request: CheckedRequest) -> Response:
    """``GET /exports/{table}.{form}``: a table as a file; ``all.xlsx`` has every table.

    Raises:
        DataError: A filter makes no sense, or more is looked for than goes into one file.
        HTTPException: 404 where there is no such table or form, 403 for numbers that one may not see.
    """
    table, form = request.path["table"], request.path["form"]
    tables = list(TABLES) if table == _ALL else [table]
    if table not in (_ALL, *TABLES) or form not in FORMS or (table == _ALL and form != "xlsx"):
        raise HTTPException(404)
    search, titles = Search.of(dict(request.query)), request.site.texts["export"]["titles"]
    whole = is_disclosed(request, f"{table}.{form}")
    with request.db() as db:
        wanted = Wanted(db, request.site, search, request.sight, whole)
        sheets = [export_sheet(wanted, one) for one in tables]
    name = request.site.say("export_name", title=titles[table], day=day_of(request.site.now()))
    return sheets_file(name, form, sheets)
