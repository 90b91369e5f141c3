"""The client of Rasa's webhook on loopback; where no Rasa runs, it is started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from duilian.config import Config
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.operation.ties import tied_to_me
from duilian.secret import bearer, shared_secret
from duilian.texts import sentence

DEFAULT_PORT = 5005
CHANNELS = ("duilian", "rest")  # our own, and Rasa's for whoever wants to try the assistant with curl


_START = "/start_call"
_PATIENCE = 60  # seconds; Rasa gives a message up before (duilian/assistant/channel.py)


class ChannelUnavailable(DataError):
    """Rasa does not answer, or could not keep what it was to answer.

    Attributes:
        away: Does nobody answer at all, so that asking for anything else is in vain too?
    """

    def __init__(self, message: str, away: bool = True) -> None:
        super().__init__(message)
        self.away = away


class DebriefOwed(ChannelUnavailable):
    """The call is over, but its debrief could not be made; the message that ended it is to be sent again."""


@dataclass(frozen=True)
class Reply:
    """One message of the assistant's.

    Attributes:
        text: What is said or shown.
        card: The scorecard as data, in the last message of a call.
        client: Are these the client's words, not the coach's (a hint, the scorecard as text)?
        move: The move of the client's that they are, where it is known.
        told: The topics of the client's own affairs that they tell of.
    """

    text: str
    card: dict[str, Any] | None = None
    client: bool = True
    move: str = ""
    told: tuple[str, ...] = ()


def start_command(scenario: str, mode: str, seed: str, memory: str = "") -> str:
    """The command that begins a call: Rasa's intent ``start_call`` with the slots of a scenario.

    Args:
        scenario: The scenario's id.
        mode: One of :data:`duilian.dialogue.model.MODES`.
        seed: What the client's draws are seeded with.
        memory: What the client remembers, as :meth:`.Memory.as_text` gives it; "" for a first contact.
    """
    slots = {"scenario": scenario, "mode": mode, "seed": seed, **({"memory": memory} if memory else {})}
    return _START + json.dumps(slots)


def memory_in(command: str) -> str:
    """What the client remembers by the command that began a call; "" where it is a first contact."""
    try:
        slots = json.loads(command.removeprefix(_START))
    except ValueError:
        return ""
    return str(slots.get("memory") or "") if isinstance(slots, dict) else ""


def _replies(messages: Sequence[Mapping[str, Any]]) -> list[Reply]:
    """What a webhook answered.

    Rasa's own channel sends the data of a message as a message of its own, after the text, and does not say
    who speaks: the coach's messages are those with data.
    """
    replies: list[Reply] = []
    for message in messages:
        data = message.get("custom")
        card = (data or {}).get("scorecard")
        if data and not message.get("text") and "client" not in message and replies:
            replies[-1] = Reply(replies[-1].text, card, client=False)
        else:
            client, move = bool(message.get("client", True)), str(message.get("move") or "")
            told = tuple(map(str, message.get("told") or ()))
            replies.append(Reply(message.get("text") or "", card, client, move, told))
    return replies


def _is_owed(error: urllib.error.HTTPError) -> bool:
    try:
        told = json.load(error)
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and bool(told.get("owed"))


class RasaClient:
    """Talks to one Rasa server on loopback.

    Args:
        port: Where it listens.
        channel: One of :data:`CHANNELS`. Both know keys; only our own knows copies and deletion.
        secret: What it asks for, see :func:`duilian.secret.shared_secret`.
    """

    def __init__(self, port: int, channel: str = CHANNELS[0], secret: str = "") -> None:
        self._base, self._channel = f"http://127.0.0.1:{port}", f"/webhooks/{channel}"
        self._headers = {"Content-Type": "application/json", "Authorization": bearer(secret)}

    def is_up(self) -> bool:
        """Does a server answer?"""
        try:
            with urllib.request.urlopen(f"{self._base}/", timeout=2):
                return True
        except OSError:
            return False

    def has_model(self) -> bool:
        """Has the server loaded the assistant? Only our own channel knows."""
        try:
            request = urllib.request.Request(f"{self._base}{self._channel}/", headers=self._headers)
            with urllib.request.urlopen(request, timeout=10):
                return True
        except OSError:
            return False

    def _post(self, path: str, **data: Any) -> Any:
        request = urllib.request.Request(
            self._base + self._channel + path, json.dumps(data).encode(), self._headers
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if _is_owed(error):
                raise DebriefOwed(sentence("call.debrief_owed"), away=False) from None
            if error.code == HTTPStatus.UNAUTHORIZED:
                raise ChannelUnavailable(sentence("call.strange_line")) from None
            raise ChannelUnavailable(sentence("call.unavailable", error=error), away=False) from None
        except (OSError, HTTPException, ValueError) as error:
            raise ChannelUnavailable(sentence("call.unavailable", error=error)) from None

    def send(self, session: str, text: str, key: str = "") -> list[Reply]:
        """Send one message of the trainee's.

        Args:
            session: The call's id, Rasa's sender.
            text: What is said, or a command that begins with a slash.
            key: Names the message: it is heard once under it, however often it is sent.

        Raises:
            ChannelUnavailable: Rasa does not answer; :class:`DebriefOwed` where the call is over without one.
        """
        return _replies(self._post("/webhook", sender=session, message=text, key=key))

    def start(self, session: str, scenario: str, mode: str, seed: str, key: str = "") -> list[Reply]:
        """Ring the client of a scenario; the replies are how it answers. See :meth:`send`."""
        return self.send(session, start_command(scenario, mode, seed), key)

    def copy(self, source: str, target: str, turns: int) -> None:
        """Let a new session begin as another stood. Twice is as good as once.

        Args:
            source: The session that is copied.
            target: The new one.
            turns: How many turns of the trainee's the copy has.

        Raises:
            ChannelUnavailable: Rasa does not answer.
        """
        self._post("/copy", source=source, target=target, turns=turns)

    def forget(self, sessions: Sequence[str], before: datetime | None = None) -> None:
        """Delete the events of calls from Rasa's tracker store, for good.

        Args:
            sessions: The ids of the calls.
            before: Those not heard of since this moment as well.

        Raises:
            ChannelUnavailable: Rasa does not answer.
        """
        stamp = None if before is None else before.timestamp()
        self._post("/forget", sessions=list(sessions), before=stamp)

    def reread(self) -> None:
        """Let Rasa read all calls anew: its trackers were restored. Raises ChannelUnavailable."""
        self._post("/reread")


@contextmanager
def connected(config: Config, channel: str = CHANNELS[0]) -> Iterator[RasaClient]:
    """A client of the Rasa on RASA_PORT (5005); where none runs, one is started and stopped again at the end.

    Args:
        config: Where the project stands.
        channel: One of :data:`CHANNELS`.

    Raises:
        DataError: RASA_PORT is no port, or Rasa does not start.
    """
    given = os.environ.get("RASA_PORT") or str(DEFAULT_PORT)
    port = whole_number(given, 1, 65_535)
    if port is None:
        raise DataError(sentence("call.no_port", port=given))
    rasa = RasaClient(port, channel, shared_secret(config.var))
    if rasa.is_up():
        yield rasa
        return
    print(sentence("call.starting"), flush=True)
    command = [sys.executable, "-m", "duilian.cli", "serve"]
    env = {**config.environment, "WEB_PORT": "none"}
    server = subprocess.Popen(
        command,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=tied_to_me(),  # a terminal that is killed leaves no servers behind
    )
    try:
        line = server.stdout.readline() if server.stdout else ""
        if not line:  # it prints one when all is ready; what went wrong is said on standard error
            raise DataError(sentence("call.not_started"))
        yield rasa
    finally:
        server.terminate()
        server.wait(timeout=30)
