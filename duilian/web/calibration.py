"""Trainers: a sample rated blind by two of them, how far they and the machine agree, and what was settled."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from duilian import archive
from duilian.archive import calibrations, people
from duilian.archive.listing import Search
from duilian.archive.models import Calibration, Session
from duilian.coaching.calibration import MACHINE, Agreement, Estimate, disagreements, measure_agreement
from duilian.dialogue.model import KINDS
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.web.disclosure import shown_dialogue, shown_turns
from duilian.web.files import objects_file
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404

_PAIRS = ((1, 2), (1, MACHINE), (2, MACHINE))
_FIELDS = ("title", "first", "second", "kind", "since", "until", "count")


def page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /calibration``: all of them, and the form for a new one; ``error``: what was wrong with it."""
    with request.db() as db:
        rows, trainers = (
            calibrations.list_calibrations(db, request.sight),
            people.person_names(db, ("trainer", "administrator")),
        )
        values = {
            "rows": rows,
            "trainers": trainers,
            "kinds": KINDS,
            "error": error,
            "form": {name: request.text(name) for name in _FIELDS},
        }
        return render_page(request, "calibrations.html", values, 400 if error else 200)


def post_calibration(request: CheckedRequest) -> Response:
    """``POST /calibration``: draw a sample of sessions for two raters."""
    count = request.text("count")
    try:
        search = Search.of({name: request.text(name) for name in ("kind", "since", "until")})
        with request.db() as db:
            raters = (request.text("first"), request.text("second"))
            size = whole_number(count) or 0
            made = calibrations.draw_calibration(
                db,
                request.text("title"),
                raters,
                search,
                size,
                secrets.randbits(32),
                request.site.now(),
                request.sight,
            )
            number = made.id
    except DataError as error:
        return page(request, str(error))
    return redirect_saying(request, f"/calibration/{number}")


def _row(db: archive.Database, request: CheckedRequest) -> Calibration:
    row: Calibration = or_404(db.get(Calibration, int(request.path["calibration"])))
    return row


def calibration_page(request: CheckedRequest) -> Response:
    """``GET /calibration/{calibration}``: who has rated what.

    Of the sessions that both have rated: how far they agree with each other and the machine, and where they
    differ.
    """
    with request.db() as db:
        row = _row(db, request)
        done = calibrations.rated_places(db, row)
        rated = [item for item in calibrations.rated_items(db, row) if done[item.session] == {1, 2}]
        criteria = [
            name for name in request.site.rubric.criteria if any(item.criterion == name for item in rated)
        ]
        table = (
            [[measure_agreement(rated, pair, name) for pair in _PAIRS] for name in ("", *criteria)]
            if rated
            else []
        )
        numbers = {item.session_id: item.number for item in row.items}
        values = {
            "row": row,
            "done": done,
            "place": calibrations.rater_place(row, request.me.id),
            "table": [_shown(request, line) for line in table],
            "differ": [(item, numbers[item.session]) for item in disagreements(rated)],
            "criteria": request.site.rubric.criteria,
        }
        return render_page(request, "calibration.html", values)


@dataclass(frozen=True)
class _Figures:
    """How far a pair agrees, as it is shown: said the same, κ and AC1 with intervals, what κ means."""

    same: str = ""
    kappa: str = ""
    ac1: str = ""
    meaning: str = ""


def _figures(request: CheckedRequest, item: Agreement | None) -> _Figures:
    if item is None:
        return _Figures()
    same = f"{item.same}/{item.count}（{item.percent}%）"
    words = request.site.texts["labels"]["agreement"]
    if item.few:
        return _Figures(same, meaning=words["few"])
    if item.kappa is None or item.grade is None:
        return _Figures(same, "", _interval(item.ac1), words["one"])
    return _Figures(same, _interval(item.kappa), _interval(item.ac1), words["grades"][item.grade])


def _interval(figure: Estimate) -> str:
    """A figure with its 95 % interval."""
    return f"{figure.value:.2f}（{figure.low:.2f} – {figure.high:.2f}）"


def _shown(
    request: CheckedRequest, line: list[Agreement | None]
) -> tuple[str, int, int, int, list[_Figures]]:
    """A row of the table: criterion, count, sessions, prevalence in percent, how far each pair agrees."""
    first = next(item for item in line if item)
    pairs = [_figures(request, item) for item in line]
    return first.criterion, first.count, first.sessions, round(100 * first.prevalence), pairs


def _item(request: CheckedRequest, row: Calibration) -> Session:
    number = int(request.path["number"])
    session: Session = or_404(next((item.session for item in row.items if item.number == number), None))
    return session


def rating_page(request: CheckedRequest, error: str = "") -> Response:
    """``GET /calibration/{calibration}/judge/{number}``: a transcript and what is to be rated of it.

    It shows no mark of the machine's, and only the two raters may see it.

    Raises:
        HTTPException: 403 for anybody else.
    """
    with request.db() as db:
        row = _row(db, request)
        if calibrations.rater_place(row, request.me.id) is None:
            raise HTTPException(403)
        session = _item(request, row)
        asked = calibrations.criteria_to_rate(session)
        phases = [
            (phase, [request.site.rubric.criteria[n] for n in names if n in asked])
            for phase, names in request.site.phases.items()
        ]
        shown, masked = shown_dialogue(request, session)
        values = {
            "row": row,
            "number": int(request.path["number"]),
            "session": session,
            "phases": [(p, c) for p, c in phases if c],
            "turns": shown_turns(shown),
            "masked": masked,
            "error": error,
            "given": {name: request.text(f"v-{name}") for name in asked},
        }
        return render_page(request, "judge.html", values, 400 if error else 200)


def post_ratings(request: CheckedRequest) -> Response:
    """``POST /calibration/{calibration}/judge/{number}``: keep the verdicts, go on to the next session."""
    number = int(request.path["number"])
    try:
        with request.db() as db:
            row = _row(db, request)
            place = calibrations.rater_place(row, request.me.id)
            if place is None:
                raise HTTPException(403)
            session = _item(request, row)
            verdicts = {name: request.text(f"v-{name}") for name in calibrations.criteria_to_rate(session)}
            calibrations.keep_ratings(db, row, session, place, verdicts)
            waiting = [
                item.number
                for item in row.items
                if place not in calibrations.rated_places(db, row)[item.session_id]
            ]
    except DataError as error:
        return rating_page(request, str(error))
    after = [n for n in waiting if n > number] or waiting
    here = f"/calibration/{request.path['calibration']}"
    return redirect_saying(request, f"{here}/judge/{after[0]}" if after else here)


def post_settlement(request: CheckedRequest) -> Response:
    """``POST /calibration/{calibration}/settle``: keep what the two agreed on."""
    with request.db() as db:
        row = _row(db, request)
        calibrations.keep_settlement(
            db,
            row,
            request.text("session"),
            request.text("criterion"),
            request.text("verdict"),
            request.text("note"),
        )
    return redirect_saying(request, f"/calibration/{request.path['calibration']}?settled=1#differ")


def gold_file(request: CheckedRequest) -> Response:
    """``GET /calibration/{calibration}/gold.jsonl``: what is agreed, as JSON Lines."""
    with request.db() as db:
        return objects_file(request, "gold", calibrations.gold_dialogues(db, _row(db, request)))
