"""Acts of a trainee turn as a component of a spaCy pipeline: which acts, and which words do them.

Four models judge: a linear-chain CRF over characters, which knows where, a classifier of clauses and two of the whole
turn, a regression and a network. Their log-odds are averaged (a product of experts); the words of an act are then read from
the CRF's marginals.

Spans stand in ``doc.spans["acts"]``, their probabilities in ``doc.user_data["act_scores"]`` in the same order, the
probability of every act in ``doc.user_data["act_chances"]``. What surrounds the turn may be given as a
:class:`~duilian.dialogue.context.TurnContext` in ``doc.user_data["context"]``. Labels are inside/outside only: the manual
joins neighbouring clauses of one act, so no two spans of one act touch.

Sutton & McCallum, An Introduction to Conditional Random Fields (2012); Hinton, Products of Experts (1999).
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

from duilian.dialogue.context import NO_CONTEXT, TurnContext
from duilian.dialogue.context import labels as labels_of
from duilian.dialogue.model import ACTS, ActSpan
from duilian.language import times
from duilian.tagging import clauses
from duilian.tagging.circular import says_nothing
from duilian.tagging.corpus import Example
from duilian.tagging.features import features
from duilian.tagging.mention import talked_about, talks
from duilian.tagging.odds import bounded, log_odds, probabilities
from duilian.tagging.whole import TurnModel, edge_grams, grams

# Stochastic gradient descent: half the time of L-BFGS and 1–2 points better from voice to voice (docs/design.md).
# Features seen once are left out: a seventh of the size, and no worse on voices not heard.
PARAMETERS = {"algorithm": "l2sgd", "c2": 0.2, "max_iterations": 15, "min_freq": 2}
OUTSIDE = "O"
Found = tuple[list[ActSpan], dict[str, float]]  # the spans of a turn, and the probability of every act
_Clause = tuple[tuple[int, int], Any]  # (start, end), log-odds of each act
# By voice (docs/tagging.md): the judges' shares in the log-odds, and how sure one of them may be alone.
_CHARACTERS, _CLAUSES, _TURN, _LATENT, _SURE = 0.15, 0.4, 0.2, 0.25, 0.01
# The log-odds from which an act counts. A threshold for each act, chosen without the voice it is tried on, is half a point
# worse – but for the two-choice offer, which weighs most and has the most look-alikes (reported, refused, opening hours). From −1.2
# labels are half a point better and verdicts a point worse: what counts for those is to find what was said. A bare title
# (“殷总,”) is often taken for a greeting.
_FROM = {act: -1.6 for act in ACTS} | {"offer_two_times": 0.1, "greeting": -0.8, "advantage": -1.2}
_LIMIT = log_odds(1.0, _SURE)
_LEAST = tuple(_FROM[act] for act in ACTS)
# Log-odds above the threshold, and how often the act was there on voices not trained on.
_CURVE = (
    (-5, 0.0001), (-3, 0.0005), (-2.1, 0.02), (-1.07, 0.107), (-0.04, 0.31), (1, 0.55), (2.05, 0.74), (3, 0.9), (4.25, 0.974),
    (5.8, 0.992),
)  # fmt: skip
# In a turn that talks about rules an act must be clear, and what stands in that talk is one in eight times there.
_CLEAR_OF_TALK, _TALKED_ABOUT = 0.83, 0.13
_COVER = 0.3  # of a clause, from which a span takes all of it
_MARKS = "，,。.！!？?；;：: 、…~—"
_WORTH = (
    -1.5
)  # log-odds below which no one asks the CRF: the others are as sure as they may be that it is not there
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


def tokens(text: str, context: TurnContext = NO_CONTEXT) -> list[str]:
    """Feature strings of a whole trainee turn: its own, and those of what surrounds it."""
    return _own_tokens(text) + _context_tokens(context)


def _own_tokens(text: str) -> list[str]:
    """Its n-grams, how many times it offers, how long it is."""
    offered = min(len(times.alternatives(text)), 2)
    return grams(text, (1, 2, 3, 4)) + [f"tm={offered}"] * 3 + [f"len={min(len(text) // 8, 8)}"]


def _context_tokens(context: TurnContext) -> list[str]:
    """What the client said and wanted before and after it, what the trainee did last, its place."""
    found = grams(context.said_before[-40:], (2, 3), "pv=")
    if context.place is None:
        return found
    found += [f"kind={context.kind}", *context.known] * 3 + [f"place={min(context.place, 6)}"] * 2
    found += [f"pc={cue}" for cue in labels_of(context.before)] * 3 + [
        f"po={act}" for act in labels_of(context.own)
    ] * 2
    if context.left is None:
        return found
    found += [f"left={min(context.left, 4)}"] * 2
    return (
        found + edge_grams(context.said_after, "nx=") + [f"nc={cue}" for cue in labels_of(context.after)] * 3
    )


def _decode(chances: Any, scores: dict[str, float]) -> list[str]:
    """The act of each character: the likeliest of those that count, and outside where none of them is likely.

    ``chances`` are the marginals, a row a character, a column an act of ``scores``. An act that is nowhere the
    likeliest gets its best words among those that do nothing else, if they are two characters or more.
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


