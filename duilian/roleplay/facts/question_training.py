"""How the question model learns, in seconds, from the sentences of ``data/facts/questions``.

The scores are learnt from all sentences. The judge is learnt from sentences scored by models that had not
seen them: the sentences are cut into parts, a voice lying in one part but for those at the cuts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from duilian.roleplay.facts.question_data import AskedSentence
from duilian.roleplay.facts.question_features import Groups, compile_groups, question_features
from duilian.roleplay.facts.question_form import bare_words
from duilian.roleplay.facts.question_judge import Judge, candidates
from duilian.roleplay.facts.question_model import QuestionModel, deaf_model
from duilian.roleplay.facts.topics import NO_TOPIC

if TYPE_CHECKING:
    from numpy.typing import NDArray

_C = 1.0
_PARTS = 4  # from which the judge learns
_RARE = 2  # a feature of fewer sentences is left out


@dataclass(frozen=True)
class _Row:
    """A sentence to learn from, with one label, and the number of the sentence that it is made of."""

    text: str
    label: str
    source: int


def train_question_model(
    examples: Sequence[AskedSentence],
    words: Mapping[str, Collection[str]],
    chat: Collection[str] = (),
) -> QuestionModel:
    """Learn from sentences labelled by people; of none a model is made that never hears a question.

    Args:
        examples: The sentences, those of a voice one after the other.
        words: Group → words that mean the same.
        chat: Topics of small talk.
    """
    rows = _rows(examples)
    model = _fit(rows, words)
    if not model.labels:
        return model
    facts: list[tuple[float, ...]] = []
    right: list[bool] = []
    for part in range(_PARTS):
        held = range(len(examples) * part // _PARTS, len(examples) * (part + 1) // _PARTS)
        other = _fit([row for row in rows if row.source not in held], words)
        for example in (examples[number] for number in held if other.labels):
            for found in chain.from_iterable(candidates(example.text, other.scores, frozenset(chat))):
                facts.append(found.facts)
                right.append(found.topic in example.topics)
    judge = _learn_judge(facts, right)
    return QuestionModel(model.vocabulary, model.labels, model.idf, model.weights, model.bias, words, judge)


def _rows(examples: Sequence[AskedSentence]) -> list[_Row]:
    """One row for each label of each sentence, and every third question once more, run on.

    Run on is it without marks behind a sentence that asks nothing.
    """
    rows = [
        _Row(e.text, label, n) for n, e in enumerate(examples) for label in sorted(e.topics) or [NO_TOPIC]
    ]
    nothing = [e.text for e in examples if not e.topics]
    asked = [(n, e) for n, e in enumerate(examples) if len(e.topics) == 1][::3]
    for number, (source, example) in enumerate(asked if nothing else ()):
        before = bare_words(nothing[number * 7 % len(nothing)])
        rows.append(_Row(f"{before}{bare_words(example.text)}", min(example.topics), source))
    return rows


def _fit(rows: Sequence[_Row], words: Mapping[str, Collection[str]]) -> QuestionModel:
    """A model of scores alone."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    if len({row.label for row in rows}) < 3:
        return deaf_model()
    groups: Groups = compile_groups(words)
    rare = _RARE if len(rows) > 100 else 1
    vectorizer = TfidfVectorizer(analyzer=_same, min_df=rare, dtype=np.float32)
    features = vectorizer.fit_transform([question_features(row.text, groups) for row in rows])
    model = LinearSVC(C=_C, random_state=0, tol=1e-3).fit(features, [row.label for row in rows])
    return QuestionModel(
        {str(name): int(row) for name, row in vectorizer.vocabulary_.items()},
        tuple(map(str, model.classes_)),
        vectorizer.idf_.astype(np.float32),
        model.coef_.T.astype(np.float32),
        model.intercept_.astype(np.float32),
        words,
    )


def _learn_judge(facts: Sequence[tuple[float, ...]], right: Sequence[bool]) -> Judge:
    """The judge of candidates of which it is known whether they were asked for."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    if len(set(right)) < 2 or len(right) < 100:
        return Judge()
    known: NDArray[Any] = np.array(facts)
    middle, spread = known.mean(0), known.std(0) + 1e-6
    model = LogisticRegression(max_iter=500).fit((known - middle) / spread, right)
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - weights @ middle)
    return Judge(tuple(round(float(weight), 4) for weight in weights), round(bias, 4))


def _same(features: list[str]) -> list[str]:
    return features
