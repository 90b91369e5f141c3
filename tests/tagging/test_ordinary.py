"""tests/data/ordinary: dialogues and turns of ordinary people, never trained on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from duilian.dialogue.model import ACTS, CUES, KINDS
from duilian.dialogue.plain_text import read_dialogues, read_turns
from duilian.tagging.corpus import load_corpus

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "tests/data/ordinary"
OWN_WORDS = 12  # characters from which on a turn is somebody's own, not a phrase that everybody says


def test_all_labels_and_kinds_are_there() -> None:
    dialogues = read_dialogues(FOLDER / "dialogues.txt")
    turns = [turn for _, turn in read_turns(FOLDER / "turns.txt")]
    assert len(dialogues) == 60 and len(turns) >= 500
    assert {dialogue.kind for dialogue in dialogues} == set(KINDS)
    counts = Counter(name for turn in turns for name in (*turn.cues, *(span.act for span in turn.acts)))
    assert all(counts[name] >= 4 for name in (*ACTS, *CUES))


def test_nothing_of_it_is_trained_on() -> None:
    corpus = load_corpus(ROOT / "data")
    trained = {e.turn.text for e in corpus.singles}
    trained |= {t.text for dialogues in corpus.dialogues.values() for d in dialogues for t in d.turns}
    held_out = [turn.text for _, turn in read_turns(FOLDER / "turns.txt")]
    held_out += [t.text for d in read_dialogues(FOLDER / "dialogues.txt") for t in d.turns]
    assert not {text for text in held_out if len(text) >= OWN_WORDS} & trained
