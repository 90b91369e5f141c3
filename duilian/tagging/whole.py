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
_TOLERANCE = 0.001  # as good as the default 0.0001, in three quarters of the time


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
        # A row for each feature, with what the feature's rarity gives: see predict.
        self._parts = (dict(vectorizer.vocabulary_), vectorizer.idf_, tuple(models), np.ascontiguousarray(weights), bias)

    def predict(self, features: list[str]) -> dict[str, float]:
        """The features of a turn → the probability of each label.

        What sklearn's vectorizer and its models answer, without their checks, which take ten times as long for one turn.
        """
        import numpy as np

        vocabulary, idf, names, weights, bias = self._parts
        counts = Counter(vocabulary[f] for f in features if f in vocabulary)
        rows, values = list(counts), 1 + np.log(np.fromiter(counts.values(), float, len(counts)))
        length = np.linalg.norm(values * idf[rows]) or 1.0
        scores = (values / length) @ weights[rows] + bias
        return dict(zip(names, (1 / (1 + np.exp(-scores))).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        return pickle.dumps(self._parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> TurnModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(pickle.loads(data))
