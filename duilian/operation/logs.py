"""What processes print, kept in files that do not grow for ever."""

from __future__ import annotations

import asyncio
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LARGEST = 5 * 1024 * 1024  # bytes of a file
_OLDER = 5  # files that are kept beside the one that is written
_LINE = 8 * 1024  # bytes; what is longer is broken


class RotatedLog(RotatingFileHandler):
    """Lines with their moment, appended to a file; ``NAME.log.1`` … are the older ones.

    The file is for the user alone, as the umask of ``duilian`` has it.

    Args:
        path: The file.
        largest: Bytes after which a new one is begun.
    """

    def __init__(self, path: Path, largest: int = _LARGEST) -> None:
        super().__init__(path, maxBytes=largest, backupCount=_OLDER, encoding="utf-8", errors="replace")
        self.setFormatter(logging.Formatter("%(asctime)s %(message)s"))

    def write_line(self, text: str) -> None:
        """Append a line."""
        self.emit(logging.LogRecord("", logging.INFO, "", 0, text, None, None))

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk takes the line, and nothing else with it."""


async def copy_lines(source: asyncio.StreamReader, log: RotatedLog) -> None:
    """Copy what a process prints into its log, until it prints no more."""
    rest = b""
    while chunk := await source.read(_LINE):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LINE:
            lines, rest = [*lines, rest], b""
        for line in lines:
            log.write_line(line.decode("utf-8", "replace").rstrip())
    if rest:
        log.write_line(rest.decode("utf-8", "replace"))
