"""Cues of a client turn: a classifier of whole turns as a component of a spaCy pipeline.

Cues stand in ``doc.cats`` with their probabilities. What surrounds the turn may be given as a
:class:`~duilian.turn_context.TurnContext` in ``doc.user_data["context"]``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from duilian.corpus import Example
from duilian.dialogue import CUES
from duilian.tagging.whole import TurnModel, edge_grams, grams
from duilian.turn_context import NO_CONTEXT, TurnContext, labels

# By voice (docs/tagging.md): what the classifier calls 0.2 is a probability of 0.4.
THRESHOLD = 0.4
_SLOPE, _EVEN = 1.4, -1.1


def probability(raw: float) -> float:
    """What the classifier says → a probability that means what it says."""
    raw = min(max(raw, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-_SLOPE * (math.log(raw / (1 - raw)) - _EVEN)))


def tokens(text: str, context: TurnContext = NO_CONTEXT) -> list[str]:
    """Feature strings of a client turn: its n-grams, what the trainee said and did before and after it, its place."""
    found = grams(text, (1, 2, 3, 4)) + edge_grams(context.said_before, "pv=", end=True) + [f"len={min(len(text) // 4, 8)}"]
    if context.place is None:
        return found
    found += [f"place={min(context.place, 4)}", f"kind={context.kind}"]
    found += [f"pa={act}" for act in labels(context.before)] * 3
    if context.after is None:
        return [*found, "last"]
    return found + edge_grams(context.said_after, "nx=") + [f"na={act}" for act in labels(context.after)] * 3


def train_cues(examples: Sequence[Example]) -> TurnModel:
    """Learn from labelled client turns which cues a turn carries."""
    model = TurnModel()
    model.train([tokens(e.turn.text, e.context) for e in examples], [e.turn.cues for e in examples], CUES)
    return model


class CueTagger:
    """The spaCy component ``cue_tagger``."""

    def __init__(self, model: TurnModel | None = None) -> None:
        self.model = model or TurnModel()

    def __call__(self, doc: Any) -> Any:
        if doc.text.strip():
            raw = self.model.predict(tokens(doc.text, doc.user_data.get("context", NO_CONTEXT)))
            doc.cats.update({cue: probability(p) for cue, p in raw.items()})
        return doc

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        Path(path).write_bytes(self.model.to_bytes())

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> CueTagger:
        self.model = TurnModel.from_bytes(Path(path).read_bytes())
        return self
