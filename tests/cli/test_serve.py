"""duilian serve with processes that only answer: what it starts and says, and that nothing is left behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from duilian.cli import main, serve
from duilian.config import load_config
from duilian.operation.supervisor import Patience, Service
from duilian.yamlfile import load
from tests.ports import free_port

ANSWERS = (
    "import http.server, sys\n"
    "class Answer(http.server.BaseHTTPRequestHandler):\n"
    "    def do_GET(self):\n"
    "        self.send_response(200)\n"
    "        self.end_headers()\n"
    "s = http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Answer)\n"
    "s.serve_forever()"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with ports of its own and something in the model's place."""
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT"):
        monkeypatch.setenv(name, str(free_port()))
    (tmp_path / "models").mkdir()
    (tmp_path / "models/duilian.tar.gz").touch()
    return tmp_path


def stand_ins(monkeypatch: pytest.MonkeyPatch, code: str = ANSWERS) -> None:
    """Let every service be a process that runs this code with its port."""
    services = serve._services

    def made(config: object) -> list[Service]:
        return [
            Service(s.name, s.port, (sys.executable, "-c", code, str(s.port)), "/")
            for s in services(load_config())
        ]

    monkeypatch.setattr(serve, "_services", made)


@contextmanager
def running(stop: signal.Signals = signal.SIGTERM) -> Iterator[list[str]]:
    """``duilian serve`` with stand-ins, in a process of its own → its first lines; stopped by a signal."""
    code = (
        "import sys, pytest; from tests.cli.test_serve import stand_ins; from duilian.cli import main;"
        "stand_ins(pytest.MonkeyPatch()); sys.exit(main(['serve']))"
    )
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        if "http" in lines[0] and os.environ["WEB_PORT"] != "none" and not os.environ.get("NOTIFY_SOCKET"):
            lines.append(process.stdout.readline())
        yield lines
        process.send_signal(stop)
        assert process.wait(timeout=25) == 130
    end = time.monotonic() + 5  # the kernel may take a moment on a loaded machine
    while any(map(is_open, ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT"))):
        assert time.monotonic() < end, "a port is still open"
        time.sleep(0.1)


def is_open(name: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(os.environ[name]))) == 0


def test_three_processes_that_listen_on_loopback(home: Path) -> None:
    actions, rasa, web = serve._services(load_config())
    assert actions.environment["SANIC_HOST"] == "127.0.0.1"
    assert (Path(actions.environment["PYTHONPATH"]) / "actions/action_debrief.py").exists()
    assert "127.0.0.1" in rasa.command and str(home / "models/duilian.tar.gz") in rasa.command
    ports = (
        "--port",
        os.environ["WEB_PORT"],
        "--actions",
        os.environ["ACTIONS_PORT"],
        "--rasa",
        os.environ["RASA_PORT"],
    )
    assert web.command[-6:] == ports
    assert (actions.health, rasa.health, web.health) == (
        "/health",
        "/webhooks/duilian/",
        "/healthz?only=pages",
    )


def test_it_says_where_it_is_and_who_may_enter_first(home: Path) -> None:
    with running() as (first, second):
        assert first.startswith(f"· 对练已就绪：http://127.0.0.1:{os.environ['WEB_PORT']} ")
        assert str(home / "var") in first and "一次性密码" in second
    endpoints = load(home / f"var/endpoints-{os.environ['RASA_PORT']}.yml")
    assert endpoints["action_endpoint"]["url"] == f"http://127.0.0.1:{os.environ['ACTIONS_PORT']}/webhook"
    assert endpoints["tracker_store"]["db"] == str(home / "var/trackers.db")
    files = [path for path in (home / "var").iterdir() if path.suffix not in (".db-wal", ".db-shm")]
    assert len(files) >= 5 and all(path.stat().st_mode & 0o777 == 0o600 for path in files)
    assert (home / "var").stat().st_mode & 0o777 == 0o700


def test_a_journal_gets_no_password_and_systemd_hears_when_all_is_ready(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(home / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(home / "notify"))
        systemd.settimeout(30)
        with running() as (first,):
            assert "已就绪" in first and systemd.recv(100) == b"READY=1"
    assert not (home / "var/duilian.db").exists(), "the first administrator is not made yet"


def test_a_rasa_that_has_not_loaded_its_model_is_no_start(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_ins(monkeypatch, ANSWERS.replace("200", "503 if self.path == '/' else 200"))
    assert main(["serve"]) == 1
    output = capfd.readouterr()
    assert re.match("没有启动成功：(actions|rasa|web) 启动了，但不能用；请看 ", output.err) and not output.out
    assert not any(map(is_open, ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT")))


def test_the_umask_is_put_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_ins(monkeypatch, "raise SystemExit(3)")
    before = os.umask(0o022)
    try:
        assert main(["serve"]) == 1
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_without_the_web_it_says_where_the_line_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PORT", "none")
    with running() as (line,):
        assert line.startswith(f"· 线路已就绪：http://127.0.0.1:{os.environ['RASA_PORT']} ")
        monkeypatch.setenv("WEB_PORT", str(free_port()))


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_stops_every_process(home: Path, stop: signal.Signals) -> None:
    with running(stop) as lines:
        assert "已就绪" in lines[0]


def test_what_does_not_start_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_ins(monkeypatch, "raise SystemExit(3)")
    assert main(["serve"]) == 1
    error = capsys.readouterr().err
    assert re.match(rf"没有启动成功：\w+ 停了（状态 3）；请看 {home}/var ", error) and error.count("\n") == 1
    monkeypatch.setattr(serve, "_patience", lambda: Patience(start=1))
    stand_ins(monkeypatch, "import time; time.sleep(60)")
    start = time.monotonic()
    assert main(["serve"]) == 1 and time.monotonic() - start < 15
    assert re.match(r"没有启动成功：等了 1 秒，\w+ 还没有启动好；", capsys.readouterr().err)


@pytest.fixture
def taken(home: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", int(os.environ["ACTIONS_PORT"]))):
        yield os.environ["ACTIONS_PORT"]


def test_a_taken_port_is_named(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.startswith(f"端口 {taken} 已经被占用")


@pytest.mark.parametrize("trackers", ["", "calls.db", "postgresql://u:p@127.0.0.1/d"])
def test_trackers_that_another_uses_are_left_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], trackers: str
) -> None:
    monkeypatch.setenv("TRACKERS", str(home / trackers) if trackers.endswith(".db") else trackers)
    stand_ins(monkeypatch, "import sys; sys.exit(3)")
    (home / "var").mkdir()
    with serve._alone_with_trackers(load_config()):
        assert main(["serve"]) == 1
        said = capsys.readouterr().err
        assert "已经有一个对练在用同一份通话记录" in said and len(said.splitlines()) == 1
    assert main(["serve"]) == 1 and "没有启动成功" in capsys.readouterr().err, "free again"


def test_a_wrong_setting_and_a_missing_model_are_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANG_SECONDS", "0")
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "HANG_SECONDS: 应当是从 1 起的整数，不是“0”\n"
    monkeypatch.setenv("ACTIONS_PORT", "many")
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "ACTIONS_PORT: 应当是 1 到 65535 的端口号，不是“many”\n"
    (home / "models/duilian.tar.gz").unlink()
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.endswith("还没有训练好的助手；请先运行 duilian train\n")
