"""Trainers: real calls handed in as files or as text, and what was read of them before anything is kept."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from duilian.archive import imports, people
from duilian.archive.imports import FileRead
from duilian.dialogue.model import KINDS, Context, is_kind, parse_context
from duilian.errors import DataError
from duilian.importing.formats import read_calls, read_file
from duilian.importing.results import Expected, ImportResult
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest

MAX_SENT_BACK = 200_000
"""Characters of a text full of faults that are sent back to be mended; a longer one is mended as a file."""
_FIELDS = ("client_title", "client_org", "industry", "product", "holiday", "hung_up_by")
_SHOWN = (*_FIELDS, "kind", "acquainted", "trainee", "text")


def page(request: CheckedRequest) -> Response:
    """``GET /import``: the form, and what one has handed in lately."""
    return _page(request)


def post_files(request: CheckedRequest) -> Response:
    """``POST /import``: read files and text; nothing is kept before the trainer has looked at it."""
    try:
        kind, context = _given(request)
        files = _files(request, kind, context)
        if len(files) == 1 and isinstance(files[0].results, DataError):
            raise files[0].results
    except DataError as error:
        return _page(request, str(error))
    with request.db() as db:
        batch = imports.add_batch(db, request.me.id, kind, context, files, request.site.now())
        return RedirectResponse(f"/import/{batch.id}", 303)


def read(request: CheckedRequest, name: str, content: bytes, expected: Expected) -> FileRead:
    """A file that was handed in, read.

    Args:
        request: The request.
        name: The file's name; text that was pasted has none.
        content: Its bytes.
        expected: What is said of its calls.
    """
    results: list[ImportResult] | DataError
    try:
        if name:
            results = read_file(name, content, expected)
        else:
            text = content.decode("utf-8")
            results = read_calls(text, expected.kind, expected.context, expected.trainee, expected.staff)
    except DataError as error:
        results = DataError(error.what, error.where)  # without its traceback, which holds the file
    return FileRead(name or request.site.say("pasted"), content, results, expected.trainee or "")


def _given(request: CheckedRequest) -> tuple[str, Context]:
    """Kind and context of the form. Raises DataError."""
    kind = request.text("kind") or KINDS[0]
    if not is_kind(kind):
        raise DataError(request.site.say("no_kind", kind=kind))
    context = {name: request.text(name) or None for name in _FIELDS} | {
        "acquainted": bool(request.text("acquainted"))
    }
    return kind, parse_context(context)


def _files(request: CheckedRequest, kind: str, context: Context) -> list[FileRead]:
    with request.db() as db:
        staff = people.staff_names(db, request.sight)
    expected = Expected(kind, context, request.text("trainee") or None, staff)
    handed = [(file.name, file.content) for file in request.uploads("file")]
    text = request.text("text")
    if text or not handed:
        handed.append(("", text.encode()))
    return [read(request, name, content, expected) for name, content in handed]


def _page(request: CheckedRequest, error: str = "") -> Response:
    with request.db() as db:
        batches = [
            (batch, imports.progress_of(db, str(batch.id)))
            for batch in imports.own_batches(db, request.me.id)
        ]
        values = {
            "form": {name: request.text(name) for name in _SHOWN},
            "batches": batches,
            "kinds": KINDS,
            "error": error,
        }
        return render_page(request, "imports.html", values, 400 if error else 200)
