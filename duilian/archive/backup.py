"""Backups: one file with both databases, the archive and Rasa's trackers, as they stood at one moment.

In it each is a SQLite file, whatever it was taken from: what was backed up from PostgreSQL can be restored
into SQLite and the other way round, and a backup of an earlier version is brought up to date as it is
restored. Nobody has to stop working: writers wait for the moment in which both are caught, no longer.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from duilian.archive import schema
from duilian.archive.models import Base, Session
from duilian.archive.reasons import database_reason
from duilian.errors import DataError, system_reason
from duilian.texts import sentence

_FORMAT = 1
_ABOUT, _ARCHIVE, _TRACKERS = "backup.json", "archive.db", "trackers.db"
_MEMBERS = {_ABOUT, _ARCHIVE, _TRACKERS}
_ROWS = 1000  # copied at a time
_PATIENCE = 60  # seconds that a writer is waited for
# Rasa's events, as its SQL tracker store makes the table.
_EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)


@dataclass(frozen=True)
class BackupContents:
    """What a backup holds.

    Attributes:
        made: When it was taken.
        sessions: How many calls and visits.
        people: How many people.
        events: How many of Rasa's events.
    """

    made: datetime
    sessions: int
    people: int
    events: int


@dataclass(frozen=True)
class Restored:
    """What a restoration did.

    Attributes:
        contents: What was restored.
        aside: Where what stood there before was put; empty where nothing stood there or it could not be read.
        restart: Must what runs be started again? A damaged SQLite file had to be replaced by another.
    """

    contents: BackupContents
    aside: tuple[Path, ...]
    restart: bool


# --- taking one ------------------------------------------------------------------------------------------


def write_backup(archive_url: str, trackers_url: str, path: Path, now: datetime) -> BackupContents:
    """Back both databases up, while they are in use.

    Args:
        archive_url: The archive's address.
        trackers_url: The address of Rasa's trackers; where nothing stands there yet, there are none.
        path: The file that is made, for its owner alone.
        now: The moment.

    Raises:
        DataError: The file is there already or cannot be written, or a database cannot be read.
    """
    try:
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise DataError(sentence("archive.backup.exists"), str(path)) from None
    except OSError as error:
        raise DataError(sentence("archive.backup.unwritten", why=system_reason(error)), str(path)) from None
    try:
        with open(made, "wb") as file, TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
            contents = _take(archive_url, trackers_url, Path(folder), now)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                for name in sorted(_MEMBERS):
                    packed.write(Path(folder) / name, name)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, (DBAPIError, sqlite3.Error, OSError)):
            raise DataError(sentence("archive.backup.failed", why=_why(error))) from None
        raise
    return contents


def _take(archive_url: str, trackers_url: str, folder: Path, now: datetime) -> BackupContents:
    """Write the members of a backup into a folder."""
    engines = [_open(archive_url), _open(trackers_url)]
    with _at_one_moment(*engines) as (archive, trackers):
        revision = schema.revision_of(archive)
        if revision is None or (not _is_lite(archive) and revision != schema.revisions()[-1]):
            raise DataError(sentence("archive.backup.not_up_to_date"))
        sessions = archive.execute(text("select count(*) from sessions")).scalar_one()
        people = archive.execute(text("select count(*) from people")).scalar_one()
        events = _count_events(trackers)
        _copy_archive_out(archive, folder / _ARCHIVE)
        _copy_trackers_out(trackers, folder / _TRACKERS)
    contents = BackupContents(now, sessions, people, events)
    about = {"format": _FORMAT, "revision": revision, **vars(contents), "made": now.isoformat()}
    (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return contents


def _open(url: str) -> Engine:
    """A database without a pool, on whose connections SQLite's driver begins nothing by itself."""
    lite = _is_lite_address(url)
    options: dict[str, Any] = {"poolclass": NullPool, "hide_parameters": True}
    if lite:
        options |= {"isolation_level": "AUTOCOMMIT", "connect_args": {"timeout": _PATIENCE}}
    else:
        options |= {"isolation_level": "REPEATABLE READ"}
    return create_engine(url, future=True, **options)


def _is_lite_address(url: str) -> bool:
    """Is it a SQLite file's address? Raises DataError where it is none of a database we know."""
    try:
        name = make_url(url).get_backend_name()
    except (ArgumentError, ValueError, ImportError):  # what they say holds the address, with its password
        name = ""
    if name not in ("sqlite", "postgresql"):
        raise DataError(sentence("archive.no_address"))
    return bool(name == "sqlite")


