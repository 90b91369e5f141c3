"""Shared fixtures. The tagger of the tests is the shipped one, trained once and kept in models/."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from duilian.archive import accounts
from duilian.cli import main
from duilian.tagging import Tagger, train_tagger
from tests.ports import free_port

settings.register_profile("untimed", deadline=None)  # a first call may import numpy
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
# Passwords of the tests are worth no work: what is tested is who gets in with which.
accounts._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
accounts._NOBODY = accounts._HASHER.hash("nobody's")


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return train_tagger(ROOT / "data", ROOT / "models/tagger")


@dataclass(frozen=True)
class Served:
    """Everything running as `make run` starts it, on ports and an archive of its own."""

    rasa: int
    web: int
    database_url: str
    actions: int


@contextmanager
def serving(folder: Path, **given: str) -> Iterator[Served]:
    """The product as ``make run`` starts it, its archive and trackers in a folder.

    Args:
        folder: The folder.
        **given: What else stands in its environment, or instead.
    """
    assert main(["train"]) == 0
    url = given.get("DATABASE_URL") or f"sqlite:///{folder / 'a.db'}"
    made = Served(free_port(), free_port(), url, free_port())
    env = os.environ | {
        "RASA_PORT": str(made.rasa),
        "ACTIONS_PORT": str(made.actions),
        "WEB_PORT": str(made.web),
        "DATABASE_URL": made.database_url,
        "TRACKERS": str(folder / "trackers.db"),
        **given,
    }
    server = subprocess.Popen([ROOT / "scripts/serve"], env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        line = server.stdout.readline()
        assert "就绪" in line, line
        yield made
    finally:
        server.terminate()
        server.wait(timeout=30)
        with pytest.raises(OSError):  # nothing is left behind
            socket.create_connection(("127.0.0.1", made.web), timeout=2)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One running product for all tests that do not need one of their own (tests/real has)."""
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made
