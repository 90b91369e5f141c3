"""What a trainee's turn asks about: a linear model over characters, words and groups of like words.

One-vs-rest support vector machines score every topic, one more label being “nothing of the client's
affairs”; a :class:`~duilian.roleplay.facts.question_judge.Judge` says how likely each of the best is asked
for. It is trained in seconds (:mod:`duilian.roleplay.facts.question_training`), kept as JSON, and no part of
the tagger.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duilian.modelfile import dump_json, load_json, numbered, refused
from duilian.roleplay.facts.question_features import compile_groups, question_features
from duilian.roleplay.facts.question_form import looks_like_question, sentences_of
from duilian.roleplay.facts.question_judge import Candidate, Judge, candidates
from duilian.roleplay.facts.topics import DOUBT

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS = 40  # a weight is kept in fortieths, in a byte
_WEIGHT = "i1"
# From what chance on a topic is heard: in any words, and where the tagger heard an act whose words these are.
# Measured on voices held out (docs/roleplay.md).
_LIKELY, _LIKELY_COVERED = 0.45, 0.7
_PERHAPS = 0.15  # from which a question is one about its affairs, though the client did not catch which
_LIKELY_BESIDE = 0.5  # … and another topic of the same clause
_MOST = 3  # topics of a sentence


@dataclass(frozen=True)
class QuestionModel:
    """A trained model.

    Attributes:
        vocabulary: Feature → its row.
        labels: Topics, ``OTHER`` and ``NO_TOPIC``; none in a model that never hears a question.
        idf: The rarity of each feature.
        weights: A row for each feature, a column for each label.
        bias: One for each label.
        words: Group → words that mean the same.
        judge: Says how likely a topic is asked for.
    """

    vocabulary: Mapping[str, int]
    labels: tuple[str, ...]
    idf: NDArray[Any]
    weights: NDArray[Any]
    bias: NDArray[Any]
    words: Mapping[str, Collection[str]] = field(default_factory=dict)
    judge: Judge = field(default_factory=Judge)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_groups", compile_groups(self.words))

    def scores(self, text: str) -> dict[str, float]:
        """How much a sentence speaks for each label: above 0 for it, below against it."""
        import numpy as np

        counts: dict[int, int] = {}
        for feature in question_features(text, self._groups):  # type: ignore[attr-defined]
            row = self.vocabulary.get(feature)
            if row is not None:
                counts[row] = counts.get(row, 0) + 1
        rows = list(counts)
        values = np.array(list(counts.values()), np.float32) * self.idf[rows]
        length = float(np.sqrt((values**2).sum())) or 1.0
        scores = (values / length) @ self.weights[rows] + self.bias
        return dict(zip(self.labels, scores.tolist(), strict=True))

    def asked(
        self, text: str, chat: Collection[str] = (), heard: Sequence[tuple[int, int]] = ()
    ) -> tuple[str, ...]:
        """The topics that a turn asks for, in the order in which it does.

        Args:
            text: The turn.
            chat: Topics of small talk, which statements raise, too (compliments, the weather).
            heard: Where the turn does something that is no question about the client's affairs: (start, end)
                of words, in characters from 0.
        """
        found: dict[str, None] = {}
        at = 0
        of_sentences = candidates(text, self.scores, chat) if self.labels else []
        for sentence, possible in zip(sentences_of(text), of_sentences, strict=False):
            start = text.index(sentence, at)
            at = start + len(sentence)
            covered = any(begin < at and start < end for begin, end in heard)
            found.update(dict.fromkeys(self._likely(sentence, possible, covered)))
        return tuple(found)

    def _likely(self, sentence: str, possible: Sequence[Candidate], covered: bool) -> list[str]:
        chances = {c: self.judge.chance(c) for c in possible}
        needed = _LIKELY_COVERED if covered else _LIKELY
        likely: list[Candidate] = []
        for candidate in sorted(chances, key=chances.__getitem__, reverse=True):
            beside = any(candidate.place == other.place for other in likely)
            if chances[candidate] > (max(needed, _LIKELY_BESIDE) if beside else needed):
                likely.append(candidate)
        if likely or covered or max(chances.values()) < _PERHAPS or not looks_like_question(sentence):
            return [c.topic for c in sorted(likely[:_MOST], key=lambda c: c.place)]
        return [DOUBT]

    def to_bytes(self) -> bytes:
        """The model as JSON."""
        steps = (self.weights * _STEPS).round().clip(-127, 127).astype(_WEIGHT)
        parts = {
            "features": sorted(self.vocabulary, key=self.vocabulary.__getitem__),
            "labels": list(self.labels),
            "idf": [round(float(value), 3) for value in self.idf],
            "weights": base64.b64encode(steps.tobytes()).decode(),
            "bias": [round(float(value), 3) for value in self.bias],
            "words": {name: list(group) for name, group in self.words.items()},
            "judge": [*self.judge.weights, self.judge.bias],
        }
        return dump_json(parts)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "questions.json") -> QuestionModel:
        """Read what :meth:`to_bytes` gave; nothing of it is executed.

        Args:
            data: The content of a file.
            name: The file's name, for errors.

        Raises:
            DataError: Where it is no such model.
        """
        import numpy as np

        lists = dict.fromkeys(("features", "labels", "idf", "bias", "judge"), list)
        parts = load_json(data, name, {**lists, "weights": str, "words": dict})
        known, labels = numbered(parts["features"], name), tuple(numbered(parts["labels"], name))
        try:
            idf, bias = np.array(parts["idf"], np.float32), np.array(parts["bias"], np.float32)
            steps = np.frombuffer(base64.b64decode(parts["weights"], validate=True), _WEIGHT)
            weights = steps.astype(np.float32).reshape(len(known), len(labels)) / _STEPS
            *judged, base = map(float, parts["judge"])
        except (TypeError, ValueError, binascii.Error):
            raise refused(name, "权重不是数，或者形状不对") from None
        if bias.shape != (len(labels),) or idf.shape != (len(known),):
            raise refused(name, f"权重的形状不对：{idf.shape}，{bias.shape}")
        return cls(known, labels, idf, weights, bias, parts["words"], Judge(tuple(judged), base))


def deaf_model() -> QuestionModel:
    """A model that never hears a question."""
    import numpy as np

    none = np.zeros(0, np.float32)
    return QuestionModel({}, (), none, np.zeros((0, 0), np.float32), none)