def _is_lite(connection: Connection) -> bool:
    return bool(connection.dialect.name == "sqlite")


@contextmanager
def _at_one_moment(archive: Engine, trackers: Engine) -> Iterator[tuple[Connection, Connection]]:
    """Both databases as they stand while nobody writes to the archive; then others write on.

    A message is kept in the archive before Rasa hears it, and its answer after Rasa has kept it. So in a
    moment in which nobody writes to the archive neither holds what the other one must know.
    """
    with archive.connect() as pause, ExitStack() as stack:
        if _is_lite(pause):
            pause.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            pause.exec_driver_sql("LOCK TABLE exchanges, sessions IN SHARE MODE")
        readers = [stack.enter_context(engine.connect()) for engine in (archive, trackers)]
        for reader in readers:
            if _is_lite(reader):
                reader.exec_driver_sql("BEGIN")
            _begin_to_see(reader)
        if _is_lite(pause):
            pause.exec_driver_sql("ROLLBACK")
        else:
            pause.rollback()
        yield readers[0], readers[1]


def _begin_to_see(reader: Connection) -> None:
    """From here on it sees nothing that is written."""
    reader.exec_driver_sql("select count(*) from sqlite_master" if _is_lite(reader) else "select 1").all()


def _count_events(trackers: Connection) -> int:
    if not inspect(trackers).has_table(_EVENTS.name):
        return 0
    return int(trackers.execute(select(func.count()).select_from(_EVENTS)).scalar_one())


def _copy_archive_out(archive: Connection, path: Path) -> None:
    if _is_lite(archive):
        _copy_lite(archive, path)
        return
    made = _open(f"sqlite:///{path}")
    schema.upgrade(made)
    with made.connect() as target:
        target.exec_driver_sql("PRAGMA foreign_keys = OFF")
        target.exec_driver_sql("BEGIN")
        for table in Base.metadata.sorted_tables:
            _copy_rows(archive, target, table)
        target.exec_driver_sql("COMMIT")


def _copy_trackers_out(trackers: Connection, path: Path) -> None:
    if _is_lite(trackers):
        _copy_lite(trackers, path)
        return
    with _open(f"sqlite:///{path}").connect() as target:
        _EVENTS.metadata.create_all(target)
        target.exec_driver_sql("BEGIN")
        if inspect(trackers).has_table(_EVENTS.name):
            _copy_rows(trackers, target, _EVENTS)
        target.exec_driver_sql("COMMIT")


def _copy_lite(source: Connection, path: Path) -> None:
    """SQLite's online backup, of what the source's open transaction sees."""
    with closing(sqlite3.connect(path)) as target:
        source.connection.driver_connection.backup(target)


def _copy_rows(source: Connection, target: Connection, table: Table) -> None:
    """All rows of a table, whatever kind of database each side is."""
    streamed = source.execution_options(stream_results=True).execute(select(table))
    for rows in streamed.mappings().partitions(_ROWS):
        target.execute(insert(table), [dict(row) for row in rows])


# --- restoring one ---------------------------------------------------------------------------------------


def restore_backup(archive_url: str, trackers_url: str, path: Path, now: datetime) -> Restored:
    """Let both databases be again as a backup has them, each in one transaction.

    Args:
        archive_url: The archive's address.
        trackers_url: The address of Rasa's trackers.
        path: The backup.
        now: The moment, for the names of what is put aside.

    Raises:
        DataError: It is no backup, damaged or of a later version; or a database cannot be written: then that
            one stands as it stood.
    """
    with TemporaryDirectory(prefix="duilian-restore-") as folder:
        contents = _unpack(path, Path(folder))
        try:
            outcomes = [
                _restore_into(url, Path(folder) / name, now)
                for name, url in ((_TRACKERS, trackers_url), (_ARCHIVE, archive_url))
            ]
        except (DBAPIError, sqlite3.Error, OSError) as error:
            raise DataError(sentence("archive.backup.not_restored", why=_why(error))) from None
    return Restored(contents, tuple(a for a, _ in outcomes if a), any(replaced for _, replaced in outcomes))


