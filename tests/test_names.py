"""A name means one thing: no two modules, public classes or public functions of the package share one."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "duilian"
MODULES = [p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts]
# Names of a form that every module of a room has: of a command, of a page, of a kind of conversation.
FORMS = {"cli": {"configure", "run"}, "web": {"page"}, "kinds": {"next_moves"}}
# A page and a command are named for the topic whose room does the work.
SHELLS = {"web", "cli"}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def test_modules_of_one_name_are_of_one_topic() -> None:
    rooms: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        if path.stem not in ("__init__", "__main__"):
            rooms[path.stem].append(path.parent.name)
    shared = {name: where for name, where in rooms.items() if len(set(where) - SHELLS) > 1}
    assert not shared


def test_no_two_public_classes_or_functions_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, DEFINITIONS) and not node.name.startswith("_")
            if public and node.name not in FORMS.get(path.parent.name, ()):
                places[node.name].append(str(path.relative_to(PACKAGE)))
    shared = {name: where for name, where in places.items() if len(where) > 1}
    assert not shared
