"""Cues of a client turn: three classifiers of whole turns as a component of a spaCy pipeline.

Two read the words and all that surrounds them (a regression, and a network over latent dimensions), the third the words alone,
which keeps a turn of plain meaning from being talked into what usually stands in its place. Their log-odds are averaged.
Cues stand in ``doc.cats`` with their probabilities. What surrounds the turn may be given as a
:class:`~duilian.dialogue.context.TurnContext` in
``doc.user_data["context"]``.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from duilian.dialogue.context import NO_CONTEXT, TurnContext, labels
from duilian.dialogue.model import CUES
from duilian.tagging.corpus import Example
from duilian.tagging.odds import bounded, probabilities
from duilian.tagging.whole import TurnModel, edge_grams, grams, skip_grams

# By voice (docs/tagging.md): the share of the words alone, and from the judges' log-odds to a probability that means what
# it says.
THRESHOLD = 0.4
_WHOLE, _LATENT, _WORDS = 0.45, 0.35, 0.2
_CURVE = (
    (-9, 0.0001), (-6.5, 0.0025), (-5.5, 0.01), (-4.5, 0.027), (-3.5, 0.075), (-2.5, 0.21), (-1.5, 0.38), (-0.5, 0.65), (0.5, 0.81),
    (1.5, 0.905), (3, 0.96), (5.5, 0.991), (9, 0.998),
)  # fmt: skip
_LIMIT = 9.0  # log-odds, as sure as one of them may be alone


def _words(text: str) -> list[str]:
    return grams(text, (1, 2, 3, 4)) + skip_grams(text) + [f"len={min(len(text) // 4, 8)}"]


def _around(context: TurnContext) -> list[str]:
    """What the trainee said and did before and after the turn, and its place."""
    found = edge_grams(context.said_before, "pv=", end=True)
    if context.place is None:
        return found
    found += [f"place={min(context.place, 4)}", f"kind={context.kind}"]
    found += [f"pa={act}" for act in labels(context.before)] * 3
    if context.after is None:
        return [*found, "last"]
    return found + edge_grams(context.said_after, "nx=") + [f"na={act}" for act in labels(context.after)] * 3


class CueModel:
    """The trained classifiers; ``read`` and ``read_all`` are pure functions of their arguments."""

    def __init__(self, whole: TurnModel | None = None, words: TurnModel | None = None) -> None:
        self._whole, self._by_words = whole or TurnModel(), words or TurnModel()

    def read(self, text: str, context: TurnContext = NO_CONTEXT) -> dict[str, float]:
        """A client turn → the probability of every cue, in the rubric's order; {} for no words."""
        return self.read_all([(text, context)])[0]

    def read_all(self, turns: Sequence[tuple[str, TurnContext]]) -> list[dict[str, float]]:
        """The same for several client turns at once."""
        read = [n for n, (text, _) in enumerate(turns) if text.strip()]
        found: list[dict[str, float]] = [{} for _ in turns]
        if not read:
            return found
        said = [_words(turns[n][0]) for n in read]
        parts = [self._whole.part(row + _around(turns[n][1])) for row, n in zip(said, read, strict=True)]
        judges = (
            (_WHOLE, [self._whole.log_odds(part) for part in parts]),
            (_LATENT, self._whole.latent_odds([[part] for part in parts])),
            (_WORDS, [self._by_words.log_odds(self._by_words.part(row)) for row in said]),
        )
        odds = sum(share * bounded(judged, _LIMIT) for share, judged in judges)
        for n, row in zip(read, odds, strict=True):
            found[n] = dict(zip(self._whole.names, probabilities(row, _CURVE), strict=True))
        return found

    def to_bytes(self) -> bytes:
        return pickle.dumps((self._whole, self._by_words))

    @classmethod
    def from_bytes(cls, data: bytes) -> CueModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(*pickle.loads(data))


def train_cues(examples: Sequence[Example]) -> CueModel:
    """Learn from labelled client turns which cues a turn carries."""
    whole, words = TurnModel(), TurnModel()
    said, cues = [_words(e.turn.text) for e in examples], [e.turn.cues for e in examples]
    whole.train(
        [row + _around(e.context) for row, e in zip(said, examples, strict=True)], cues, CUES, latent=True
    )
    words.train(said, cues, CUES)
    return CueModel(whole, words)


class CueTagger:
    """The spaCy component ``cue_tagger``."""

    def __init__(self, model: CueModel | None = None) -> None:
        self.model = model or CueModel()

    def __call__(self, doc: Any) -> Any:
        doc.cats.update(self.model.read(doc.text, doc.user_data.get("context", NO_CONTEXT)))
        return doc

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        Path(path).write_bytes(self.model.to_bytes())

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> CueTagger:
        self.model = CueModel.from_bytes(Path(path).read_bytes())
        return self