def _place_the_rest(
    found: list[str], chances: Any, by_clause: Sequence[_Clause], scores: dict[str, float]
) -> list[str]:
    """The same acts, with words for those that count and have none yet: the clause where CRF and clause classifier see it most,
    unless that were another act's last; else half of that clause.

    An act that counts but has no words would be lost: nine in ten of the clear ones are right (docs/tagging.md).
    """
    found = list(found)
    for act in sorted(set(scores) - set(found), key=lambda a: -scores[a]):
        column = chances[:, list(scores).index(act)]
        n = ACTS.index(act)
        there = sorted(
            by_clause, key=lambda c: -(column[c[0][0] : c[0][1]].max() + 1 / (1 + math.exp(-c[1][n])))
        )
        for (start, end), _ in there[:2]:
            owners = set(found[start:end]) - {OUTSIDE}
            if all(found.count(o) - found[start:end].count(o) >= 2 for o in owners):
                break
        else:
            start, end = there[0][0]
            if end - start < 4:
                continue
            middle = (start + end) // 2
            first = column[start:middle].mean() > column[middle:end].mean()
            start, end = (start, middle) if first else (middle, end)
        found[start:end] = [act] * (end - start)
    return found


def _without_crumbs(spans: list[ActSpan]) -> list[ActSpan]:
    """Without single characters of an act that has a longer span."""
    whole = {s.act for s in spans if s.end - s.start > 1}
    return [s for s in spans if s.end - s.start > 1 or s.act not in whole]


def _tidy(text: str, spans: Sequence[ActSpan], parts: Sequence[tuple[int, int]]) -> list[ActSpan]:
    """Spans that end where clauses do, if they cover enough of them and no other span is in the way; without marks at the ends."""
    found = []
    for n, span in enumerate(spans):
        least = spans[n - 1].end if n else 0
        most = spans[n + 1].start if n + 1 < len(spans) else len(text)
        start, end = span.start, span.end
        for begin, stop in parts:
            if (
                begin <= span.start < stop
                and begin >= least
                and min(span.end, stop) - span.start >= _COVER * (stop - begin)
            ):
                start = begin
            if (
                begin < span.end <= stop
                and stop <= most
                and span.end - max(start, begin) >= _COVER * (stop - begin)
            ):
                end = stop
        words = text[start:end]
        start += len(words) - len(words.lstrip(_MARKS))
        end -= len(words) - len(words.rstrip(_MARKS))
        if start < end:
            found.append(ActSpan(span.act, start, end, span.score))
    return found


def _without_what_is_not_meant(
    text: str, spans: list[ActSpan], scores: dict[str, float]
) -> tuple[list[ActSpan], dict[str, float]]:
    """Without what the turn only talks about (tagging/mention.py) and frames without content (tagging/circular.py), in the spans and
    in the probabilities."""
    kept = [s for s in spans if not says_nothing(s.act, text[s.start : s.end])]
    if talks(text):
        kept = [s for s in kept if scores[s.act] >= _CLEAR_OF_TALK and not talked_about(text, s.start, s.end)]
    return kept, _lowered(scores, spans, kept)


