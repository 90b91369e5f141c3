"""Passwords that others guess first: common ones, habits of typing, one's own name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from duilian.config import load_config
from duilian.errors import DataError
from duilian.texts import sentence

_UNEXPLAINED = 2  # characters besides common pieces that make a password no better
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
_RUN = 3  # neighbours on a row that are a habit
_LEET = str.maketrans("@4301!5$7", "aaeolisst")
# Days (1990-01-31, with or without the century, or month and day), years, mobile numbers.
_NUMBERS = re.compile(
    r"(?:(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d|1[3-9]\d{9}"
)
_LONGEST = 128  # characters that are looked at


def check_new_password(password: str, name: str) -> None:
    """Hold a new password against what is guessed first.

    Args:
        password: What somebody chose.
        name: The name of its account.

    Raises:
        DataError: It is common, or has the name in it.
    """
    folded = _fold(password)
    called = _fold(name)
    if len(called) >= (2 if not called.isascii() else 3) and (called in folded or folded in called):
        raise DataError(sentence("archive.accounts.named_password"))
    if is_common(password):
        raise DataError(sentence("archive.accounts.common_password"))


def is_common(password: str) -> bool:
    """Is a password put together of what everybody puts passwords together of?

    Pieces are the entries of ``data/common_passwords.txt``, days, years, mobile numbers, and neighbours on a
    keyboard or in the alphabet; two characters more (``a``, ``!``) make it no better.
    """
    folded = _fold(password)[:_LONGEST]
    few = len(set(folded)) <= _RUN or any(_repeats(folded, length) for length in range(1, 5))
    return few or folded.isdigit() or _unexplained(folded) <= _UNEXPLAINED


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _repeats(text: str, length: int) -> bool:
    return len(text) >= 2 * length and text == (text[:length] * len(text))[: len(text)]


def _unexplained(text: str) -> int:
    """The fewest characters of a text that belong to no common piece."""
    fewest = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        fewest[end] = fewest[end - 1] + 1
        for start in range(end - _RUN, -1, -1):
            if fewest[start] < fewest[end] and _is_piece(text[start:end]):
                fewest[end] = fewest[start]
    return fewest[-1]


def _is_piece(text: str) -> bool:
    if text in common_pieces() or text.translate(_LEET) in common_pieces():
        return True
    return len(set(text)) == 1 or _is_run(text) or _NUMBERS.fullmatch(text) is not None


def _is_run(text: str) -> bool:
    return any(text in row or text in row[::-1] for row in _ROWS)


@cache
def common_pieces() -> frozenset[str]:
    """The entries of the list, folded; a home's own data may come without one."""
    config, name = load_config(), "common_passwords.txt"
    path = config.data / name
    if not path.exists():
        path = config.defaults / "data" / name
    return read_pieces(path)


def read_pieces(path: Path) -> frozenset[str]:
    """Read a list of common passwords: words with blanks or lines between, what follows # left out.

    Args:
        path: The file.

    Raises:
        DataError: It cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(sentence("cli.unreadable", why=error), str(path)) from None
    return frozenset(_fold(word) for line in lines for word in line.partition("#")[0].split())
