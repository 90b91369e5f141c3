"""A PostgreSQL of the tests' own: Debian's server in its own folder, on loopback, installed where missing."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.debian import install
from tests.ports import free_port


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def server() -> str:
    """Start one server for the test run → its address without a database."""
    return _start()[0]


def restart() -> None:
    """Stop the server, every connection cut, and start it again."""
    _start()[1]()


@cache
def _start() -> tuple[str, Callable[[], None]]:
    programs = _programs()
    if programs is None:
        install("postgresql")
        programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed, and can't be installed here")
    folder = tempfile.mkdtemp(prefix="duilian-pg-")
    port = free_port()
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)

    run(
        f"{programs}/initdb",
        "-D",
        f"{folder}/data",
        "-A",
        "trust",
        "-U",
        "duilian",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = (f"{programs}/pg_ctl", "-D", f"{folder}/data", "-w", "-o", options, "-l", f"{folder}/log")
    run(*control, "start")

    def stop() -> None:
        run(f"{programs}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://duilian@127.0.0.1:{port}", lambda: run(*control, "-m", "fast", "restart")


def new_database(template: str = "template0") -> str:
    """A fresh database, empty or a copy of another one → its address."""
    base, name = server(), f"t{uuid.uuid4().hex}"
    engine = create_engine(f"{base}/postgres", isolation_level="AUTOCOMMIT", future=True)
    with engine.connect() as connection:
        connection.execute(text(f"create database {name} template {template}"))
    engine.dispose()
    return f"{base}/{name}"
