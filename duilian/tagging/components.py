"""The spaCy components ``act_tagger`` and ``cue_tagger``.

spaCy finds their factories through the entry points in pyproject.toml.

On a Doc, which holds one turn, they set:

* ``doc.spans["acts"]``: the acts of a trainee turn as labelled spans, their probabilities in
  ``doc.spans["acts"].attrs["scores"]`` in the same order;
* ``doc._.act_probabilities``: the probability of every act;
* ``doc.cats``: the probability of every cue of a client turn.

What is known of the turn may be set before: ``doc._.speaker`` ("trainee" or "client": the other side's
component then leaves the Doc as it is), ``doc._.turn_context`` (a
:class:`~duilian.dialogue.context.TurnContext`) and ``doc._.plays_with_rules`` (of such a trainee only clear
acts count).

This module imports spaCy; the commands import it through ``duilian.tagging.pipeline``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import srsly
from spacy.pipeline import Pipe
from spacy.tokens import Doc, SpanGroup

from duilian.dialogue.context import NO_CONTEXT, TurnContext
from duilian.dialogue.model import ACTS, CUES, ActSpan, Turn
from duilian.errors import DataError
from duilian.modelfile import Files, read_model, refused, seal, unseal, write_model
from duilian.tagging.act_ensemble import ActClassifiers, ActEnsemble, ActPrediction, ActSettings
from duilian.tagging.cue_ensemble import CueClassifiers, CueEnsemble, CueSettings

SPANS_KEY = "acts"
_CONTEXT = "turn_context"  # in doc.user_data, as plain values, so that a Doc can be written to bytes
Scorer = Callable[..., dict[str, Any]]


def _context_of(doc: Doc) -> TurnContext:
    """What surrounds the turn of a Doc."""
    plain = doc.user_data.get(_CONTEXT)
    if plain is None:
        return NO_CONTEXT
    turns = {name: _turn_of(plain[name]) for name in ("before", "after", "own")}
    return TurnContext(**{**plain, "known": tuple(plain["known"]), **turns})


def _turn_of(plain: Mapping[str, Any] | None) -> Turn | None:
    if plain is None:
        return None
    acts = tuple(ActSpan(**act) for act in plain["acts"])
    return Turn(plain["speaker"], plain["text"], acts, tuple(plain["cues"]))


def _set_context(doc: Doc, context: TurnContext) -> None:
    doc.user_data[_CONTEXT] = asdict(context)


Doc.set_extension("turn_context", getter=_context_of, setter=_set_context, force=True)
Doc.set_extension("speaker", default=None, force=True)
Doc.set_extension("plays_with_rules", default=False, force=True)
Doc.set_extension("act_probabilities", default=None, force=True)


class _TurnTagger(Pipe):
    """What both components have in common: turns in batches, and a model that is kept as data.

    Attributes:
        name: The component's name in its pipeline.
        scorer: What ``nlp.evaluate`` asks.
    """

    kind: str  # of the model, in its manifest
    speaker: str  # whose turns it tags

    def __init__(self, name: str, scorer: Scorer | None) -> None:
        self.name, self.scorer = name, scorer
        self._ensemble: Any = None

    def __call__(self, doc: Doc) -> Doc:
        self._tag([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Tag many Docs, so many at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._tag(batch)
            yield from batch

    def _tag(self, docs: Sequence[Doc]) -> None:
        mine = [doc for doc in docs if doc._.speaker in (None, self.speaker)]
        predictions = self.trained().predict_all([(doc.text, _context_of(doc)) for doc in mine])
        for doc, prediction in zip(mine, predictions, strict=True):
            self._annotate(doc, prediction)

    def trained(self) -> Any:
        """The ensemble.

        Raises:
            DataError: Where it is not trained.
        """
        if self._ensemble is None:
            raise DataError("标注器还没有训练，请先运行 duilian train", self.name)
        return self._ensemble

    def _annotate(self, doc: Doc, prediction: Any) -> None:
        raise NotImplementedError

    def _take(self, files: Files) -> None:
        raise NotImplementedError

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the model to a folder."""
        write_model(Path(path), self.kind, self.trained().classifiers.to_files())

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> _TurnTagger:
        """Read the model from its folder.

        Raises:
            DataError: Where a file is missing, damaged or not of such a model.
        """
        files = read_model(Path(path), self.kind)
        try:
            self._take(files)
        except DataError as error:
            raise DataError(error.what, f"{path}/{error.where}") from None
        return self

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """The model as bytes."""
        packed: bytes = srsly.msgpack_dumps(seal(self.kind, self.trained().classifiers.to_files()))
        return packed

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> _TurnTagger:
        """Read the model from bytes.

        Raises:
            DataError: Where they are not of such a model.
        """
        try:
            files = srsly.msgpack_loads(data)
        except Exception:  # whatever msgpack says to foreign bytes
            files = None
        if not isinstance(files, dict) or not all(isinstance(content, bytes) for content in files.values()):
            raise refused(self.name, "不是保存下来的模型")
        self._take(unseal(self.kind, files, self.name))
        return self


class ActTagger(_TurnTagger):
    """The component ``act_tagger``: the acts of a trainee turn."""

    kind, speaker = "duilian act_tagger", "trainee"

    def __init__(self, name: str, settings: ActSettings, scorer: Scorer | None = None) -> None:
        super().__init__(name, scorer)
        self.settings = settings

    @property
    def labels(self) -> tuple[str, ...]:
        """The acts it can give."""
        return ACTS

    def use(self, classifiers: ActClassifiers) -> None:
        """Take trained classifiers."""
        self._ensemble = ActEnsemble(classifiers, self.settings)

    def _take(self, files: Files) -> None:
        self.use(ActClassifiers.from_files(files))

    def _annotate(self, doc: Doc, prediction: ActPrediction) -> None:
        acts, likely = prediction
        if doc._.plays_with_rules:
            acts, likely = self.trained().only_clear(acts, likely)
        set_acts(doc, acts)
        doc._.act_probabilities = likely


class CueTagger(_TurnTagger):
    """The component ``cue_tagger``: the cues of a client turn."""

    kind, speaker = "duilian cue_tagger", "client"

    def __init__(self, name: str, settings: CueSettings, scorer: Scorer | None = None) -> None:
        super().__init__(name, scorer)
        self.settings = settings
        self.cfg = {"threshold": settings.threshold}  # what spaCy hands to the scorer

    @property
    def labels(self) -> tuple[str, ...]:
        """The cues it can give."""
        return CUES

    def use(self, classifiers: CueClassifiers) -> None:
        """Take trained classifiers."""
        self._ensemble = CueEnsemble(classifiers, self.settings)

    def _take(self, files: Files) -> None:
        self.use(CueClassifiers.from_files(files))

    def _annotate(self, doc: Doc, prediction: dict[str, float]) -> None:
        doc.cats.update(prediction)


def set_acts(doc: Doc, acts: Sequence[ActSpan]) -> None:
    """Write acts to ``doc.spans["acts"]``, their probabilities as the group's scores."""
    spans = [doc.char_span(s.start, s.end, label=s.act, alignment_mode="expand") for s in acts]
    placed = [(span, act.score) for span, act in zip(spans, acts, strict=True) if span is not None]
    scores = [score for _, score in placed]
    doc.spans[SPANS_KEY] = SpanGroup(
        doc, name=SPANS_KEY, spans=[span for span, _ in placed], attrs={"scores": scores}
    )
