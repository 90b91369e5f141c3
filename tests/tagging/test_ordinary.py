"""tests/data/ordinary: dialogues and turns of ordinary people, never trained on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duilian.dialogue.model import ACTS, CUES, KINDS
from duilian.dialogue.plain_text import read_dialogues, read_turns
from duilian.tagging.corpus import load_corpus

ROOT = Path(__file__).parent.parent.parent
FOLDERS = {  # dialogues, turns, of each label
    "ordinary": (60, 500, 4),
    "ordinary_fresh": (30, 300, 1),
    "ordinary_third": (20, 370, 1),
}
OWN_WORDS = 12  # characters from which on a turn is somebody's own, not a phrase that everybody says


@pytest.mark.parametrize("name", FOLDERS)
def test_all_labels_and_kinds_are_there(name: str) -> None:
    folder, (dialogues_wanted, turns_wanted, least) = ROOT / "tests/data" / name, FOLDERS[name]
    dialogues = read_dialogues(folder / "dialogues.txt")
    turns = [turn for _, turn in read_turns(folder / "turns.txt")]
    assert len(dialogues) == dialogues_wanted and len(turns) >= turns_wanted
    assert {dialogue.kind for dialogue in dialogues} == set(KINDS)
    turns += [turn for dialogue in dialogues for turn in dialogue.turns]
    counts = Counter(label for turn in turns for label in (*turn.cues, *(span.act for span in turn.acts)))
    assert all(counts[label] >= least for label in (*ACTS, *CUES))


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_of_it_is_trained_on(name: str) -> None:
    corpus, folder = load_corpus(ROOT / "data"), ROOT / "tests/data" / name
    trained = {e.turn.text for e in corpus.singles}
    trained |= {t.text for dialogues in corpus.dialogues.values() for d in dialogues for t in d.turns}
    held_out = [turn.text for _, turn in read_turns(folder / "turns.txt")]
    held_out += [t.text for d in read_dialogues(folder / "dialogues.txt") for t in d.turns]
    assert not {text for text in held_out if len(text) >= OWN_WORDS} & trained
