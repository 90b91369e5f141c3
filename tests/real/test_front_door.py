"""The web application's own door, as a process: guesses, proxies, and bodies sent by nobody."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import httpx2
import pytest

from duilian import archive
from duilian.archive import accounts
from tests.archive.fresh import fresh
from tests.ports import free_port
from tests.real.conftest import DUILIAN

pytestmark = pytest.mark.slow
NAME, PASSWORD = "小李", "correct horse"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Door:
    """A running ``duilian web``."""

    port: int
    process: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def guess(self, password: str = "nonsense1234", name: str = NAME, **headers: str) -> httpx2.Response:
        given = {"origin": self.origin} | {key.replace("_", "-"): value for key, value in headers.items()}
        form = {"name": name, "password": password}
        return httpx2.post(f"{self.origin}/sign-in", data=form, headers=given, timeout=60)

    @property
    def most_memory(self) -> int:
        """The most that the process ever had, in bytes."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.process}/status").read_text())
        assert found
        return int(found[1]) * 1024


@contextmanager
def opened(url: str, **environment: str) -> Iterator[Door]:
    engine = archive.open_archive(url)
    with archive.transaction(engine) as db:
        now = datetime.now(timezone.utc)
        accounts.add_person(db, NAME, "trainee", PASSWORD, now, one_time=False)
    engine.dispose()
    port = free_port()
    env = os.environ | {"DATABASE_URL": url, "PYTHONWARNINGS": "ignore"} | environment
    process = subprocess.Popen([DUILIAN, "web", "--port", str(port)], env=env)
    try:
        for _ in range(300):
            try:
                httpx2.get(f"http://127.0.0.1:{port}/sign-in", timeout=60)
                break
            except OSError:
                time.sleep(0.2)
            except httpx2.TransportError:
                time.sleep(0.2)
        yield Door(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return fresh(request.param, tmp_path)


def at_once(count: int, work: Callable[[int], int]) -> list[int]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_forty_guesses_at_once_from_eight_made_up_addresses_are_five(url: str) -> None:
    with opened(url) as door:
        statuses = at_once(40, lambda n: door.guess(x_forwarded_for=f"6.6.6.{n % 8}").status_code)
        assert sorted(statuses) == [401] * 5 + [429] * 35
        answer = door.guess(PASSWORD, x_forwarded_for="7.7.7.7", x_forwarded_proto="https")
        assert answer.status_code == 429 and "strict-transport-security" not in answer.headers


def test_a_trusted_proxy_says_for_whom_it_asks(tmp_path: Path) -> None:
    with opened(fresh("sqlite", tmp_path), TRUSTED_PROXY="127.0.0.1") as door:
        for _ in range(7):
            last = door.guess(x_forwarded_for="6.6.6.6")
        assert last.status_code == 429
        # What a browser writes into the header itself stands before what the proxy adds: it counts nothing.
        assert door.guess(PASSWORD, x_forwarded_for="9.9.9.9, 6.6.6.6").status_code == 429
        answer = door.guess(PASSWORD, x_forwarded_for="8.8.8.8", x_forwarded_proto="https")
        assert answer.status_code == 303 and "max-age" in answer.headers["strict-transport-security"]
        cookies = answer.headers.get_list("set-cookie")
        assert len(cookies) == 2 and all("secure" in one.lower() for one in cookies)


def test_what_nobody_sends_is_not_held(tmp_path: Path) -> None:
    body = b"x" * (19 * MEGABYTE)
    with opened(fresh("sqlite", tmp_path)) as door:
        before = door.most_memory

        def send(_: int) -> int:
            headers = {"origin": door.origin, "content-type": "application/x-www-form-urlencoded"}
            answer = httpx2.post(f"{door.origin}/import", content=body, headers=headers, timeout=120)
            return int(answer.status_code)

        assert at_once(10, send) == [303] * 10
        grown = door.most_memory - before
    assert grown < 40 * MEGABYTE, f"{grown / MEGABYTE:.0f} MB for 190 MB of nobody's"
