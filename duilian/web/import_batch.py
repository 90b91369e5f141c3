"""Trainers: one batch of real calls – looked at, put right, kept in the background, and what became of it."""

from __future__ import annotations

from datetime import date

from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import imports, people
from duilian.archive.import_models import ImportBatch, ImportedCall, ImportFile
from duilian.archive.imports import MAX_FAULTS
from duilian.archive.listing import parse_day
from duilian.clock import CHINA
from duilian.dialogue.model import parse_context, parse_dialogue
from duilian.errors import DataError
from duilian.importing.results import Expected
from duilian.web.imports import MAX_SENT_BACK, read
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest, or_404

_FILES, _CALLS = 100, 10  # of a page


def page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /import/{batch}``: the files of a batch, or one of them; for htmx only how far it is.

    Args:
        request: The request.
        error: What was wrong with a form.
    """
    with request.db() as db:
        batch = _batch(db, request)
        progress = imports.progress_of(db, str(batch.id))
        values = {"batch": batch, "progress": progress, "error": error}
        if request.raw.headers.get("hx-target") == "progress":
            part = render_page(request, "_import_progress.html", values)
            if not progress.waiting:  # now the rest of the page says more too
                part.headers["hx-refresh"] = "true"
            return part
        values |= _shown_file(db, request, batch) | {
            "names": people.person_names(db, active=False, sight=request.sight),
            "undated": imports.count_undated(db, str(batch.id)),
            "today": request.site.now().astimezone(CHINA).date().isoformat(),
            "form": {name: request.text(name) for name in ("person", "day")},
        }
        return render_page(request, "import_batch.html", values, 400 if error else 200)


def post_reading(request: CheckedRequest) -> Response:
    """``POST /import/{batch}/read``: read a file once more, put right or with who is the trainee."""
    with request.db() as db:
        file = _file(db, request)
        batch = _open_batch(db, request)
        staff = people.staff_names(db, request.sight)
        context = parse_context(batch.context)
        expected = Expected(batch.kind, context, request.text("trainee") or None, staff)
        text = request.text("text")
        content = text.encode() if text else bytes(file.content)
        pasted = file.name == request.site.say("pasted")
        imports.read_again(db, file, read(request, "" if pasted else str(file.name), content, expected))
        return _back(request, file)


def post_turn(request: CheckedRequest) -> Response:
    """``POST /import/{batch}/turn``: turn the sides of a call round, or of all calls of a file."""
    with request.db() as db:
        file = _file(db, request)
        one = request.text("call")
        for call in file.calls:
            if call.state == "read" and one in ("", str(call.id)):
                imports.turn_round(call)
        return _back(request, file)


def post_start(request: CheckedRequest) -> Response:
    """``POST /import/{batch}/keep``: have its calls kept; sent twice, they are kept once."""
    try:
        with request.db() as db:
            batch = _batch(db, request)
            imports.start(batch, _person_id(db, request), _day(request))
    except DataError as error:
        return page(request, str(error))
    return RedirectResponse(f"/import/{request.path['batch']}", 303)


def post_discard(request: CheckedRequest) -> Response:
    """``POST /import/{batch}/discard``: delete a batch that has not been started."""
    with request.db() as db:
        batch = _batch(db, request)
        if not batch.started:
            db.delete(batch)
    return RedirectResponse("/import", 303)


def _batch(db: archive.Database, request: CheckedRequest) -> ImportBatch:
    return or_404(imports.find_batch(db, request.path["batch"], request.me.id))


def _open_batch(db: archive.Database, request: CheckedRequest) -> ImportBatch:
    """The batch, while it can still be changed.

    Raises:
        DataError: It was started.
    """
    batch = _batch(db, request)
    if batch.started:
        raise DataError(request.site.say("import_started"))
    return batch


def _file(db: archive.Database, request: CheckedRequest) -> ImportFile:
    """The file that a form names, while it can still be changed."""
    number = request.number("file", least=1)
    files: list[ImportFile] = _open_batch(db, request).files
    return or_404(next((file for file in files if file.number == number), None))


def _back(request: CheckedRequest, file: ImportFile) -> Response:
    return RedirectResponse(f"/import/{request.path['batch']}?file={file.number}", 303)


def _person_id(db: archive.Database, request: CheckedRequest) -> int | None:
    """Whose calls they are. Raises DataError where it is nobody that is seen."""
    name = request.text("person")
    if not name:
        if not request.sight.all:  # calls of nobody would be out of its own sight
            raise DataError(request.site.say("whose_calls"))
        return None
    row = archive.find_person(db, name)
    if row is None or not request.sight.sees_person(row):
        raise DataError(request.site.say("no_person", name=name))
    return int(row.id)


def _day(request: CheckedRequest) -> date | None:
    moment = parse_day(request.text("day"))
    return moment.date() if moment else None


def _shown_file(db: archive.Database, request: CheckedRequest, batch: ImportBatch) -> dict[str, object]:
    """What the page shows of the files, or of the one that is asked for."""
    wanted = request.query.get("file", "1" if len(batch.files) == 1 else "")
    file = next((one for one in batch.files if str(one.number) == wanted), None)
    if file is None:
        start = (request.page_number - 1) * _FILES
        progress = imports.progress_of_files(db, batch)
        listed = [(one, progress[one.id]) for one in batch.files[start : start + _FILES]]
        return {"file": None, "files": listed, "more": len(batch.files) > start + _FILES}
    faults = [call for call in file.calls if call.state in ("fault", "failed")]
    calls = [call for call in file.calls if call.state not in ("fault", "failed")]
    start = (request.page_number - 1) * _CALLS
    return {
        "file": file,
        "faults": faults[:MAX_FAULTS],
        "more_faults": len(faults[MAX_FAULTS:]) + int(file.more_faults),
        "calls": [(call, _turns(call)) for call in calls[start : start + _CALLS]],
        "start": start,
        "count": len(calls),
        "more": len(calls) > start + _CALLS,
        "to_mend": _to_mend(request, file) if faults or file.fault else "",
    }


def _turns(call: ImportedCall) -> list[tuple[str, str, float | None]]:
    """Speaker, words and beginning of each turn; none once the call is kept."""
    if call.dialogue is None:
        return []
    turns = parse_dialogue(call.dialogue).turns
    begins = [span[0] for span in call.spans] or [None] * len(turns)
    return [(turn.speaker, turn.text, begin) for turn, begin in zip(turns, begins, strict=True)]


def _to_mend(request: CheckedRequest, file: ImportFile) -> str:
    """The text of pasted calls with faults, so that it can be put right in the page."""
    if file.content is None or file.name != request.site.say("pasted"):
        return ""
    text = bytes(file.content).decode("utf-8", "replace")
    return text if len(text) <= MAX_SENT_BACK else ""
