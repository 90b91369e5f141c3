"""The action server: while somebody holds the archive debriefs wait, and it answers all the same."""

from __future__ import annotations

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from duilian.secret import bearer, shared_secret
from tests.actions.test_actions import START, heard, said
from tests.real.product import Product, locked

pytestmark = pytest.mark.slow
TALK = [*START, heard("T [王总您好](greeting)[谢谢](thank)[再见](farewell)"), said("farewell", "再见")]


@dataclass(frozen=True)
class ActionServer:
    """That of a product, asked as Rasa asks it."""

    product: Product

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self.product.actions}"

    def is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._address}/health", timeout=60) as answer:
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
        secret = shared_secret(self.product.folder)
        headers = {"Content-Type": "application/json", "Authorization": bearer(secret)}
        request = urllib.request.Request(f"{self._address}/webhook", json.dumps(asked).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            messages: list[dict[str, Any]] = json.load(answer)["responses"]
        return messages


def test_debriefs_that_wait_for_the_archive_keep_nobody_else_waiting(mistreated: Product) -> None:
    server = ActionServer(mistreated)
    (first,) = server.debrief("first")  # the model is loaded
    assert "【得分】" in first["text"]
    with ThreadPoolExecutor(5) as pool:
        with locked(str(mistreated.folder / "a.db"), 7):
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
