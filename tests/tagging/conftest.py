"""A tagger of a few dialogues, trained in a second: for tests of form, not of quality."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.dialogue.plain_text import read_dialogues
from duilian.tagging import Tagger, fit_here
from duilian.tagging.corpus import dialogue_examples

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def small_tagger() -> Tagger:
    voice = sorted((ROOT / "data/dialogues").glob("*.txt"))[0]
    return fit_here(dialogue_examples(read_dialogues(voice)[:20]))
