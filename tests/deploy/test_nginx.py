"""The nginx site before a real web application: TLS, what it passes on, what it keeps to itself and logs."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.conftest import ROOT
from tests.debian import program
from tests.ports import free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="nginx's workers need another user"),
]
NAME = "lianxi.example.cn"
WORDS = "青天揽月"


@dataclass(frozen=True)
class Front:
    """nginx with our site, and the web application behind it.

    Attributes:
        plain: The port without TLS.
        safe: The port with it.
        web: The web application's own.
        logs: nginx's.
        certificate: What the browser trusts.
    """

    plain: int
    safe: int
    web: int
    logs: Path
    certificate: Path

    def browser(self, **headers: str) -> httpx2.Client:
        """A browser that knows this machine by the site's name."""
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        host = f"{NAME}:{self.safe}"
        return httpx2.Client(
            verify=trusted,
            base_url=f"https://127.0.0.1:{self.safe}",
            headers={"host": host, "origin": f"https://{host}"} | headers,
        )

    def get(self, client: httpx2.Client, path: str, **more: Any) -> httpx2.Response:
        return client.get(path, extensions={"sni_hostname": NAME}, **more)


def wait_for_port(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < end, "not in time"
        time.sleep(0.1)


def site(folder: Path, plain: int, safe: int, web: int) -> Path:
    """The installed site with this test's ports and folders, in a configuration like Debian's."""
    subprocess.run([ROOT / "deploy/install", NAME, folder / "root"], check=True)
    text = (folder / "root/etc/nginx/sites-enabled/duilian").read_text(encoding="utf-8")
    certificates = f"/etc/letsencrypt/live/{NAME}"
    for before, after in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl", f"listen 127.0.0.1:{safe} ssl"),
        ("listen [::]:443 ssl http2;", ""),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{web};"),
        (f"{certificates}/fullchain.pem", str(folder / "certificate.pem")),
        (f"{certificates}/privkey.pem", str(folder / "key.pem")),
        ("/var/log/nginx/duilian", str(folder / "logs")),
    ):
        assert before in text, before
        text = text.replace(before, after)
    made, buffers = folder / "nginx.conf", tempfile.mkdtemp(prefix="duilian-nginx-")
    os.chmod(buffers, 0o711)  # nginx's workers are another user, whom pytest's folders are closed to
    atexit.register(shutil.rmtree, buffers, ignore_errors=True)
    temporary = "".join(
        f"{kind}_temp_path {buffers}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    made.write_text(
        f"user www-data; worker_processes 1; pid {folder}/pid; error_log {folder}/logs/main.log;"
        f"events {{}} http {{ {temporary} {text} }}",
        encoding="utf-8",
    )
    return made


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    nginx, folder = program("nginx", "nginx-light"), tmp_path_factory.mktemp("front")
    made = Front(free_port(), free_port(), free_port(), folder / "logs", folder / "certificate.pem")
    made.logs.mkdir()
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    files = ["-keyout", folder / "key.pem", "-out", made.certificate, "-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run([*new, *files], check=True, capture_output=True)
    conf = site(folder, made.plain, made.safe, made.web)
    checked = subprocess.run([nginx, "-t", "-p", folder, "-c", conf], capture_output=True, text=True)
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
    env = os.environ | {"DUILIAN_HOME": str(folder / "home"), "TRUSTED_PROXY": "127.0.0.1"}
    env.pop("DATABASE_URL", None)
    (folder / "home").mkdir()
    web = subprocess.Popen(
        [ROOT / ".venv/bin/duilian", "web", "--port", str(made.web), "--rasa", str(free_port())], env=env
    )
    door = subprocess.Popen([nginx, "-p", folder, "-c", conf, "-g", "daemon off;"])
    try:
        for port in (made.web, made.plain, made.safe):
            wait_for_port(port)
        yield made
    finally:
        for process in (door, web):
            process.terminate()
            process.wait(timeout=20)


def test_what_comes_without_tls_is_sent_to_it(front: Front) -> None:
    headers = {"host": "elsewhere.example"}
    answer = httpx2.get(f"http://127.0.0.1:{front.plain}/sign-in?back=/a", headers=headers)
    assert answer.status_code == 301 and answer.headers["location"] == f"https://{NAME}/sign-in?back=/a"


def test_one_can_enter_and_cookies_stay_on_tls(front: Front) -> None:
    with front.browser() as browser:
        page = front.get(browser, "/sign-in")
        assert page.status_code == 200 and "体验" in page.text and "server" in page.headers
        assert "/" not in page.headers["server"], "no version is told"
        entered = browser.post("/demo", extensions={"sni_hostname": NAME})
        assert entered.status_code == 303 and "secure" in entered.headers["set-cookie"].lower()


@pytest.mark.parametrize("header", [{}, {"X-Forwarded-For": "127.0.0.1"}, {"Host": "127.0.0.1"}])
def test_figures_stay_on_the_machine(front: Front, header: dict[str, str]) -> None:
    with front.browser() as browser:
        for path in ("/metrics", "/metrics?x", "/%6detrics", "/sign-in/../metrics"):
            assert front.get(browser, path, headers=header).status_code == 404
    there = httpx2.get(f"http://127.0.0.1:{front.web}/metrics")
    assert there.status_code == 200 and "duilian_turns" in there.text


def test_health_is_told_outside_too(front: Front) -> None:
    with front.browser() as browser:
        answer = front.get(browser, "/healthz", headers={"accept": "application/json"})
    assert answer.status_code == 503 and answer.json()["parts"]["rasa"]["works"] is False
    assert answer.json()["parts"]["archive"]["works"] is True


def test_logs_hold_no_words_that_were_looked_for(front: Front) -> None:
    with front.browser() as browser:
        front.get(browser, "/sessions", params={"words": WORDS})
    time.sleep(0.3)
    lines = (front.logs / "access.log").read_text(encoding="utf-8")
    assert " GET /sessions 303 " in lines and "words" not in lines and "%E9" not in lines


def test_a_file_of_twenty_megabytes_gets_through(front: Front) -> None:
    with front.browser() as browser:
        for size, status in ((20 * 1024 * 1024, 303), (22 * 1024 * 1024, 413)):
            answer = browser.post(
                "/import", content=b"x" * size, extensions={"sni_hostname": NAME}, timeout=60
            )
            assert answer.status_code == status


def test_where_the_web_is_away_a_sentence_says_so(front: Front, tmp_path: Path) -> None:
    nginx, folder = program("nginx", "nginx-light"), tmp_path
    logs = folder / "logs"
    logs.mkdir()
    for name in ("certificate.pem", "key.pem"):
        (folder / name).write_bytes((front.certificate.parent / name).read_bytes())
    away = Front(free_port(), free_port(), free_port(), logs, folder / "certificate.pem")
    conf = site(folder, away.plain, away.safe, away.web)
    door = subprocess.Popen([nginx, "-p", folder, "-c", conf, "-g", "daemon off;"])
    try:
        wait_for_port(away.safe)
        with away.browser() as browser:
            answer = away.get(browser, "/sessions", params={"words": WORDS})
        assert answer.status_code == 503 and "对练正在重新启动" in answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    finally:
        door.terminate()
        door.wait(timeout=20)
    for log in logs.iterdir():
        text = log.read_text(encoding="utf-8")
        assert "words" not in text and "%E9" not in text, log.name
