"""Labels of a whole turn: one-vs-rest logistic regression on feature strings. Used for acts (beside the CRF) and cues.

A turn is a bag of its features; which of them stand together is left to the sequence model. The two err differently, so
that together they are three points better from voice to voice than the better of them (docs/design.md).
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from duilian.text import narrow

_C = 100  # by voice: 30 costs a third of a point
_TOLERANCE = 0.01  # as good as the default 0.0001, in half of the time


def grams(text: str, sizes: Sequence[int], mark: str = "") -> list[str]:
    """The character n-grams of a text between ^ and $, each behind ``mark``."""
    low = f"^{narrow(text)}$"
    return [mark + low[i : i + size] for size in sizes for i in range(len(low) - size + 1)]


def skip_grams(text: str) -> list[str]:
    """The pairs of characters of a text with one or two others between them."""
    low = f"^{narrow(text)}$"
    return [f"{low[i]}_{low[i + gap]}" for gap in (2, 3) for i in range(len(low) - gap)]


def edge_grams(text: str, mark: str, end: bool = False) -> list[str]:
    """The pairs and triples of characters of a text's first (or last) 24, each behind ``mark``."""
    edge = narrow(text)[-24:] if end else narrow(text)[:24]
    return [mark + edge[i : i + size] for size in (2, 3) for i in range(len(edge) - size + 1)]


def _same(features: list[str]) -> list[str]:
    return features


class TurnModel:
    """The trained classifiers; ``predict`` is a pure function of its argument."""

    def __init__(self, parts: Any = None) -> None:
        self._parts = parts

    def train(self, turns: Sequence[list[str]], labels: Sequence[Collection[str]], names: Sequence[str]) -> None:
        """Learn from the features of each turn and the labels it carries; of ``names`` those that occur."""
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        vectorizer = TfidfVectorizer(analyzer=_same, min_df=2, sublinear_tf=True)
        matrix = vectorizer.fit_transform(turns)
        models = {}
        for name in names:
            wanted = [name in has for has in labels]
            if any(wanted):
                models[name] = LogisticRegression(C=_C, solver="liblinear", tol=_TOLERANCE).fit(matrix, wanted)
        weights = np.vstack([m.coef_[0] for m in models.values()]).T * vectorizer.idf_[:, None]
        bias = np.array([m.intercept_[0] for m in models.values()])
        # A row for each feature, with what the feature's rarity gives: see part.
        weights, idf = np.ascontiguousarray(weights, np.float32), vectorizer.idf_.astype(np.float32)
        self._parts = (dict(vectorizer.vocabulary_), idf, tuple(models), weights, bias)

    @property
    def names(self) -> tuple[str, ...]:
        """The labels it knows."""
        names: tuple[str, ...] = self._parts[2] if self._parts else ()
        return names

    def part(self, features: list[str]) -> tuple[Any, float]:
        """Some of a turn's features → what they bring to each of ``names``, and to the square of the turn's length.

        For :meth:`log_odds`, when the rest of the features is not known yet or changes; no feature may stand in two parts.
        """
        import numpy as np

        vocabulary, idf, _, weights, _ = self._parts
        counts = Counter(map(vocabulary.get, features))
        counts.pop(None, None)
        rows, values = list(counts), 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        return values @ weights[rows], float(np.square(values * idf[rows]).sum())

    def log_odds(self, *parts: tuple[Any, float]) -> Any:
        """All parts of a turn → an array: the log-odds of each of ``names``.

        What sklearn's vectorizer and its models answer, without their checks, which take ten times as long for one turn.
        """
        return sum(brought for brought, _ in parts) / (sum(square for _, square in parts) ** 0.5 or 1.0) + self._parts[4]

    def predict(self, features: list[str]) -> dict[str, float]:
        """The features of a turn → the probability of each label."""
        import numpy as np

        return dict(zip(self.names, (1 / (1 + np.exp(-self.log_odds(self.part(features))))).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        return pickle.dumps(self._parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> TurnModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(pickle.loads(data))
