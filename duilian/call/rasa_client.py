"""The client of Rasa's webhook on loopback; where no Rasa runs, it is started."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from duilian.config import Config
from duilian.errors import DataError
from duilian.language.numbers import whole_number

DEFAULT_PORT = 5005
CHANNELS = ("duilian", "rest")  # our own, and Rasa's for whoever wants to try the assistant with curl


class ChannelUnavailable(DataError):
    """Rasa does not answer."""


@dataclass(frozen=True)
class Reply:
    """One message of the assistant's: the client's words, or with ``client`` false the coach's (a hint, the scorecard as text); the
    scorecard as ``card`` when the call is over."""

    text: str
    card: dict[str, Any] | None = None
    client: bool = True


def start_command(scenario: str, mode: str, seed: str) -> str:
    """The message that rings the client of a scenario."""
    return "/start_call" + json.dumps({"scenario": scenario, "mode": mode, "seed": seed})


def _replies(messages: Sequence[Mapping[str, Any]]) -> list[Reply]:
    """What a webhook answered.

    Rasa's own channel sends the data of a message as a message of its own, after the text, and does not say who
    speaks: the coach's messages are those with data.
    """
    replies: list[Reply] = []
    for message in messages:
        data = message.get("custom")
        card = (data or {}).get("scorecard")
        if data and not message.get("text") and "client" not in message and replies:
            replies[-1] = Reply(replies[-1].text, card, client=False)
        else:
            replies.append(Reply(message.get("text") or "", card, bool(message.get("client", True))))
    return replies


class RasaClient:
    """Talks to one Rasa server, by our own channel (duilian) or Rasa's (rest)."""

    def __init__(self, port: int, channel: str = CHANNELS[0]) -> None:
        self._base, self._channel = f"http://127.0.0.1:{port}", f"/webhooks/{channel}"

    def is_up(self) -> bool:
        """Is a server there?"""
        try:
            with urllib.request.urlopen(f"{self._base}/", timeout=2):
                return True
        except OSError:
            return False

    def _post(self, path: str, **data: Any) -> Any:
        request = urllib.request.Request(
            self._base + self._channel + path, json.dumps(data).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except (OSError, urllib.error.HTTPError, ValueError) as error:
            raise ChannelUnavailable(
                f"电话线路不通（{error}）；请看 var/rasa.log，通话已保留，可以稍后继续"
            ) from None

    def send(self, session: str, text: str, key: str = "", again: bool = False) -> list[Reply]:
        """One message → the replies. A message that may have come already is sent ``again`` under the same ``key``: it is heard once.
        (Only by our own channel; Rasa's knows no keys.) Raises ChannelUnavailable."""
        return _replies(self._post("/webhook", sender=session, message=text, key=key, again=again))

    def start(
        self, session: str, scenario: str, mode: str, seed: str, key: str = "", again: bool = False
    ) -> list[Reply]:
        """Ring the client of a scenario → how it answers."""
        return self.send(session, start_command(scenario, mode, seed), key, again)

    def copy(self, source: str, target: str, turns: int) -> None:
        """Let a new session begin as another stood before the trainee's turn number ``turns`` (from 0). Twice is as good as once."""
        self._post("/copy", source=source, target=target, turns=turns)

    def forget(self, sessions: Sequence[str]) -> None:
        """Delete calls for good."""
        self._post("/forget", sessions=list(sessions))


@contextmanager
def connected(config: Config, channel: str = CHANNELS[0]) -> Iterator[RasaClient]:
    """A client of the Rasa on RASA_PORT (5005), by this channel.

    It leads to the server that runs there, else to one started for this call and stopped after it.
    """
    given = os.environ.get("RASA_PORT") or str(DEFAULT_PORT)
    port = whole_number(given, 1, 65_535)
    if port is None:
        raise DataError(f"RASA_PORT 应当是端口号，不是“{given}”")
    rasa = RasaClient(port, channel)
    if rasa.is_up():
        yield rasa
        return
    print("· 正在接通线路（约半分钟）……", flush=True)
    env = {**os.environ, "WEB_PORT": "none"}
    server = subprocess.Popen(
        [config.home / "scripts/serve"], env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        line = server.stdout.readline() if server.stdout else ""
        if "就绪" not in line:
            raise DataError("线路没有接通；请看 var/rasa.log 和 var/actions.log")
        yield rasa
    finally:
        server.terminate()
        server.wait(timeout=30)
