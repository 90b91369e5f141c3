"""Every address of the application, and whom it is for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from duilian.web import (
    adherence,
    assignments,
    calibration,
    call,
    choose,
    debrief,
    imports,
    people,
    progress,
    sessions,
    sign_in,
)
from duilian.web.access import BODY_LIMIT, Endpoint, Who, guarded

FILE_LIMIT = 20 * 1024 * 1024  # bytes of an uploaded file
# What of node_modules the browser may have.
ASSETS = {
    "deep-chat": "deep-chat/dist", "htmx": "htmx.org/dist", "echarts": "echarts/dist",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One address: ``who`` may have it with ``method``; ``limit`` is the size of the form, in bytes."""

    path: str
    method: str
    endpoint: Endpoint
    who: Who
    limit: int = BODY_LIMIT


PAGES = (
    Page("/", "GET", choose.home, Who.PERSON),
    Page("/rubric", "GET", choose.rubric, Who.PERSON),
    Page("/sign-in", "GET", sign_in.form, Who.ANYONE),
    Page("/sign-in", "POST", sign_in.sign_in, Who.ANYONE),
    Page("/sign-out", "POST", sign_in.sign_out, Who.PERSON),
    Page("/demo", "POST", sign_in.demo, Who.ANYONE),
    Page("/sessions", "POST", call.start, Who.PERSON),
    Page("/sessions", "GET", sessions.page, Who.TRAINER),
    Page("/sessions/next", "GET", sessions.following, Who.TRAINER),
    Page("/sessions/{session}/review", "GET", sessions.review_page, Who.TRAINER),
    Page("/sessions/{session}/review", "POST", sessions.review, Who.TRAINER),
    Page("/sessions/{session}/accept", "POST", sessions.accept, Who.TRAINER),
    Page("/sessions/{session}/comments", "POST", sessions.comment, Who.TRAINER),
    Page("/sessions/{session}", "GET", call.page, Who.OWNER),
    Page("/sessions/{session}/turns", "POST", call.turn, Who.OWNER),
    Page("/sessions/{session}/debrief", "GET", debrief.page, Who.READER),
    Page("/sessions/{session}/rating", "POST", debrief.rate, Who.OWNER),
    Page("/sessions/{session}/retry", "POST", debrief.retry, Who.OWNER),
    Page("/import", "GET", imports.form, Who.TRAINER),
    Page("/import", "POST", imports.preview, Who.TRAINER, FILE_LIMIT),
    Page("/import/keep", "POST", imports.keep, Who.TRAINER, FILE_LIMIT),
    Page("/assignments", "GET", assignments.page, Who.TRAINER),
    Page("/assignments", "POST", assignments.give, Who.TRAINER),
    Page("/assignments/{assignment:int}", "GET", assignments.one, Who.TRAINER),
    Page("/assignments/{assignment:int}/take-back", "POST", assignments.take_back, Who.TRAINER),
    Page("/calibration", "GET", calibration.page, Who.TRAINER),
    Page("/calibration", "POST", calibration.draw, Who.TRAINER),
    Page("/calibration/{calibration:int}", "GET", calibration.one, Who.TRAINER),
    Page("/calibration/{calibration:int}/judge/{number:int}", "GET", calibration.sheet, Who.TRAINER),
    Page("/calibration/{calibration:int}/judge/{number:int}", "POST", calibration.judge, Who.TRAINER),
    Page("/calibration/{calibration:int}/settle", "POST", calibration.settle, Who.TRAINER),
    Page("/calibration/{calibration:int}/gold.jsonl", "GET", calibration.gold, Who.TRAINER),
    Page("/adherence", "GET", adherence.page, Who.TRAINER),
    Page("/adherence/export.{form}", "GET", adherence.export, Who.TRAINER),
    Page("/progress", "GET", progress.mine, Who.PERSON),
    Page("/people/{person:int}/progress", "GET", progress.of_person, Who.TRAINER),
    Page("/people", "GET", people.page, Who.ADMINISTRATOR),
    Page("/people", "POST", people.add, Who.ADMINISTRATOR),
    Page("/people/import", "POST", people.import_file, Who.ADMINISTRATOR, FILE_LIMIT),
    Page("/people/{person:int}", "GET", people.person_page, Who.ADMINISTRATOR),
    Page("/people/{person:int}", "POST", people.change, Who.ADMINISTRATOR),
    Page("/people/{person:int}/password", "POST", people.reset, Who.ADMINISTRATOR),
    Page("/people/{person:int}/export", "GET", people.export, Who.ADMINISTRATOR),
    Page("/people/{person:int}/delete", "POST", people.delete, Who.ADMINISTRATOR),
    Page("/settings/keep", "POST", people.keep, Who.ADMINISTRATOR),
    Page("/password", "GET", sign_in.password_form, Who.PERSON),
    Page("/password", "POST", sign_in.password, Who.PERSON),
)


class _Assets(StaticFiles):
    """Files that change only with a new version of the application; asked for again, they are not sent again (ETag)."""

    def file_response(self, full_path: str | os.PathLike[str], *args: object, **kwargs: object) -> Response:
        answer: Response = super().file_response(full_path, *args, **kwargs)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "public, max-age=600"
        return answer


def routes(static: Path, node_modules: Path) -> list[BaseRoute]:
    """The routing table."""
    made: list[BaseRoute] = [
        Route(p.path, guarded(p.endpoint, p.who, p.limit), methods=[p.method]) for p in PAGES
    ]
    made += [
        Mount(f"/assets/{name}", _Assets(directory=node_modules / folder)) for name, folder in ASSETS.items()
    ]
    return [*made, Mount("/static", _Assets(directory=static))]
