"""Labels of a whole turn: one-vs-rest logistic regression on feature strings. Used for acts (beside the CRF) and cues.

A turn is a bag of its features; which of them stand together is left to the sequence model. The two err differently, so
that together they are three points better from voice to voice than the better of them (docs/design.md). Beside the regression a
network over the same features drawn together may be trained (tagging/latent.py).
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from duilian.language.text import narrow
from duilian.tagging.latent import LEAST, Latent, train_latent

Part = tuple[
    Any, Any, float
]  # what some features bring: to the regression's odds, to the latent place, to the length squared

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


def _length(parts: Sequence[Part]) -> float:
    return sum(square for _, _, square in parts) ** 0.5 or 1.0


def _same(features: list[str]) -> list[str]:
    return features


@dataclass(frozen=True)
class _Learnt:
    """``vocabulary``: the row of each feature, the frequent first; ``idf``: its rarity; ``weights``: a row for each feature (rarity
    included), a column for each of ``names``; ``bias``: one for each; ``network``: over the frequent features, if any."""

    vocabulary: dict[str, int]
    idf: Any
    names: tuple[str, ...]
    weights: Any
    bias: Any
    network: Latent | None


class TurnModel:
    """The trained classifiers; ``part``, ``log_odds`` and ``latent_odds`` are pure functions of their arguments."""

    def __init__(self, learnt: Any = None) -> None:
        self._learnt = learnt

    def train(
        self,
        turns: Sequence[list[str]],
        labels: Sequence[Collection[str]],
        names: Sequence[str],
        latent: bool = False,
    ) -> None:
        """Learn from the features of each turn and the labels it carries; of ``names`` those that occur. ``latent``: a network, too."""
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        vectorizer = TfidfVectorizer(analyzer=_same, min_df=2, sublinear_tf=True)
        matrix = vectorizer.fit_transform(turns)
        known = [name for name in names if any(name in has for has in labels)]
        models = {}
        for name in known:
            wanted = [name in has for has in labels]
            models[name] = LogisticRegression(C=_C, solver="liblinear", tol=_TOLERANCE).fit(matrix, wanted)
        # A row for each feature, the frequent first, with what the feature's rarity gives: see part.
        often = np.bincount(matrix.indices, minlength=matrix.shape[1])
        order = np.argsort(-often, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        vocabulary = {feature: int(rank[column]) for feature, column in vectorizer.vocabulary_.items()}
        idf = vectorizer.idf_[order].astype(np.float32)
        weights = np.vstack([m.coef_[0] for m in models.values()]).T[order] * idf[:, None]
        bias = np.array([m.intercept_[0] for m in models.values()])
        network = None
        if latent:
            frequent = order[: int((often >= LEAST).sum())]
            network = train_latent(matrix[:, frequent], [[name in has for name in known] for has in labels])
        self._learnt = _Learnt(
            vocabulary, idf, tuple(known), np.ascontiguousarray(weights, np.float32), bias, network
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The labels it knows."""
        names: tuple[str, ...] = self._learnt.names if self._learnt else ()
        return names

    def part(self, features: list[str]) -> Part:
        """Some of a turn's features → what they bring to each of ``names``, to the latent place, and to the square of the turn's length.

        For :meth:`log_odds`, when the rest of the features is not known yet or changes; no feature may stand in two parts.
        """
        import numpy as np

        known = self._learnt
        counts = Counter(map(known.vocabulary.get, features))
        counts.pop(None, None)
        rows = np.fromiter(counts, np.intp, len(counts))
        values = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        rare = values * known.idf[rows]
        place = 0.0
        if known.network is not None:
            frequent = rows < len(known.network.axes)
            place = rare[frequent] @ known.network.axes[rows[frequent]].astype(np.float32)
        return values @ known.weights[rows], place, float(np.square(rare).sum())

    def log_odds(self, *parts: Part) -> Any:
        """All parts of a turn → an array: the regression's log-odds of each of ``names``.

        What sklearn's vectorizer and its models answer, without their checks, which take ten times as long for one turn.
        """
        return sum(odds for odds, _, _ in parts) / _length(parts) + self._learnt.bias

    def latent_odds(self, turns: Sequence[Sequence[Part]]) -> Any:
        """All parts of each turn → an array, a row a turn: the network's log-odds of each of ``names``. Of a model trained with
        ``latent``; many turns at once cost little more than one."""
        import numpy as np

        return self._learnt.network.log_odds(
            np.array([sum(place for _, place, _ in parts) / _length(parts) for parts in turns])
        )

    def to_bytes(self) -> bytes:
        return pickle.dumps(self._learnt)

    @classmethod
    def from_bytes(cls, data: bytes) -> TurnModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(pickle.loads(data))
