"""The action server, alone: while somebody holds the archive debriefs wait, and it answers all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from duilian.secret import bearer, shared_secret
from duilian.tagging import Tagger
from tests.actions.test_actions import START, heard, said
from tests.conftest import ROOT
from tests.ports import free_port
from tests.real.product import locked

pytestmark = pytest.mark.slow
TALK = [*START, heard("T [王总您好](greeting)[谢谢](thank)[再见](farewell)"), said("farewell", "再见")]


class ActionServer:
    """One that runs, and its home."""

    def __init__(self, home: Path) -> None:
        self.home, self._port = home, free_port()
        env = os.environ | {
            "DUILIAN_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{home / 'a.db'}",
            "PYTHONPATH": str(ROOT),
            "SANIC_HOST": "127.0.0.1",
        }
        command = [sys.executable, "-m", "rasa", "run", "actions", "--port", str(self._port)]
        self.process = subprocess.Popen(command, cwd=home, env=env, stderr=subprocess.DEVNULL)

    def is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/health", timeout=60) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def debrief(self, session: str) -> list[dict[str, Any]]:
        """The messages that Rasa gets."""
        tracker = {
            **{"sender_id": session, "slots": {"scenario": "first-call-logistics", "seed": "1"}},
            **{"latest_message": TALK[-2]["parse_data"], "events": TALK, "paused": False},
            **{"followup_action": None, "active_loop": {}, "latest_action_name": "action_listen"},
        }
        asked = {"next_action": "action_debrief", "tracker": tracker, "domain": {}, "version": "3"}
        headers = {
            "Content-Type": "application/json",
            "Authorization": bearer(shared_secret(self.home / "var")),
        }
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/webhook", json.dumps(asked).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            messages: list[dict[str, Any]] = json.load(answer)["responses"]
        return messages


@pytest.fixture()
def server(tmp_path: Path, tagger: Tagger) -> Iterator[ActionServer]:
    (tmp_path / "models").symlink_to(ROOT / "models")
    made = ActionServer(tmp_path)
    try:
        end = time.monotonic() + 120
        while not made.is_well():
            assert made.process.poll() is None and time.monotonic() < end, "not up"
            time.sleep(0.2)
        yield made
    finally:
        made.process.terminate()
        made.process.wait(timeout=20)


def test_debriefs_that_wait_for_the_archive_keep_nobody_else_waiting(server: ActionServer) -> None:
    (first,) = server.debrief("first")  # the model is loaded
    assert "【得分】" in first["text"]
    with ThreadPoolExecutor(5) as pool:
        with locked(str(server.home / "a.db"), 7):
            before = time.monotonic()
            debriefs = [pool.submit(server.debrief, f"waiting-{n % 4}") for n in range(5)]
            time.sleep(1)
            slowest = 0.0
            while time.monotonic() < before + 5:
                asked = time.monotonic()
                assert server.is_well()
                slowest = max(slowest, time.monotonic() - asked)
                time.sleep(0.1)
            assert slowest < 1 and not any(debrief.done() for debrief in debriefs)
        told = [debrief.result()[0] for debrief in debriefs]
    assert all(one["text"] == first["text"] for one in told), "two of them of the same call"
