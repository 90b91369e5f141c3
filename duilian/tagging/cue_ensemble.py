"""Cues of a client turn, by three classifiers of whole turns.

Two see the words and all that surrounds them (a regression, and a network over latent dimensions), the third
the words alone, which keeps a turn of plain meaning from being talked into what usually stands in its place.
Their log-odds are averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duilian.dialogue.context import NO_CONTEXT, TurnContext
from duilian.dialogue.model import CUES
from duilian.modelfile import Files
from duilian.tagging.corpus import Example
from duilian.tagging.log_odds import bounded, probabilities
from duilian.tagging.text_classifier import TextClassifier
from duilian.tagging.turn_features import client_context, client_words


@dataclass(frozen=True)
class CueSettings:
    """How the classifiers are averaged, and from where a cue counts.

    All figures are from trials by voice (docs/tagging.md).

    Attributes:
        weights: The share of each classifier in the log-odds: ``turn``, ``latent``, ``words``.
        limit: As sure, in log-odds, as one of them may be alone.
        threshold: The probability from which a cue counts.
        calibration: Log-odds, and how often the cue was there on voices not trained on.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: {"turn": 0.45, "latent": 0.35, "words": 0.2})
    limit: float = 9.0
    threshold: float = 0.4
    calibration: Sequence[tuple[float, float]] = (
        (-9, 0.0001),
        (-6.5, 0.0025),
        (-5.5, 0.01),
        (-4.5, 0.027),
        (-3.5, 0.075),
        (-2.5, 0.21),
        (-1.5, 0.38),
        (-0.5, 0.65),
        (0.5, 0.81),
        (1.5, 0.905),
        (3, 0.96),
        (5.5, 0.991),
        (9, 0.998),
    )

    def counted(self, likely: Mapping[str, float]) -> tuple[str, ...]:
        """The cues that count, by the probability of each, in the rubric's order."""
        return tuple(cue for cue in CUES if likely.get(cue, 0.0) >= self.threshold)


@dataclass(frozen=True)
class CueClassifiers:
    """The trained classifiers.

    Attributes:
        turn: Of the words and what surrounds them, with a network.
        words: Of the words alone.
    """

    turn: TextClassifier
    words: TextClassifier

    def to_files(self) -> dict[str, bytes]:
        """The classifiers as files (see :mod:`duilian.modelfile`)."""
        return {**self.turn.to_files("turn"), **self.words.to_files("words")}

    @classmethod
    def from_files(cls, files: Files) -> CueClassifiers:
        """Read what :meth:`to_files` gave.

        Raises:
            DataError: Where a file is missing, or is none of such a model.
        """
        return cls(
            TextClassifier.from_files(files, "turn", CUES, latent=True),
            TextClassifier.from_files(files, "words", CUES),
        )


class CueEnsemble:
    """The classifiers together; predictions are pure functions of their arguments."""

    def __init__(self, classifiers: CueClassifiers, settings: CueSettings) -> None:
        self.classifiers, self._settings = classifiers, settings

    def predict(self, text: str, context: TurnContext = NO_CONTEXT) -> dict[str, float]:
        """A client turn → the probability of every cue, in the rubric's order; {} for no words."""
        return self.predict_all([(text, context)])[0]

    def predict_all(self, turns: Sequence[tuple[str, TurnContext]]) -> list[dict[str, float]]:
        """The same for several client turns at once."""
        turn, words = self.classifiers.turn, self.classifiers.words
        weights, limit = self._settings.weights, self._settings.limit
        spoken = [n for n, (text, _) in enumerate(turns) if text.strip()]
        predictions: list[dict[str, float]] = [{} for _ in turns]
        if not spoken:
            return predictions
        said = [client_words(turns[n][0]) for n in spoken]
        parts = [
            turn.contribution(row + client_context(turns[n][1])) for row, n in zip(said, spoken, strict=True)
        ]
        opinions: tuple[tuple[float, Any], ...] = (
            (weights["turn"], [turn.log_odds(part) for part in parts]),
            (weights["latent"], turn.latent_log_odds([[part] for part in parts])),
            (weights["words"], [words.log_odds(words.contribution(row)) for row in said]),
        )
        mean: Any = sum(weight * bounded(opinion, limit) for weight, opinion in opinions)
        for n, row in zip(spoken, mean, strict=True):
            likely = probabilities(row, self._settings.calibration)
            predictions[n] = dict(zip(turn.labels, likely, strict=True))
        return predictions


def train_cues(examples: Sequence[Example]) -> CueClassifiers:
    """Learn from labelled client turns which cues a turn carries."""
    turn, words = TextClassifier(), TextClassifier()
    said, cues = [client_words(e.turn.text) for e in examples], [e.turn.cues for e in examples]
    around = [row + client_context(e.context) for row, e in zip(said, examples, strict=True)]
    turn.train(around, cues, CUES, latent=True)
    words.train(said, cues, CUES)
    return CueClassifiers(turn, words)
