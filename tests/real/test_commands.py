"""Every command once as it is typed: in a process of its own, with real pipes, against the real servers."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from duilian.cli import COMMANDS
from tests.ports import free_port
from tests.real.browser import Browser
from tests.real.conftest import DUILIAN, Done
from tests.real.product import Product
from tests.real.speaker import GOOD
from tests.real.terminal import Terminal

pytestmark = pytest.mark.slow

CALL = {
    "id": "real-1",
    "kind": "phone_appointment",
    "context": {"client_title": "王总"},
    "turns": [
        {"speaker": "client", "text": "喂？"},
        {"speaker": "trainee", "text": "王总您好，我是移动公司的小李。"},
        {"speaker": "trainee", "text": "您看周三下午还是周四上午方便？"},
    ],
}
LINE = json.dumps(CALL, ensure_ascii=False) + "\n"


def test_alone_it_prints_its_help(duilian: Callable[..., Done]) -> None:
    done = duilian()
    assert done.returncode == 0 and not done.stderr
    assert done.stdout.startswith("用法：duilian") and all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_word_is_explained_in_chinese(duilian: Callable[..., Done], command: str) -> None:
    done = duilian(command, "--nonsense")
    assert done.returncode == 2 and done.stderr.startswith("用法：duilian")
    assert not any(word in done.stderr for word in ("usage", "error", "argument", "required", "Traceback"))


def test_scenarios_and_validate(duilian: Callable[..., Done]) -> None:
    done = duilian("scenarios")
    assert done.returncode == 0 and "first-call-logistics" in done.stdout
    done = duilian("validate")
    assert done.returncode == 0 and "0 处问题" in done.stdout, done.stderr


def test_train_has_nothing_to_do(duilian: Callable[..., Done]) -> None:
    done = duilian("train")
    assert done.returncode == 0 and "助手就绪" in done.stdout, done.stderr


def test_assess_names_the_bad_line_and_goes_on(duilian: Callable[..., Done]) -> None:
    done = duilian("assess", "-", given=LINE + "{}\n" + LINE)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == second and first["verdicts"]["two_choice"]["verdict"] == "met"
    assert done.returncode == 1 and done.stderr.startswith("-:2: ")


def test_tag(duilian: Callable[..., Done]) -> None:
    done = duilian(
        "tag", "--speaker", "trainee", given='{"id": 1, "text": "王总您好，我是移动公司的小李。"}\n'
    )
    acts = [item["act"] for item in json.loads(done.stdout)["acts"]]
    assert done.returncode == 0 and {"greeting", "introduce_self"} <= set(acts)
    done = duilian("tag", "--speaker", "client", given='{"id": 1, "text": "你是哪位？"}\nnonsense\n')
    assert json.loads(done.stdout)["cues"] == ["ask_identity"]
    assert done.returncode == 1 and done.stderr.startswith("-:2: ")


def test_what_is_kept_is_listed_and_shown(duilian: Callable[..., Done], tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    file.write_text(LINE, encoding="utf-8")
    done = duilian("keep", str(file))
    again = duilian("keep", str(file))
    row = done.stdout.strip()
    assert done.returncode == 0 and again.stdout == done.stdout, "kept once"
    listed = [line for line in duilian("sessions", "--limit", "100").stdout.splitlines() if row in line]
    shown = duilian("show", row)
    assert len(listed) == 1 and "分" in listed[0]
    assert shown.returncode == 0 and "我：王总您好，我是移动公司的小李。" in shown.stdout
    assert "✓ 二选一约时间" in shown.stdout and shown.stdout.partition("【得分】")[2].split()[0] in listed[0]
    done = duilian("show", "nobody")
    assert done.returncode == 1 and done.stderr.startswith("没有编号为“nobody”的电话")


def test_a_reader_that_stops_is_no_fault_of_the_file(served: Product, tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    file.write_text(LINE * 30, encoding="utf-8")
    for arguments in (["keep", str(file)], ["assess", str(file), "--jobs", "1"], ["scenarios"], ["sessions"]):
        process = subprocess.Popen(
            [DUILIAN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=served.environment
        )
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b"", arguments
        process.wait(timeout=60)


def test_an_account_opens_the_web(duilian: Callable[..., Done], served: Product) -> None:
    assert duilian("account").stdout == "", "the servers' start has printed the first administrator's"
    done = duilian("account", "小钱")
    browser = Browser(served.web)
    page = browser.sign_in("小钱", done.stdout.partition("一次性密码 ")[2].partition("（")[0])
    assert page.path == "/password" and "小钱" in page.text
    done = duilian("account", "管理员", "--role", "trainee")
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr
    browser.close()


def test_the_web_alone_says_that_the_line_is_dead(served: Product, duilian: Callable[..., Done]) -> None:
    port = free_port()
    process = subprocess.Popen(
        [DUILIAN, "web", "--port", str(port), "--rasa", str(free_port())], env=served.environment
    )
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        browser = Browser(port)
        browser.submit(browser.get("/sign-in").form("/demo"))
        card = browser.client("first-call-logistics")
        answer = browser._http.post(
            "/sessions", data=dict(card.fields), headers={"origin": f"http://127.0.0.1:{port}"}
        )
        assert answer.status_code == 503 and "系统暂时连不上" in answer.text
        done = duilian("web", "--port", str(port))
        assert done.returncode == 1 and "占用" in done.stderr and "Traceback" not in done.stderr
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) in (0, 130, -signal.SIGINT)


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////proc/nowhere/a.db", "postgresql://127.0.0.1:1/x"])
def test_an_archive_that_cannot_be_opened_is_one_sentence(url: str, served: Product) -> None:
    env = served.environment | {"DATABASE_URL": url}
    done = subprocess.run([DUILIAN, "sessions"], capture_output=True, text=True, env=env, timeout=60)
    assert done.returncode == 1 and "DATABASE_URL" in done.stderr and len(done.stderr.splitlines()) == 1


def test_where_no_server_runs_a_call_starts_its_own(
    served: Product, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ports = {"RASA_PORT": str(free_port()), "ACTIONS_PORT": str(free_port())}
    env = served.environment | ports | {"TRACKERS": str(tmp_path / "trackers.db")}
    call = Terminal([DUILIAN, "practise", "first-call-logistics", "--seed", "1"], env)
    try:
        assert call.at_prompt(timeout=120)
        shown = call.play(GOOD)
        assert call.status() == 0 and "正在接通线路" in shown and "【得分】" in shown
        with pytest.raises(OSError):  # nothing is left behind
            socket.create_connection(("127.0.0.1", int(ports["RASA_PORT"])), timeout=2)
    finally:
        call.close()
