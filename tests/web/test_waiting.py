"""What takes long keeps nobody else waiting: the web application as a process, before a Rasa that hangs."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import httpx2
import pytest

from duilian import archive
from duilian.archive import accounts
from tests.ports import free_port
from tests.real.browser import Browser, Form
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.slow
WAITING = 45  # more than there are threads for pages
CALLERS = tuple(f"学员{n}" for n in range(5))  # nobody may have more than ten calls open


@dataclass(frozen=True)
class Web:
    """The running web application."""

    port: int
    file: Path

    def browser(self, name: str) -> Browser:
        made = Browser(self.port)
        assert name in made.sign_in(name, PASSWORD).text
        return made

    def seconds_of_sign_in_page(self) -> float:
        before = time.monotonic()
        answer = httpx2.get(f"http://127.0.0.1:{self.port}/sign-in", timeout=30)
        assert answer.status_code == 200
        return time.monotonic() - before


@contextmanager
def hanging_server() -> Iterator[int]:
    """A server that takes every request and answers none → its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(200)
        yield listening.getsockname()[1]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    made = Web(free_port(), tmp_path_factory.mktemp("waiting") / "a.db")
    url = f"sqlite:///{made.file}"
    engine = archive.open_archive(url)
    now = datetime.now(timezone.utc)
    with archive.transaction(engine) as db:
        for name, role in (*((name, "trainee") for name in CALLERS), ("老总", "administrator")):
            accounts.add_person(db, name, role, PASSWORD, now, one_time=False)
    engine.dispose()
    with hanging_server() as rasa:
        command = [sys.executable, "-m", "duilian.cli", "web", "--port", str(made.port), "--rasa", str(rasa)]
        process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    made.seconds_of_sign_in_page()
                    break
                except httpx2.TransportError:
                    assert time.monotonic() < deadline and process.poll() is None
                    time.sleep(0.2)
            yield made
        finally:
            process.kill()
            process.wait()


def test_calls_that_wait_for_rasa_stop_nobody_else(web: Web) -> None:
    browsers = [web.browser(name) for name in CALLERS]
    begins = [browser.client("first-call-logistics") for browser in browsers]
    callers = [n % len(CALLERS) for n in range(WAITING)]
    waiting = [
        threading.Thread(target=ring, args=(browsers[caller], begins[caller], n), daemon=True)
        for n, caller in enumerate(callers)
    ]
    for thread in waiting:
        thread.start()
    time.sleep(3)
    assert all(thread.is_alive() for thread in waiting), "they wait for Rasa"
    assert web.seconds_of_sign_in_page() < 2
    before = time.monotonic()
    assert "退出" in browsers[0].get("/").text and time.monotonic() - before < 2


def ring(browser: Browser, begin: Form, number: int) -> None:
    """Begin a call and wait for the client to answer."""
    fields = dict(begin.fields) | {"key": f"waiting-{number}"}
    with (
        httpx2.Client(
            base_url=browser._origin, cookies=browser._http.cookies, timeout=70, follow_redirects=True
        ) as http,
        suppress(httpx2.HTTPError, OSError),
    ):
        http.post("/sessions", data=fields, headers={"origin": browser._origin})


def test_a_class_that_signs_in_at_once_stops_nobody_else(web: Web) -> None:
    def sign_in(number: int) -> int:
        wrong = {"name": f"学员{number}", "password": "not this one", "back": "/"}
        origin = f"http://127.0.0.1:{web.port}"
        return httpx2.post(
            f"{origin}/sign-in", data=wrong, headers={"origin": origin}, timeout=60
        ).status_code

    with ThreadPoolExecutor(WAITING) as pool:
        answers = [pool.submit(sign_in, n) for n in range(WAITING)]
        time.sleep(0.2)
        assert web.seconds_of_sign_in_page() < 2
        assert {answer.result() for answer in answers} <= {401, 429}


def test_thirty_new_accounts_leave_the_archive_to_others(web: Web) -> None:
    administrator = web.browser("老总")
    form = administrator.get("/people").form("/people/import")
    lines = "姓名,角色\n" + "".join(f"新人{n},学员\n" for n in range(30))
    with ThreadPoolExecutor(1) as pool:
        seen = administrator.submit(form, ("file", lines))
        importing = pool.submit(administrator.submit, seen.form("/people/enrol"))
        longest = longest_wait_to_write(web.file, importing.done)
        assert "新人29" in importing.result().text
    assert longest < 1, "a turn could not be kept while passwords were hashed"


def longest_wait_to_write(file: Path, over: Callable[[], bool]) -> float:
    """How long a writer had to wait for its turn at most, in seconds."""
    longest = 0.0
    connection = sqlite3.connect(str(file), timeout=60, isolation_level=None)
    while not over():
        before = time.monotonic()
        connection.execute("begin immediate")
        longest = max(longest, time.monotonic() - before)
        connection.execute("rollback")
        time.sleep(0.01)
    connection.close()
    return longest
