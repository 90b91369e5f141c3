"""Development dialogues of all kinds: sound, never trained on, and tagged well enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.assessment import load_rubric
from duilian.dialogue.model import KINDS, Dialogue
from duilian.dialogue.plain_text import format_dialogue, read_dialogues, read_verdicts
from duilian.evaluation.agreement import cohen_kappa
from duilian.tagging import Tagger
from duilian.tagging.corpus import load_corpus
from tests.assessment.support import verdict_pairs

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "tests/data/development"
FILES = [path for path in sorted(FOLDER.glob("*.txt")) if path.name != "verdicts.txt"]
DIALOGUES = [d for path in FILES for d in read_dialogues(path)]
BY_HAND = read_verdicts(FOLDER / "verdicts.txt")
RUBRIC = load_rubric(ROOT / "data/rubric.yml")


def agreement(predicted: dict[str, Dialogue]) -> float:
    """κ of the verdicts on these predictions with those by hand, where either applies."""
    return cohen_kappa(verdict_pairs(BY_HAND, predicted, RUBRIC).values())


def test_they_are_enough_of_every_kind_and_canonical() -> None:
    kinds = [d.kind for d in DIALOGUES]
    assert len(DIALOGUES) == len(BY_HAND) >= 60 and {d.id for d in DIALOGUES} == set(BY_HAND)
    assert all(kinds.count(kind) >= 5 for kind in KINDS if kind != "phone_appointment")
    for path in FILES:
        assert path.read_text(encoding="utf-8") == "".join(map(format_dialogue, read_dialogues(path)))


def test_no_one_trains_on_them() -> None:
    corpus = load_corpus(ROOT / "data")
    known = {t.text for voice in corpus.dialogues.values() for d in voice for t in d.turns} | {
        e.turn.text for e in corpus.singles
    }
    shared = [t.text for d in DIALOGUES for t in d.turns if len(t.text) > 12 and t.text in known]
    assert shared == []


def test_labels_lead_to_the_verdicts_by_hand() -> None:
    assert agreement({d.id: d for d in DIALOGUES}) >= 0.99


@pytest.mark.parametrize(("cues_known", "least"), [(False, 0.81), (True, 0.87)])
def test_the_tagger_does_well_enough(tagger: Tagger, cues_known: bool, least: float) -> None:
    """`scripts/evaluate --development` prints the rest.

    Issue 11's target is 0.85 for both. Since thresholds are those of ordinary speech (30 November) it is
    missed from bare words: 0.821, and 0.887 with the cues known, as in a call played here (docs/tagging.md).
    """
    assert agreement({d.id: tagger.predict(d, cues_known).dialogue for d in DIALOGUES}) >= least
