"""The client of Rasa's webhook, against a web server that stands in for Rasa."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from duilian.call.rasa_client import (
    ChannelUnavailable,
    DebriefOwed,
    RasaClient,
    Reply,
    connected,
    start_command,
)
from duilian.config import load_config
from duilian.errors import DataError
from tests.ports import free_port


class Server(ThreadingHTTPServer):
    """Keeps what it is asked, and answers with ``answer`` (nothing: no JSON)."""

    answer: Any = ()
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.shown: list[str | None] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._send(b"Hello from Rasa")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append((self.path, json.loads(body)))
        self.server.shown.append(self.headers.get("authorization"))
        self._send(
            json.dumps(self.server.answer).encode()
            if self.server.status == 200 or self.server.answer
            else b""
        )

    def _send(self, body: bytes) -> None:
        self.send_response(self.server.status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the tests' screen."""


@pytest.fixture()
def server() -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture()
def rasa(server: Server) -> RasaClient:
    return RasaClient(server.server_port)


def test_a_message_and_its_replies(server: Server, rasa: RasaClient) -> None:
    card = {"score": 80}
    server.answer = [
        {"text": "再见。", "client": True},
        {"text": "【得分】80", "custom": {"scorecard": card}, "client": False},
    ]
    assert rasa.send("s1", "再见", "k1") == [
        Reply("再见。"),
        Reply("【得分】80", card, client=False),
    ]
    sent = {"sender": "s1", "message": "再见", "key": "k1"}
    assert server.asked == [("/webhooks/duilian/webhook", sent)]


def test_rasas_own_channel_sends_text_and_data_apart(server: Server) -> None:
    card = {"score": 80}
    server.answer = [{"text": "再见。"}, {"text": "【得分】80"}, {"custom": {"scorecard": card}}]
    replies = RasaClient(server.server_port, "rest").send("s1", "再见")
    assert replies == [Reply("再见。"), Reply("【得分】80", card, client=False)]
    assert server.asked[0][0] == "/webhooks/rest/webhook"


def test_starting_copying_and_deleting(server: Server, rasa: RasaClient) -> None:
    rasa.start("s1", "first-call-bakery", "exam", "7", "k0")
    rasa.copy("s1", "s2", 3)
    rasa.forget(("s1", "s2"), datetime.fromtimestamp(7, timezone.utc))
    started, copied, forgotten = server.asked
    assert (
        started[1]["message"] == start_command("first-call-bakery", "exam", "7") and started[1]["key"] == "k0"
    )
    assert copied == ("/webhooks/duilian/copy", {"source": "s1", "target": "s2", "turns": 3})
    assert forgotten == ("/webhooks/duilian/forget", {"sessions": ["s1", "s2"], "before": 7.0})


@pytest.mark.parametrize("status", [200, 404, 500])
def test_whatever_goes_wrong_is_one_error(server: Server, rasa: RasaClient, status: int) -> None:
    server.status, server.answer = status, []
    if status == 200:
        server.shutdown()
        server.server_close()
        assert not rasa.is_up()
    for ask in (
        lambda: rasa.send("s1", "您好"),
        lambda: rasa.copy("s1", "s2", 1),
        lambda: rasa.forget(["s1"]),
    ):
        with pytest.raises(ChannelUnavailable, match="电话线路不通"):
            ask()


def test_an_owed_debrief_is_told_from_a_dead_line(server: Server, rasa: RasaClient) -> None:
    server.status, server.answer = 503, {"error": "no scorecard", "owed": True}
    with pytest.raises(DebriefOwed, match="成绩单还没有") as owed:
        rasa.send("s1", "再见")
    assert not owed.value.away, "others may be asked for"
    server.answer = {"error": "OperationalError"}
    with pytest.raises(ChannelUnavailable) as failed:
        rasa.send("s1", "再见")
    assert not isinstance(failed.value, DebriefOwed) and not failed.value.away


def test_a_server_that_runs_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_PORT", str(server.server_port))
    with connected(load_config()) as rasa:
        assert rasa.is_up() and rasa.send("s1", "您好") == []


@pytest.mark.parametrize("port", ["x", "²", "-1", "0", "65536", "9" * 5000])
def test_a_port_that_is_none_is_one_sentence(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_PORT", port)
    with pytest.raises(DataError, match="RASA_PORT 应当是端口号"), connected(load_config()):
        pass


def test_it_shows_the_secret_and_says_where_it_is_not_the_right_one(server: Server) -> None:
    RasaClient(server.server_port, secret="s3").send("s1", "喂")
    assert server.shown == ["Bearer s3"]
    server.status = 401
    with pytest.raises(ChannelUnavailable, match="var/secret"):
        RasaClient(server.server_port, secret="other").send("s1", "喂")


def test_servers_end_with_a_terminal_that_is_killed(tmp_path: Path) -> None:
    stand_in, pid = tmp_path / "python", tmp_path / "pid"
    stand_in.write_text(f"#!/bin/sh\necho $$ >{pid}\necho ready\nexec sleep 60\n")
    stand_in.chmod(0o755)
    code = (
        f"import sys; sys.executable = {str(stand_in)!r}\n"
        "from duilian.call.rasa_client import connected; from duilian.config import load_config\n"
        "with connected(load_config()): print('connected', flush=True); sys.stdin.read()"
    )
    env = os.environ | {"DUILIAN_HOME": str(tmp_path), "RASA_PORT": str(free_port())}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], env=env, text=True, **pipes) as terminal:  # type: ignore[call-overload]
        assert [terminal.stdout.readline() for _ in range(2)][1] == "connected\n"
        assert Path(f"/proc/{pid.read_text().strip()}").exists()
        terminal.kill()
    end = time.monotonic() + 5
    while Path(f"/proc/{pid.read_text().strip()}/cmdline").exists():
        state = Path(f"/proc/{pid.read_text().strip()}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":  # ended, though nobody takes note where the tests run without an init
            break
        assert time.monotonic() < end
        time.sleep(0.05)
