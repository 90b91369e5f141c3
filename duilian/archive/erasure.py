"""What was deleted is gone from a SQLite file too, not only from its tables.

Rows are overwritten as they are deleted (``PRAGMA secure_delete``). What is left is the full-text index,
which only notes that a text is gone until its parts are merged, and the write-ahead log, which holds what was
written before. PostgreSQL sees to its files itself: what ``VACUUM`` means there stands in docs/web.md.
"""

from __future__ import annotations

import logging
import time

from sqlalchemy import text
from sqlalchemy.engine import Engine

_PAGES = 500  # of the index merged at a time: others write in between
_TRIES, _PAUSE = 20, 0.25  # of emptying the log while others read, and seconds between them
_log = logging.getLogger(__name__)


def wipe_deleted(engine: Engine) -> bool:
    """Let nothing of what was deleted stand in the files any more.

    Args:
        engine: The archive; no transaction may be open on it here.

    Returns:
        False where somebody reads all the time: then the write-ahead log still holds it, until the next time.
    """
    if engine.dialect.name != "sqlite":
        return True
    _merge_index(engine)
    return empty_log(engine)


def _merge_index(engine: Engine) -> None:
    """Merge all parts of the full-text index: what was deleted is not in the one that comes of it."""
    step = text("insert into transcript_index(transcript_index, rank) values ('merge', :pages)")
    count, pages = (
        text("select total_changes()"),
        -_PAGES,
    )  # negative: all parts, not only where there are many
    while True:
        with engine.begin() as connection:
            before = connection.execute(count).scalar_one()
            connection.execute(step, {"pages": pages})
            done = connection.execute(count).scalar_one() - before < 2  # as SQLite's manual says
        if done:
            return
        pages = _PAGES


def empty_log(engine: Engine) -> bool:
    """Write SQLite's write-ahead log into the database and empty it; False where others kept it in use."""
    for _ in range(_TRIES):
        with engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if not busy:
            return True
        time.sleep(_PAUSE)
    _log.warning("the write-ahead log is in use; what was deleted stands in it until the next deletion")
    return False
