"""The running products of these tests, and the command as it is installed, in their surroundings."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.archive.postgres import new_database
from tests.conftest import ROOT, train_once
from tests.real.browser import Browser
from tests.real.product import Product
from tests.real.terminal import Terminal

DUILIAN = str(ROOT / ".venv/bin/duilian")
Done = subprocess.CompletedProcess[str]


def command(product: Product, *args: str, given: str = "", **more: str) -> Done:
    """``duilian ARGUMENTS…`` in a process of its own, with ``given`` on standard input."""
    env = product.environment | more
    return subprocess.run([DUILIAN, *args], input=given, capture_output=True, text=True, env=env, timeout=120)


def _at_home(tmp_path_factory: pytest.TempPathFactory, *addresses: str) -> Product:
    """A product with a home of its own, whose ``var`` holds its logs; its models are the repository's."""
    train_once()
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(ROOT / "models")
    (home / "var").mkdir()
    more = {"DUILIAN_HOME": str(home), "HANG_SECONDS": "20", "LOG_LEVEL": "DEBUG"}
    return Product(home / "var", *addresses, **more)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A running product of these tests' own: they count people and calls, and draw from all there are."""
    train_once()
    with Product(tmp_path_factory.mktemp("real")).running() as made:
        yield made


@pytest.fixture(scope="session")
def mistreated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The one whose processes are killed and whose databases are locked, damaged and restored.

    A test that is done with it leaves it running, as ``recover`` does.
    """
    with _at_home(tmp_path_factory).running() as made:
        yield made


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The same with archive and trackers in two databases of PostgreSQL."""
    with _at_home(tmp_path_factory, new_database(), new_database()).running() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def product(request: pytest.FixtureRequest) -> Product:
    """The mistreated product on SQLite, then that on PostgreSQL."""
    name = "on_postgresql" if request.param == "postgresql" else "mistreated"
    made: Product = request.getfixturevalue(name)
    return made


@pytest.fixture(scope="module")
def browser(product: Product) -> Iterator[Browser]:
    """小李, signed in, at the ``product`` of the module."""
    made = product.enrol("小李")
    yield made
    made.close()


@pytest.fixture(scope="session")
def duilian(served: Product) -> Callable[..., Done]:
    """Runs ``duilian ARGUMENTS…`` in a process of its own, with ``given`` on standard input."""

    return partial(command, served)


@pytest.fixture()
def terminal(served: Product) -> Iterator[Callable[..., Terminal]]:
    """Opens terminals in which ``duilian ARGUMENTS…`` runs; all are closed at the end."""
    opened: list[Terminal] = []

    def run(*args: str) -> Terminal:
        opened.append(Terminal([DUILIAN, *args], served.environment))
        return opened[-1]

    yield run
    for one in opened:
        one.close()
