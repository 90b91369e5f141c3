"""Each kind of conversation has a module of its name with one public function of the common form."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from duilian.dialogue.model import KINDS
from duilian.roleplay import kinds
from duilian.roleplay.kinds import NEXT_MOVES, NextMoves


def test_there_is_a_module_for_each_kind_and_no_other() -> None:
    modules = {path.stem for path in Path(str(kinds.__file__)).parent.glob("*.py")} - {"__init__"}
    assert modules == set(KINDS) == set(NEXT_MOVES)


@pytest.mark.parametrize("kind", KINDS)
def test_its_one_public_function_has_the_common_form(kind: str) -> None:
    module = import_module(f"duilian.roleplay.kinds.{kind}")
    functions = inspect.getmembers(module, inspect.isfunction)
    own = [name for name, f in functions if f.__module__ == module.__name__ and not name.startswith("_")]
    assert own == ["next_moves"] and NEXT_MOVES[kind] is module.next_moves
    expected = list(inspect.signature(NextMoves.__call__).parameters)[1:]
    assert list(inspect.signature(module.next_moves).parameters) == expected
