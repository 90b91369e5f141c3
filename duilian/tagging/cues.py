"""Cues of a client turn: one-vs-rest logistic regression on character n-grams, as a component of a spaCy pipeline.

Cues stand in ``doc.cats`` with their probabilities. The trainee's last words may be given as
``doc.user_data["before"]`` and the number of turns before this one as ``doc.user_data["place"]``.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from duilian.dialogue import CUES
from duilian.text import narrow

# By voice: 0.811 micro F1; at 0.3 recall is a tenth lower (docs/evaluation.md).
THRESHOLD = 0.12


def tokens(text: str, before: str = "", place: int | None = None) -> list[str]:
    """Feature strings of a client turn: its n-grams, the end of what the trainee said, the place in the call."""
    low = f"^{narrow(text)}$"
    found = [low[i : i + size] for size in (1, 2, 3, 4) for i in range(len(low) - size + 1)]
    tail = narrow(before)[-24:]
    found += [f"pv={tail[i : i + size]}" for size in (2, 3) for i in range(len(tail) - size + 1)]
    found.append(f"len={min(len(text) // 4, 8)}")
    if place is not None:
        found.append(f"place={min(place, 4)}")
    return found


def _same(tokens: list[str]) -> list[str]:
    return tokens


class CueModel:
    """The trained classifiers; ``predict`` is a pure function of its arguments."""

    def __init__(self, parts: Any = None) -> None:
        self._parts = parts

    def train(self, turns: Sequence[tuple[str, str, int | None, Sequence[str]]]) -> None:
        """Learn from (text, the trainee's last words, place, cues)."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        vectorizer = TfidfVectorizer(analyzer=_same, min_df=2, sublinear_tf=True)
        matrix = vectorizer.fit_transform([tokens(text, before, place) for text, before, place, _ in turns])
        models = {}
        for cue in CUES:
            wanted = [cue in cues for *_, cues in turns]
            if any(wanted):
                models[cue] = LogisticRegression(C=100, solver="liblinear").fit(matrix, wanted)
        import numpy as np

        weights = np.vstack([m.coef_[0] for m in models.values()])
        bias = np.array([m.intercept_[0] for m in models.values()])
        self._parts = (vectorizer, tuple(models), weights, bias)

    def predict(self, text: str, before: str = "", place: int | None = None) -> dict[str, float]:
        """A turn → the probability of each cue."""
        if not text.strip():
            return {}
        import numpy as np

        vectorizer, names, weights, bias = self._parts
        scores = vectorizer.transform([tokens(text, before, place)]) @ weights.T + bias
        return dict(zip(names, (1 / (1 + np.exp(-np.asarray(scores)[0]))).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        return pickle.dumps(self._parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> CueModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(pickle.loads(data))


class CueTagger:
    """The spaCy component ``cue_tagger``."""

    def __init__(self, model: CueModel | None = None) -> None:
        self.model = model or CueModel()

    def __call__(self, doc: Any) -> Any:
        user = doc.user_data
        doc.cats.update(self.model.predict(doc.text, user.get("before", ""), user.get("place")))
        return doc

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        Path(path).write_bytes(self.model.to_bytes())

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> CueTagger:
        self.model = CueModel.from_bytes(Path(path).read_bytes())
        return self
