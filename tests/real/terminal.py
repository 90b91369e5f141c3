"""A real terminal (a pty) in which a command runs, and what a person types and reads there."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

PROMPT = "我："
END_OF_INPUT = "\x04"  # Ctrl+D


def _hear_interrupts() -> None:
    """Heed Ctrl+C as in any terminal: what a script runs with ``&`` is told to ignore it, tests with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """``shown`` is all that has been printed so far, what was typed (the terminal's echo) among it."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(env),
            start_new_session=True,
            preexec_fn=_hear_interrupts,
        )
        os.close(slave)
        self._bytes, self._read_to, self._ended = b"", 0, False

    @property
    def shown(self) -> str:
        return self._bytes.decode(errors="replace").replace("\r\n", "\n")

    def _read(self, timeout: float) -> None:
        """Wait for something more. Raises AssertionError when nothing comes."""
        assert select.select([self._master], [], [], timeout)[0], f"nothing more came after:\n{self.shown}"
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # how Linux says that the other side is closed
            piece = b""
        self._ended = not piece
        self._bytes += piece

    def at_prompt(self, timeout: float = 30) -> bool:
        """Wait until the command asks for a line (True) or ends (False)."""
        deadline = time.monotonic() + timeout
        while not self._ended:
            if self.shown[self._read_to :].endswith(PROMPT):
                return True
            self._read(max(0.0, deadline - time.monotonic()))
        return False

    def type(self, text: str) -> None:
        """Type a line, once it is asked for."""
        assert self.at_prompt(), f"it has ended:\n{self.shown}"
        self._read_to = len(self.shown)
        os.write(self._master, (text if text == END_OF_INPUT else f"{text}\n").encode())
        while len(self.shown) == self._read_to and not self._ended:
            self._read(30)

    def play(self, texts: Sequence[str]) -> str:
        """Type one line after the other until the command ends → all that was shown."""
        for text in texts:
            if not self.at_prompt():
                break
            self.type(text)
        assert not self.at_prompt(), f"it goes on:\n{self.shown}"
        return self.shown

    def interrupt(self) -> None:
        """Ctrl+C, once more where it came in the instant between the prompt and the waiting for a line.

        Only a new line shows that it was heard: of a prompt the rest may still be on its way.
        """
        before = len(self.shown)
        for _ in range(5):
            os.killpg(self._process.pid, signal.SIGINT)
            deadline = time.monotonic() + 10
            while not self._ended and (left := deadline - time.monotonic()) > 0:
                if select.select([self._master], [], [], left)[0]:
                    self._read(0)
                if "\n" in self.shown[before:]:
                    return

    def status(self) -> int:
        """The exit status, once it has ended."""
        while not self._ended:
            self._read(30)
        return self._process.wait(timeout=30)

    def close(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._master)
