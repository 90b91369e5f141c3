"""The move model: which move a client tends to make next, learnt from the annotated dialogues.

The talk so far does not determine the next move; what is learnt is a probability for each move. The client
draws from it within what its character, its calendar and coherence allow.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from duilian.dialogue.model import Dialogue
from duilian.modelfile import dump_json, load_json, numbered, refused
from duilian.roleplay.state import ClientState, after_client_moves, after_trainee_turn, state_features

LISTEN = "listen"


def move_examples(dialogues: Iterable[Dialogue]) -> tuple[list[list[str]], list[str]]:
    """Make training examples: one for every client turn that follows a trainee turn.

    Returns:
        The features of the state before each turn, and the move to be learnt: the turn's first cue, or
        ``LISTEN``.
    """
    rows, moves = [], []
    for dialogue in dialogues:
        state = ClientState()
        for turn in dialogue.turns:
            if turn.speaker == "trainee":
                state = after_trainee_turn(state, turn)
                continue
            if state.turn_count:
                rows.append(state_features(state, dialogue.base))
                moves.append(turn.cues[0] if turn.cues else LISTEN)
            state = after_client_moves(state, turn.cues)
    return rows, moves


def _identity(features: list[str]) -> list[str]:
    return features


class MoveModel:
    """Multinomial logistic regression over the binary features of the dialogue state."""

    def __init__(self, parts: Any = None) -> None:
        self._parts = parts

    def train(self, dialogues: Iterable[Dialogue]) -> None:
        """Learn from annotated dialogues; what was learnt before is given up."""
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.linear_model import LogisticRegression

        rows, moves = move_examples(dialogues)
        vectorizer = CountVectorizer(analyzer=_identity, binary=True)
        model = LogisticRegression(C=0.5, max_iter=1000).fit(vectorizer.fit_transform(rows), moves)
        self._parts = (vectorizer.vocabulary_, tuple(model.classes_), model.coef_, model.intercept_)

    def predict(self, state: ClientState, kind: str) -> dict[str, float]:
        """Predict the client's next move.

        Args:
            state: The state in which it speaks.
            kind: The kind of conversation, without a variant.

        Returns:
            The probability of each move the model knows; they add up to 1.
        """
        import numpy as np

        vocabulary, names, weights, bias = self._parts
        known = [vocabulary[f] for f in set(state_features(state, kind)) if f in vocabulary]
        scores = weights[:, sorted(known)].sum(axis=1) + bias
        exponentials = np.exp(scores - scores.max())
        return dict(zip(names, (exponentials / exponentials.sum()).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        """What was learnt, as JSON: features, moves, a row of weights and a bias for each move."""
        vocabulary, names, weights, bias = self._parts
        parts = {
            "features": sorted(vocabulary, key=vocabulary.__getitem__),
            "moves": [str(name) for name in names],
            "weights": weights.tolist(),
            "bias": bias.tolist(),
        }
        return dump_json(parts)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "moves.json") -> MoveModel:
        """Read what :meth:`to_bytes` gave; nothing of it is executed.

        Args:
            data: The content of a file.
            name: The file's name, for errors.

        Raises:
            DataError: Where it is no such model.
        """
        import numpy as np

        parts = load_json(data, name, {"features": list, "moves": list, "weights": list, "bias": list})
        known, names = numbered(parts["features"], name), tuple(numbered(parts["moves"], name))
        try:
            weights, bias = np.array(parts["weights"], float), np.array(parts["bias"], float)
        except (TypeError, ValueError):
            raise refused(name, "权重不是数") from None
        if weights.shape != (len(names), len(known)) or bias.shape != (len(names),):
            raise refused(name, f"权重的形状不对：{weights.shape}，{bias.shape}")
        return cls((known, names, weights, bias))
