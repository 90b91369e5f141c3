"""A group's board: switched on by a trainer, read by the group, left by whoever wants to."""

from __future__ import annotations

from starlette.responses import Response

from duilian.archive import Database, audit, boards
from duilian.archive.models import Group, Person
from duilian.coaching.motivation import BOARD_ORDERS, order_board
from duilian.language.numbers import whole_number
from duilian.web.pages import redirect_saying, render_page
from duilian.web.request import CheckedRequest, or_404

_LARGEST = 2**31 - 1  # a row's number


def _group(db: Database, request: CheckedRequest, groups: list[Group]) -> Group | None:
    """The group whose board is asked for: a trainer's choice of those it sees, or one's own."""
    if not request.me.trains:
        mine = db.get(Group, request.me.group_id) if request.me.group_id else None
        return mine if mine is not None and mine.board else None
    wanted = whole_number(request.query.get("group", ""), 1, _LARGEST)
    on = [group for group in groups if group.board]
    return next((group for group in groups if group.id == wanted), on[0] if on else None)


def page(request: CheckedRequest) -> Response:
    """``GET /board``: who of a group practises how much; for trainers whose boards are on."""
    by = request.query.get("by", "")
    by = by if by in BOARD_ORDERS else BOARD_ORDERS[0]
    with request.db() as db:
        groups = boards.groups_of_boards(db, request.sight) if request.me.trains else []
        group = _group(db, request, groups)
        rows = boards.board_of(db, group.id, request.site.now()) if group is not None and group.board else []
        values = {
            "groups": groups,
            "group": group,
            "rows": order_board(rows, by),
            "by": by,
            "left": or_404(db.get(Person, request.me.id)).off_board,
            "trainee": request.me.role == "trainee" and group is not None,
        }
        return render_page(request, "board.html", values)


def post_board(request: CheckedRequest) -> Response:
    """``POST /board/groups/{group}``: a trainer switches a group's board on or off."""
    on = request.text("on") == "1"
    with request.db() as db:
        row: Group = or_404(db.get(Group, int(request.path["group"])))
        if row.board != on:
            row.board = on
            what = "board_on" if on else "board_off"
            audit.note_change(db, request.me.id, what, f"group:{row.id}", request.site.now(), str(row.name))
    return redirect_saying(request, f"/board?group={request.path['group']}")


def post_leaving(request: CheckedRequest) -> Response:
    """``POST /board/leave``: a trainee leaves its group's board, or comes back."""
    with request.db() as db:
        or_404(db.get(Person, request.me.id)).off_board = request.text("leave") == "1"
    return redirect_saying(request, "/board")
