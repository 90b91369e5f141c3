"""Shared fixtures. The tagger of the tests is the shipped one, trained once and kept in models/."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from duilian.tagging import Tagger, train_tagger

settings.register_profile("untimed", deadline=None)  # a first call may import numpy
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return train_tagger(ROOT / "data", ROOT / "models/tagger")
