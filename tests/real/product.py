"""A running product that tests may mistreat: processes killed, databases locked; and it comes back."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from duilian import archive
from duilian.archive import accounts
from duilian.call.session import HANG_UP, begin_session
from duilian.roleplay.cast import load_cast
from tests.ports import free_port
from tests.real.browser import Browser

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "correct horse"
PROCESSES = ("rasa", "actions", "web")
_READY = 400.0  # seconds within which everything must answer again


@dataclass(frozen=True)
class KeptCall:
    """What is kept of a call after all.

    Attributes:
        heard: Key and text of each message of the trainee's in Rasa's tracker store, in order.
        answers: The replies kept of each message, by its key, None where none came.
        hung_up: Is it kept that the trainee hung up?
        turns: The texts of the trainee's turns, as they were scored; none while they were not.
        score: None where there is no scorecard.
    """

    heard: tuple[tuple[str, str], ...]
    answers: dict[str, list[str] | None]
    hung_up: bool
    turns: tuple[str, ...]
    score: float | None


class Product:
    """Everything as ``make run`` starts it, in a folder of its own; started again where it has ended."""

    def __init__(self, folder: Path, database: str = "", trackers: str = "", **environment: str) -> None:
        """Make one that does not run yet.

        Args:
            folder: Where its databases stand, unless others are given.
            database: The archive's address.
            trackers: Where Rasa's events are kept.
            **environment: What else stands in its environment.
        """
        self.folder, self._environment = folder, environment
        self.database_url = database or f"sqlite:///{folder / 'a.db'}"
        self.trackers = trackers or str(folder / "trackers.db")
        self._ports = {name: free_port() for name in PROCESSES}
        self._server: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()

    @property
    def web(self) -> int:
        """The port of the web application."""
        return self._ports["web"]

    @property
    def rasa(self) -> int:
        """The port of Rasa."""
        return self._ports["rasa"]

    @property
    def actions(self) -> int:
        """The port of the action server."""
        return self._ports["actions"]

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to be a command of this product's."""
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "TRACKERS": self.trackers,
            "RASA_PORT": str(self.rasa),
            "PYTHONWARNINGS": "ignore",
            **self._environment,
        }

    @contextmanager
    def running(self) -> Iterator[Product]:
        """It runs, and nothing is left behind."""
        self.start()
        try:
            yield self
        finally:
            self.stop()
            assert not any(map(is_open, self._ports.values())), "something is left behind"

    def start(self) -> None:
        """Start it, unless it runs, and wait until it is ready."""
        with self._starting:
            if self._server and self._server.poll() is None:
                return
            ports = {f"{name.upper()}_PORT": str(port) for name, port in self._ports.items()}
            env = self.environment | ports
            with open(self.folder / "stderr", "ab", opener=_for_me_alone) as said:
                self._server = subprocess.Popen(
                    [ROOT / "scripts/serve"], env=env, stdout=subprocess.PIPE, stderr=said
                )
            assert self._server.stdout
            line = self._server.stdout.readline().decode()
            assert "就绪" in line, (self.folder / "stderr").read_text(encoding="utf-8")[-2000:]

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        if self._server and self._server.poll() is None:
            self._server.terminate()
            self._server.wait(timeout=40)

    def pid(self, name: str) -> int | None:
        """The number of one of :data:`PROCESSES`; None where it does not run."""
        wanted = {
            "rasa": ("rasa", "run", "-p", str(self._ports["rasa"])),
            "actions": ("rasa", "run", "actions", str(self._ports["actions"])),
            "web": ("duilian.cli", "web", str(self._ports["web"])),
        }[name]
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    command = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                except OSError:
                    continue
                if all(word in command for word in wanted):
                    return int(folder.name)
        return None

    def kill(self, name: str) -> None:
        """End one of its processes, or ``serve`` above them, at once, as a lack of memory does."""
        number = self._server.pid if name == "serve" and self._server else self.pid(name)
        if number is not None:
            os.kill(number, signal.SIGKILL)
        if name == "serve" and self._server:
            self._server.wait()

    def hold(self, name: str) -> None:
        """Stop one of its processes where it stands: it lives, but answers nothing."""
        number = self.pid(name)
        assert number is not None
        os.kill(number, signal.SIGSTOP)

    def recover(self) -> None:
        """Wait until all of its processes answer again; start it where it has ended itself.

        Raises:
            TimeoutError: They do not.
        """
        deadline = time.monotonic() + _READY
        while time.monotonic() < deadline:
            if self._server is None or self._server.poll() is not None:
                self.start()
            if all(self._answers(name) for name in PROCESSES):
                return
            time.sleep(0.5)
        raise TimeoutError("not up again")

    def _answers(self, name: str) -> bool:
        path = {"rasa": "/", "actions": "/health", "web": "/sign-in"}[name]
        command = ["curl", "-sf", "-o", os.devnull, "-m", "3", f"http://127.0.0.1:{self._ports[name]}{path}"]
        return subprocess.run(command, check=False).returncode == 0

    def enrol(self, name: str) -> Browser:
        """A trainee who is signed in, entered where there is none of this name."""
        engine = archive.open_archive(self.database_url)
        with archive.transaction(engine) as db:
            if archive.find_person(db, name) is None:
                accounts.add_person(db, name, "trainee", PASSWORD, datetime.now(timezone.utc), one_time=False)
        engine.dispose()
        browser = Browser(self.web)
        assert name in browser.sign_in(name, PASSWORD).text
        return browser

    def begin(self, session: str, scenario: str, seed: str, name: str) -> None:
        """Enter a call of a trainee's, with a seed that is chosen: so it can be played twice the same."""
        engine = archive.open_archive(self.database_url)
        with archive.transaction(engine) as db:
            person = archive.person_named(db, name, datetime.now(timezone.utc))
            member = accounts.Member(person.id, name, "trainee")
        played = load_cast(ROOT / "data").scenarios[scenario]
        begin_session(engine, session, played, "practice", seed, member, datetime.now(timezone.utc))
        engine.dispose()

    def kept(self, session: str) -> KeptCall:
        """What is kept of a call."""
        engine = archive.open_archive(self.database_url)
        with archive.transaction(engine) as db:
            row = archive.find_call(db, session)
            assert row is not None, session
            answers = {
                str(e.key): None if e.replies is None else [r["text"] for r in e.replies]
                for e in row.exchanges
            }
            hung_up = any(e.text == HANG_UP for e in row.exchanges)
            turns = tuple(str(t.text) for t in row.turns if t.speaker == "trainee")
            score = row.score if row.assessments and row.ended_at is not None else None
        engine.dispose()
        return KeptCall(self._heard(session), answers, hung_up, turns, score)

    def _heard(self, session: str) -> tuple[tuple[str, str], ...]:
        url = self.trackers if "://" in self.trackers else f"sqlite:///{self.trackers}"
        engine = create_engine(url, future=True)
        query = "select data from events where sender_id = :s and type_name = 'user' order by id"
        with engine.connect() as connection:
            events: list[dict[str, Any]] = [
                json.loads(row.data) for row in connection.execute(text(query), {"s": session})
            ]
        engine.dispose()
        return tuple((e["metadata"].get("key", ""), e["text"]) for e in events)


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def is_open(port: int) -> bool:
    """Does anybody listen on a port of this machine?"""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def locked(file: str, seconds: float) -> Iterator[None]:
    """A SQLite file that another process holds for writing, for so long or until the block ends."""
    code = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('locked', flush=True); time.sleep(float(sys.argv[2]))"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, file, str(seconds)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout and holder.stdout.readline() == "locked\n"
        yield
        holder.wait(timeout=seconds + 10)
    finally:
        holder.kill()
        holder.wait()


def forget_turn(file: str, session: str, text_of_turn: str) -> int:
    """Delete a turn from SQLite trackers, from the message to the next one → how many events went."""
    with sqlite3.connect(file) as connection:
        rows = connection.execute(
            "select id, type_name, data from events where sender_id = ? order by id", (session,)
        ).fetchall()
        gone, inside = [], False
        for number, kind, data in rows:
            if kind == "user":
                inside = json.loads(data)["text"] == text_of_turn
            if inside:
                gone.append(number)
        connection.executemany("delete from events where id = ?", [(number,) for number in gone])
    connection.close()
    return len(gone)
