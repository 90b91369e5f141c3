"""Logs without what people said.

An error's message may quote what was being worked on: a row that the database refused, the request that the
action server sends back with its failure. So in a running system a log names an error and where it came up;
its message is left out, except where it can quote nobody.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duilian.errors import DataError


def keep_speech_out() -> None:
    """From now on no log of this process shows an error's message that may quote somebody. Twice is once."""
    make = logging.getLogRecordFactory()
    if getattr(make, "keeps_speech_out", False):
        return

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text, record.exc_info = quiet_traceback(record.exc_info[1]), None
        return record

    factory.keeps_speech_out = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(factory)


def quiet_traceback(error: BaseException) -> str:
    """An error and what it came from: where each came up, and its message where that can quote nobody."""
    return "\n".join(_lines(error, set()))


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        yield from _lines(cause, seen)
        yield "then:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    kind = type(error)
    message = _harmless_message(error)
    yield f"{kind.__module__}.{kind.__qualname__}" + (f": {message}" if message else "")


def _harmless_message(error: BaseException) -> str:
    refused = getattr(error, "orig", None)  # SQLAlchemy's errors carry the driver's
    if isinstance(refused, Exception):  # PostgreSQL's quote the row's values from the second line on
        return f"{type(refused).__name__}: {str(refused).strip().partition(chr(10))[0]}"
    if isinstance(error, DataError):  # of a file of ours, a model that is out of date: what is to be mended
        return str(error) if Path(error.where).is_absolute() else ""
    return str(error) if isinstance(error, OSError) else ""
