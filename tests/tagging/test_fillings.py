"""What fills a frame does not decide what it does: 今天 or 周三, 20% or 百分之二十, 王总 or 李经理."""

from __future__ import annotations

from pathlib import Path

from duilian.evaluation.refilling import fillings_of, refilled
from duilian.tagging import Tagger
from duilian.tagging.corpus import dialogue_examples, load_corpus

ROOT = Path(__file__).parent.parent.parent
FEWEST_THE_SAME = 0.95  # of acts, in turns that were refilled
EVERY = 12  # so many turns of the corpus are passed by for one that is looked at


def test_other_fillings_same_acts(tagger: Tagger) -> None:
    corpus = load_corpus(ROOT / "data")
    turns = [e for voice, ds in corpus.dialogues.items() for e in dialogue_examples(ds, voice)]
    turns = [e for e in [*turns, *corpus.singles] if e.turn.speaker == "trainee"]
    fillings = fillings_of(e.turn.text for e in turns)
    shared = both = 0
    for example in turns[::EVERY]:
        text, other = example.turn.text, refilled(example.turn.text, fillings)
        if other != text:
            one, two = ({span.act for span in tagger.acts(t, example.context)} for t in (text, other))
            shared, both = shared + 2 * len(one & two), both + len(one) + len(two)
    print(f"{100 * shared / both:.1f} % of acts the same")
    assert shared / both >= FEWEST_THE_SAME
