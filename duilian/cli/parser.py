"""argparse in Chinese.

argparse asks gettext for its words, which wants compiled catalogues and the right locale. Here they stand as a
table instead: like the sentences of :mod:`duilian.texts` about itself, they must be there when no file can be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import NoReturn

# What a person may cause at the command line; argparse's complaints about its own use stay English.
_WORDS: Mapping[str, str] = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这段说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "the following arguments are required: %s": "还缺：%s",
    "one of the arguments %s is required": "要写其中一个：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "not allowed with argument %s": "不能跟 %s 一起写",
    "ignored explicit argument %r": "后面不能带值 %r",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不止一个意思：%(matches)s",
    "invalid %(type)s value: %(value)r": "应当是整数，不是 %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r；可以写 %(choices)s",
}


def _word(english: str) -> str:
    return _WORDS.get(english, english)


def _words(one: str, many: str, count: int) -> str:
    return _word(one if count == 1 else many)


class _Formatter(argparse.HelpFormatter):
    """Leaves room for the longest command's name beside what it does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = 14


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are in Chinese; its subparsers are of the same kind."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        vars(argparse).update({"_": _word, "ngettext": _words})
        kwargs.setdefault("formatter_class", _Formatter)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit with status 2."""
        super().error(message.removeprefix("argument "))  # the one word that argparse does not ask for


def positive(text: str) -> int:
    """A number from 1 on. Raises argparse.ArgumentTypeError for anything else."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"应当是从 1 起的整数，不是“{text}”")
    return int(text)


def port(text: str) -> int:
    """A number from 1 to 65535. Raises argparse.ArgumentTypeError for anything else."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"应当是 1 到 65535 的端口号，不是“{text}”")
    return int(text)
