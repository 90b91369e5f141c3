"""Text files as people have them: UTF-8, UTF-16 with its mark, or GB 18030, as Chinese programs still write.

Every file that a person gives us is read here, whichever door it comes in by. Like :mod:`duilian.yamlfile` it
reads ``data/texts.yml`` itself, so its few sentences stand here.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from duilian.errors import DataError, system_reason

_NO_TEXT = "不是文本文件，或者编码不认识；请另存为 UTF-8 的文本再试"
_CHUNK = 1 << 20  # bytes
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NOT_DECODED = re.compile("[\ud800-\udfff]")
"""What stands in a text for bytes that are no character; see :func:`open_lines`."""


@dataclass(frozen=True)
class _Encoding:
    """How a file is written.

    Attributes:
        name: Python's name of the encoding.
        damaged: The first line with bytes that are no character, from 1; 0 where there is none.
    """

    name: str
    damaged: int = 0


def decode_text(content: bytes) -> str:
    """The text of a whole file, without a byte order mark.

    Args:
        content: Its bytes: UTF-8, UTF-16 with a byte order mark, or GB 18030.

    Raises:
        DataError: They are none of these, or there is a NUL among the characters, as in no text.
    """
    encoding = _encoding_of(io.BytesIO(content))
    if encoding.damaged:
        raise DataError(f"第 {encoding.damaged} 行的编码坏了；请修好这一行，或者重新保存为 UTF-8")
    text = content.decode(encoding.name)
    if "\0" in text:
        raise DataError(_NO_TEXT)
    return text


def read_text(path: Path) -> str:
    """The text of a file by its path; lines end with a line feed, however they do in the file.

    Raises:
        DataError: It cannot be read, or is no text; the error names the file.
    """
    try:
        text = decode_text(path.read_bytes())
    except OSError as error:
        raise DataError(f"无法读取（{system_reason(error)}）", str(path)) from None
    except DataError as error:
        raise DataError(error.what, str(path)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def open_lines(file: BinaryIO) -> Iterator[TextIO]:
    """A text that may be too long for memory, to be read line by line.

    A line with bytes that are no character is read all the same; each of them stands there as what
    :data:`NOT_DECODED` finds, so that whoever reads can refuse the line and go on.

    Args:
        file: The bytes, which can be gone back in.

    Raises:
        DataError: It is no text.
    """
    encoding = _encoding_of(file)
    file.seek(0)
    yield io.TextIOWrapper(file, encoding=encoding.name, errors="surrogateescape")


def _encoding_of(file: BinaryIO) -> _Encoding:
    """How the bytes are written. Raises DataError where they are no text."""
    start = file.read(2)
    if start in _MARKS:
        found = _Encoding("utf-16") if _is_valid(file, "utf-16") else None
    elif _is_valid(file, "utf-8-sig"):
        found = _Encoding("utf-8-sig")
    else:
        # UTF-8 with a few broken bytes can often be read as GB 18030 too: as other characters.
        damaged = _damaged_line(file)
        gb = None if damaged else _is_valid(file, "gb18030")
        found = _Encoding("utf-8-sig", damaged) if damaged else _Encoding("gb18030") if gb else None
    if found is None:
        raise DataError(_NO_TEXT)
    return found


def _decoded(file: BinaryIO, encoding: str, errors: str) -> Iterator[str]:
    """The text in pieces. Raises UnicodeError."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    file.seek(0)
    while content := file.read(_CHUNK):
        yield decoder.decode(content)
    yield decoder.decode(b"", final=True)


def _is_valid(file: BinaryIO, encoding: str) -> bool:
    try:
        return all(True for _ in _decoded(file, encoding, "strict"))
    except UnicodeError:
        return False


def _damaged_line(file: BinaryIO) -> int:
    """The first line that is no UTF-8, where nearly all is; else 0.

    Chinese in GB 18030 is hardly ever UTF-8.
    """
    chinese = broken = line = 0
    lines = 1
    for text in _decoded(file, "utf-8-sig", "replace"):
        at = text.find("\ufffd")
        if not line and at >= 0:
            line = lines + text.count("\n", 0, at)
        lines += text.count("\n")
        chinese, broken = chinese + len(_CHINESE.findall(text)), broken + text.count("\ufffd")
    return line if chinese > broken else 0
