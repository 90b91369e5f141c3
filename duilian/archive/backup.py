"""Backups: one file with both databases, the archive and Rasa's trackers, as they stood at one moment.

In it each is a SQLite file, whatever it was taken from: what was backed up from PostgreSQL can be restored
(see :mod:`duilian.archive.restoration`) into SQLite and the other way round. Nobody has to stop working:
writers wait for the moment in which both are caught, no longer.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from duilian.archive import schema
from duilian.archive.copying import (
    EVENTS,
    copy_lite,
    copy_rows,
    is_lite,
    open_database,
    reason_of_failure,
)
from duilian.archive.models import Base
from duilian.errors import DataError, system_reason
from duilian.texts import sentence

FORMAT = 1
ABOUT, ARCHIVE, TRACKERS = "backup.json", "archive.db", "trackers.db"
MEMBERS = {ABOUT, ARCHIVE, TRACKERS}


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
                for name in sorted(MEMBERS):
                    packed.write(Path(folder) / name, name)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, (DBAPIError, sqlite3.Error, OSError)):
            raise DataError(sentence("archive.backup.failed", why=reason_of_failure(error))) from None
        raise
    return contents


def _take(archive_url: str, trackers_url: str, folder: Path, now: datetime) -> BackupContents:
    """Write the members of a backup into a folder."""
    engines = [open_database(archive_url), open_database(trackers_url)]
    with _at_one_moment(*engines) as (archive, trackers):
        revision = schema.revision_of(archive)
        if revision is None or (not is_lite(archive) and revision != schema.revisions()[-1]):
            raise DataError(sentence("archive.backup.not_up_to_date"))
        sessions = archive.execute(text("select count(*) from sessions")).scalar_one()
        people = archive.execute(text("select count(*) from people")).scalar_one()
        events = _count_events(trackers)
        _copy_archive_out(archive, folder / ARCHIVE)
        _copy_trackers_out(trackers, folder / TRACKERS)
    contents = BackupContents(now, sessions, people, events)
    about = {"format": FORMAT, "revision": revision, **vars(contents), "made": now.isoformat()}
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return contents


@contextmanager
def _at_one_moment(archive: Engine, trackers: Engine) -> Iterator[tuple[Connection, Connection]]:
    """Both databases as they stand while nobody writes to the archive; then others write on.

    A message is kept in the archive before Rasa hears it, and its answer after Rasa has kept it. So in a
    moment in which nobody writes to the archive neither holds what the other one must know.
    """
    with archive.connect() as pause, ExitStack() as stack:
        if is_lite(pause):
            pause.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            pause.exec_driver_sql("LOCK TABLE exchanges, sessions IN SHARE MODE")
        readers = [stack.enter_context(engine.connect()) for engine in (archive, trackers)]
        for reader in readers:
            if is_lite(reader):
                reader.exec_driver_sql("BEGIN")
            _begin_to_see(reader)
        if is_lite(pause):
            pause.exec_driver_sql("ROLLBACK")
        else:
            pause.rollback()
        yield readers[0], readers[1]


def _begin_to_see(reader: Connection) -> None:
    """From here on it sees nothing that is written."""
    reader.exec_driver_sql("select count(*) from sqlite_master" if is_lite(reader) else "select 1").all()


def _count_events(trackers: Connection) -> int:
    if not inspect(trackers).has_table(EVENTS.name):
        return 0
    return int(trackers.execute(select(func.count()).select_from(EVENTS)).scalar_one())


def _copy_archive_out(archive: Connection, path: Path) -> None:
    if is_lite(archive):
        copy_lite(archive, path)
        return
    made = open_database(f"sqlite:///{path}")
    schema.upgrade(made)
    with made.connect() as target:
        target.exec_driver_sql("PRAGMA foreign_keys = OFF")
        target.exec_driver_sql("BEGIN")
        for table in Base.metadata.sorted_tables:
            copy_rows(archive, target, table)
        target.exec_driver_sql("COMMIT")


def _copy_trackers_out(trackers: Connection, path: Path) -> None:
    if is_lite(trackers):
        copy_lite(trackers, path)
        return
    with open_database(f"sqlite:///{path}").connect() as target:
        EVENTS.metadata.create_all(target)
        target.exec_driver_sql("BEGIN")
        if inspect(trackers).has_table(EVENTS.name):
            copy_rows(trackers, target, EVENTS)
        target.exec_driver_sql("COMMIT")
