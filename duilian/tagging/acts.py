"""Acts of a trainee turn: a linear-chain CRF over characters as a component of a spaCy pipeline.

Spans stand in ``doc.spans["acts"]``; their probabilities in ``doc.user_data["act_scores"]``, in the same order. The
client's last words may be given as ``doc.user_data["before"]``. Labels are inside/outside only: the manual joins
neighbouring clauses of one act, so no two spans of one act touch.

Sutton & McCallum, An Introduction to Conditional Random Fields (2012).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from duilian.dialogue import ActSpan
from duilian.tagging.features import features

# Stochastic gradient descent: half the time of L-BFGS and 1–2 points better from voice to voice (docs/design.md).
PARAMETERS = {"algorithm": "l2sgd", "c2": 0.2, "max_iterations": 20}
OUTSIDE = "O"


def labels(text: str, spans: Iterable[ActSpan]) -> list[str]:
    """A turn's spans → the act of each character, O outside."""
    found = [OUTSIDE] * len(text)
    for span in spans:
        found[span.start : span.end] = [span.act] * (span.end - span.start)
    return found


def spans_of(acts: Sequence[str], score: Sequence[float]) -> list[ActSpan]:
    """The act of each character and its probability → spans, each scored by the mean over its characters."""
    spans, start = [], 0
    for i in range(1, len(acts) + 1):
        if i == len(acts) or acts[i] != acts[start]:
            if acts[start] != OUTSIDE:
                spans.append(ActSpan(acts[start], start, i, sum(score[start:i]) / (i - start)))
            start = i
    return spans


class ActModel:
    """The trained CRF; ``predict`` is a pure function of its arguments."""

    def __init__(self, crf: Any = None) -> None:
        self._crf = crf

    def train(self, turns: Sequence[tuple[str, str, Sequence[ActSpan]]]) -> None:
        """Learn from (text, the client's last words, spans)."""
        import sklearn_crfsuite

        turns = [turn for turn in turns if turn[0]]
        self._crf = sklearn_crfsuite.CRF(**PARAMETERS)
        self._crf.fit([features(t, b) for t, b, _ in turns], [labels(t, s) for t, _, s in turns])

    def predict(self, text: str, before: str = "") -> list[ActSpan]:
        """A turn → its act spans in order, none overlapping."""
        if not text.strip():
            return []
        rows = features(text, before)
        acts = self._crf.predict_single(rows)
        chances = self._crf.predict_marginals_single(rows)
        return spans_of(acts, [chance[act] for chance, act in zip(chances, acts, strict=True)])

    def to_bytes(self) -> bytes:
        return pickle.dumps(self._crf)

    @classmethod
    def from_bytes(cls, data: bytes) -> ActModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(pickle.loads(data))


class ActTagger:
    """The spaCy component ``act_tagger``."""

    def __init__(self, model: ActModel | None = None) -> None:
        self.model = model or ActModel()

    def __call__(self, doc: Any) -> Any:
        found = self.model.predict(doc.text, doc.user_data.get("before", ""))
        pairs = [(doc.char_span(s.start, s.end, label=s.act, alignment_mode="expand"), s.score) for s in found]
        doc.spans["acts"] = [span for span, _ in pairs if span is not None]
        doc.user_data["act_scores"] = [score for span, score in pairs if span is not None]
        return doc

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        Path(path).write_bytes(self.model.to_bytes())

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> ActTagger:
        self.model = ActModel.from_bytes(Path(path).read_bytes())
        return self
