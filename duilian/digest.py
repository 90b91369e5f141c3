"""Digests of files: is a trained model, or a printed figure, still that of the present data and code?"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

LENGTH = 16  # hexadecimal digits: 64 bits
_PYTHON = re.compile(rb"#!.*python")  # how a script begins


def digest(root: Path, patterns: Iterable[str]) -> str:
    """The files below a folder as one short hash.

    Of a Python module or script only what it does counts (see :func:`code_of`), of any other file every byte.
    A file's place below ``root`` counts as well.

    Args:
        root: The folder the patterns start from.
        patterns: Globs such as ``nlu/**/*.yml``. A file that several of them match counts once; one
            that matches nothing adds nothing.

    Returns:
        The first 16 hexadecimal digits of a SHA-256.
    """
    total = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        content = path.read_bytes()
        if path.suffix == ".py" or _PYTHON.match(content):
            content = code_of(path).encode()
        total.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()[:LENGTH]


def code_of(path: Path) -> str:
    """What a Python module does: its syntax tree as text, without docstrings, comments and layout."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            del body[0]
    return ast.dump(tree)
