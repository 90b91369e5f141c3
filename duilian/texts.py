"""Sentences that people read: ``data/texts.yml``, looked up by a key such as ``cli.show.none``.

The few sentences about the file itself stand here and in :mod:`duilian.yamlfile`: when it cannot be read, it
cannot say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from duilian import yamlfile
from duilian.config import load_config
from duilian.errors import DataError


@dataclass(frozen=True)
class Texts:
    """The texts of one file.

    Attributes:
        path: Where they stand.
        tree: The file's data: mappings, lists of words, and sentences with ``{fields}``.
    """

    path: Path
    tree: Mapping[str, Any]

    def sentence(self, key: str, /, **fields: object) -> str:
        """One sentence, its fields filled in.

        Args:
            key: The way down the file, joined by dots.
            **fields: What ``{fields}`` of the sentence stand for.

        Raises:
            DataError: There is no such sentence, or it names a field that has no value here.
        """
        text = self._at(key)
        if not isinstance(text, str):
            raise self._missing(key)
        try:
            return text.format(**fields)
        except KeyError as error:
            raise DataError(f"{key} 里的 {{{error.args[0]}}} 没有内容可填", str(self.path)) from None

    def table(self, key: str) -> Mapping[Any, Any]:
        """All that stands under a key. Raises DataError where nothing does."""
        entries = self._at(key)
        if not isinstance(entries, Mapping):
            raise self._missing(key)
        return entries

    def _at(self, key: str) -> Any:
        node: Any = self.tree
        for part in key.split("."):
            node = node.get(part) if isinstance(node, Mapping) else None
        return node

    def _missing(self, key: str) -> DataError:
        return DataError(f"缺少 {key} 这一项；请照着对练自带的 texts.yml 补上", str(self.path))


def sentence(key: str, /, **fields: object) -> str:
    """:meth:`Texts.sentence` from the ``data/texts.yml`` of this process (see :mod:`duilian.config`)."""
    return load_texts(load_config().data / "texts.yml").sentence(key, **fields)


@cache
def load_texts(path: Path) -> Texts:
    """Read and check a file of texts, once a process.

    Raises:
        DataError: It cannot be read, or something in it is not a text.
    """
    tree = yamlfile.load(path)
    if not isinstance(tree, Mapping):
        raise DataError("应当是“名称: 句子”的形式", str(path))
    for key, text in leaves(tree):
        _check(key, text, path)
    return Texts(path, tree)


def leaves(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """All that is no mapping and no list, each with its dotted key; items of a list share the list's key."""
    if isinstance(node, Mapping):
        for name, below in node.items():
            yield from leaves(below, f"{key}.{name}" if key else str(name))
    elif isinstance(node, list):
        for item in node:
            yield from leaves(item, key)
    else:
        yield key, node


def field_names(text: str) -> set[str]:
    """The names of a sentence's ``{fields}``. Raises ValueError where its braces do not match."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _check(key: str, text: Any, path: Path) -> None:
    if not isinstance(text, str) or not text.strip():
        raise DataError(f"{key} 应当是一句话，不是 {text!r}（可以加引号）", str(path))
    try:
        names = field_names(text)
    except ValueError:
        names = {""}
    if not all(name.isidentifier() for name in names):
        raise DataError(f"{key} 里的花括号应当成对，里面是名称", str(path))
