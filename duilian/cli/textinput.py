"""What a command is given to read: a file, or standard input."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO, TextIO

from duilian.errors import DataError, system_reason
from duilian.textfile import open_lines
from duilian.texts import sentence


@contextmanager
def open_text(name: str) -> Iterator[TextIO]:
    """A text to be read line by line, in any encoding of :mod:`duilian.textfile`.

    Args:
        name: A file's name, or “-” for standard input.

    Raises:
        DataError: It cannot be read, or is no text.
    """
    if name == "-" and sys.stdin is None:
        raise DataError(sentence("cli.no_input"), name)
    if name == "-" and (sys.stdin.isatty() or not hasattr(sys.stdin, "buffer")):
        yield sys.stdin  # who types it is answered line by line
        return
    with ExitStack() as closed:
        try:
            file: BinaryIO = sys.stdin.buffer if name == "-" else closed.enter_context(open(name, "rb"))
            if name == "-" or not file.seekable():
                # All of a pipe has to be there before it is known how it is written.
                pipe, file = file, closed.enter_context(tempfile.TemporaryFile())
                shutil.copyfileobj(pipe, file)
                file.seek(0)
            lines = closed.enter_context(open_lines(file))
        except OSError as error:
            raise DataError(sentence("cli.unreadable", why=system_reason(error)), name) from None
        except DataError as error:
            raise DataError(error.what, name) from None
        yield lines
