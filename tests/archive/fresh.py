"""A fresh archive a test, copied from one that is made once: the migrations take longer than most tests."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from duilian import archive
from tests.archive.postgres import new_database


@cache
def _sqlite() -> Path:
    path = Path(tempfile.mkdtemp(prefix="duilian-archive-")) / "a.db"
    engine = archive.open_archive(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@cache
def _postgresql() -> str:
    url = new_database()
    archive.open_archive(url).dispose()
    return url.rpartition("/")[2]


def fresh(kind: str, folder: Path) -> str:
    """sqlite or postgresql → the address of an empty archive."""
    if kind == "postgresql":
        return new_database(_postgresql())
    shutil.copy(_sqlite(), folder / "a.db")
    return f"sqlite:///{folder / 'a.db'}"
