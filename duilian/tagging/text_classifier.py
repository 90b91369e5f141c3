"""Labels of a whole text: one-vs-rest logistic regression on feature strings.

Used for clauses, trainee turns and client turns.

A text is a bag of its features; which of them stand together is left to the sequence model. The two err
differently, so that together they are three points better from voice to voice than the better of them
(docs/tagging.md). Beside the regression a network over the same features drawn together may be trained
(``latent.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from duilian.errors import DataError
from duilian.modelfile import Files, dump_arrays, dump_json, load_arrays, load_json, needed, numbered, refused
from duilian.tagging.latent import LEAST, LatentNetwork, train_latent

if TYPE_CHECKING:
    from numpy.typing import NDArray

_C = 100  # by voice: 30 costs a third of a point
_TOLERANCE = 0.01  # as good as the default 0.0001, in half of the time
_VOCABULARY, _ARRAYS = "vocabulary.json", "weights.npz"
_SHAPES = {
    "idf": ("float32", ("features",)),
    "weights": ("float32", ("features", "labels")),
    "bias": ("float64", ("labels",)),
}
_NETWORK_SHAPES = {
    "axes": ("int8", ("frequent", "dimensions")),
    "hidden_weights": ("float32", ("dimensions", "units")),
    "hidden_bias": ("float32", ("units",)),
    "out_weights": ("float32", ("units", "labels")),
    "out_bias": ("float32", ("labels",)),
}


class Contribution(NamedTuple):
    """What some of a text's features bring, before the text's length is known.

    Attributes:
        scores: To the regression's score of each label.
        place: To the text's place among the latent dimensions; 0 without a network.
        square: To the square of the text's length.
    """

    scores: NDArray[Any]
    place: Any
    square: float


def _length(parts: Sequence[Contribution]) -> float:
    return sum(part.square for part in parts) ** 0.5 or 1.0


def _same(features: list[str]) -> list[str]:
    return features


@dataclass(frozen=True)
class _Learnt:
    """What training gives.

    Attributes:
        vocabulary: Feature → its row; the most frequent features come first.
        idf: The rarity of each feature.
        labels: The labels that occurred.
        weights: A row for each feature (its rarity included), a column for each label.
        bias: One for each label.
        network: Over the frequent features, if any.
    """

    vocabulary: dict[str, int]
    idf: NDArray[Any]
    labels: tuple[str, ...]
    weights: NDArray[Any]
    bias: NDArray[Any]
    network: LatentNetwork | None


class TextClassifier:
    """A trained classifier; its log-odds are pure functions of the features."""

    def __init__(self, learnt: _Learnt | None = None) -> None:
        self._learnt = learnt

    def train(
        self,
        texts: Sequence[list[str]],
        labels: Sequence[Collection[str]],
        names: Sequence[str],
        latent: bool = False,
    ) -> None:
        """Learn from labelled texts.

        Args:
            texts: The features of each text.
            labels: The labels that each text carries.
            names: All labels, in the order wanted; of these, those that occur are learnt.
            latent: Train a network over latent dimensions, too.
        """
        import numpy as np
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        vectorizer = TfidfVectorizer(analyzer=_same, min_df=2, sublinear_tf=True)
        matrix = vectorizer.fit_transform(texts)
        known = [name for name in names if any(name in has for has in labels)]
        models = {}
        for name in known:
            wanted = [name in has for has in labels]
            models[name] = LogisticRegression(C=_C, solver="liblinear", tol=_TOLERANCE).fit(matrix, wanted)
        # A row for each feature, the frequent first, with what the feature's rarity gives: see contribution.
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
            marks = [[name in has for name in known] for has in labels]
            # Threads add up in another order each time: the same data would not give the same network.
            with threadpool_limits(limits=1, user_api="blas"):
                network = train_latent(matrix[:, frequent], marks)
        self._learnt = _Learnt(
            vocabulary, idf, tuple(known), np.ascontiguousarray(weights, np.float32), bias, network
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels it knows."""
        return self._learnt.labels if self._learnt else ()

    @property
    def has_network(self) -> bool:
        """Whether it was trained with ``latent``."""
        return self._learnt is not None and self._learnt.network is not None

    def _trained(self) -> _Learnt:
        if self._learnt is None:
            raise DataError("标注器还没有训练，请先运行 duilian train")
        return self._learnt

    def contribution(self, features: list[str]) -> Contribution:
        """What some of a text's features bring, when the rest of them is not known yet or changes.

        Args:
            features: Feature strings; none may stand in two contributions to one text.
        """
        import numpy as np

        known = self._trained()
        counts = Counter(map(known.vocabulary.get, features))
        counts.pop(None, None)
        rows = np.fromiter(counts, np.intp, len(counts))
        values = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        rare = values * known.idf[rows]
        place: Any = 0.0
        if known.network is not None:
            frequent = rows < len(known.network.axes)
            place = rare[frequent] @ known.network.axes[rows[frequent]].astype(np.float32)
        return Contribution(values @ known.weights[rows], place, float(np.square(rare).sum()))

    def log_odds(self, *parts: Contribution) -> NDArray[Any]:
        """All contributions to a text → the regression's log-odds of each label.

        What sklearn's vectorizer and its models answer, without their checks, which take ten times as long
        for one text.
        """
        scores: Any = sum(part.scores for part in parts)
        total: NDArray[Any] = scores / _length(parts) + self._trained().bias
        return total

    def latent_log_odds(self, texts: Sequence[Sequence[Contribution]]) -> NDArray[Any]:
        """All contributions to each text → the network's log-odds: a row a text, a column a label.

        Many texts at once cost little more than one.
        """
        import numpy as np

        network = self._trained().network
        if network is None:
            raise DataError("标注器缺少网络，请运行 duilian train 重新训练")
        return network.log_odds(np.array([sum(p.place for p in parts) / _length(parts) for parts in texts]))

    def to_files(self, folder: str) -> dict[str, bytes]:
        """The model as files: its labels and features as JSON, its numbers as arrays.

        Args:
            folder: The files' names begin with it.
        """
        known = self._trained()
        arrays = {"idf": known.idf, "weights": known.weights, "bias": known.bias}
        if known.network is not None:
            arrays |= known.network.arrays()
        features = sorted(known.vocabulary, key=known.vocabulary.__getitem__)
        vocabulary = {"labels": known.labels, "latent": known.network is not None, "features": features}
        return {f"{folder}/{_VOCABULARY}": dump_json(vocabulary), f"{folder}/{_ARRAYS}": dump_arrays(arrays)}

    @classmethod
    def from_files(
        cls, files: Files, folder: str, names: Sequence[str], latent: bool = False
    ) -> TextClassifier:
        """Read what :meth:`to_files` gave.

        Args:
            files: The files.
            folder: The one asked for then.
            names: All labels it may know.
            latent: Whether it must have a network.

        Raises:
            DataError: Where a file is missing, or is none of such a model.
        """
        name, arrays_name = f"{folder}/{_VOCABULARY}", f"{folder}/{_ARRAYS}"
        vocabulary = load_json(needed(files, name), name, {"labels": list, "latent": bool, "features": list})
        labels, rows = tuple(numbered(vocabulary["labels"], name)), numbered(vocabulary["features"], name)
        if not set(labels) <= set(names):
            raise refused(name, "有不认识的标签")
        if vocabulary["latent"] != latent:
            raise refused(name, "缺少网络" if latent else "多了网络")
        shapes = _SHAPES | _NETWORK_SHAPES if latent else _SHAPES
        sizes = {"features": len(rows), "labels": len(labels)}
        arrays = load_arrays(needed(files, arrays_name), arrays_name, shapes, **sizes)
        network = LatentNetwork.of_arrays(arrays) if latent else None
        if network is not None and len(network.axes) > len(rows):
            raise refused(arrays_name, "网络的特征比词表多")
        return cls(_Learnt(rows, arrays["idf"], labels, arrays["weights"], arrays["bias"], network))
