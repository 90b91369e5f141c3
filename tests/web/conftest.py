"""A fresh site a test: its own archive, a clock that stands, a stand-in for Rasa that answers by a script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from duilian import archive
from duilian.archive import accounts
from duilian.call.rasa_client import ChannelUnavailable, RasaClient, Reply
from duilian.config import load_config
from duilian.web import Site, create_app, open_site

_CSRF = re.compile(r'name="csrf" value="([^"]*)"')
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=timezone.utc)
PASSWORD = "correct horse"
NAMES = {"trainee": "小李", "trainer": "周老师", "administrator": "老总"}


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


class ScriptedRasa(RasaClient):
    """Answers everything, and the same to the same key; ``heard`` is what came, ``next`` answers to come."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.next: list[list[Reply] | Exception] = []
        self.down, self.forgotten = False, list[str]()
        self.forgotten_before: datetime | None = None
        self.copied: list[tuple[str, str, int]] = []
        self._known: dict[tuple[str, str], list[Reply]] = {}

    def send(self, session: str, text: str, key: str = "") -> list[Reply]:
        if (session, key) in self._known:
            return self._known[session, key]
        answer = self.next.pop(0) if self.next else [Reply("嗯，您说。")]
        if isinstance(answer, ChannelUnavailable):
            raise answer
        self.heard.append((session, text))
        self._known[session, key] = [] if isinstance(answer, Exception) else answer
        if isinstance(answer, Exception):  # heard, but the answer got lost
            self._known[session, key] = [Reply("嗯，您说。")]
            raise answer
        return answer

    def copy(self, source: str, target: str, turns: int) -> None:
        self.copied.append((source, target, turns))

    def has_model(self) -> bool:
        return not self.down

    def forget(self, sessions: Sequence[str], before: datetime | None = None) -> None:
        if self.down:
            raise ChannelUnavailable("down")
        self.forgotten += [one for one in sessions if one not in self.forgotten]
        self.forgotten_before = before


@pytest.fixture()
def clock() -> Clock:
    return Clock()


@pytest.fixture()
def rasa() -> ScriptedRasa:
    return ScriptedRasa()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The data files, read once for all tests, and an archive with an account of each role."""
    path = tmp_path_factory.mktemp("site") / "a.db"
    made = open_site(replace(load_config(), database_url=f"sqlite:///{path}"), ScriptedRasa())
    with archive.transaction(made.engine) as db:
        for role, name in NAMES.items():
            person = accounts.add_person(db, name, role, PASSWORD, NOW, one_time=False)
            person.all_groups = role == "trainer"
    with made.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.engine.dispose()
    return made


@pytest.fixture()
def site(files: Site, tmp_path: Path, clock: Clock, rasa: ScriptedRasa) -> Iterator[Site]:
    path = tmp_path / "a.db"
    shutil.copy(str(files.engine.url.database), path)
    config = replace(files.config, database_url=f"sqlite:///{path}")
    made = replace(
        files, config=config, engine=archive.open_archive(config.database_url), rasa=rasa, now=clock
    )
    yield made
    made.engine.dispose()


class Browser(TestClient):
    """Keeps cookies, follows redirects, and sends with every form what the page it came from carries."""

    def __init__(self, site: Site, raise_server_exceptions: bool = True) -> None:
        self.csrf = ""
        headers = {"origin": "http://testserver"}
        super().__init__(
            create_app(site),
            "http://testserver",
            headers=headers,
            raise_server_exceptions=raise_server_exceptions,
        )

    def sign_in(self, role: str) -> Browser:
        answer = self.post("/sign-in", data={"name": NAMES[role], "password": PASSWORD})
        assert answer.status_code == 200 and NAMES[role] in answer.text
        return self

    def request(self, *args: Any, **kwargs: Any) -> Any:
        """Ask, and remember what the forms of the page carry, to be sent with the next one."""
        answer = super().request(*args, **kwargs)
        carried = _CSRF.search(answer.text)
        self.csrf = carried[1] if carried else self.csrf
        return answer

    def submit(self, path: str, **form: str) -> Any:
        return self.post(path, data={"csrf": self.csrf, **form})


@pytest.fixture()
def browser(site: Site) -> Browser:
    return Browser(site)