def _lowered(scores: dict[str, float], spans: Iterable[ActSpan], kept: Iterable[ActSpan]) -> dict[str, float]:
    """The probabilities of a turn's acts, where of its spans only these were kept."""
    lost = {s.act for s in spans} - {s.act for s in kept}
    return scores | {act: min(scores[act], _TALKED_ABOUT) for act in lost}


def only_clear(
    spans: Sequence[ActSpan], scores: dict[str, float]
) -> tuple[tuple[ActSpan, ...], dict[str, float]]:
    """Of a turn's acts those that are clear, for a dialogue that plays with the rules (tagging/mention.py); the others get the
    probability that what is talked about has."""
    kept = tuple(s for s in spans if scores[s.act] >= _CLEAR_OF_TALK)
    return kept, _lowered(scores, spans, kept)


def _of_acts(model: TurnModel, odds: Any) -> Any:
    """A model's log-odds, the last axis in the order of ACTS; of acts it never saw, as low as can be."""
    import numpy as np

    if model.names == ACTS:
        return odds
    found = np.full((*odds.shape[:-1], len(ACTS)), -_LIMIT)
    found[..., [ACTS.index(name) for name in model.names]] = odds
    return found


class _Marginals:
    """The CRF's marginals of one turn, worked out act by act as they are asked for."""

    def __init__(self, crf: Any, text: str, before: str) -> None:
        self._tagger, self._rows, self._known = (
            crf.tagger_,
            features(text, before),
            dict[str, tuple[Any, float]](),
        )
        self._labels = frozenset(crf.classes_)

    def _of(self, acts: Sequence[str]) -> list[tuple[Any, float]]:
        """For each act its marginals, one a character, and the largest of them."""
        import numpy as np

        new = [act for act in acts if act not in self._known]
        if new:
            self._tagger.set(self._rows)
        for act in new:
            there = act in self._labels
            found = (
                list(map(self._tagger.marginal, repeat(act), range(len(self._rows))))
                if there
                else [0.0] * len(self._rows)
            )
            self._known[act] = np.array(found), max(found, default=0.0)
        return [self._known[act] for act in acts]

    def of(self, acts: Sequence[str]) -> Any:
        """An array: a row a character, a column for each of these acts."""
        import numpy as np

        return np.array([column for column, _ in self._of(acts)]).reshape(len(acts), len(self._rows)).T

    def best(self, acts: Sequence[str]) -> Any:
        """An array: the largest marginal of each of these acts."""
        import numpy as np

        return np.array([best for _, best in self._of(acts)])


