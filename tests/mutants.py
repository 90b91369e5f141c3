"""Small faults put into a module's source, one at a time: what the tests should notice (``scripts/mutate``).

The operators are the usual ones of mutation testing (DeMillo, Lipton, Sayward 1978; Offutt et al. 1996):
comparison, boolean and arithmetical swaps, constants, returned values, dropped calls and conditions.
"""

from __future__ import annotations

import ast
import copy
import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
Change = tuple[str, str, str, str]
"""The line as it stands, the operator, what is taken away, what stands there instead."""
_CALLS = (ast.Call, ast.Await)
_Node = ast.expr | ast.stmt
# Fields that say nothing at run time (annotations), or that no test of behaviour can tell (frozen=True).
_NOT_RUN = {"annotation", "returns", "decorator_list", "type_comment"}


@dataclass(frozen=True)
class Mutant:
    """One change of a module.

    Args:
        line: Where it is, from 1.
        text: That line as the module has it, without indentation.
        kind: Which operator made it.
        before: The piece of source changed, on one line.
        after: What stands there instead.
        source: The whole module with the change.
    """

    line: int
    text: str
    kind: str
    before: str
    after: str
    source: str

    @property
    def change(self) -> Change:
        """What is changed, without the number of the line, which every other edit moves."""
        return self.text, self.kind, self.before, self.after


def equal_mutants(root: Path, module: str) -> Mapping[Change, str]:
    """The changes of a module that change nothing, each with the reason (``tests/equal_mutants.yml``).

    Args:
        root: The tree.
        module: The module's path in it.
    """
    path = root / "tests/equal_mutants.yml"
    named = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        (one["line"], one["kind"], one["before"], one["after"]): one["why"] for one in named.get(module, [])
    }


def chosen_mutants(source: str, count: int, seed: str) -> list[Mutant]:
    """A seeded choice of a module's mutants, in the order of their lines.

    The operators take turns, so that a long table of names does not drown a module's few conditions.

    Args:
        source: The module.
        count: How many at most.
        seed: The same seed chooses the same ones.
    """
    draw = random.Random(seed)
    by_kind: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in all_mutants(source):
        by_kind[mutant.kind].append(mutant)
    rows = [draw.sample(by_kind[kind], len(by_kind[kind])) for kind in sorted(by_kind)]
    turns = [
        row[place] for place in range(max(map(len, rows), default=0)) for row in rows if place < len(row)
    ]
    return sorted(turns[:count], key=lambda mutant: (mutant.line, mutant.before, mutant.after))


def all_mutants(source: str, only: Collection[str] | None = None) -> list[Mutant]:
    """Every mutant of a module that Python compiles, in the order of its tree.

    Args:
        source: The module.
        only: The lines, without indentation, whose mutants are wanted; None for all.
    """
    whole = source.encode()
    lines = whole.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    found = []
    for kind, old, new in (change for node in _run_nodes(ast.parse(source)) for change in _changes(node)):
        text = lines[old.lineno - 1].decode().strip()
        if only is not None and text not in only:
            continue
        begin = starts[old.lineno - 1] + old.col_offset
        end = starts[(old.end_lineno or 0) - 1] + (old.end_col_offset or 0)
        after = ast.unparse(new) if isinstance(new, ast.stmt) else f"({ast.unparse(new)})"
        changed = (whole[:begin] + after.encode() + whole[end:]).decode()
        try:
            compile(changed, "mutant", "exec")
        except SyntaxError:  # a name where only a literal may stand, say
            continue
        before = " ".join(whole[begin:end].decode().split())
        found.append(Mutant(old.lineno, text, kind, before, after, changed))
    return found


def _run_nodes(node: ast.AST) -> Iterator[_Node]:
    """The statements and expressions under a node whose change can be seen when the module runs."""
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if name in _NOT_RUN or not isinstance(child, ast.AST) or _is_docstring(child):
                continue
            if isinstance(child, (ast.expr, ast.stmt)):
                yield child
            if not isinstance(child, ast.JoinedStr):  # Python 3.10 gives no true places inside these
                yield from _run_nodes(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: _Node) -> Iterator[tuple[str, _Node, _Node]]:
    """The changes a node allows: the kind, what is taken away, what stands there instead."""
    if isinstance(node, (ast.If, ast.IfExp)):
        yield "condition", node.test, ast.Constant(True)
        yield "condition", node.test, ast.Constant(False)
    elif isinstance(node, ast.While):
        yield "condition", node.test, ast.Constant(False)
    elif isinstance(node, ast.Return) and node.value and ast.unparse(node.value) != "None":
        yield "returned value", node, ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, _CALLS)):
        yield "dropped statement", node, ast.Pass()
    elif isinstance(node, ast.Continue):
        yield "dropped statement", node, ast.Break()
    elif isinstance(node, ast.expr):
        yield from ((kind, node, new) for kind, new in _other_expressions(node))


def _other_expressions(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield "comparison", ast.Compare(node.left, [_swapped(node.ops[0])], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield "boolean", ast.BoolOp(_swapped(node.op), node.values)
        for dropped in node.values:
            rest = [value for value in node.values if value is not dropped]
            yield "dropped operand", ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "boolean", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _SWAPS:
        yield "arithmetic", ast.BinOp(node.left, _swapped(node.op), node.right)
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        yield from (("condition", new) for new in _without_conditions(node))
    elif isinstance(node, ast.Constant):
        yield from _other_constants(node.value)


def _swapped(operator: ast.AST) -> Any:
    return _SWAPS[type(operator)]()


def _without_conditions(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Iterator[ast.expr]:
    for place, loop in enumerate(node.generators):
        if loop.ifs:
            bare = copy.copy(node)
            bare.generators = list(node.generators)
            bare.generators[place] = ast.comprehension(loop.target, loop.iter, [], loop.is_async)
            yield bare


def _other_constants(value: object) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif isinstance(value, (int, float)):
        yield "number", ast.Constant(value + 1)
    elif isinstance(value, str):
        yield "text", ast.Constant("" if value else "~")
