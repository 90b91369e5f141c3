"""duilian serve with processes that only answer: what it starts and says, and that nothing is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from duilian.cli import main, serve
from duilian.config import load_config
from duilian.yamlfile import load
from tests.ports import free_port

ANSWERS = (
    "import http.server, sys, threading, time\n"
    "class Answer(http.server.BaseHTTPRequestHandler):\n"
    "    def do_GET(self):\n"
    "        self.send_response(200)\n"
    "        self.end_headers()\n"
    "s = http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Answer)\n"
    "threading.Thread(target=s.serve_forever, daemon=True).start()\n"
    "time.sleep(float(sys.argv[2]))"
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


def stand_ins(monkeypatch: pytest.MonkeyPatch, seconds: float, code: str = ANSWERS) -> None:
    """Let every service be a process that answers on its port for some time."""
    services = serve._services

    def short_lived(config: object) -> list[serve.Service]:
        return [
            serve.Service(s.name, s.port, (sys.executable, "-c", code, str(s.port), str(seconds)), {})
            for s in services(load_config())
        ]

    monkeypatch.setattr(serve, "_services", short_lived)


def is_open(name: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(os.environ[name]))) == 0


def test_three_processes_that_listen_on_loopback(home: Path) -> None:
    actions, rasa, web = serve._services(load_config())
    assert actions.environment["SANIC_HOST"] == "127.0.0.1"
    assert (Path(actions.environment["PYTHONPATH"]) / "actions/action_debrief.py").exists()
    assert "127.0.0.1" in rasa.command and str(home / "models/duilian.tar.gz") in rasa.command
    assert web.command[-4:] == ("--port", os.environ["WEB_PORT"], "--rasa", os.environ["RASA_PORT"])


def test_it_says_where_it_is_and_stops_when_a_process_ends(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_ins(monkeypatch, 3)
    assert main(["serve"]) == 1
    output = capfd.readouterr()
    first, second = output.out.splitlines()
    assert (
        first.startswith(f"· 对练已就绪：http://127.0.0.1:{os.environ['WEB_PORT']} ")
        and str(home / "var") in first
    )
    assert "一次性密码" in second
    assert output.err.startswith("有一个进程停了")
    assert not any(map(is_open, ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT")))
    endpoints = load(home / f"var/endpoints-{os.environ['RASA_PORT']}.yml")
    assert endpoints["action_endpoint"]["url"] == f"http://127.0.0.1:{os.environ['ACTIONS_PORT']}/webhook"
    assert endpoints["tracker_store"]["db"] == str(home / "var/trackers.db")


def test_a_rasa_that_has_not_loaded_its_model_is_no_start(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_ins(monkeypatch, 30, ANSWERS.replace("200", "503"))
    assert main(["serve"]) == 1
    output = capfd.readouterr()
    assert output.err.startswith("没有启动成功") and not output.out
    assert not any(map(is_open, ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT")))


def test_what_it_writes_is_for_the_user_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_ins(monkeypatch, 2)
    before = os.umask(0o022)
    try:
        assert main(["serve"]) == 1
        assert os.umask(0o022) == 0o022, "the umask is put back"
    finally:
        os.umask(before)
    assert (home / "var").stat().st_mode & 0o777 == 0o700
    files = [path for path in (home / "var").iterdir() if path.suffix != ".db-wal"]
    assert len(files) >= 5 and all(path.stat().st_mode & 0o777 == 0o600 for path in files)


def test_without_the_web_it_says_where_the_line_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEB_PORT", "none")
    stand_ins(monkeypatch, 2)
    assert main(["serve"]) == 1
    (line,) = capfd.readouterr().out.splitlines()
    assert line.startswith(f"· 线路已就绪：http://127.0.0.1:{os.environ['RASA_PORT']} ")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_stops_every_process(home: Path, stop: signal.Signals) -> None:
    code = (
        "import sys; from tests.cli.test_serve import ANSWERS; from duilian.cli import main, serve;"
        "made = serve._services;"
        "serve._services = lambda config: [serve.Service(s.name, s.port, (sys.executable, '-c', ANSWERS,"
        " str(s.port), '60'), {}) for s in made(config)];"
        "sys.exit(main(['serve']))"
    )
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root
    ) as running:
        assert running.stdout and "已就绪" in running.stdout.readline()
        running.send_signal(stop)
        assert running.wait(timeout=20) == 130
    assert not any(map(is_open, ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT")))


def test_what_does_not_start_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_ins(monkeypatch, 0, "raise SystemExit(3)")
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.startswith(f"没有启动成功；请看 {home}/var ")
    monkeypatch.setattr(serve, "PATIENCE", 1)
    stand_ins(monkeypatch, 0, "import time; time.sleep(60)")
    start = time.monotonic()
    assert main(["serve"]) == 1 and time.monotonic() - start < 15
    assert capsys.readouterr().err.startswith("等了 1 秒还没有启动好")


@pytest.fixture
def taken(home: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", int(os.environ["ACTIONS_PORT"]))):
        yield os.environ["ACTIONS_PORT"]


def test_a_taken_port_is_named(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.startswith(f"端口 {taken} 已经被占用")


def test_a_wrong_port_and_a_missing_model_are_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACTIONS_PORT", "many")
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "ACTIONS_PORT: 应当是 1 到 65535 的端口号，不是“many”\n"
    (home / "models/duilian.tar.gz").unlink()
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.endswith("还没有训练好的助手；请先运行 duilian train\n")
