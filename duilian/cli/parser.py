"""argparse in Chinese, its words from ``data/texts.yml``; and the types of arguments that are numbers."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from duilian.config import load_config
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.texts import load_texts, sentence


class _Formatter(argparse.HelpFormatter):
    """Leaves room for the longest command's name beside what it does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = 14


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are in Chinese (see :func:`in_chinese`); so are its subparsers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", _Formatter)
        super().__init__(*args, **kwargs)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit with status 2."""
        super().error(message.removeprefix("argument "))  # the one word that argparse does not ask for


@contextmanager
def in_chinese() -> Iterator[None]:
    """While this lasts, argparse speaks Chinese.

    It asks gettext for its words, by the name ``_`` of its module. gettext wants compiled catalogues and the
    right locale; here the words are a table of ``data/texts.yml`` like all others. Complaints about
    argparse's own use stay English.
    """
    words = load_texts(load_config().data / "texts.yml").table("cli.argparse")
    english = vars(argparse)["_"]
    vars(argparse)["_"] = lambda word: words.get(word, word)
    try:
        yield
    finally:
        vars(argparse)["_"] = english


def positive(text: str) -> int:
    """A number from 1 on. Raises argparse.ArgumentTypeError for anything else."""
    number = whole_number(text, 1)
    if number is None:
        raise argparse.ArgumentTypeError(sentence("cli.no_positive", text=text))
    return number


def port(text: str) -> int:
    """A number from 1 to 65535. Raises argparse.ArgumentTypeError for anything else."""
    number = whole_number(text, 1, 65_535)
    if number is None:
        raise argparse.ArgumentTypeError(sentence("cli.no_port", text=text))
    return number


def port_setting(name: str, default: int) -> int:
    """A port from the environment.

    A variable is no word of the command's: the fault is one of what stands around it, exit status 1.

    Args:
        name: The variable.
        default: Where it is not set, or empty.

    Raises:
        DataError: It is none.
    """
    try:
        return port(os.environ.get(name) or str(default))
    except argparse.ArgumentTypeError as error:
        raise DataError(str(error), name) from None
