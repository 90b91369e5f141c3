"""What a trainee's turn asks about: a linear model over n-grams and groups of words that mean the same.

One-vs-rest support vector machines over tf-idf of one and two characters and of the groups of
``data/facts/words.yml``; one of the labels is “nothing of the client's affairs”. On voices held out it finds
five points more than logistic regression over longer n-grams (docs/roleplay.md).
It is trained in seconds from ``data/facts/questions`` (:func:`train_question_model`), kept as JSON, and no
part of the tagger.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from duilian.language.text import clauses
from duilian.modelfile import dump_json, load_json, numbered, refused
from duilian.roleplay.facts.question_data import AskedSentence
from duilian.roleplay.facts.question_form import bare_words, looks_like_question, sentences_of
from duilian.roleplay.facts.topics import DOUBT, NO_TOPIC

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIZES = (1, 2)
_GROUP_WEIGHT = 2  # a group counts as often
_C = 3.0
_STEPS = 100  # a weight is kept in hundredths
# How far a topic's score must lie above that of “nothing”: where the tagger heard an act whose words these
# are, and where it heard none in a question. Measured on voices held out (docs/roleplay.md).
_MARGIN, _MARGIN_UNHEARD = 0.3, -0.7
_DOUBT_GAP = 0.1  # of the two best topics' scores: a third of the wrong ones lie within it
_CLEAR = 0.0  # the score from which one more topic of a sentence counts
_CLEAR_CHAT = 0.1  # … and from which a statement is small talk

Groups = Mapping[str, "re.Pattern[str]"]


def compile_groups(words: Mapping[str, Collection[str]]) -> dict[str, re.Pattern[str]]:
    """Group → the pattern that finds any of its words, the longest first."""
    return {
        str(name): re.compile("|".join(sorted(map(re.escape, map(str, group)), key=len, reverse=True)))
        for name, group in words.items()
    }


def question_features(text: str, groups: Groups) -> list[str]:
    """The features of a sentence: n-grams of its words, groups of words in it, and pairs of such groups."""
    bare = bare_words(text)
    words = f"^{bare}$"
    ngrams = [words[i : i + size] for size in _SIZES for i in range(len(words) - size + 1)]
    found = [f"g={name}" for name, pattern in groups.items() if pattern.search(bare)]
    return [*ngrams, *found * _GROUP_WEIGHT, *(f"{one}&{other}" for one, other in combinations(found, 2))]


def _same(features: list[str]) -> list[str]:
    return features


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
    """

    vocabulary: Mapping[str, int]
    labels: tuple[str, ...]
    idf: NDArray[Any]
    weights: NDArray[Any]
    bias: NDArray[Any]
    words: Mapping[str, Collection[str]] = field(default_factory=dict)

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
        for sentence in sentences_of(text) if self.labels else ():
            start = text.index(sentence, at)
            at = start + len(sentence)
            covered = any(begin < at and start < end for begin, end in heard)
            found.update(dict.fromkeys(self._of_sentence(sentence, chat, covered)))
        return tuple(found)

    def _of_sentence(self, sentence: str, chat: Collection[str], covered: bool) -> list[str]:
        if not looks_like_question(sentence):
            topic, score, margin = self._best(sentence)
            return [topic] if topic in chat and score > _CLEAR_CHAT and margin > _MARGIN else []
        asking = [part for part in _parts(sentence) if looks_like_question(part)]
        topic, score, margin = self._best(sentence)
        topics = [topic] if margin > (_MARGIN if covered else _MARGIN_UNHEARD) and topic != DOUBT else []
        for part in asking if len(asking) > 1 or not topics or score < _CLEAR else ():
            topic, score, margin = self._best(part)
            if score > _CLEAR and margin > _MARGIN and topic not in (DOUBT, *topics):
                topics.append(topic)
        unheard = not topics and not covered and margin > _MARGIN
        return [DOUBT] if unheard and self._best(sentence)[0] == DOUBT else topics

    def _best(self, text: str) -> tuple[str, float, float]:
        """The best label that is a topic, its score, and by how much it is better than “nothing”.

        Of two that are nearly as good as each other neither is it: ``DOUBT``.
        """
        scores = self.scores(text)
        nothing = scores.pop(NO_TOPIC, -1.0)
        topic, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
        best = scores[topic]
        return DOUBT if best - scores[second] < _DOUBT_GAP else topic, best, best - nothing

    def to_bytes(self) -> bytes:
        """The model as JSON."""
        parts = {
            "features": sorted(self.vocabulary, key=self.vocabulary.__getitem__),
            "labels": list(self.labels),
            "idf": [round(float(value), 3) for value in self.idf],
            "weights": (self.weights * _STEPS).round().astype(int).tolist(),
            "bias": [round(float(value), 3) for value in self.bias],
            "words": {name: list(group) for name, group in self.words.items()},
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

        fields = {"features": list, "labels": list, "idf": list, "weights": list, "bias": list, "words": dict}
        parts = load_json(data, name, fields)
        known, labels = numbered(parts["features"], name), tuple(numbered(parts["labels"], name))
        try:
            idf, bias = np.array(parts["idf"], np.float32), np.array(parts["bias"], np.float32)
            weights = (
                np.array(parts["weights"], np.float32).reshape(-1, len(labels)) / _STEPS if labels else None
            )
        except (TypeError, ValueError):
            raise refused(name, "权重不是数") from None
        if weights is None:
            return _deaf()
        if (
            weights.shape != (len(known), len(labels))
            or bias.shape != (len(labels),)
            or len(idf) != len(known)
        ):
            raise refused(name, f"权重的形状不对：{weights.shape}，{bias.shape}")
        return cls(known, labels, idf, weights, bias, parts["words"])


def _parts(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in clauses(sentence)]


def _deaf() -> QuestionModel:
    import numpy as np

    none = np.zeros(0, np.float32)
    return QuestionModel({}, (), none, np.zeros((0, 0), np.float32), none)


def train_question_model(
    examples: Sequence[AskedSentence], words: Mapping[str, Collection[str]]
) -> QuestionModel:
    """Learn from sentences labelled by people; of none a model is made that never hears a question.

    Args:
        examples: The sentences.
        words: Group → words that mean the same.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    groups = compile_groups(words)
    rows = [(e.text, label) for e in examples for label in sorted(e.topics) or [NO_TOPIC]]
    if len({label for _, label in rows}) < 3:
        return _deaf()
    rows += _run_together(examples)
    vectorizer = TfidfVectorizer(analyzer=_same, dtype=np.float32)
    features = vectorizer.fit_transform([question_features(text, groups) for text, _ in rows])
    model = LinearSVC(C=_C, random_state=0).fit(features, [label for _, label in rows])
    return QuestionModel(
        {str(name): int(row) for name, row in vectorizer.vocabulary_.items()},
        tuple(map(str, model.classes_)),
        vectorizer.idf_.astype(np.float32),
        model.coef_.T.astype(np.float32),
        model.intercept_.astype(np.float32),
        words,
    )


def _run_together(examples: Sequence[AskedSentence]) -> list[tuple[str, str]]:
    """Every third question once more, without marks, behind a sentence that asks nothing."""
    nothing = [example.text for example in examples if not example.topics]
    asked = [example for example in examples if len(example.topics) == 1][::3]
    return [
        (f"{bare_words(nothing[number * 7 % len(nothing)])}{bare_words(example.text)}", min(example.topics))
        for number, example in enumerate(asked if nothing else ())
    ]
