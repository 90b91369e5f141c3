"""Shared fixtures. The tagger of the tests is the shipped one, trained once and kept in models/."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from duilian.archive import accounts
from duilian.cli import main
from duilian.tagging import Tagger, train_tagger
from tests.real.product import Product

settings.register_profile("untimed", deadline=None)  # a first call may import numpy
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
# Passwords of the tests are worth no work: what is tested is who gets in with which.
accounts._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
accounts._NOBODY = accounts._HASHER.hash("nobody's")


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return train_tagger(ROOT / "data", ROOT / "models/tagger")


@cache
def train_once() -> None:
    """See to it that there is a trained assistant, once a run: to look whether there is one takes seconds."""
    assert main(["train"]) == 0


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One running product for all tests that do not need one of their own (tests/real has)."""
    train_once()
    with Product(tmp_path_factory.mktemp("served"), LOCAL_CALLS="1").running() as made:
        yield made


# Slow tests run side by side, those of a product one after the other; what takes longest is begun first.
LONGEST_FIRST = ("mistreated", "real", "served", "on_postgresql")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell xdist (``--dist loadgroup``) which slow tests must not run side by side."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.xdist_group(side_by_side_with(item)))
    names = [mark.args[0] if (mark := item.get_closest_marker("xdist_group")) else "" for item in items]
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    order = sorted(range(len(items)), key=lambda n: places.get(names[n], len(places)))
    items[:] = [items[n] for n in order]


def side_by_side_with(item: pytest.Item) -> str:
    """The name of the tests that a slow test is one of: those of its running product, else of its file."""
    assert isinstance(item, pytest.Function)
    fixtures = set(item.fixturenames)
    on = item.callspec.params.get("product") if hasattr(item, "callspec") else None
    if on == "postgresql" or "on_postgresql" in fixtures:
        return "on_postgresql"
    if fixtures & {"mistreated", "product"}:
        return "mistreated"
    if "real" in item.path.parts:
        return "real"
    return "served" if "served" in fixtures else item.path.stem