class ActModel:
    """The trained models; ``read`` and ``read_all`` are pure functions of their arguments."""

    def __init__(
        self, crf: Any = None, clauses: TurnModel | None = None, whole: TurnModel | None = None
    ) -> None:
        self._crf, self._clauses, self._whole = crf, clauses or TurnModel(), whole or TurnModel()
        # A dialogue is read twice (Tagger.read), a call in practice after every turn; what a turn says stays what it is.
        kept = lru_cache(maxsize=256)
        self._chances = kept(lambda text, before: _Marginals(self._crf, text, before))
        self._own_part = kept(lambda text: self._whole.part(_own_tokens(text)))
        self._by_clause = kept(self._clause_odds)

    def _clause_odds(self, text: str, kind: str) -> list[_Clause]:
        found = clauses.log_odds(self._clauses, text, replace(NO_CONTEXT, kind=kind))
        return [(part, _of_acts(self._clauses, odds)) for part, odds in found]

    def read(self, text: str, context: TurnContext = NO_CONTEXT) -> Found:
        """A turn → its act spans in order, none overlapping, and the probability of every act."""
        return self.read_all([(text, context)])[0]

    def read_all(self, turns: Sequence[tuple[str, TurnContext]]) -> list[Found]:
        """The same for several turns at once; {} of one without words or of nothing but marks."""
        import numpy as np

        clauses_of = [self._by_clause(text, context.kind) if text.strip() else [] for text, context in turns]
        read = [n for n, found in enumerate(clauses_of) if found]
        found: list[Found] = [([], {}) for _ in turns]
        if not read:
            return found
        parts = [(self._own_part(turns[n][0]), self._whole.part(_context_tokens(turns[n][1]))) for n in read]
        judges = (
            (_CLAUSES, [np.max([odds for _, odds in clauses_of[n]], axis=0) for n in read]),
            (_TURN, _of_acts(self._whole, np.array([self._whole.log_odds(*part) for part in parts]))),
            (_LATENT, _of_acts(self._whole, self._whole.latent_odds(parts))),
        )
        odds = sum(share * bounded(judged, _LIMIT) for share, judged in judges) - np.array(_LEAST)
        for n, row in zip(read, odds, strict=True):
            found[n] = self._with_words(turns[n][0], turns[n][1].said_before, clauses_of[n], row)
        return found

    def _with_words(self, text: str, before: str, by_clause: list[_Clause], odds: Any) -> Found:
        """What the others judge of a turn → what the CRF says to it, and which words do which act."""
        import numpy as np

        # The CRF is asked only about acts that it could still make likely: its marginals cost most.
        asked = np.flatnonzero(odds + _CHARACTERS * _LIMIT > _WORTH)
        chances = self._chances(text, before)
        best = np.minimum(np.maximum(chances.best([ACTS[n] for n in asked]), _SURE), 1 - _SURE)
        odds = odds - _CHARACTERS * _LIMIT
        odds[asked] += _CHARACTERS * (np.log(best / (1 - best)) + _LIMIT)
        scores = dict(zip(ACTS, probabilities(odds, _CURVE), strict=True))
        counted = {ACTS[n]: scores[ACTS[n]] for n in np.flatnonzero(odds >= 0)}
        if not counted:
            return [], scores
        columns = chances.of(list(counted))
        words = _place_the_rest(_decode(columns, counted), columns, by_clause, counted)
        spans = _tidy(text, _without_crumbs(spans_of(words, counted)), [part for part, _ in by_clause])
        return _without_what_is_not_meant(text, spans, scores)

    def to_bytes(self) -> bytes:
        return pickle.dumps((self._crf, self._clauses, self._whole))

    @classmethod
    def from_bytes(cls, data: bytes) -> ActModel:
        """Only ever of a file this project trained: pickle runs what it reads."""
        return cls(*pickle.loads(data))


def train_crf(examples: Sequence[Example]) -> Any:
    """Learn from labelled trainee turns which characters do which act."""
    import sklearn_crfsuite

    known = [(e.turn, e.context.said_before) for e in examples if e.turn.text]
    crf = sklearn_crfsuite.CRF(**PARAMETERS)
    return crf.fit(
        [features(t.text, before) for t, before in known], [labels(t.text, t.acts) for t, _ in known]
    )


def train_whole(examples: Sequence[Example]) -> TurnModel:
    """Learn from the same which acts a turn does."""
    model = TurnModel()
    model.train(
        [tokens(e.turn.text, e.context) for e in examples],
        [{s.act for s in e.turn.acts} for e in examples],
        ACTS,
        latent=True,
    )
    return model


class ActTagger:
    """The spaCy component ``act_tagger``."""

    def __init__(self, model: ActModel | None = None) -> None:
        self.model = model or ActModel()

    def __call__(self, doc: Any) -> Any:
        found, chances = self.model.read(doc.text, doc.user_data.get("context", NO_CONTEXT))
        pairs = [
            (doc.char_span(s.start, s.end, label=s.act, alignment_mode="expand"), s.score) for s in found
        ]
        doc.spans["acts"] = [span for span, _ in pairs if span is not None]
        doc.user_data["act_scores"] = [score for span, score in pairs if span is not None]
        doc.user_data["act_chances"] = chances
        return doc

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        Path(path).write_bytes(self.model.to_bytes())

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> ActTagger:
        self.model = ActModel.from_bytes(Path(path).read_bytes())
        return self
