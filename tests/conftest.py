"""Shared fixtures. The tagger of the tests is the shipped one, trained once and kept in models/."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.tagging import Tagger, train_tagger

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return train_tagger(ROOT / "data", ROOT / "models/tagger")
