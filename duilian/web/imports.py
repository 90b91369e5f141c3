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
from duilian.importing.calls import Found, read_calls
from duilian.web.access import Visit
from duilian.web.pages import render

_FIELDS = ("client_title", "client_org", "industry", "product", "holiday", "hung_up_by")


def _given(visit: Visit) -> tuple[str, str, Context]:
    """Text, kind and context of the form. Raises DataError."""
    kind = visit.text("kind") or KINDS[0]
    if not is_kind(kind):
        raise DataError(visit.site.say("no_kind", kind=kind))
    context = {name: visit.text(name) or None for name in _FIELDS} | {
        "acquainted": bool(visit.text("acquainted"))
    }
    return visit.text("text") or visit.file("file"), kind, parse_context(context)


def _page(visit: Visit, found: list[Found], error: str = "", kept: tuple[str, ...] = ()) -> Response:
    with visit.db() as db:
        names = people.names(db, active=False)
    values = {
        "form": {name: visit.text(name) for name in (*_FIELDS, "kind", "acquainted", "person")},
        "text": visit.text("text") or visit.file("file"),
        "calls": [(one.line, one.call) for one in found if isinstance(one.call, Dialogue)],
        "faults": [(one.line, str(one.call)) for one in found if isinstance(one.call, DataError)],
        "names": names, "kinds": KINDS, "error": error, "kept": kept, "key": visit.text("key") or secrets.token_hex(8),
    }  # fmt: skip
    return render(visit, "imports.html", values, 400 if error else 200)


def form(visit: Visit) -> Response:
    return _page(visit, [])


def preview(visit: Visit) -> Response:
    try:
        text, kind, context = _given(visit)
        return _page(visit, read_calls(text, kind, context))
    except DataError as error:
        return _page(visit, [], str(error))


def keep(visit: Visit) -> Response:
    """Keep the calls that are in order; the same form sent twice keeps them once."""
    try:
        text, kind, context = _given(visit)
        calls = [one.call for one in read_calls(text, kind, context) if isinstance(one.call, Dialogue)]
        person = visit.text("person")
        if person:
            with visit.db() as db:
                if archive.find_person(db, person) is None:
                    raise DataError(visit.site.say("no_person", name=person))
        return _page(visit, [], kept=_kept(visit, calls, person))
    except DataError as error:
        return _page(visit, [], str(error))


def _kept(visit: Visit, calls: list[Dialogue], person: str) -> tuple[str, ...]:
    lines = "".join(json.dumps(dump_dialogue(call), ensure_ascii=False) + "\n" for call in calls)
    config = visit.site.config
    command = [
        sys.executable,
        "-m",
        "duilian.cli",
        "keep",
        "-",
        "--batch",
        f"{visit.me.id} {visit.text('key')}",
    ]
    command += ["--person", person] if person else []
    env = os.environ | {
        "DUILIAN_HOME": str(config.home),
        "DATABASE_URL": config.database_url,
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(command, input=lines, capture_output=True, text=True, env=env, timeout=600)
    if done.returncode:
        raise DataError(
            visit.site.say(
                "not_kept", why=done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else ""
            )
        )
    return tuple(done.stdout.split())
