"""Restoring a backup: both databases are again as it has them, brought up to date where it is older."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, func, insert, inspect, select, text, update
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError

from duilian.archive import schema
from duilian.archive.backup import ABOUT, ARCHIVE, FORMAT, MEMBERS, TRACKERS, BackupContents
from duilian.archive.copying import (
    EVENTS,
    PATIENCE,
    ROWS_AT_A_TIME,
    copy_rows,
    is_lite_address,
    is_sound,
    open_database,
    reason_of_failure,
)
from duilian.archive.models import Base, Session
from duilian.errors import DataError
from duilian.texts import sentence


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
                for name, url in ((TRACKERS, trackers_url), (ARCHIVE, archive_url))
            ]
        except (DBAPIError, sqlite3.Error, OSError) as error:
            raise DataError(sentence("archive.backup.not_restored", why=reason_of_failure(error))) from None
    return Restored(contents, tuple(a for a, _ in outcomes if a), any(replaced for _, replaced in outcomes))


def _unpack(path: Path, folder: Path) -> BackupContents:
    """Unpack a backup and look at it closely; the archive in it is brought up to date."""
    try:
        with zipfile.ZipFile(path) as packed:
            if set(packed.namelist()) != MEMBERS:
                raise DataError(sentence("archive.backup.no_backup"), str(path))
            packed.extractall(folder)
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
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
        raise DataError(sentence("archive.backup.unread", why=reason_of_failure(error)), str(path)) from None
    if not isinstance(about, dict) or not {"format", "made", "sessions", "people", "events"} <= set(about):
        raise DataError(sentence("archive.backup.no_backup"), str(path))
    if about["format"] != FORMAT:
        raise DataError(sentence("archive.backup.other_format"), str(path))
    for name in (ARCHIVE, TRACKERS):
        if not is_sound(folder / name):
            raise DataError(sentence("archive.backup.damaged"), str(path))
    schema.upgrade(open_database(f"sqlite:///{folder / ARCHIVE}"), copy=False)
    return BackupContents(
        datetime.fromisoformat(about["made"]), about["sessions"], about["people"], about["events"]
    )


def _restore_into(url: str, source: Path, now: datetime) -> tuple[Path | None, bool]:
    """Restore one database.

    Returns:
        Where what stood there was put, and whether its file was replaced by another.
    """
    if not is_lite_address(url):
        _restore_into_postgresql(open_database(url), source)
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
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(path, timeout=PATIENCE)) as there:
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
    with open_database(f"sqlite:///{source}").connect() as kept, engine.begin() as target:
        if source.name == TRACKERS:
            EVENTS.metadata.drop_all(target)
            EVENTS.metadata.create_all(target)
            if inspect(kept).has_table(EVENTS.name):
                copy_rows(kept, target, EVENTS)
            _count_on(target, EVENTS)
            return
        Base.metadata.drop_all(target)
        target.exec_driver_sql("drop table if exists alembic_version")
        schema.migrate(target)
        for table in Base.metadata.sorted_tables:
            if table is Session.__table__:
                _copy_sessions(kept, target)
            else:
                copy_rows(kept, target, table)
            _count_on(target, table)


def _copy_sessions(source: Connection, target: Connection) -> None:
    """A session may go on from one that comes later: first all of them, then what they go on from."""
    table: Table = Session.__table__
    parents: list[dict[str, Any]] = []
    for rows in source.execute(select(table)).mappings().partitions(ROWS_AT_A_TIME):
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
