"""Logs name an error and where it came up, and quote nobody."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from duilian.discretion import keep_speech_out
from duilian.errors import DataError

SAID = "葡萄架下的第七只蜗牛"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a handler writes that was there before."""
    factory, out = logging.getLogRecordFactory(), io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logging.getLogger("discretion").addHandler(handler)
    keep_speech_out()
    keep_speech_out()
    yield out
    logging.getLogger("discretion").removeHandler(handler)
    logging.setLogRecordFactory(factory)


def log_of(error: Exception, out: io.StringIO) -> str:
    try:
        try:
            raise KeyError(SAID)
        except KeyError as cause:
            raise error from cause
    except Exception:
        logging.getLogger("discretion").exception("not done")
    return out.getvalue()


def test_an_errors_message_may_quote_somebody(written: io.StringIO) -> None:
    log = log_of(ValueError(f"cannot read {SAID}"), written)
    assert SAID not in log and "ERROR not done" in log
    assert "builtins.KeyError\nthen:\n" in log and log.rstrip().endswith("builtins.ValueError")
    assert f"{__file__}:" in log and " log_of" in log, "where it came up"


def test_what_the_system_or_a_database_says_is_kept(written: io.StringIO) -> None:
    assert "No space left" in log_of(OSError(28, "No space left on device"), written)
    with pytest.raises(DBAPIError) as raised, create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("select ? from nowhere", (SAID,))
    log = log_of(raised.value, written)
    assert "OperationalError: no such table: nowhere" in log and SAID not in log


def test_a_fault_of_a_file_is_kept_one_of_what_was_typed_is_not(written: io.StringIO, tmp_path: Path) -> None:
    assert "train again" in log_of(DataError("train again", f"{tmp_path}:3"), written)
    for where in ("", "line 3", "calls.csv"):
        assert SAID not in log_of(DataError(f"no number: {SAID}", where), written)


def test_the_row_that_postgresql_refused_is_left_out(written: io.StringIO) -> None:
    refused = Exception(f"new row violates check\nDETAIL:  Failing row contains ({SAID}).\n")
    log = log_of(DBAPIError("insert into turns", {"text": SAID}, refused), written)
    assert "new row violates check" in log and SAID not in log


def test_a_line_without_an_error_is_as_ever(written: io.StringIO) -> None:
    logging.getLogger("discretion").warning("%d left", 3)
    assert written.getvalue() == "WARNING 3 left\n"