def _unpack(path: Path, folder: Path) -> BackupContents:
    """Unpack a backup and look at it closely; the archive in it is brought up to date."""
    try:
        with zipfile.ZipFile(path) as packed:
            if set(packed.namelist()) != _MEMBERS:
                raise DataError(sentence("archive.backup.no_backup"), str(path))
            packed.extractall(folder)
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    except DataError:
        raise
    except FileNotFoundError:
        raise DataError(sentence("archive.backup.no_file"), str(path)) from None
    except zipfile.BadZipFile:
        if zipfile.is_zipfile(path):
            raise DataError(sentence("archive.backup.damaged"), str(path)) from None
        raise DataError(sentence("archive.backup.no_backup"), str(path)) from None
    except zlib.error:
        raise DataError(sentence("archive.backup.damaged"), str(path)) from None
    except (OSError, ValueError, EOFError) as error:
        raise DataError(sentence("archive.backup.unread", why=_why(error)), str(path)) from None
    if not isinstance(about, dict) or not {"format", "made", "sessions", "people", "events"} <= set(about):
        raise DataError(sentence("archive.backup.no_backup"), str(path))
    if about["format"] != _FORMAT:
        raise DataError(sentence("archive.backup.other_format"), str(path))
    for name in (_ARCHIVE, _TRACKERS):
        if not is_sound(folder / name):
            raise DataError(sentence("archive.backup.damaged"), str(path))
    schema.upgrade(_open(f"sqlite:///{folder / _ARCHIVE}"), copy=False)
    return BackupContents(
        datetime.fromisoformat(about["made"]), about["sessions"], about["people"], about["events"]
    )


def is_sound(path: Path) -> bool:
    """Is this a SQLite file that can be read from end to end?"""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=_PATIENCE)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _restore_into(url: str, source: Path, now: datetime) -> tuple[Path | None, bool]:
    """Restore one database.

    Returns:
        Where what stood there was put, and whether its file was replaced by another.
    """
    if not _is_lite_address(url):
        _restore_into_postgresql(_open(url), source)
        return None, False
    path = Path(make_url(url).database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside: Path | None = None
    replaced = False
    if path.exists():
        aside = schema.aside(path, "restore", now)
        if is_sound(path):
            schema.copy_database(path, aside)
        else:
            _move_away(path, aside)
            replaced = True
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(path, timeout=_PATIENCE)) as there:
        there.execute("PRAGMA journal_mode = WAL")
        here.backup(there)
        there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return aside, replaced


def _move_away(path: Path, aside: Path) -> None:
    """A damaged file with its write-ahead log."""
    for ending in ("-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))


def _restore_into_postgresql(engine: Engine, source: Path) -> None:
    """Make the tables anew and fill them, in one transaction: others see all of it or nothing."""
    with _open(f"sqlite:///{source}").connect() as kept, engine.begin() as target:
        if source.name == _TRACKERS:
            _EVENTS.metadata.drop_all(target)
            _EVENTS.metadata.create_all(target)
            if inspect(kept).has_table(_EVENTS.name):
                _copy_rows(kept, target, _EVENTS)
            _count_on(target, _EVENTS)
            return
        Base.metadata.drop_all(target)
        target.exec_driver_sql("drop table if exists alembic_version")
        schema.migrate(target)
        for table in Base.metadata.sorted_tables:
            if table is Session.__table__:
                _copy_sessions(kept, target)
            else:
                _copy_rows(kept, target, table)
            _count_on(target, table)


def _copy_sessions(source: Connection, target: Connection) -> None:
    """A session may go on from one that comes later: first all of them, then what they go on from."""
    table: Table = Session.__table__
    parents: list[dict[str, Any]] = []
    for rows in source.execute(select(table)).mappings().partitions(_ROWS):
        parents += [{"child": row["id"], "parent": row["parent_id"]} for row in rows if row["parent_id"]]
        target.execute(insert(table), [{**row, "parent_id": None} for row in rows])
    for pair in parents:
        target.execute(update(table).where(table.c.id == pair["child"]).values(parent_id=pair["parent"]))


def _count_on(target: Connection, table: Table) -> None:
    """Let PostgreSQL's numbers go on after the highest one that was restored."""
    for column in table.primary_key.columns:
        name = {"table": f'"{table.name}"', "column": column.name}
        sequence = target.execute(text("select pg_get_serial_sequence(:table, :column)"), name).scalar_one()
        if sequence:
            highest = target.execute(select(func.max(column))).scalar_one()
            if highest is not None:
                target.execute(text("select setval(:name, :value)"), {"name": sequence, "value": highest})


def _why(error: Exception) -> str:
    if isinstance(error, (DBAPIError, sqlite3.Error)):
        return database_reason(error)
    return system_reason(error) if isinstance(error, OSError) else type(error).__name__
