"""The faults that ``scripts/mutate`` makes, and that it tells which are noticed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.mutants import all_mutants, chosen_mutants, equal_mutants

ROOT = Path(__file__).parent.parent
SOURCE = '''"""A module of accounts; “价格” stands before a change, so bytes are not characters."""

LIMIT: int = 5


@dataclass(frozen=True)
class Account:
    """Never changed."""

    owner: str | None = None


def price(amounts: list[int], asked: bool) -> int | None:
    """Nor this."""
    if not amounts or asked:
        log("价格")
        raise ValueError(f"{amounts[0]} of {LIMIT}")
    return sum(a for a in amounts if a < LIMIT) + 1
'''


@pytest.mark.parametrize(
    ("line", "kind", "before", "after"),
    [
        (3, "number", "5", "(6)"),
        (15, "condition", "not amounts or asked", "(True)"),
        (15, "condition", "not amounts or asked", "(False)"),
        (15, "boolean", "not amounts or asked", "(not amounts and asked)"),
        (15, "dropped operand", "not amounts or asked", "(asked)"),
        (15, "dropped operand", "not amounts or asked", "(not amounts)"),
        (15, "boolean", "not amounts", "(amounts)"),
        (16, "dropped statement", 'log("价格")', "pass"),
        (16, "text", '"价格"', "('')"),
        (17, "dropped statement", 'raise ValueError(f"{amounts[0]} of {LIMIT}")', "pass"),
        (
            18,
            "returned value",
            "return sum(a for a in amounts if a < LIMIT) + 1",
            "return None",
        ),
        (
            18,
            "arithmetic",
            "sum(a for a in amounts if a < LIMIT) + 1",
            "(sum((a for a in amounts if a < LIMIT)) - 1)",
        ),
        (18, "comparison", "a < LIMIT", "(a <= LIMIT)"),
        (18, "number", "1", "(2)"),
    ],
)
def test_the_faults_of_a_module(line: int, kind: str, before: str, after: str) -> None:
    made = [
        m for m in all_mutants(SOURCE) if (m.line, m.kind, m.before, m.after) == (line, kind, before, after)
    ]
    (mutant,) = made
    lines = mutant.source.splitlines()
    assert lines[line - 1] == SOURCE.splitlines()[line - 1].replace(before, after, 1)
    assert lines[: line - 1] + lines[line:] == SOURCE.splitlines()[: line - 1] + SOURCE.splitlines()[line:]


def test_what_says_nothing_at_run_time_is_left_alone() -> None:
    lines = {mutant.line for mutant in all_mutants(SOURCE)}
    assert lines == {3, 15, 16, 17, 18}, "no docstring, no decorator, no annotation"
    on_17 = [mutant.kind for mutant in all_mutants(SOURCE) if mutant.line == 17]
    assert on_17 == ["dropped statement"], "nothing inside an f-string, whose places are not true"


def test_the_same_seed_chooses_the_same_faults_and_the_operators_take_turns() -> None:
    table = SOURCE + "NAMES = (" + "'a', " * 50 + ")\n"
    chosen = chosen_mutants(table, 7, "0")
    assert chosen == chosen_mutants(table, 7, "0")
    assert chosen != chosen_mutants(table, 7, "1")
    kinds = [mutant.kind for mutant in chosen]
    assert len(set(kinds)) == 7, "of eight operators"
    assert len(chosen_mutants(SOURCE, 1000, "0")) == len(all_mutants(SOURCE))
    assert chosen_mutants("", 3, "0") == []


def test_what_is_named_as_equal_is_a_change_that_could_be_made() -> None:
    """Else a change of the module has outlived it."""
    for module in yaml.safe_load((ROOT / "tests/equal_mutants.yml").read_text(encoding="utf-8")):
        named = equal_mutants(ROOT, module)
        lines = {line for line, *_ in named}
        source = (ROOT / module).read_text(encoding="utf-8")
        assert lines <= {line.strip() for line in source.splitlines()}, module
        made = {mutant.change for mutant in all_mutants(source, only=lines)}
        assert set(named) <= made, f"{module}: {set(named) - made}"
        assert all(len(why) > 10 for why in named.values())


@pytest.mark.slow
def test_only_a_fault_that_no_test_notices_survives_and_the_checkout_stays_as_it_is(tmp_path: Path) -> None:
    """Against a tree of its own, whose one test looks at one of two functions."""
    for folder in ("duilian", "tests", "scripts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "scripts/mutate").write_bytes((ROOT / "scripts/mutate").read_bytes())
    (tmp_path / "tests/mutants.py").write_bytes((ROOT / "tests/mutants.py").read_bytes())
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / ".gitignore").write_text(".venv\n")
    for package in ("duilian", "tests"):
        (tmp_path / package / "__init__.py").touch()
    source = "def seen(a):\n    return a\n\n\ndef unseen(a):\n    while a:\n        a = a - 1\n    return a\n"
    (tmp_path / "duilian/pair.py").write_text(source)
    (tmp_path / "tests/equal_mutants.yml").write_text(
        "duilian/pair.py: [{line: 'while a:', kind: condition, before: a, after: (False), why: none}]\n"
    )
    (tmp_path / "tests/test_pair.py").write_text(
        "from duilian.pair import seen, unseen\n\n\n"
        "def test_seen():\n    assert seen(3) == 3\n    unseen(1)\n\n\n"
        "def test_fails_anyway():\n    assert seen(3) == 4\n"
    )
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    command = [ROOT / ".venv/bin/python", tmp_path / "scripts/mutate", tmp_path / "duilian/pair.py"]
    shown = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert "duilian/pair.py: 3/4 killed by 1 tests, 1 equal," in shown, shown  # two of these never end
    assert (
        "left out, as they fail without a change: 1, such as tests/test_pair.py::test_fails_anyway" in shown
    )
    survived = [line.split("survived ")[1] for line in shown.splitlines() if "survived" in line]
    assert survived == [
        "duilian/pair.py:8 returned value: return a  →  return None",
    ]
    assert (tmp_path / "duilian/pair.py").read_text() == source
