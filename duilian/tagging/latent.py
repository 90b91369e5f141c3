"""What n-grams have in common: a turn's features drawn together to some hundred latent dimensions, and a small network over them.

A regression over n-grams knows only those it has seen with an act. The latent dimensions (Deerwester et al., Indexing by Latent
Semantic Analysis, 1990) stand for n-grams that occur in the same turns, and the network's hidden units are shared by all labels, so
that it errs differently: by voice the two together are half a point better on acts and on cues (docs/tagging.md).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEAST = 3  # turns a feature must occur in to take part
_DIMENSIONS, _UNITS, _DECAY, _EPOCHS, _SEEDS = 300, 256, 0.1, 12, (0, 1, 2)  # by voice
_NEVER = -9.0  # log-odds of a label that no turn carries


@dataclass(frozen=True)
class Latent:
    """``axes``: a row for each feature, a column for each dimension, in bytes; two layers of weights and biases, the second with a
    column a label."""

    axes: Any
    hidden: tuple[Any, Any]
    out: tuple[Any, Any]

    def log_odds(self, place: Any) -> Any:
        """A turn's place among the dimensions (its features' rows, weighted and summed) → the log-odds of each label."""
        import numpy as np

        return np.maximum(place @ self.hidden[0] + self.hidden[1], 0) @ self.out[0] + self.out[1]


def train_latent(matrix: Any, labels: Sequence[Sequence[bool]]) -> Latent:
    """A sparse matrix of turns (rows of length 1) by features, and which labels each turn carries → the network.

    Three networks that began differently are one whose hidden units stand side by side: the mean of their log-odds.
    """
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    wanted = np.array(labels, dtype=int)
    occurs = np.flatnonzero(wanted.any(axis=0))
    svd = TruncatedSVD(min(_DIMENSIONS, min(matrix.shape) - 1), n_iter=2, random_state=0)
    places = svd.fit_transform(matrix.astype(np.float32))
    scale = 1 / places.std(axis=0).mean()
    networks = []
    for seed in _SEEDS:
        network = MLPClassifier(
            (_UNITS,), alpha=_DECAY, batch_size=min(64, len(places)), max_iter=_EPOCHS, random_state=seed
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early on purpose
            networks.append(
                network.fit(places * scale, wanted[:, occurs] if len(occurs) > 1 else wanted[:, occurs[0]])
            )
    hidden = np.hstack([n.coefs_[0] for n in networks]), np.hstack([n.intercepts_[0] for n in networks])
    out = np.zeros((len(hidden[1]), wanted.shape[1])), np.full(wanted.shape[1], _NEVER)
    out[0][:, occurs] = np.vstack([n.coefs_[1] for n in networks]) / len(networks)
    out[1][occurs] = np.mean([n.intercepts_[1] for n in networks], axis=0)
    # A byte is enough for each of what is large, and quick to read; the scale of each dimension goes into the first layer.
    step = np.abs(svd.components_).max(axis=1) / 127
    axes = np.ascontiguousarray(np.rint(svd.components_ / step[:, None]).T, np.int8)
    return Latent(axes, _single((hidden[0] * (step * scale)[:, None], hidden[1])), _single(out))


def _single(layer: tuple[Any, Any]) -> tuple[Any, Any]:
    import numpy as np

    return np.ascontiguousarray(layer[0], np.float32), layer[1].astype(np.float32)
