"""The archive's schema: brought up to date without losing a row.

SQLite cannot change a table, so Alembic makes it anew and drops the old one; were foreign keys on, what
belongs to its rows would be dropped with them. So they are off meanwhile, and checked before anything is
committed. All happens in one transaction, in one process at a time, after a copy of a file that holds
anything was put aside. There is no way back but that copy.
"""

from __future__ import annotations

import glob
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import NullPool

from duilian.clock import CHINA
from duilian.errors import DataError
from duilian.texts import sentence

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6475696C  # PostgreSQL's advisory lock of whoever migrates; any number that is nobody else's
_PATIENCE = 600  # seconds
_COPY_MARK = ".before-"  # in the names of files put aside
_COPY_AGE = timedelta(days=7)  # of what was put aside
_log = logging.getLogger(__name__)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


@cache
def revisions() -> tuple[str, ...]:
    """All revisions there are, the first one first."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def revision_of(connection: Connection) -> str | None:
    """The revision an archive stands at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head", *, copy: bool = True) -> None:
    """Run the migrations up to a revision of Alembic's, all or none.

    Args:
        engine: The archive.
        revision: Where to; an archive that stands beyond it is left as it is.
        copy: Put a copy of a file aside before?

    Raises:
        DataError: The archive was written by a later version, or its rows do not fit together.
    """
    target = revisions()[-1] if revision == "head" else revision
    with engine.connect() as connection:
        if _is_there(revision_of(connection), target):
            return  # the usual case: nothing is locked
    with _alone(engine) as connection:
        before = revision_of(connection)
        if _is_there(before, target):  # another process was quicker
            return
        if before is not None and copy:
            _put_aside(engine, before)
        migrate(connection, target)
        _check_references(connection)


def migrate(connection: Connection, revision: str = "head") -> None:
    """Run the migrations in the transaction that is open on a connection, whatever that entails."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _is_there(current: str | None, target: str) -> bool:
    known = revisions()
    if current is not None and current not in known:
        raise DataError(sentence("archive.schema.later", revision=current, newest=known[-1]))
    return current is not None and known.index(current) >= known.index(target)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other process migrates beside; on SQLite without foreign keys."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
            yield connection
        return
    # Of its own, so that Python's driver begins and ends nothing by itself; who waits for another process
    # waits until that one has migrated.
    ours = create_engine(
        engine.url,
        future=True,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args={"timeout": _PATIENCE},
    )
    with ours.connect() as connection:
        # Foreign keys can be switched outside of a transaction only.
        for statement in ("PRAGMA foreign_keys = OFF", "PRAGMA secure_delete = ON", "BEGIN IMMEDIATE"):
            connection.exec_driver_sql(statement)
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM")  # what was deleted in times before is gone from the file too


def _check_references(connection: Connection) -> None:
    """Raises DataError where a row names another one that is not there: nothing is committed then."""
    if connection.dialect.name != "sqlite":
        return
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        raise DataError(sentence("archive.schema.loose", table=table, row=row, parent=parent))


def _put_aside(engine: Engine, revision: str) -> None:
    """Copy a SQLite file beside itself, for its owner alone, and say where."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return
    copy = aside(Path(name), revision, datetime.now(CHINA))
    copy_database(Path(name), copy)
    _log.warning(sentence("archive.schema.copied", copy=copy))


def aside(path: Path, why: str, now: datetime) -> Path:
    """The name of a copy that is put aside.

    Args:
        path: The file that is copied.
        why: Before what, a short word for its name.
        now: The moment.
    """
    return path.with_name(f"{path.name}{_COPY_MARK}{why}-{now.astimezone(CHINA):%Y%m%d-%H%M%S}")


def delete_old_copies(url: str, now: datetime) -> None:
    """Delete what was put aside of a SQLite file more than a week ago: it holds what was deleted since.

    Args:
        url: The database's address; nothing was put aside of any but SQLite's.
        now: The moment.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return
    path = Path(address.database)
    for copy in path.parent.glob(f"{glob.escape(path.name)}{_COPY_MARK}*"):
        if now.timestamp() - copy.stat().st_mtime > _COPY_AGE.total_seconds():
            copy.unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite file as it stands now, whoever else reads or writes it.

    Args:
        source: The file.
        target: The copy, which must not be there yet; for its owner alone.

    Raises:
        OSError: It cannot be written.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
