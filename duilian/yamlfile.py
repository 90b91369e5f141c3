"""YAML files read with their places, so that an error can name file, line and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from duilian.errors import DataError


def load(path: Path) -> Any:
    """A file → its data; mappings and lists know their lines (see :func:`line_of`). Raises DataError."""
    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataError(
            f"不是 YAML：{error.problem}", f"{path}:{mark.line + 1}" if mark else str(path)
        ) from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"不是 YAML：{error}", str(path)) from None


def line_of(node: Any, key: Any = None) -> int:
    """The line, from 1, of a loaded mapping or list, or of the entry ``key`` in it."""
    if key is None:
        return int(node.lc.line) + 1
    return int(node.lc.key(key)[0] if hasattr(node, "keys") else node.lc.item(key)[0]) + 1
