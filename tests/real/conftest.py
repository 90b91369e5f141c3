"""The command as it is installed, in the surroundings of the processes that ``served`` started."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.conftest import ROOT, Served, serving
from tests.real.browser import Browser
from tests.real.product import Product
from tests.real.terminal import Terminal

DUILIAN = str(ROOT / ".venv/bin/duilian")
Done = subprocess.CompletedProcess[str]


def environment(served: Served) -> dict[str, str]:
    """What a command needs to find the running servers and their archive."""
    mine = {"RASA_PORT": str(served.rasa), "DATABASE_URL": served.database_url, "PYTHONWARNINGS": "ignore"}
    return os.environ | mine


def command(served: Served, *args: str, given: str = "", **more: str) -> Done:
    """``duilian ARGUMENTS…`` in a process of its own, with ``given`` on standard input."""
    env = environment(served) | more
    return subprocess.run([DUILIAN, *args], input=given, capture_output=True, text=True, env=env, timeout=120)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running product of these tests' own: they count people and calls, and draw from all there are."""
    with serving(tmp_path_factory.mktemp("real")) as made:
        yield made


@pytest.fixture(scope="module")
def browser(product: Product) -> Iterator[Browser]:
    """小李, signed in, at the ``product`` of a module that mistreats one of its own."""
    made = product.enrol("小李")
    yield made
    made.close()


@pytest.fixture(scope="session")
def duilian(served: Served) -> Callable[..., Done]:
    """Runs ``duilian ARGUMENTS…`` in a process of its own, with ``given`` on standard input."""

    return partial(command, served)


@pytest.fixture()
def terminal(served: Served) -> Iterator[Callable[..., Terminal]]:
    """Opens terminals in which ``duilian ARGUMENTS…`` runs; all are closed at the end."""
    opened: list[Terminal] = []

    def run(*args: str) -> Terminal:
        opened.append(Terminal([DUILIAN, *args], environment(served)))
        return opened[-1]

    yield run
    for one in opened:
        one.close()
