"""Assessment from the labels against verdicts by hand, dialogues of all kinds (verdicts.txt)."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.assessment import load_rubric
from duilian.dialogue.model import CRITERIA, KINDS
from duilian.dialogue.plain_text import read_verdicts
from duilian.evaluation.agreement import cohen_kappa
from duilian.tagging.corpus import load_corpus
from tests.assessment.support import verdict_pairs

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data"


BY_HAND = read_verdicts(HERE / "verdicts.txt")
DIALOGUES = {d.id: d for voice in load_corpus(DATA).dialogues.values() for d in voice if d.id in BY_HAND}


def pairs() -> dict[tuple[str, str], tuple[str, str]]:
    """(dialogue, criterion) → (by hand, from the labels), where either says that it applies."""
    return verdict_pairs(BY_HAND, DIALOGUES, load_rubric(DATA / "rubric.yml"))


def test_dialogues_are_of_every_kind_and_of_many_voices() -> None:
    assert len(DIALOGUES) == len(BY_HAND) >= 40
    assert {d.kind for d in DIALOGUES.values()} == set(KINDS)
    assert len({name.partition("-")[0] for name in BY_HAND}) >= 12
    assert {c for ours in BY_HAND.values() for c in ours} == set(CRITERIA) - {"reconnect_apology"}


def test_assessment_from_labels_agrees_with_the_hand() -> None:
    both = pairs()
    differing = {where: pair for where, pair in both.items() if pair[0] != pair[1]}
    assert cohen_kappa(both.values()) >= 0.97, differing


@pytest.mark.parametrize("name", BY_HAND)
def test_no_dialogue_is_far_off(name: str) -> None:
    differing = {c: pair for (d, c), pair in pairs().items() if d == name and pair[0] != pair[1]}
    assert len(differing) <= 1, differing
