"""Runs the program's processes: what dies or hangs is started again, alone, after pauses that grow."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from duilian.errors import DataError
from duilian.operation.asking import http_status
from duilian.operation.logs import RotatedLog, copy_lines
from duilian.operation.ties import tied_to_me
from duilian.texts import sentence


@dataclass(frozen=True)
class Service:
    """One process.

    Attributes:
        name: What its log is called.
        port: Where it answers on loopback.
        command: What is run, with the arguments.
        health: The path that answers 200 while it works.
        environment: What it needs beside the environment of all.
    """

    name: str
    port: int
    command: tuple[str, ...]
    health: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Patience:
    """How long things may take, in seconds.

    Attributes:
        start: Until a process that was started answers; after failures longer, see :meth:`until_answer`.
        hang: Without an answer before it counts as hanging.
        answer: An answer.
        between: Between two questions.
        end: Until all must have ended; then they are killed.
        steady: Running this long, a process's pauses begin anew.
        longest: The longest pause before it is started again.
    """

    start: float = 300
    hang: float = 30
    answer: float = 10
    between: float = 2
    end: float = 20
    steady: float = 300
    longest: float = 60

    def until_answer(self, failures: int) -> float:
        """How long a start may take after so many ends in a row: twice as long each time, up to eightfold.

        On a busy machine what once takes too long would else be killed for it ever after.
        """
        return float(self.start * 2 ** min(failures, 3))

    def pause(self, failures: int) -> float:
        """How long to wait before the next start after so many ends in a row: 1, 2, 4 … seconds."""
        return float(min(2 ** min(failures - 1, 16), self.longest))


class Supervisor:
    """Keeps services running until it is cancelled.

    Args:
        services: What is run, in the order it is started.
        home: The folder they work in.
        logs: The folder of their logs; ``serve.log`` says what was started again and why.
        environment: The environment of all.
        headers: What every question about their health carries.
        patience: How long things may take.
    """

    def __init__(
        self,
        services: Sequence[Service],
        home: Path,
        logs: Path,
        environment: Mapping[str, str],
        headers: Mapping[str, str],
        patience: Patience,
    ) -> None:
        self._services, self._home, self._logs = services, home, logs
        self._environment, self._headers, self._patience = environment, headers, patience
        self._answering: set[str] = set()
        self._all_answer, self._hurry = asyncio.Event(), asyncio.Event()
        self._log = RotatedLog(logs / "serve.log")

    async def run(self, announce: Callable[[], Awaitable[None]]) -> None:
        """Start all, say when all answer, and keep them running; all have ended when this returns or raises.

        Args:
            announce: Called once, when all answer for the first time.

        Raises:
            DataError: Before that, one ended or was late.
        """
        tasks = [asyncio.create_task(self._keep(service)) for service in self._services]
        waiting = asyncio.create_task(self._all_answer.wait())
        try:
            await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
            if self._all_answer.is_set():
                await announce()
            await asyncio.gather(*tasks)  # ends only by an exception
        finally:
            for task in (waiting, *tasks):
                task.cancel()
            await asyncio.gather(waiting, *tasks, return_exceptions=True)
            self._log.close()

    def hurry(self) -> None:
        """Kill what has not ended yet."""
        self._hurry.set()

    async def _keep(self, service: Service) -> None:
        """Run one service for ever."""
        failures = 0
        log = RotatedLog(self._logs / f"{service.name}.log")
        try:
            while True:
                began = time.monotonic()
                why = await self._run_once(service, log, failures)
                self._answering.discard(service.name)
                if not self._all_answer.is_set():
                    raise DataError(why)
                failures = 1 if time.monotonic() - began > self._patience.steady else failures + 1
                pause = self._patience.pause(failures)
                self._say(sentence("cli.serve.again", why=why, seconds=round(pause)))
                await asyncio.sleep(pause)
        finally:
            log.close()

    async def _run_once(self, service: Service, log: RotatedLog, failures: int) -> str:
        """Run one service, after so many failures, until it ends or hangs → what happened, as a sentence."""
        process = await self._start(service)
        assert process.stdout
        copying = asyncio.create_task(copy_lines(process.stdout, log))
        ended = asyncio.create_task(process.wait())
        watching = asyncio.create_task(self._watch(service, self._patience.until_answer(failures)))
        try:
            await asyncio.wait([ended, watching], return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                await self._end(process, at_once=True)  # it hears nothing
                return watching.result()
            return sentence("cli.serve.ended", name=service.name, status=ended.result())
        finally:
            watching.cancel()
            await self._end(process)
            await asyncio.wait([copying], timeout=1)  # what it left behind might hold the other end
            copying.cancel()

    async def _start(self, service: Service) -> Process:
        """Start a service; where this is cancelled meanwhile, it has ended."""
        starting = asyncio.create_task(
            asyncio.create_subprocess_exec(
                *service.command,
                cwd=self._home,
                env={**self._environment, **service.environment},
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=STDOUT,
                start_new_session=True,  # Ctrl+C at the terminal does not reach it: we end it
                preexec_fn=tied_to_me(),
            )
        )
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            await self._end(await starting, at_once=True)
            raise

    async def _watch(self, service: Service, starts: float) -> str:
        """Ask a service how it is until it does not answer any more → what happened, as a sentence.

        Args:
            service: The service.
            starts: Seconds that it may take to start.
        """
        patience, answered = self._patience, False
        last = time.monotonic()
        while True:
            asked = time.monotonic()
            status = await http_status(service.port, service.health, patience.answer, self._headers)
            if status == 200:
                last, answered = asked, True
                self._note_answer(service)
            elif status is not None and not answered:
                return sentence("cli.serve.unfit", name=service.name)  # a Rasa that found no model
            allowed = patience.hang if answered else starts
            if time.monotonic() - last > allowed:
                seconds = round(allowed)
                if answered:
                    return sentence("cli.serve.hangs", name=service.name, seconds=seconds)
                return sentence("cli.serve.late", name=service.name, seconds=seconds)
            await asyncio.sleep(patience.between if answered else min(patience.between, 0.5))

    def _note_answer(self, service: Service) -> None:
        if service.name not in self._answering:
            self._answering.add(service.name)
            if self._all_answer.is_set():
                self._say(sentence("cli.serve.works_again", name=service.name))
            elif len(self._answering) == len(self._services):
                self._all_answer.set()

    async def _end(self, process: Process, at_once: bool = False) -> None:
        """Ask a process to end, and end it with all it started where it does not."""
        if process.returncode is None and not at_once:
            with suppress(ProcessLookupError):
                process.terminate()
            hurry, ended = asyncio.create_task(self._hurry.wait()), asyncio.create_task(process.wait())
            both = [hurry, ended]
            await asyncio.wait(both, timeout=self._patience.end, return_when=asyncio.FIRST_COMPLETED)
            hurry.cancel()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
        await process.wait()

    def _say(self, text: str) -> None:
        self._log.write_line(text)
        with suppress(OSError):  # the terminal may be gone
            print(text, file=sys.stderr, flush=True)


@contextmanager
def ended_by_signals(stop: Callable[[], object], hurry: Callable[[], object]) -> Iterator[None]:
    """Within the block the first signal to stop calls ``stop``, and any after it ``hurry``."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    heard: list[int] = []

    def on_signal(number: int) -> None:
        heard.append(number)
        (hurry if len(heard) > 1 else stop)()

    for number in numbers:
        loop.add_signal_handler(number, on_signal, number)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
