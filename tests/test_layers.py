"""The plan of the house: which rooms may import which, and which may import Rasa, spaCy or SQLAlchemy."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "duilian"
# From the ground up: a room may import its own modules, rooms of its own line, and those of the lines above.
# Rooms of one line may know each other where no circle comes of it; docs/design.md says which do.
LAYERS: tuple[tuple[str, ...], ...] = (
    (
        *("errors", "config", "clock", "digest", "modelfile", "secret", "discretion"),
        *("textfile", "yamlfile", "texts", "csvtable"),
    ),
    ("language", "dialogue"),
    ("handbook", "importing", "evaluation", "operation"),
    ("assessment", "roleplay", "tagging"),
    ("coaching",),
    ("archive",),
    ("call",),
    ("cli", "web", "assistant", "actions"),
)
LAYER_OF = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}
# Libraries that stay where they are needed.
HEAVY = {
    "rasa": {"assistant"},
    "rasa_sdk": {"actions"},
    "spacy": {"tagging"},
    "sqlalchemy": {"archive", "assistant", "call", "cli", "web", "actions"},
}
MODULES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "actions").glob("*.py")])


def room_of(path: Path) -> str:
    """The room (sub-package, or module at the root) a file stands in."""
    inside = path.relative_to(PACKAGE) if path.is_relative_to(PACKAGE) else path.relative_to(ROOT)
    return inside.parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, late imports too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] in HEAVY:
            assert room in HEAVY[parts[0]], f"{room} imports {name}"
        target = (
            "actions"
            if parts[0] == "actions"
            else parts[1]
            if parts[0] == "duilian" and len(parts) > 1
            else None
        )
        if target in LAYER_OF:
            assert LAYER_OF[target] <= LAYER_OF[room], f"{room} imports {name}, which stands above it"


def test_every_room_has_its_place() -> None:
    assert {room_of(path) for path in MODULES} - {"__init__"} == set(LAYER_OF)


def test_rooms_of_one_line_make_no_circle() -> None:
    arrows: dict[str, set[str]] = {room: set() for room in LAYER_OF}
    for path in MODULES:
        room = room_of(path)
        if room in arrows:
            arrows[room] |= {
                name.split(".")[1] for name in imported(path) if name.startswith("duilian.")
            } & set(LAYER_OF)
            arrows[room].discard(room)
    done: set[str] = set()
    while ready := {room for room, onto in arrows.items() if room not in done and onto <= done}:
        done |= ready
    assert done == set(arrows), f"a circle among {sorted(set(arrows) - done)}"
