"""Acts of a trainee turn: which there are, and which words do them.

Four classifiers: a linear-chain CRF over characters, which knows where, a classifier of clauses, and two of
the whole turn, a regression and a network. Their log-odds are averaged (a product of experts); the words of
an act are then found by the CRF's marginals.

Hinton, Products of Experts (1999).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from duilian.dialogue.context import NO_CONTEXT, TurnContext
from duilian.dialogue.model import ACTS, ActSpan
from duilian.language.operators import one_operator
from duilian.modelfile import Files
from duilian.tagging.clause_classifier import clause_log_odds
from duilian.tagging.corpus import Example
from duilian.tagging.crf import CharacterCrf
from duilian.tagging.log_odds import bounded, log_odds, probabilities
from duilian.tagging.marks import MarkRestorer
from duilian.tagging.not_meant import NotMeant
from duilian.tagging.spans import place_acts
from duilian.tagging.text_classifier import TextClassifier
from duilian.tagging.turn_features import trainee_context, trainee_features, trainee_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from duilian.tagging.spans import Clause

ActPrediction = tuple[
    tuple[ActSpan, ...], dict[str, float]
]  # a turn's spans, and the probability of every act
_REMEMBERED = 256  # turns


@dataclass(frozen=True)
class ActSettings:
    """How the classifiers are averaged, and from where an act counts.

    All figures are from trials by voice (docs/tagging.md).

    Attributes:
        weights: The share of each classifier in the log-odds: ``characters``, ``clauses``, ``turn``,
            ``latent``.
        floor: No classifier is surer than this probability that an act is there or is not.
        threshold: The log-odds from which an act counts. The voices of before have better labels from −1.2
            than from −1.6 and verdicts a point worse: what counts for those is to find what was said. Three
            sets of ordinary people have labels half a point to a point better from −0.8 than from −1.3, and
            verdicts as good.
        thresholds: The same for single acts, by ordinary turns held out (docs/tagging.md): higher for acts
            whose words many others share (a call put off, a message, a time agreed), for the two-choice
            offer, which weighs most and has the most look-alikes (reported, refused, opening hours), and for
            a bare title (“殷总,”) that is often taken for a greeting; lower for what is said in ever new
            words: what a thing is, a promise, an understanding.
        alone: The log-odds above its threshold that an act needs where no other act of the turn has more: so
            weak, it is as often nothing, and a turn that does nothing must not get an act.
        calibration: Log-odds above the threshold, and how often the act was there on voices not trained on.
        worth_asking: Log-odds above the threshold from which the CRF could still change something, and is
            asked.
        clear: See :class:`~duilian.tagging.not_meant.NotMeant`.
        mentioned: See the same.
    """

    weights: Mapping[str, float] = field(
        default_factory=lambda: {"characters": 0.15, "clauses": 0.4, "turn": 0.2, "latent": 0.25}
    )
    floor: float = 0.01
    threshold: float = -0.8
    thresholds: Mapping[str, float] = field(
        default_factory=lambda: {
            "offer_two_times": 0.1,
            "vip_notice": 0.2,
            "apologize_time": 0.1,
            "introduce_self": -0.2,
            "offer_material": -0.2,
            "apologize_dropped_call": -0.2,
            "confirm_appointment": -1.2,
            "ask_repeat": -0.2,
            "greeting": -0.3,
            "request_transfer": -0.3,
            "defer_call": -0.3,
            "evidence": -0.7,
            "check_understanding": -0.5,
            "check_convenience": -0.5,
            "invite_feedback": -0.5,
            "state_duration": -0.6,
            "advantage": -1.0,
            "ask_needs": -1.0,
            "state_purpose": -1.0,
            "offer_contact": -1.0,
            "pressure": -1.0,
            "discourteous": -1.0,
            "small_talk": -1.1,
            "offer_one_time": -1.5,
            "feature": -1.4,
            "acknowledge": -1.2,
            "promise_feedback": -1.3,
            "leave_message": -1.7,
        }
    )
    alone: float = 0.7
    calibration: Sequence[tuple[float, float]] = (
        (-5.5, 0.0001),
        (-3.5, 0.0005),
        (-2.6, 0.02),
        (-1.57, 0.107),
        (-0.54, 0.31),
        (0.5, 0.55),
        (1.55, 0.74),
        (2.5, 0.9),
        (3.75, 0.974),
        (5.3, 0.992),
    )
    worth_asking: float = -1.5
    clear: float = 0.83
    mentioned: float = 0.13

    @property
    def limit(self) -> float:
        """``floor`` as log-odds: as sure as one classifier may be alone."""
        return log_odds(1.0, self.floor)


@dataclass(frozen=True)
class ActClassifiers:
    """The trained classifiers.

    Attributes:
        marks: What puts marks where they are missing; the others see the result.
        characters: The CRF.
        clauses: The classifier of clauses.
        turn: The classifier of the whole turn, with a network.
    """

    marks: MarkRestorer
    characters: CharacterCrf
    clauses: TextClassifier
    turn: TextClassifier

    def to_files(self) -> dict[str, bytes]:
        """The classifiers as files (see :mod:`duilian.modelfile`)."""
        return {
            **self.marks.to_files(),
            **self.characters.to_files(),
            **self.clauses.to_files("clauses"),
            **self.turn.to_files("turn"),
        }

    @classmethod
    def from_files(cls, files: Files) -> ActClassifiers:
        """Read what :meth:`to_files` gave.

        Raises:
            DataError: Where a file is missing, or is none of such a model.
        """
        return cls(
            MarkRestorer.from_files(files),
            CharacterCrf.from_files(files, ACTS),
            TextClassifier.from_files(files, "clauses", ACTS),
            TextClassifier.from_files(files, "turn", ACTS, latent=True),
        )


class ActEnsemble:
    """The classifiers together; predictions are pure functions of their arguments."""

    def __init__(self, classifiers: ActClassifiers, settings: ActSettings) -> None:
        self.classifiers, self._settings = classifiers, settings
        self._thresholds = [settings.thresholds.get(act, settings.threshold) for act in ACTS]
        self._not_meant = NotMeant(settings.clear, settings.mentioned)
        # A dialogue is gone through twice (Tagger.predict), a call in practice after every turn; what a turn
        # says stays.
        remember = lru_cache(maxsize=_REMEMBERED)
        self._marginals = remember(classifiers.characters.marginals)
        self._words = remember(lambda text: classifiers.turn.contribution(trainee_words(text)))
        self._clauses = remember(self._clauses_of)

    def _clauses_of(self, text: str, kind: str) -> list[Clause]:
        clauses = clause_log_odds(self.classifiers.clauses, text, kind)
        return [(place, self._of_acts(self.classifiers.clauses, values)) for place, values in clauses]

    def _of_acts(self, classifier: TextClassifier, values: NDArray[Any]) -> NDArray[Any]:
        """A classifier's log-odds, the last axis in the order of ACTS; the lowest for acts it never saw."""
        import numpy as np

        if classifier.labels == ACTS:
            return values
        ordered = np.full((*values.shape[:-1], len(ACTS)), -self._settings.limit)
        ordered[..., [ACTS.index(name) for name in classifier.labels]] = values
        return ordered

    def predict(self, text: str, context: TurnContext = NO_CONTEXT) -> ActPrediction:
        """A turn → its act spans in order, none overlapping, and the probability of every act."""
        return self.predict_all([(text, context)])[0]

    def predict_all(self, turns: Sequence[tuple[str, TurnContext]]) -> list[ActPrediction]:
        """The same for several turns at once; (), {} of one without words or of nothing but marks."""
        restored = [self.classifiers.marks.restored(one_operator(text)) for text, _ in turns]
        predictions = self._predict_marked(
            [(marked.text, context) for marked, (_, context) in zip(restored, turns, strict=True)]
        )
        return [
            (tuple(marked.written(span) for span in spans), likely)
            for marked, (spans, likely) in zip(restored, predictions, strict=True)
        ]

    def _predict_marked(self, turns: Sequence[tuple[str, TurnContext]]) -> list[ActPrediction]:
        """The same of turns with their marks."""
        import numpy as np

        weights, turn = self._settings.weights, self.classifiers.turn
        clauses_of = [self._clauses(text, context.kind) if text.strip() else [] for text, context in turns]
        spoken = [n for n, clauses in enumerate(clauses_of) if clauses]
        predictions: list[ActPrediction] = [((), {}) for _ in turns]
        if not spoken:
            return predictions
        parts = [(self._words(turns[n][0]), turn.contribution(trainee_context(turns[n][1]))) for n in spoken]
        opinions: tuple[tuple[float, Any], ...] = (
            (weights["clauses"], [np.max([values for _, values in clauses_of[n]], axis=0) for n in spoken]),
            (weights["turn"], self._of_acts(turn, np.array([turn.log_odds(*part) for part in parts]))),
            (weights["latent"], self._of_acts(turn, turn.latent_log_odds(parts))),
        )
        mean = sum(weight * bounded(opinion, self._settings.limit) for weight, opinion in opinions)
        above = mean - np.array(self._thresholds)
        for n, row in zip(spoken, above, strict=True):
            predictions[n] = self._with_words(turns[n][0], turns[n][1].said_before, clauses_of[n], row)
        return predictions

    def _with_words(
        self, text: str, said_before: str, clauses: list[Clause], above: NDArray[Any]
    ) -> ActPrediction:
        """What the others say of a turn → what the CRF says to it, and which words do which act.

        Args:
            text: The turn.
            said_before: The client's last words.
            clauses: The turn's clauses.
            above: The log-odds of each act above its threshold, without the CRF's share.
        """
        import numpy as np

        settings, weight, floor = self._settings, self._settings.weights["characters"], self._settings.floor
        # The CRF is asked only about acts that it could still make likely: its marginals cost most.
        asked = np.flatnonzero(above + weight * settings.limit > settings.worth_asking)
        marginals = self._marginals(text, said_before)
        best = np.minimum(np.maximum(marginals.best([ACTS[n] for n in asked]), floor), 1 - floor)
        above = above - weight * settings.limit
        above[asked] += weight * (np.log(best / (1 - best)) + settings.limit)
        likely = dict(zip(ACTS, probabilities(above, settings.calibration), strict=True))
        counted = {ACTS[n]: likely[ACTS[n]] for n in np.flatnonzero(above >= 0)}
        if not counted or max(above) < settings.alone:
            return (), likely
        spans = place_acts(text, marginals.of(list(counted)), clauses, counted)
        kept, likely = self._not_meant.without(text, spans, likely)
        return tuple(kept), likely

    def only_clear(self, spans: Sequence[ActSpan], likely: Mapping[str, float]) -> ActPrediction:
        """A turn's prediction where its trainee plays with the rules: only what is clear counts."""
        return self._not_meant.only_clear(spans, likely)


def train_turns(examples: Sequence[Example]) -> TextClassifier:
    """Learn from labelled trainee turns which acts a turn does."""
    classifier = TextClassifier()
    classifier.train(
        [trainee_features(e.turn.text, e.context) for e in examples],
        [{s.act for s in e.turn.acts} for e in examples],
        ACTS,
        latent=True,
    )
    return classifier
