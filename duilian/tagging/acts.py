"""Acts of a trainee turn as a component of a spaCy pipeline: which acts, and which words do them.

Two models judge: a linear-chain CRF over characters, which knows where, and a classifier of the whole turn. Their
log-odds are averaged (a product of experts); the words of an act are then read from the CRF's marginals.

Spans stand in ``doc.spans["acts"]``; their probabilities in ``doc.user_data["act_scores"]``, in the same order. The
client's last words may be given as ``doc.user_data["before"]``. Labels are inside/outside only: the manual joins
neighbouring clauses of one act, so no two spans of one act touch.

Sutton & McCallum, An Introduction to Conditional Random Fields (2012); Hinton, Products of Experts (1999).
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from duilian import times
from duilian.dialogue import ACTS, ActSpan
from duilian.tagging.features import features
from duilian.tagging.whole import TurnModel, grams

# Stochastic gradient descent: half the time of L-BFGS and 1–2 points better from voice to voice (docs/design.md).
# Features seen once are left out: a seventh of the size, and no worse on voices not heard.
PARAMETERS = {"algorithm": "l2sgd", "c2": 0.2, "max_iterations": 20, "min_freq": 2}
OUTSIDE = "O"
# By voice (docs/design.md): the CRF's share in the log-odds, how sure one model may be alone.
_SHARE, _SURE = 0.3, 0.01
# The log-odds from which an act counts; the two-choice offer weighs most and has the most look-alikes (reported, refused,
# opening hours). Chosen on all voices together; chosen without a voice and tried on it they give one point of F1. Purpose,
# benefit, feature and pressure stand where verdicts, not acts, come out best.
_FROM = {
    "greeting": -1.25, "holiday_wish": -1.5, "small_talk": -2.0, "introduce_self": 0.25, "verify_identity": -1.5,
    "request_transfer": -2.5, "leave_message": -2.5, "check_convenience": -2.5, "state_duration": -1.75, "state_purpose": -1.5,
    "state_necessity": -1.25, "state_benefit": -1.5, "propose_meeting": -1.75, "offer_two_times": 0.75, "offer_one_time": -2.5,
    "ask_open_time": -2.5, "defer_call": -1.0, "confirm_appointment": -0.25, "acknowledge": -1.75, "check_understanding": -2.5,
    "ask_repeat": 0.25, "apologize_dropped_call": -1.25, "apologize_time": -1.5, "thank": -2.0, "farewell": -1.5,
    "offer_contact": -1.5, "offer_material": -2.5, "arrears_tactful": -1.75, "arrears_blunt": -0.25, "vip_notice": -1.75,
    "invite_feedback": -1.5, "promise_feedback": -2.5, "ask_needs": -2.25, "feature": -1.5, "advantage": 0.0, "evidence": -0.75,
    "offer_business_card": -2.5, "ask_leave": -2.25, "pressure": -0.75, "discourteous": -2.5,
}  # fmt: skip
_CLEAR = 0.6  # what an act that counts gets at its clearest character, for the contest with its neighbours


def labels(text: str, spans: Iterable[ActSpan]) -> list[str]:
    """A turn's spans → the act of each character, O outside."""
    found = [OUTSIDE] * len(text)
    for span in spans:
        found[span.start : span.end] = [span.act] * (span.end - span.start)
    return found


def spans_of(acts: Sequence[str], score: dict[str, float]) -> list[ActSpan]:
    """The act of each character → spans, scored by act."""
    spans, start = [], 0
    for i in range(1, len(acts) + 1):
        if i == len(acts) or acts[i] != acts[start]:
            if acts[start] != OUTSIDE:
                spans.append(ActSpan(acts[start], start, i, score[acts[start]]))
            start = i
    return spans


def tokens(text: str, before: str = "") -> list[str]:
    """Feature strings of a whole trainee turn: its n-grams, the client's last words, how many times it offers."""
    offered = min(len(times.alternatives(text)), 2)
    return grams(text, (1, 2, 3, 4)) + grams(before[-40:], (2, 3), "pv=") + [f"tm={offered}"] * 3 + [f"len={min(len(text) // 8, 8)}"]


