"""The trainee's end of the line: Rasa's REST webhook on loopback, and the processes behind it where none runs."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from duilian.config import Config
from duilian.dialogue import DataError

DEFAULT_PORT = 5005


@dataclass(frozen=True)
class Reply:
    """One message of the assistant's: ``text``, or the scorecard as ``card`` when the call is over."""

    text: str
    card: dict[str, Any] | None = None


class Phone:
    """Talks to one Rasa server."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"

    def answers(self) -> bool:
        """Is a server there?"""
        try:
            with urllib.request.urlopen(f"{self._base}/", timeout=2):
                return True
        except OSError:
            return False

    def say(self, session: str, text: str) -> list[Reply]:
        """One message → the replies. Raises DataError where the line is dead."""
        body = json.dumps({"sender": session, "message": text}).encode()
        request = urllib.request.Request(
            f"{self._base}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                found = json.load(answer)
        except (OSError, urllib.error.HTTPError, ValueError) as error:
            raise DataError(f"电话线路不通（{error}）；请看 var/rasa.log，通话已保留，可以稍后继续") from None
        return [Reply(m.get("text") or "", (m.get("custom") or {}).get("scorecard")) for m in found]

    def dial(self, session: str, scenario: str, mode: str, seed: str) -> list[Reply]:
        """Ring the client of a scenario → how it answers."""
        return self.say(session, "/start_call" + json.dumps({"scenario": scenario, "mode": mode, "seed": seed}))


@contextmanager
def connected(config: Config) -> Iterator[Phone]:
    """A phone on RASA_PORT (5005): the server that runs there, else one started for this call and stopped after it."""
    port = os.environ.get("RASA_PORT") or str(DEFAULT_PORT)
    if not port.isdigit():
        raise DataError(f"RASA_PORT 应当是端口号，不是“{port}”")
    phone = Phone(int(port))
    if phone.answers():
        yield phone
        return
    print("· 正在接通线路（约半分钟）……", flush=True)
    server = subprocess.Popen([config.home / "scripts/serve"], stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        line = server.stdout.readline() if server.stdout else ""
        if "就绪" not in line:
            raise DataError("线路没有接通；请看 var/rasa.log 和 var/actions.log")
        yield phone
    finally:
        server.terminate()
        server.wait(timeout=30)
