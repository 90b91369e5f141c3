"""tests/data/lookalikes: turns that look like an act and do not do it, never trained on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duilian.evaluation.heldout import LOOKALIKE_KINDS, Share, credited, read_lookalikes
from duilian.tagging import Tagger
from duilian.tagging.corpus import load_corpus

ROOT = Path(__file__).parent.parent.parent
LOOKALIKES = read_lookalikes(ROOT / "tests/data/lookalikes/turns.txt")
OWN_WORDS = 12  # characters from which on a turn is somebody's own, not a phrase that everybody says
# The share credited (0.327 when first measured, 0.093 and 0.103 on 30 November: a training moves it by a
# point). The target is 0.15.
MOST_CREDITED = 0.115


@pytest.fixture(scope="module")
def shares(tagger: Tagger) -> dict[str, Share]:
    """How many look-alikes of each kind get the act they look like."""
    by_kind = credited(LOOKALIKES, lambda text: frozenset(span.act for span in tagger.acts(text)))
    return {kind: share for kind, (share, _) in by_kind.items()}


def test_they_are_enough_of_every_kind() -> None:
    texts = [one.turn.text for one in LOOKALIKES]
    assert len(texts) == len(set(texts)) == 300
    counts = Counter(one.kind for one in LOOKALIKES)
    assert [counts[kind] for kind in LOOKALIKE_KINDS] == [75, 75, 50, 40, 60]
    assert len({one.target for one in LOOKALIKES}) >= 30


def test_no_look_alike_is_trained_on() -> None:
    corpus = load_corpus(ROOT / "data")
    trained = {e.turn.text for e in corpus.singles}
    trained |= {t.text for voice in corpus.dialogues.values() for d in voice for t in d.turns}
    shared = {one.turn.text for one in LOOKALIKES} & trained
    assert not {text for text in shared if len(text) >= OWN_WORDS}


def test_few_are_credited_with_what_they_look_like(shares: dict[str, Share]) -> None:
    print(*(f"{kind}: {share}" for kind, share in shares.items()), sep="\n")
    assert shares["all"].value <= MOST_CREDITED
