"""``duilian serve``: Rasa, its action server and the web application together, until stopped.

What dies or hangs is started again, and the others go on; see :mod:`duilian.operation.supervisor`.

Read from the environment: RASA_PORT (5005), ACTIONS_PORT (5055), WEB_PORT (8000, or ``none``), WEB_HOST
(127.0.0.1), TRACKERS (the file of Rasa's trackers, ``var/trackers.db``, or the address of a PostgreSQL
database), HANG_SECONDS (30, without an answer until a process counts as hanging).
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import hashlib
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from duilian.cli.parser import port_setting, positive
from duilian.config import RASA_ENVIRONMENT, Config
from duilian.errors import DataError
from duilian.operation.supervisor import Patience, Service, Supervisor, ended_by_signals
from duilian.operation.systemd import reassure_systemd, tell_systemd, under_systemd
from duilian.secret import bearer, make_private, shared_secret
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none."""
    del parser


def run(args: argparse.Namespace, config: Config) -> int:
    """Start everything, say when it is ready, and keep it running.

    Returns:
        130: it ends only by a signal.

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
    with _alone_with_trackers(config):
        _write_endpoints(config, *(service.port for service in services[:2]))
        try:
            asyncio.run(_serve(services, config))
        except asyncio.CancelledError:
            return 130  # as a shell says of a command that a signal ended
    return 1


@contextmanager
def _alone_with_trackers(config: Config) -> Iterator[None]:
    """Keep a second Rasa away from the trackers: each has calls in memory and would write past the other.

    Raises:
        DataError: Another ``duilian serve`` of this machine uses them.
    """
    path = _lock_file(config)
    with open(path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError(sentence("cli.serve.in_use"), str(path)) from None
        yield


def _lock_file(config: Config) -> Path:
    """Beside the file of the trackers; for a database elsewhere in ``var``, named after its address."""
    url = config.trackers_url
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///") + ".lock")
    return config.var / f"trackers-{hashlib.sha256(url.encode()).hexdigest()[:12]}.lock"


async def _serve(services: Sequence[Service], config: Config) -> None:
    environment = {
        **config.environment,
        **RASA_ENVIRONMENT,
        "OPENBLAS_NUM_THREADS": "1",  # a turn is too small to share among threads
    }
    shown = {"Authorization": bearer(shared_secret(config.var))}
    supervisor = Supervisor(services, config.home, config.var, environment, shown, _patience())
    reassuring = asyncio.create_task(reassure_systemd())
    running = asyncio.create_task(supervisor.run(lambda: _announce(services, config)))
    with ended_by_signals(running.cancel, supervisor.hurry):
        try:
            await running
        except DataError as error:
            raise DataError(sentence("cli.serve.failed", why=error.what, folder=config.var)) from None
        finally:
            reassuring.cancel()


def _patience() -> Patience:
    try:
        return Patience(hang=positive(os.environ.get("HANG_SECONDS") or "30"))
    except argparse.ArgumentTypeError as error:
        raise DataError(str(error), "HANG_SECONDS") from None


def _services(config: Config) -> list[Service]:
    rasa_port, actions_port = port_setting("RASA_PORT", 5005), port_setting("ACTIONS_PORT", 5055)
    rasa = (sys.executable, "-m", "rasa", "run")
    endpoints = config.var / f"endpoints-{rasa_port}.yml"
    services = [
        Service(
            "actions",
            actions_port,
            (*rasa, "actions", "--port", str(actions_port)),
            "/health",
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
            "/webhooks/duilian/",  # 200 only with its model
        ),
    ]
    if os.environ.get("WEB_PORT") != "none":
        web_port = port_setting("WEB_PORT", 8000)
        command = (
            *(sys.executable, "-m", "duilian.cli", "web", "--port", str(web_port)),
            *("--actions", str(actions_port), "--rasa", str(rasa_port)),
        )
        services.append(Service("web", web_port, command, "/healthz?only=pages"))
    return services


def _write_endpoints(config: Config, actions_port: int, rasa_port: int) -> None:
    """Rasa's endpoints.yml with the ports, the trackers and the secret of this run."""
    trackers = os.environ.get("TRACKERS") or str(config.var / "trackers.db")
    text = config.provided("endpoints.yml").read_text(encoding="utf-8")
    text = text.replace(":5055", f":{actions_port}")
    if "://" in trackers:
        text = text.replace("dialect: sqlite\n  db: var/trackers.db", f"url: {trackers}")
    else:
        text = text.replace("var/trackers.db", trackers)
    # Beside the address of the action server, which asks for it.
    shown = f"  headers:\n    Authorization: {bearer(shared_secret(config.var))}\n"
    text = text.replace("/webhook\n", f"/webhook\n{shown}", 1)
    path = config.var / f"endpoints-{rasa_port}.yml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def _is_open(number: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", number)) == 0


async def _announce(services: Sequence[Service], config: Config) -> None:
    """Say where it is; the first time, the administrator's one-time password too, but not to a journal."""
    last = services[-1]
    if last.name != "web":
        print(sentence("cli.serve.line_ready", port=last.port, folder=config.var), flush=True)
    else:
        host = os.environ.get("WEB_HOST") or "127.0.0.1"
        print(sentence("cli.serve.ready", host=host, port=last.port, folder=config.var), flush=True)
        if not under_systemd():
            command = (sys.executable, "-m", "duilian.cli", "account")
            first = await asyncio.create_subprocess_exec(*command, env=config.environment)
            await first.wait()
    tell_systemd("READY=1")
