"""The running product when its processes die or hang, and when the one that watches them is killed."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.ports import free_port
from tests.real.browser import Browser
from tests.real.conftest import command
from tests.real.product import PROCESSES, Product

pytestmark = pytest.mark.slow
SAID = "您好，我是移动公司的小李，暗号是青天揽月七十三。"


def pids(product: Product) -> dict[str, int]:
    """The process of each part that runs."""
    found = {name: product.pid(name) for name in PROCESSES}
    return {name: pid for name, pid in found.items() if pid is not None}


def health(product: Product) -> dict[str, bool]:
    """What /healthz says works; nothing where the web does not answer."""
    try:
        accept = {"accept": "application/json"}
        answer = httpx2.get(f"http://127.0.0.1:{product.web}/healthz", headers=accept, timeout=5)
    except httpx2.HTTPError:
        return {}
    return {name: part["works"] for name, part in answer.json()["parts"].items()}


def all_work(product: Product) -> bool:
    parts = health(product)
    return bool(parts) and all(parts.values())


def wait_for(true: Callable[[], object], seconds: float = 400) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def product(mistreated: Product) -> Product:
    """Others have killed and locked before: by now it has recovered."""
    wait_for(lambda: all_work(mistreated))
    return mistreated


def figures_of(product: Product) -> Counter[str]:
    """What /metrics says by now, the figures of one name together."""
    metrics, figures = httpx2.get(f"http://127.0.0.1:{product.web}/metrics").text, Counter[str]()
    for family in text_string_to_metric_families(metrics):
        for sample in family.samples:
            figures[sample.name] += sample.value  # type: ignore[assignment]
    return figures


def told(product: Product) -> str:
    """What the supervisor has said so far."""
    return (product.folder / "serve.log").read_text(encoding="utf-8")


def test_all_works_and_is_counted(product: Product) -> None:
    assert set(pids(product)) == set(PROCESSES)
    assert all_work(product) and set(health(product)) == {
        *("pages", "archive", "rasa", "actions", "disk", "debriefs")
    }
    before, browser = figures_of(product), Browser(product.web)
    browser.submit(browser.get("/sign-in").form("/demo"))
    card = browser.client("first-call-logistics")
    call = browser.submit(card)
    headers = {"origin": f"http://127.0.0.1:{product.web}", "accept": "application/json"}
    form = {**dict(card.fields), "key": "one", "seen": "1", "text": SAID}
    answer = browser._http.post(f"{call.path}/turns", data=form, headers=headers)
    assert answer.status_code == 200, answer.text
    # How the parts are is asked once in a while, however many want to know.
    wait_for(lambda: figures_of(product)["duilian_open_calls"] - before["duilian_open_calls"] == 1, 10)
    figures = figures_of(product)
    for name in ("turns_total", "turn_seconds_count"):
        assert figures[f"duilian_{name}"] - before[f"duilian_{name}"] == 1, name
    assert figures["duilian_debriefs_owed"] == 0
    browser.close()


@pytest.mark.parametrize("name", ["web", "actions", "rasa"])
def test_a_killed_process_comes_back_and_the_others_go_on(product: Product, name: str) -> None:
    log = product.folder / f"{name}.log"
    before, kept, said = pids(product), log.read_bytes(), len(told(product))
    os.kill(before[name], signal.SIGKILL)
    if name != "web":
        wait_for(lambda: health(product).get(name) is False, 10)
        assert httpx2.get(f"http://127.0.0.1:{product.web}/sign-in").status_code == 200
    wait_for(lambda: pids(product).get(name, before[name]) != before[name] and all_work(product))
    after = pids(product)
    assert {other: pid for other, pid in after.items() if other != name} == {
        other: pid for other, pid in before.items() if other != name
    }
    assert log.read_bytes().startswith(kept), "what it said before is still there"
    # The supervisor looks every few seconds, the test more often.
    wait_for(lambda: f"{name} 又好了" in told(product)[said:], 30)


def test_a_hanging_web_comes_back_and_the_others_go_on(product: Product) -> None:
    before, said = pids(product), len(told(product))
    product.hold("web")
    with pytest.raises(httpx2.HTTPError):
        httpx2.get(f"http://127.0.0.1:{product.web}/sign-in", timeout=2)
    wait_for(lambda: pids(product).get("web", before["web"]) != before["web"] and all_work(product))
    assert pids(product) == before | {"web": pids(product)["web"]}
    assert httpx2.get(f"http://127.0.0.1:{product.web}/sign-in").status_code == 200
    assert "web 20 秒没有回应" in told(product)[said:]


def test_no_log_holds_what_was_said_and_all_are_the_users_alone(product: Product) -> None:
    logs = list(product.folder.glob("*.log*"))
    assert {"actions.log", "rasa.log", "serve.log", "web.log"} <= {log.name for log in logs}
    for log in logs:
        text = log.read_bytes()
        assert not any(
            part in text for part in (SAID.encode(), ascii(SAID)[1:-1].encode(), "青天揽月".encode())
        )
        assert log.stat().st_mode & 0o777 == 0o600


def test_a_second_one_is_kept_away_from_the_same_trackers(product: Product) -> None:
    ports = {f"{name.upper()}_PORT": str(free_port()) for name in PROCESSES}
    second = command(product, "serve", **ports)
    assert second.returncode == 1 and "已经有一个对练在用同一份通话记录" in second.stderr
    assert len(second.stderr.splitlines()) == 1 and all_work(product)


def test_a_killed_supervisor_leaves_nothing_behind(product: Product) -> None:
    ran = pids(product)
    assert set(ran) == set(PROCESSES)
    product.hold("rasa")  # even what hangs
    product.kill("serve")

    def is_free(port: int) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
        return True

    wait_for(lambda: all(map(is_free, (product.web, product.rasa, product.actions))), 5)
    for pid in ran.values():
        wait_for(lambda pid=pid: not Path(f"/proc/{pid}").exists() or _is_zombie(pid), 5)  # type: ignore[misc]


def _is_zombie(pid: int) -> bool:
    """Has it ended, though nobody took note (where the tests run without an init)?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
