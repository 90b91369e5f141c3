"""tests/data/surroundings: surroundings support what a turn's own words do, and invent nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duilian.dialogue.context import labels
from duilian.evaluation.heldout import PAIR_KINDS, Share, in_surroundings, read_pairs, surroundings_shares
from duilian.tagging import Tagger
from duilian.tagging.corpus import load_corpus

ROOT = Path(__file__).parent.parent.parent
PAIRS = read_pairs(ROOT / "tests/data/surroundings/pairs.txt")
OWN_WORDS = 12  # characters from which on a turn is somebody's own, not a phrase that everybody says
# Measured on 29 November: invented 0.025, misplaced 0.541, supported 0.656, own 1.0 (before thresholds were
# raised for ordinary speech: misplaced 0.607, supported 0.721); on 30 November 0.015,
# 0.492, 0.656, 1.0. Bounds a little wider: a training moves them.
MOST_INVENTED, MOST_MISPLACED = 0.025, 0.55
LEAST_SUPPORTED, LEAST_OWN = 0.62, 0.99


@pytest.fixture(scope="module")
def shares(tagger: Tagger) -> dict[str, Share]:
    """What the surroundings did to the turns of the pairs."""
    seen = in_surroundings(
        PAIRS,
        lambda text: frozenset(span.act for span in tagger.acts(text)),
        lambda dialogue, place: frozenset(labels(tagger.label(dialogue).turns[place])),
    )
    return surroundings_shares(seen)


def test_they_are_enough_of_every_kind() -> None:
    counts = Counter(pair.kind for pair in PAIRS)
    assert [counts[kind] for kind in PAIR_KINDS] == [100, 50, 50]
    assert len({pair.variants[0].text for pair in PAIRS}) == len(PAIRS)
    for pair in PAIRS:
        one, other = pair.variants
        assert one.dialogue.turns != other.dialogue.turns
        assert (one.acts != other.acts) == (pair.kind == "support"), one.text
        assert one.acts if pair.kind == "own" else True
        assert all(2 <= variant.place <= 4 for variant in pair.variants), one.text


def test_no_turn_of_a_pair_is_trained_on() -> None:
    corpus = load_corpus(ROOT / "data")
    trained = {e.turn.text for e in corpus.singles}
    trained |= {t.text for voice in corpus.dialogues.values() for d in voice for t in d.turns}
    held_out = {turn.text for pair in PAIRS for variant in pair.variants for turn in variant.dialogue.turns}
    assert not {text for text in held_out & trained if len(text) >= OWN_WORDS}


def test_surroundings_invent_little(shares: dict[str, Share]) -> None:
    print(*(f"{name}: {share}" for name, share in shares.items()), sep="\n")
    assert shares["invented"].value <= MOST_INVENTED


def test_short_answers_do_what_their_surroundings_ask_for(shares: dict[str, Share]) -> None:
    assert shares["support found"].value >= LEAST_SUPPORTED
    assert shares["support misplaced"].value <= MOST_MISPLACED


def test_what_a_turn_does_by_its_own_words_is_found_anywhere(shares: dict[str, Share]) -> None:
    assert shares["own found"].value >= LEAST_OWN
