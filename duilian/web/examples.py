"""Exemplary calls and passages: proposed by trainers, agreed to by whose they are, read by everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from duilian.archive import Database, audit, dialogue_of, examples
from duilian.archive.example_models import ExampleRow
from duilian.archive.examples import EXAMPLES_ON_PAGE, WHOLE, ExampleSearch
from duilian.archive.listing import LAST_PAGE
from duilian.archive.models import Session
from duilian.archive.sight import sees_all_named
from duilian.dialogue.model import KINDS
from duilian.language.masking import mask
from duilian.language.numbers import whole_number
from duilian.web.debrief import anothers_session
from duilian.web.disclosure import ShownTurn, masked_dialogue, shown_turns
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404


@dataclass(frozen=True)
class ShownExample:
    """An example as it is shown.

    Attributes:
        row: The example.
        title: What its call is called.
        of: What it is an example of; empty where of nothing in particular.
        by: Whose it is; empty where that is not said.
        turns: The passage, masked; none of a whole call.
    """

    row: ExampleRow
    title: str
    of: str
    by: str
    turns: tuple[ShownTurn, ...]


def _shown(request: CheckedRequest, db: Database, rows: list[ExampleRow]) -> list[ShownExample]:
    passages, criteria = examples.passages(db, rows), request.site.rubric.criteria
    return [
        ShownExample(
            row,
            request.site.label(row.session),
            criteria[row.criterion].label if row.criterion in criteria else "",
            str(row.session.person.name) if row.named and row.session.person else "",
            tuple(ShownTurn(t.number, t.speaker, mask(t.text)) for t in passages.get(row.id, ())),
        )
        for row in rows
    ]


def page(request: CheckedRequest) -> Response:
    """``GET /examples``: what others have agreed to show, by criterion and kind; first what is one's own."""
    criterion, kind = (request.query.get(name, "") for name in ("criterion", "kind"))
    number = whole_number(request.query.get("page", "1"), 1, LAST_PAGE) or 1
    search = ExampleSearch(criterion, kind, number)
    with request.db() as db:
        found, total = ([], 0) if request.me.demo else examples.shared_examples(db, search)
        values = {
            "search": search,
            "found": _shown(request, db, found),
            "total": total,
            "pages": -(-total // EXAMPLES_ON_PAGE),
            "mine": _shown(request, db, examples.own_examples(db, request.me.id)),
            "criteria": request.site.rubric.criteria,
            "kinds": KINDS,
            "link": lambda **changed: "/examples?" + urlencode(_fields(search) | changed),
        }
        return render_page(request, "examples.html", values)


def _fields(search: ExampleSearch) -> dict[str, Any]:
    return {name: value for name, value in vars(search).items() if value and name != "page"}


def _row(db: Database, request: CheckedRequest) -> ExampleRow:
    row: ExampleRow = or_404(db.get(ExampleRow, int(request.path["example"])))
    return row


def _sees(db: Database, request: CheckedRequest, row: ExampleRow) -> bool:
    """Is who asks a trainer who sees the call of an example?"""
    return request.me.trains and sees_all_named(db, request.sight, {"session": row.session_id})


def example_page(request: CheckedRequest) -> Response:
    """``GET /examples/{example}``: the call, or a passage of it, masked; 404 for who may not read it."""
    with request.db() as db:
        row = _row(db, request)
        sees = _sees(db, request, row)
        if not examples.may_read(row, request.me.id, sees, request.me.demo):
            raise HTTPException(404)
        whole = row.turn == WHOLE
        values = {
            "shown": _shown(request, db, [row])[0],
            "turns": shown_turns(masked_dialogue(dialogue_of(row.session))) if whole else (),
            "mine": row.session.person_id == request.me.id,
            "sees": sees,
        }
        return render_page(request, "example.html", values)


def post_example(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/examples``: a trainer proposes the call, or a passage of it."""
    with request.db() as db:
        row = anothers_session(db, request)
        made = examples.propose_example(
            row,
            request.number("turn", least=WHOLE),
            request.text("criterion"),
            request.text("why"),
            request.me.id,
            request.site.now(),
            request.site.rubric.criteria,
        )
        _note(db, request, made, "example_proposed", row)
    query = f"?{request.raw.url.query}" if request.raw.url.query else ""
    return redirect_saying(request, f"/sessions/{request.path['session']}/review{query}", "proposed")


def _note(db: Database, request: CheckedRequest, row: ExampleRow, what: str, session: Session) -> None:
    title = request.site.label(session)
    audit.note_change(db, request.me.id, what, f"example:{row.id}", request.site.now(), title)


def post_answer(request: CheckedRequest) -> Response:
    """``POST /examples/{example}/answer``: whose call it is agrees, refuses, or thinks better of it."""
    agreed = request.text("agreed") == "1"
    with request.db() as db:
        row = _row(db, request)
        if row.session.person_id != request.me.id:
            raise HTTPException(404)
        examples.answer_example(row, agreed, request.text("named") == "1", request.site.now())
    return redirect_saying(request, "/examples", "shared" if agreed else "not_shared")


def post_taking_back(request: CheckedRequest) -> Response:
    """``POST /examples/{example}/take-back``: a trainer who sees the call takes it out again."""
    with request.db() as db:
        row = _row(db, request)
        session = row.session
        _note(db, request, row, "example_taken_back", session)
        db.delete(row)
        name = str(session.id)
    return redirect_saying(request, f"/sessions/{name}/review", "taken_out")
