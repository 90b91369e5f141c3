"""Trainers: real calls, previewed with what is wrong by line, then read, assessed and kept like the rest.

Reading is the work of another process (``duilian keep``): the tagger would not pay for its memory here.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys

from starlette.responses import Response

from duilian import archive
from duilian.archive import people
from duilian.dialogue.model import KINDS, Context, Dialogue, dump_dialogue, is_kind, parse_context
from duilian.errors import DataError
from duilian.importing.formats import read_calls
from duilian.importing.results import ImportResult
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest

MAX_FAULTS = 50
"""How many faults a page shows: who has more will not read them one by one."""
MAX_SENT_BACK = 200_000
"""Characters of a text full of faults that are sent back to be mended; a longer one is mended as a file."""
_PATIENCE = 600  # seconds that keeping may take
_FIELDS = ("client_title", "client_org", "industry", "product", "holiday", "hung_up_by")


def _given(request: CheckedRequest) -> tuple[str, str, Context]:
    """Text, kind and context of the form. Raises DataError."""
    kind = request.text("kind") or KINDS[0]
    if not is_kind(kind):
        raise DataError(request.site.say("no_kind", kind=kind))
    context = {name: request.text(name) or None for name in _FIELDS} | {
        "acquainted": bool(request.text("acquainted"))
    }
    return request.text("text") or request.file("file"), kind, parse_context(context)


def _trainee(request: CheckedRequest) -> str | None:
    """The trainee's name in the text, where the trainer has said who it is."""
    return request.text("trainee").strip() or None


def _page(
    request: CheckedRequest, results: list[ImportResult], error: str = "", kept: tuple[str, ...] = ()
) -> Response:
    with request.db() as db:
        names = people.person_names(db, active=False, sight=request.sight)
    faults = [(one.line, str(one.call)) for one in results if isinstance(one.call, DataError)]
    text = request.text("text") or request.file("file")
    calls = [(one, one.call) for one in results if isinstance(one.call, Dialogue)]
    sent_back = len(text) <= MAX_SENT_BACK or (calls and len(faults) <= MAX_FAULTS)
    values = {
        "form": {name: request.text(name) for name in (*_FIELDS, "kind", "acquainted", "person", "trainee")},
        "text": text if sent_back else "",
        "calls": calls if sent_back else [],
        "sent_back": sent_back,
        "faults": faults[:MAX_FAULTS],
        "more_faults": len(faults[MAX_FAULTS:]),
        "names": names,
        "kinds": KINDS,
        "error": error,
        "kept": kept,
        "key": request.text("key") or secrets.token_hex(8),
    }
    return render_page(request, "imports.html", values, 400 if error else 200)


def page(request: CheckedRequest) -> Response:
    """``GET /import``: the form."""
    return _page(request, [])


def post_preview(request: CheckedRequest) -> Response:
    """``POST /import``: the calls of a text or file, and what is wrong with it by line; nothing is kept."""
    try:
        text, kind, context = _given(request)
        return _page(request, read_calls(text, kind, context, _trainee(request)))
    except DataError as error:
        return _page(request, [], str(error))


def post_import(request: CheckedRequest) -> Response:
    """``POST /import/keep``: keep the calls that are in order; the same form sent twice keeps them once."""
    try:
        text, kind, context = _given(request)
        results = read_calls(text, kind, context, _trainee(request))
        calls = [one.call for one in results if isinstance(one.call, Dialogue)]
        person = request.text("person")
        if not person and not request.sight.all:  # calls of nobody would be out of its own sight
            raise DataError(request.site.say("whose_calls"))
        if person:
            with request.db() as db:
                row = archive.find_person(db, person)
                if row is None or not request.sight.sees_person(row):
                    raise DataError(request.site.say("no_person", name=person))
        return _page(request, [], kept=_kept(request, calls, person))
    except DataError as error:
        return _page(request, [], str(error))


def _kept(request: CheckedRequest, calls: list[Dialogue], person: str) -> tuple[str, ...]:
    lines = "".join(json.dumps(dump_dialogue(call), ensure_ascii=False) + "\n" for call in calls)
    config = request.site.config
    command = [
        sys.executable,
        "-m",
        "duilian.cli",
        "keep",
        "-",
        "--batch",
        f"{request.me.id} {request.text('key')}",
    ]
    command += ["--person", person] if person else []
    env = os.environ | {
        "DUILIAN_HOME": str(config.home),
        "DATABASE_URL": config.database_url,
        "PYTHONWARNINGS": "ignore",
    }
    try:
        done = subprocess.run(
            command, input=lines, capture_output=True, encoding="utf-8", env=env, timeout=_PATIENCE
        )
        kept, said, failed = done.stdout, done.stderr, done.returncode != 0
    except subprocess.TimeoutExpired as late:  # its output is bytes, whatever was asked for
        kept, said, failed = (late.stdout or b"").decode(), "", True
    if failed:
        why = said.strip().splitlines()[-1][:200] if said.strip() else ""
        raise DataError(request.site.say("not_kept", kept=len(kept.split()), count=len(calls), why=why))
    return tuple(kept.split())
