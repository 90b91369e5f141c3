"""Which move a client tends to make next, learnt from the annotated dialogues.

The next move is not determined by the talk so far; what is learnt is a distribution, and the client draws from it
within what its character, its calendar and coherence allow.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from typing import Any

from duilian.dialogue.model import Dialogue
from duilian.roleplay.state import ClientState, features, hear, say

LISTEN = "listen"


def examples(dialogues: Iterable[Dialogue]) -> tuple[list[list[str]], list[str]]:
    """Every client turn after a trainee turn → features of the state before it, and its first cue (or listen)."""
    rows, moves = [], []
    for dialogue in dialogues:
        state = ClientState()
        for turn in dialogue.turns:
            if turn.speaker == "trainee":
                state = hear(state, turn)
                continue
            if state.turns:
                rows.append(features(state, dialogue.base))
                moves.append(turn.cues[0] if turn.cues else LISTEN)
            state = say(state, turn.cues)
    return rows, moves


def _same(features: list[str]) -> list[str]:
    return features


class MoveModel:
    """Multinomial logistic regression over the features of the state."""

    def __init__(self, parts: Any = None) -> None:
        self._parts = parts

    def train(self, dialogues: Iterable[Dialogue]) -> None:
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.linear_model import LogisticRegression

        rows, moves = examples(dialogues)
        vectorizer = CountVectorizer(analyzer=_same, binary=True)
        model = LogisticRegression(C=0.5, max_iter=1000).fit(vectorizer.fit_transform(rows), moves)
        self._parts = (vectorizer.vocabulary_, tuple(model.classes_), model.coef_, model.intercept_)

    def predict(self, state: ClientState, kind: str) -> dict[str, float]:
        """The state of a call → the probability of each first move."""
        import numpy as np

        vocabulary, names, weights, bias = self._parts
        known = [vocabulary[f] for f in set(features(state, kind)) if f in vocabulary]
        scores = weights[:, sorted(known)].sum(axis=1) + bias
        chances = np.exp(scores - scores.max())
        return dict(zip(names, (chances / chances.sum()).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        return pickle.dumps(self._parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> MoveModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(pickle.loads(data))
