"""``duilian serve``: Rasa, its action server and the web application together, until stopped.

Read from the environment: RASA_PORT (5005), ACTIONS_PORT (5055), WEB_PORT (8000, or ``none``), WEB_HOST
(127.0.0.1), TRACKERS (the file of Rasa's trackers, ``var/trackers.db``).
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from duilian.call.rasa_client import RasaClient
from duilian.cli.parser import port
from duilian.config import RASA_ENVIRONMENT, Config
from duilian.errors import DataError
from duilian.secret import bearer, make_private, shared_secret
from duilian.texts import sentence

PATIENCE = 120  # seconds until all must be ready
_PATIENCE_AT_END = 20  # seconds in which all must have ended


@dataclass(frozen=True)
class Service:
    """One process.

    Attributes:
        name: What its log is called.
        port: Where it answers on loopback.
        command: What is run, with the arguments.
        environment: What it needs beside the environment of all.
    """

    name: str
    port: int
    command: tuple[str, ...]
    environment: Mapping[str, str]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none."""
    del parser


def run(args: argparse.Namespace, config: Config) -> int:
    """Start everything, say when it is ready, and wait.

    Returns:
        1: it ends only by a signal, or when one of the processes does.

    Raises:
        DataError: There is no model, a port is taken, or something did not start.
    """
    del args
    if not config.assistant.exists():
        raise DataError(sentence("cli.serve.no_model"), str(config.assistant))
    services = _services(config)
    for service in services:
        if _is_open(service.port):
            raise DataError(sentence("cli.serve.port_taken", port=service.port))
    config.var.mkdir(parents=True, exist_ok=True)
    for folder in (config.var, config.assistant.parent):
        make_private(folder)
    _write_endpoints(config, *(service.port for service in services[:2]))
    with _stopped_by_signals(), _running(services, config) as processes:
        _wait_until_ready(services, processes, config)
        _announce(services, config)
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    raise DataError(sentence("cli.serve.ended", folder=config.var))


def _services(config: Config) -> list[Service]:
    rasa_port, actions_port = _port("RASA_PORT", "5005"), _port("ACTIONS_PORT", "5055")
    rasa = (sys.executable, "-m", "rasa", "run")
    endpoints = config.var / f"endpoints-{rasa_port}.yml"
    services = [
        Service(
            "actions",
            actions_port,
            (*rasa, "actions", "--port", str(actions_port)),
            # Rasa imports the package "actions"; its server listens on every address unless told otherwise.
            {"PYTHONPATH": str(config.provided("actions").parent), "SANIC_HOST": "127.0.0.1"},
        ),
        Service(
            "rasa",
            rasa_port,
            (
                *(*rasa, "-i", "127.0.0.1", "-p", str(rasa_port), "-m", str(config.assistant)),
                *("--endpoints", str(endpoints)),
                *("--credentials", str(config.provided("credentials.yml"))),
            ),
            {},
        ),
    ]
    if os.environ.get("WEB_PORT") != "none":
        web_port = _port("WEB_PORT", "8000")
        command = (sys.executable, "-m", "duilian.cli", "web", "--port", str(web_port))
        services.append(Service("web", web_port, (*command, "--rasa", str(rasa_port)), {}))
    return services


def _port(name: str, default: str) -> int:
    try:
        return port(os.environ.get(name) or default)
    except argparse.ArgumentTypeError as error:
        raise DataError(str(error), name) from None


def _write_endpoints(config: Config, actions_port: int, rasa_port: int) -> None:
    """Rasa's endpoints.yml with the ports, the trackers and the secret of this run."""
    trackers = os.environ.get("TRACKERS") or str(config.var / "trackers.db")
    text = config.provided("endpoints.yml").read_text(encoding="utf-8")
    text = text.replace(":5055", f":{actions_port}").replace("var/trackers.db", trackers)
    # Beside the address of the action server, which asks for it.
    shown = f"  headers:\n    Authorization: {bearer(shared_secret(config.var))}\n"
    text = text.replace("/webhook\n", f"/webhook\n{shown}", 1)
    path = config.var / f"endpoints-{rasa_port}.yml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def _is_open(number: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", number)) == 0


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """A signal to stop ends the block like Ctrl+C, so that no process is left behind."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _running(services: Sequence[Service], config: Config) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes, stopped at the end."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for service in services:
            processes.append(_start(service, config))
        yield processes
    finally:
        _stop(processes)


def _start(service: Service, config: Config) -> subprocess.Popen[bytes]:
    """Start a process with its log. Ctrl+C at the terminal does not reach it: we stop it."""
    environment = {
        **config.environment,
        **RASA_ENVIRONMENT,
        "OPENBLAS_NUM_THREADS": "1",  # a turn is too small to share among threads
        **service.environment,
    }
    with open(config.var / f"{service.name}.log", "wb") as log:
        return subprocess.Popen(
            service.command,
            cwd=config.home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, and end what does not, or all at a second Ctrl+C."""
    deadline = time.monotonic() + _PATIENCE_AT_END
    for process in processes:
        process.terminate()
    try:
        for process in processes:
            process.wait(max(0.1, deadline - time.monotonic()))
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        for process in processes:
            process.kill()
            process.wait()


def _wait_until_ready(
    services: Sequence[Service], processes: Sequence[subprocess.Popen[bytes]], config: Config
) -> None:
    """Each service opens its port only once it is ready; Rasa without its model opens it too, and is mute."""
    start = time.monotonic()
    while not all(_is_open(service.port) for service in services):
        if any(process.poll() is not None for process in processes):
            raise DataError(sentence("cli.serve.failed", folder=config.var))
        if time.monotonic() - start > PATIENCE:
            raise DataError(sentence("cli.serve.late", folder=config.var, seconds=PATIENCE))
        time.sleep(0.5)
    rasa = next(service.port for service in services if service.name == "rasa")
    if not RasaClient(rasa, secret=shared_secret(config.var)).has_model():
        raise DataError(sentence("cli.serve.failed", folder=config.var))


def _announce(services: Sequence[Service], config: Config) -> None:
    """Say where it is; the first time, the administrator's one-time password too."""
    last = services[-1]
    if last.name != "web":
        print(sentence("cli.serve.line_ready", port=last.port, folder=config.var), flush=True)
        return
    host = os.environ.get("WEB_HOST") or "127.0.0.1"
    print(sentence("cli.serve.ready", host=host, port=last.port, folder=config.var), flush=True)
    subprocess.run([sys.executable, "-m", "duilian.cli", "account"], env=config.environment, check=False)
