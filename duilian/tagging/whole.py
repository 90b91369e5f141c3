"""Labels of a whole turn: one-vs-rest logistic regression on feature strings. Used for acts (beside the CRF) and cues.

A turn is a bag of its features; which of them stand together is left to the sequence model. The two err differently, so
that together they are three points better from voice to voice than the better of them (docs/design.md).
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Sequence
from typing import Any

from duilian.text import narrow

_C = 100  # by voice: 30 costs a third of a point


def grams(text: str, sizes: Sequence[int], mark: str = "") -> list[str]:
    """The character n-grams of a text between ^ and $, each behind ``mark``."""
    low = f"^{narrow(text)}$"
    return [mark + low[i : i + size] for size in sizes for i in range(len(low) - size + 1)]


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
                models[name] = LogisticRegression(C=_C, solver="liblinear").fit(matrix, wanted)
        # Row by row: of a transposed view a product with a sparse row would copy all of it, each time.
        weights = np.ascontiguousarray(np.vstack([m.coef_[0] for m in models.values()]).T)
        bias = np.array([m.intercept_[0] for m in models.values()])
        self._parts = (vectorizer, tuple(models), weights, bias)

    def predict(self, features: list[str]) -> dict[str, float]:
        """The features of a turn → the probability of each label."""
        import numpy as np

        vectorizer, names, weights, bias = self._parts
        scores = np.asarray(vectorizer.transform([features]) @ weights)[0] + bias
        return dict(zip(names, (1 / (1 + np.exp(-scores))).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        return pickle.dumps(self._parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> TurnModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(pickle.loads(data))
