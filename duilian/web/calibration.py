"""Trainers: a sample judged blind by two of them and the machine, how far they agree, and what was settled."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive import calibrations, people
from duilian.archive.listing import Search
from duilian.archive.models import Calibration, Session
from duilian.coaching.calibration import MACHINE, Agreement, agreement, disagreements
from duilian.dialogue.model import KINDS
from duilian.errors import DataError
from duilian.web.access import Visit, found
from duilian.web.files import objects_file
from duilian.web.pages import render

_PAIRS = ((1, 2), (1, MACHINE), (2, MACHINE))
_FIELDS = ("title", "first", "second", "kind", "since", "until", "count")


def page(visit: Visit, error: str = "") -> Response:
    with visit.db() as db:
        rows, trainers = calibrations.drawn(db), people.names(db, ("trainer", "administrator"))
        values = {
            "rows": rows,
            "trainers": trainers,
            "kinds": KINDS,
            "error": error,
            "form": {name: visit.text(name) for name in _FIELDS},
        }
        return render(visit, "calibrations.html", values, 400 if error else 200)


def draw(visit: Visit) -> Response:
    count = visit.text("count")
    try:
        search = Search.of({name: visit.text(name) for name in ("kind", "since", "until")})
        with visit.db() as db:
            raters = (visit.text("first"), visit.text("second"))
            size = int(count) if count.isdigit() else 0
            made = calibrations.draw(
                db, visit.text("title"), raters, search, size, secrets.randbits(32), visit.site.now()
            )
            number = made.id
    except DataError as error:
        return page(visit, str(error))
    return RedirectResponse(f"/calibration/{number}", 303)


def _row(db: archive.Database, visit: Visit) -> Calibration:
    row: Calibration = found(db.get(Calibration, int(visit.path["calibration"])))
    return row


def one(visit: Visit) -> Response:
    """Who has judged what; and of the sessions that both have judged, how far they agree and where they differ."""
    with visit.db() as db:
        row = _row(db, visit)
        done = calibrations.judged(db, row)
        rated = [item for item in calibrations.rated(db, row) if done[item.session] == {1, 2}]
        criteria = [
            name for name in visit.site.rubric.criteria if any(item.criterion == name for item in rated)
        ]
        table = (
            [[agreement(rated, pair, name) for pair in _PAIRS] for name in ("", *criteria)] if rated else []
        )
        numbers = {item.session_id: item.number for item in row.items}
        values = {
            "row": row, "done": done, "place": calibrations.place_of(row, visit.me.id), "table": [_shown(line) for line in table],
            "differ": [(item, numbers[item.session]) for item in disagreements(rated)], "criteria": visit.site.rubric.criteria,
        }  # fmt: skip
        return render(visit, "calibration.html", values)


def _shown(line: list[Agreement | None]) -> tuple[str, int, int, list[tuple[str, str]]]:
    """A row of the table: criterion, count, prevalence in percent, κ and AC1 with their intervals for each pair."""
    first = next(item for item in line if item)

    def figures(item: Agreement | None) -> tuple[str, str]:
        if item is None:
            return "", ""
        texts = [f"{f.value:.2f}（{f.low:.2f} – {f.high:.2f}）" for f in (item.kappa, item.ac1)]
        return texts[0], texts[1]

    return first.criterion, first.count, round(100 * first.prevalence), [figures(item) for item in line]


def _item(visit: Visit, row: Calibration) -> Session:
    number = int(visit.path["number"])
    session: Session = found(next((item.session for item in row.items if item.number == number), None))
    return session


def sheet(visit: Visit, error: str = "") -> Response:
    """The transcript without a mark of the machine's, and what is to be judged. Only for the two raters."""
    with visit.db() as db:
        row = _row(db, visit)
        if calibrations.place_of(row, visit.me.id) is None:
            raise HTTPException(403)
        session = _item(visit, row)
        asked = calibrations.criteria_of(session)
        phases = [
            (phase, [visit.site.rubric.criteria[n] for n in names if n in asked])
            for phase, names in visit.site.phases.items()
        ]
        values = {
            "row": row, "number": int(visit.path["number"]), "session": session, "phases": [(p, c) for p, c in phases if c],
            "turns": session.turns, "error": error, "given": {name: visit.text(f"v-{name}") for name in asked},
        }  # fmt: skip
        return render(visit, "judge.html", values, 400 if error else 200)


def judge(visit: Visit) -> Response:
    number = int(visit.path["number"])
    try:
        with visit.db() as db:
            row = _row(db, visit)
            place = calibrations.place_of(row, visit.me.id)
            if place is None:
                raise HTTPException(403)
            session = _item(visit, row)
            verdicts = {name: visit.text(f"v-{name}") for name in calibrations.criteria_of(session)}
            calibrations.judge(db, row, session, place, verdicts)
            waiting = [
                item.number
                for item in row.items
                if place not in calibrations.judged(db, row)[item.session_id]
            ]
    except DataError as error:
        return sheet(visit, str(error))
    after = [n for n in waiting if n > number] or waiting
    here = f"/calibration/{visit.path['calibration']}"
    return RedirectResponse(f"{here}/judge/{after[0]}" if after else here, 303)


def settle(visit: Visit) -> Response:
    with visit.db() as db:
        row = _row(db, visit)
        calibrations.settle(
            db, row, visit.text("session"), visit.text("criterion"), visit.text("verdict"), visit.text("note")
        )
    return RedirectResponse(
        f"/calibration/{visit.path['calibration']}?{urlencode({'settled': 1})}#differ", 303
    )


def gold(visit: Visit) -> Response:
    """What is agreed, as JSON Lines."""
    with visit.db() as db:
        return objects_file(visit, "gold", calibrations.gold(db, _row(db, visit)))
