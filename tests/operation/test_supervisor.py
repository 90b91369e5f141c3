"""The supervisor over small real processes: what is started again, when, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duilian.errors import DataError
from duilian.operation.asking import http_status
from duilian.operation.supervisor import Patience, Service, Supervisor
from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent
# Answers with its pid; /headers with what it was asked with; argument 2 says what else it does.
PROGRAM = textwrap.dedent("""
    import http.server, json, os, signal, subprocess, sys, time
    port, does = int(sys.argv[1]), sys.argv[2]
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(503 if does == "unfit" else 200)
            self.end_headers()
            self.wfile.write(json.dumps({"pid": os.getpid(), "headers": dict(self.headers)}).encode())
        def log_message(self, *args):
            pass
    http.server.HTTPServer.allow_reuse_address = True
    print("started", flush=True)
    if does == "ends":
        sys.exit(3)
    if does == "silent":
        time.sleep(60)
    if does == "slower":  # than the first time, when it comes again
        time.sleep(2.5 if os.path.exists("slower") else 0)
        open("slower", "w").close()
    if does == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if does == "parent":  # its child holds the port
        subprocess.run([sys.executable, "-c", open(os.environ["PROGRAM"]).read(), str(port), ""])
    http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
""")
QUICK = Patience(start=10, hang=1, answer=0.5, between=0.1, end=1, steady=300, longest=0.2)


def service(name: str, does: str = "") -> Service:
    port = free_port()
    return Service(name, port, (sys.executable, "-c", PROGRAM, str(port), does), "/")


def ask(one: Service) -> dict[str, Any]:
    """What it answers; nothing where it does not."""
    try:
        with socket.create_connection(("127.0.0.1", one.port), timeout=1) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        made: dict[str, Any] = json.loads(answer.partition(b"\r\n\r\n")[2])
        return made
    except (OSError, ValueError):
        return {}


async def until(seconds: float, true: Callable[[], object]) -> None:
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(true):
        assert time.monotonic() < end, "not in time"
        await asyncio.sleep(0.05)


async def supervised(
    folder: Path,
    services: list[Service],
    meanwhile: Callable[[Supervisor, asyncio.Event], Any],
    patience: Patience = QUICK,
) -> None:
    """Do something while a supervisor runs these services; then it is cancelled."""
    environment = os.environ | {"PROGRAM": str(folder / "program.py")}
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    supervisor = Supervisor(services, folder, folder, environment, {"X-Asks": "it"}, patience)
    announced = asyncio.Event()

    async def announce() -> None:
        announced.set()

    running = asyncio.create_task(supervisor.run(announce))
    try:
        waiting = asyncio.create_task(announced.wait())
        await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if running.done():
            running.result()
        await meanwhile(supervisor, announced)
    finally:
        running.cancel()
        await asyncio.wait([running])
    assert not any(ask(one) for one in services), "nothing is left behind"


def test_what_starts_too_slowly_gets_more_time_each_time(tmp_path: Path) -> None:
    one, patience = service("one", "slower"), replace(QUICK, start=2)

    async def kill(_: Supervisor, __: asyncio.Event) -> None:
        os.kill(ask(one)["pid"], signal.SIGKILL)
        await until(60, lambda: "one 又好了" in (tmp_path / "serve.log").read_text(encoding="utf-8"))

    asyncio.run(supervised(tmp_path, [one], kill, patience))
    assert [patience.until_answer(n) for n in range(6)] == [2, 4, 8, 16, 16, 16]


def test_what_dies_is_started_again_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one, two = service("one"), service("two")

    async def kill(_: Supervisor, __: asyncio.Event) -> None:
        before, other = ask(one)["pid"], ask(two)["pid"]
        os.kill(before, signal.SIGKILL)
        await until(10, lambda: ask(one).get("pid") not in (None, before))
        assert ask(two)["pid"] == other
        await until(5, lambda: "one 又好了" in (tmp_path / "serve.log").read_text(encoding="utf-8"))

    asyncio.run(supervised(tmp_path, [one, two], kill))
    said = capfd.readouterr().err
    assert "one 停了（状态 -9）" in said and "two" not in said
    assert (tmp_path / "one.log").read_text(encoding="utf-8").count("started") == 2, "the log goes on"


def test_what_hangs_is_started_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one, two = service("one"), service("two")

    async def stop(_: Supervisor, __: asyncio.Event) -> None:
        before, other = ask(one)["pid"], ask(two)["pid"]
        os.kill(before, signal.SIGSTOP)
        await until(10, lambda: ask(one).get("pid") not in (None, before))
        assert ask(two)["pid"] == other
        with pytest.raises(ProcessLookupError):
            os.kill(before, 0)

    asyncio.run(supervised(tmp_path, [one, two], stop))
    assert "one 1 秒没有回应" in capfd.readouterr().err


def test_what_a_process_started_ends_with_it(tmp_path: Path) -> None:
    one = service("one", "parent")

    async def kill(_: Supervisor, __: asyncio.Event) -> None:
        child = ask(one)["pid"]
        with open(f"/proc/{child}/stat", encoding="ascii") as stat:
            os.kill(int(stat.read().rpartition(")")[2].split()[1]), signal.SIGKILL)
        await until(10, lambda: ask(one).get("pid") not in (None, child))

    asyncio.run(supervised(tmp_path, [one], kill))


def test_pauses_grow_and_begin_anew() -> None:
    assert [Patience().pause(n) for n in (1, 2, 3, 6, 7, 1000)] == [1, 2, 4, 32, 60, 60]


def test_after_a_steady_run_the_pauses_begin_anew(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one = service("one")

    def patience(steady: float) -> Patience:
        return Patience(start=10, hang=5, answer=1, between=0.1, end=1, steady=steady, longest=60)

    async def kill_twice(_: Supervisor, __: asyncio.Event) -> None:
        for _ in range(2):
            before = ask(one)["pid"]
            os.kill(before, signal.SIGKILL)
            await until(10, lambda before=before: ask(one).get("pid") not in (None, before))  # type: ignore[misc]

    asyncio.run(supervised(tmp_path, [one], kill_twice, patience(300)))
    assert "；2 秒后" in capfd.readouterr().err
    asyncio.run(supervised(tmp_path, [one], kill_twice, patience(0)))
    assert "；2 秒后" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("does", "why"),
    [("ends", "two 停了（状态 3）"), ("unfit", "two 启动了，但不能用"), ("silent", "等了 1 秒，two 还没有")],
)
def test_what_does_not_start_at_first_ends_all(tmp_path: Path, does: str, why: str) -> None:
    one, two = service("one"), service("two", does)
    patience = Patience(start=1 if does == "silent" else 10, end=1, between=0.1)

    async def never(_: Supervisor, __: asyncio.Event) -> None:
        raise AssertionError("announced")

    with pytest.raises(DataError, match=why):
        asyncio.run(supervised(tmp_path, [one, two], never, patience))
    assert not ask(one) and not ask(two)


def test_its_end_takes_no_longer_than_it_may_and_a_second_signal_is_at_once(tmp_path: Path) -> None:
    one = service("one", "stubborn")

    async def end(supervisor: Supervisor, _: asyncio.Event) -> None:
        asyncio.get_running_loop().call_later(0.3, supervisor.hurry)

    async def nothing(_: Supervisor, __: asyncio.Event) -> None:
        pass

    for meanwhile, allowed, least, most in ((nothing, 1.0, 0.9, 4.0), (end, 60.0, 0.0, 4.0)):
        patience = Patience(start=10, between=0.1, end=allowed)
        began = 0.0

        async def timed(supervisor: Supervisor, event: asyncio.Event, what: Any = meanwhile) -> None:
            nonlocal began
            await what(supervisor, event)
            began = time.monotonic()

        asyncio.run(supervised(tmp_path, [one], timed, patience))
        assert least <= time.monotonic() - began <= most


def test_a_killed_supervisor_takes_everything_with_it(tmp_path: Path) -> None:
    one, two = service("one"), service("two", "stubborn")
    code = textwrap.dedent(f"""
        import asyncio, os
        from pathlib import Path
        from duilian.operation.supervisor import Patience, Supervisor
        from tests.operation.test_supervisor import Service
        async def announce():
            print("all answer", flush=True)
        services = [{one!r}, {two!r}]
        asyncio.run(Supervisor(services, Path({str(tmp_path)!r}), Path({str(tmp_path)!r}), os.environ, {{}},
                               Patience(between=0.1)).run(announce))
    """)
    running = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout and running.stdout.readline() == "all answer\n"
    os.kill(ask(one)["pid"], signal.SIGSTOP)  # even one that hears nothing
    running.kill()
    running.wait()
    running.stdout.close()
    asyncio.run(until(5, lambda: not ask(one) and not ask(two)))
    for port in (one.port, two.port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))


def test_a_question_carries_its_headers_and_waits_no_longer_than_told() -> None:
    async def check() -> None:
        heard: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.0 204 No Content\r\n\r\n" if b"/a" in heard[-1] else b"nonsense\r\n\r\n")
            if b"/slow" in heard[-1]:
                await asyncio.sleep(1)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        assert await http_status(port, "/a", 5, {"Authorization": "Bearer x"}) == 204
        assert b"\r\nAuthorization: Bearer x\r\n" in heard[0]
        assert await http_status(port, "/b", 5) is None
        began = time.monotonic()
        assert await http_status(port, "/slow", 0.2) is None and time.monotonic() - began < 0.8
        server.close()
        await server.wait_closed()
        assert await http_status(port, "/a", 1) is None

    asyncio.run(check())