def _log_odds(p: float) -> float:
    p = min(max(p, _SURE), 1 - _SURE)
    return math.log(p / (1 - p))


def _decode(chances: Any, scores: dict[str, float]) -> list[str]:
    """The act of each character: the likeliest of those that count, and outside where none of them is likely.

    ``chances`` are the marginals, a row a character, a column an act of ``scores``. An act that is nowhere the
    likeliest gets its best words among those that do nothing else; with fewer than two such characters it is given up.
    """
    import numpy as np

    names = list(scores)
    best = chances.max(axis=0)
    outside = 1 - chances.sum(axis=1)
    raised = chances * np.maximum(1.0, _CLEAR / np.maximum(best, 1e-9))
    winner = np.where(raised.max(axis=1) >= outside, raised.argmax(axis=1), -1)
    for j in np.argsort(-best):
        free = winner == -1
        if not (winner == j).any() and free.any():
            column = np.where(free, chances[:, j], 0.0)
            start = end = int(column.argmax())
            enough = column[start] / 2
            while start > 0 and free[start - 1] and column[start - 1] >= enough:
                start -= 1
            while end < len(column) - 1 and free[end + 1] and column[end + 1] >= enough:
                end += 1
            if end > start:
                winner[start : end + 1] = j
    return [OUTSIDE if w < 0 else names[w] for w in winner]


def _without_crumbs(spans: list[ActSpan]) -> list[ActSpan]:
    """Without single characters of an act that has a longer span."""
    whole = {s.act for s in spans if s.end - s.start > 1}
    return [s for s in spans if s.end - s.start > 1 or s.act not in whole]


class ActModel:
    """The two trained models; ``predict`` is a pure function of its arguments."""

    def __init__(self, crf: Any = None, whole: TurnModel | None = None) -> None:
        self._crf, self._whole = crf, whole or TurnModel()

    def predict(self, text: str, before: str = "") -> list[ActSpan]:
        """A turn → its act spans in order, none overlapping, each with the probability that the act is there."""
        if not text.strip():
            return []
        import numpy as np

        rows = self._crf.predict_marginals_single(features(text, before))
        whole = self._whole.predict(tokens(text, before))
        chances = np.array([[row.get(act, 0.0) for act in ACTS] for row in rows])
        best = dict(zip(ACTS, chances.max(axis=0).tolist(), strict=True))
        odds = {a: _SHARE * _log_odds(best[a]) + (1 - _SHARE) * _log_odds(whole.get(a, 0.0)) - _FROM[a] for a in ACTS}
        scores = {act: 1 / (1 + math.exp(-o)) for act, o in odds.items() if o >= 0}
        if not scores:
            return []
        counted = chances[:, [n for n, act in enumerate(ACTS) if act in scores]]
        return _without_crumbs(spans_of(_decode(counted, scores), scores))

    def to_bytes(self) -> bytes:
        return pickle.dumps((self._crf, self._whole))

    @classmethod
    def from_bytes(cls, data: bytes) -> ActModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(*pickle.loads(data))


Labelled = Sequence[tuple[str, str, Sequence[ActSpan]]]


def train_crf(turns: Labelled) -> Any:
    """Learn from (text, the client's last words, spans) which characters do which act."""
    import sklearn_crfsuite

    turns = [turn for turn in turns if turn[0]]
    crf = sklearn_crfsuite.CRF(**PARAMETERS)
    return crf.fit([features(t, b) for t, b, _ in turns], [labels(t, s) for t, _, s in turns])


def train_whole(turns: Labelled) -> TurnModel:
    """Learn from the same which acts a turn does."""
    model = TurnModel()
    model.train([tokens(t, b) for t, b, _ in turns], [{s.act for s in spans} for *_, spans in turns], ACTS)
    return model


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
