"""What n-grams have in common: latent dimensions of a text's features, and a small network over them.

A regression over n-grams knows only those it has seen with an act. The latent dimensions (Deerwester et al.,
Indexing by Latent Semantic Analysis, 1990) stand for n-grams that occur in the same texts, and the network's
hidden units are shared by all labels, so that it errs differently: by voice the two together are half a point
better on acts and on cues (docs/tagging.md).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Layer = tuple[NDArray[Any], NDArray[Any]]

LEAST = 3  # texts a feature must occur in to take part
_DIMENSIONS, _UNITS, _DECAY, _EPOCHS, _SEEDS = 300, 256, 0.1, 12, (0, 1, 2)  # by voice
_NEVER = -9.0  # log-odds of a label that no text carries


@dataclass(frozen=True)
class LatentNetwork:
    """A network with one hidden layer over latent dimensions.

    Attributes:
        axes: A row for each feature, a column for each dimension, in bytes.
        hidden: The weights (dimensions × units) and biases of the hidden layer.
        out: The weights (units × labels) and biases of the last layer.
    """

    axes: NDArray[Any]
    hidden: Layer
    out: Layer

    def log_odds(self, places: NDArray[Any]) -> NDArray[Any]:
        """Texts' places among the dimensions → the log-odds of each label.

        Args:
            places: A row a text: its features' rows of ``axes``, weighted and summed.
        """
        import numpy as np

        total: NDArray[Any] = (
            np.maximum(places @ self.hidden[0] + self.hidden[1], 0) @ self.out[0] + self.out[1]
        )
        return total

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The network as named arrays."""
        return {
            "axes": self.axes,
            "hidden_weights": self.hidden[0],
            "hidden_bias": self.hidden[1],
            "out_weights": self.out[0],
            "out_bias": self.out[1],
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> LatentNetwork:
        """The inverse of :meth:`arrays`."""
        hidden = arrays["hidden_weights"], arrays["hidden_bias"]
        return cls(arrays["axes"], hidden, (arrays["out_weights"], arrays["out_bias"]))


def train_latent(matrix: Any, labels: Sequence[Sequence[bool]]) -> LatentNetwork:
    """Train three networks that begin differently, and put their hidden units side by side as one.

    Its log-odds are the mean of theirs.

    Args:
        matrix: A sparse matrix, a row (of length 1) a text, a column a feature.
        labels: For each text, which labels it carries.
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
    # A byte is enough for each of what is large, and quick to load; the scale of each dimension goes into the
    # first layer.
    step = np.abs(svd.components_).max(axis=1) / 127
    axes = np.ascontiguousarray(np.rint(svd.components_ / step[:, None]).T, np.int8)
    return LatentNetwork(axes, _single((hidden[0] * (step * scale)[:, None], hidden[1])), _single(out))


def _single(layer: Layer) -> Layer:
    """The same layer in single precision."""
    import numpy as np

    return np.ascontiguousarray(layer[0], np.float32), layer[1].astype(np.float32)
