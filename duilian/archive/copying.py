"""Both kinds of databases side by side: opened to be copied, and their rows carried from one to the other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, create_engine, insert, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from duilian.archive.reasons import database_reason
from duilian.errors import DataError, system_reason
from duilian.texts import sentence

ROWS_AT_A_TIME = 1000
PATIENCE = 60  # seconds that a writer is waited for
# Rasa's events, as its SQL tracker store makes the table.
EVENTS = Table(
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


def open_database(url: str) -> Engine:
    """A database without a pool, on whose connections SQLite's driver begins nothing by itself."""
    lite = is_lite_address(url)
    options: dict[str, Any] = {"poolclass": NullPool, "hide_parameters": True}
    if lite:
        options |= {"isolation_level": "AUTOCOMMIT", "connect_args": {"timeout": PATIENCE}}
    else:
        options |= {"isolation_level": "REPEATABLE READ"}
    return create_engine(url, future=True, **options)


def is_lite_address(url: str) -> bool:
    """Is it a SQLite file's address? Raises DataError where it is none of a database we know."""
    try:
        name = make_url(url).get_backend_name()
    except (ArgumentError, ValueError, ImportError):  # what they say holds the address, with its password
        name = ""
    if name not in ("sqlite", "postgresql"):
        raise DataError(sentence("archive.no_address"))
    return bool(name == "sqlite")


def is_lite(connection: Connection) -> bool:
    """Is it one to a SQLite file?"""
    return bool(connection.dialect.name == "sqlite")


def copy_lite(source: Connection, path: Path) -> None:
    """SQLite's online backup, of what the source's open transaction sees."""
    with closing(sqlite3.connect(path)) as target:
        source.connection.driver_connection.backup(target)


def copy_rows(source: Connection, target: Connection, table: Table) -> None:
    """All rows of a table, whatever kind of database each side is."""
    streamed = source.execution_options(stream_results=True).execute(select(table))
    for rows in streamed.mappings().partitions(ROWS_AT_A_TIME):
        target.execute(insert(table), [dict(row) for row in rows])


def is_sound(path: Path) -> bool:
    """Is this a SQLite file that can be read from end to end?"""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=PATIENCE)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def reason_of_failure(error: Exception) -> str:
    """What a person is told of a database, a disk or a file that fails."""
    if isinstance(error, (DBAPIError, sqlite3.Error)):
        return database_reason(error)
    return system_reason(error) if isinstance(error, OSError) else type(error).__name__
