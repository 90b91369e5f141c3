"""YAML files: read with their places, so that an error can name file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from duilian.errors import DataError
from duilian.textfile import read_text

_DEEPEST = 200  # levels; libyaml's own reading of some ten thousand ends the process
_TWICE = re.compile('found duplicate key "(.*?)" with value', re.S)


class PlacedMapping(dict[Any, Any]):
    """A mapping of a file.

    Attributes:
        line: Where it begins, from 0.
        lines: Where each of its keys stands, from 0.
    """

    def __init__(self, line: int) -> None:
        """An empty one that begins there."""
        super().__init__()
        self.line, self.lines = line, dict[Any, int]()


class PlacedList(list[Any]):
    """A list of a file.

    Attributes:
        line: Where it begins, from 0.
        lines: Where each of its items stands, from 0.
    """

    def __init__(self, line: int) -> None:
        """An empty one that begins there."""
        super().__init__()
        self.line, self.lines = line, list[int]()


class _PlacedConstructor(SafeConstructor):
    """Makes values that know their lines of what libyaml reads, in a tenth of the other loader's time."""

    def construct_yaml_map(self, node: MappingNode) -> Iterator[PlacedMapping]:
        data = PlacedMapping(node.start_mark.line)
        yield data
        data.update(self.construct_mapping(node))
        # Of a key that was merged in and stands here too, this place counts: it comes last.
        data.lines = {self.construct_object(key, deep=True): key.start_mark.line for key, _ in node.value}

    def construct_yaml_seq(self, node: SequenceNode) -> Iterator[PlacedList]:
        data = PlacedList(node.start_mark.line)
        yield data
        data.extend(self.construct_sequence(node))
        data.lines = [item.start_mark.line for item in node.value]


_PlacedConstructor.add_constructor("tag:yaml.org,2002:map", _PlacedConstructor.construct_yaml_map)
_PlacedConstructor.add_constructor("tag:yaml.org,2002:seq", _PlacedConstructor.construct_yaml_seq)


def load(path: Path) -> Any:
    """Read a file whose mappings and lists know their lines (see :func:`line_of`).

    Raises:
        DataError: The file cannot be read, or is not YAML.
    """
    yaml = YAML(typ="safe")
    yaml.Constructor = _PlacedConstructor
    text = read_text(path)
    try:
        _check_depth(text)
        return yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        twice = _TWICE.match(error.problem or "") if isinstance(error, DuplicateKeyError) else None
        if twice:
            raise DataError(f"“{twice[1]}”写了两遍；请删去一个", where) from None
        raise DataError("不是 YAML；请检查这一行和它上面的缩进、冒号和引号", where) from None
    except ReaderError as error:  # a control character
        line = text.count("\n", 0, error.position) + 1
        raise DataError("不是 YAML；这一行里有不能用的控制字符", f"{path}:{line}") from None
    except (YAMLError, ValueError, RecursionError):  # a date that is none, nesting without end
        raise DataError("不是 YAML；请检查里面的日期、数字和层次", str(path)) from None


def _check_depth(text: str) -> None:
    """Raise RecursionError where lists and mappings are nested too deeply to be read."""
    depth = 0
    for event in YAML(typ="safe").parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            raise RecursionError


def line_of(node: Any, key: Any = None) -> int:
    """The line, from 1, of a mapping or list that :func:`load` read, or of the entry ``key`` in it."""
    if key is None:
        return int(node.line) + 1
    return int(node.lines[key]) + 1
