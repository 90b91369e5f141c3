"""The running product when its processes die or hang, and when the one that watches them is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import ROOT
from tests.ports import free_port
from tests.real.browser import Browser

pytestmark = pytest.mark.slow
SAID = "您好，我是移动公司的小李，暗号是青天揽月七十三。"
PARTS = {"actions": "rasa run actions", "rasa": "rasa run -i", "web": "duilian.cli web"}


@dataclass(frozen=True)
class Supervised:
    """A product with a home of its own.

    Attributes:
        home: Its home; the models are links to the repository's.
        web: The web's port; the others' stand in ``ports``.
        process: Its supervisor.
    """

    home: Path
    web: int
    ports: tuple[int, ...]
    process: subprocess.Popen[str]

    def pids(self) -> dict[str, int]:
        """The process of each part that the supervisor runs."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:  # it has ended
                    continue
                if int(parent) == self.process.pid:
                    found |= {name: int(entry.name) for name, words in PARTS.items() if words in command}
        return found

    def health(self) -> dict[str, bool]:
        """What /healthz says works; nothing where the web does not answer."""
        try:
            accept = {"accept": "application/json"}
            answer = httpx2.get(f"http://127.0.0.1:{self.web}/healthz", headers=accept, timeout=5)
        except httpx2.HTTPError:
            return {}
        return {name: part["works"] for name, part in answer.json()["parts"].items()}

    def all_work(self) -> bool:
        parts = self.health()
        return bool(parts) and all(parts.values())


def wait_for(true: Callable[[], object], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervised]:
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(ROOT / "models")
    ports = tuple(free_port() for _ in range(3))
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TRACKERS")} | {
        "DUILIAN_HOME": str(home),
        "RASA_PORT": str(ports[0]),
        "ACTIONS_PORT": str(ports[1]),
        "WEB_PORT": str(ports[2]),
        "HANG_SECONDS": "12",
    }
    command = [ROOT / ".venv/bin/duilian", "serve"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout and "就绪" in process.stdout.readline()
    made = Supervised(home, ports[2], ports, process)
    yield made
    for pid in made.pids().values():  # nothing where the last test has passed
        os.kill(pid, signal.SIGKILL)
    process.kill()
    process.wait()
    process.stdout.close()


def test_all_works_and_is_counted(product: Supervised) -> None:
    assert set(product.pids()) == set(PARTS)
    assert product.all_work() and set(product.health()) == {
        *("pages", "archive", "rasa", "actions", "disk", "debriefs")
    }
    browser = Browser(product.web)
    home = browser.submit(browser.get("/sign-in").form("/demo"))
    card = next(form for form in home.forms if ("scenario", "first-call-logistics") in form.fields)
    call = browser.submit(card)
    headers = {"origin": f"http://127.0.0.1:{product.web}", "accept": "application/json"}
    form = {**dict(card.fields), "key": "one", "seen": "1", "text": SAID}
    answer = browser._http.post(f"{call.path}/turns", data=form, headers=headers)
    assert answer.status_code == 200, answer.text
    metrics = httpx2.get(f"http://127.0.0.1:{product.web}/metrics").text
    figures = {s.name: s.value for f in text_string_to_metric_families(metrics) for s in f.samples}
    assert figures["duilian_turns_total"] == figures["duilian_open_calls"] == 1
    assert figures["duilian_turn_seconds_count"] == 1 and figures["duilian_debriefs_owed"] == 0
    browser.close()


@pytest.mark.parametrize("name", ["web", "actions", "rasa"])
def test_a_killed_process_comes_back_and_the_others_go_on(product: Supervised, name: str) -> None:
    log = product.home / f"var/{name}.log"
    before, kept = product.pids(), log.read_bytes()
    os.kill(before[name], signal.SIGKILL)
    if name != "web":
        wait_for(lambda: product.health().get(name) is False, 10)
        assert httpx2.get(f"http://127.0.0.1:{product.web}/sign-in").status_code == 200
    wait_for(lambda: product.pids().get(name, before[name]) != before[name] and product.all_work())
    after = product.pids()
    assert {other: pid for other, pid in after.items() if other != name} == {
        other: pid for other, pid in before.items() if other != name
    }
    assert log.read_bytes().startswith(kept), "what it said before is still there"
    # The supervisor looks every few seconds, the test more often.
    wait_for(lambda: f"{name} 又好了" in (product.home / "var/serve.log").read_text(encoding="utf-8"), 30)


def test_a_hanging_web_comes_back_and_the_others_go_on(product: Supervised) -> None:
    before = product.pids()
    os.kill(before["web"], signal.SIGSTOP)
    with pytest.raises(httpx2.HTTPError):
        httpx2.get(f"http://127.0.0.1:{product.web}/sign-in", timeout=2)
    wait_for(lambda: product.pids().get("web", before["web"]) != before["web"] and product.all_work())
    assert product.pids() == before | {"web": product.pids()["web"]}
    assert httpx2.get(f"http://127.0.0.1:{product.web}/sign-in").status_code == 200
    assert "web 12 秒没有回应" in (product.home / "var/serve.log").read_text(encoding="utf-8")


def test_no_log_holds_what_was_said_and_all_are_the_users_alone(product: Supervised) -> None:
    logs = list((product.home / "var").glob("*.log*"))
    assert {"actions.log", "rasa.log", "serve.log", "web.log"} <= {log.name for log in logs}
    for log in logs:
        text = log.read_bytes()
        assert not any(
            part in text for part in (SAID.encode(), ascii(SAID)[1:-1].encode(), "青天揽月".encode())
        )
        assert log.stat().st_mode & 0o777 == 0o600


def test_a_killed_supervisor_leaves_nothing_behind(product: Supervised) -> None:
    """Last: nothing runs afterwards."""
    pids = product.pids()
    os.kill(pids["rasa"], signal.SIGSTOP)  # even what hangs
    product.process.kill()
    product.process.wait()

    def is_free(port: int) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
        return True

    wait_for(lambda: all(map(is_free, product.ports)), 5)
    for pid in pids.values():
        wait_for(lambda pid=pid: not Path(f"/proc/{pid}").exists() or _is_zombie(pid), 5)  # type: ignore[misc]


def _is_zombie(pid: int) -> bool:
    """Has it ended, though nobody took note (where the tests run without an init)?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
