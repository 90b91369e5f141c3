"""Tagging: the acts of trainee turns and the cues of client turns, by a spaCy pipeline trained from ``data/``.

Public: :class:`Tagger` (load, train, label a dialogue). Importing this package imports neither spaCy nor a model;
loading a tagger does.
"""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from duilian.dialogue.context import NO_CONTEXT, TurnContext, turn_contexts
from duilian.dialogue.model import CUES, ActSpan, Dialogue, Turn
from duilian.digest import digest
from duilian.errors import DataError
from duilian.tagging.acts import ActModel, ActTagger, only_clear, train_crf, train_whole
from duilian.tagging.clauses import train_clauses
from duilian.tagging.corpus import Example, dialogue_examples, load_corpus
from duilian.tagging.cues import THRESHOLD, CueModel, CueTagger, train_cues
from duilian.tagging.mention import plays_with_rules
from duilian.tagging.whole import TurnModel

__all__ = ["Reading", "Tagger", "fingerprint", "fit", "load_tagger", "train_tagger", "version"]

_MARK = "fingerprint.json"


@dataclass(frozen=True)
class Reading:
    """A labelled dialogue, and for each turn the probability of every act (of a trainee turn) or cue (of a client turn)."""

    dialogue: Dialogue
    chances: tuple[dict[str, float], ...]


class Tagger:
    """A spaCy pipeline with the components act_tagger and cue_tagger."""

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp

    def acts(self, text: str, context: TurnContext = NO_CONTEXT) -> tuple[ActSpan, ...]:
        """A trainee turn → its act spans in order."""
        return self._acts([(text, context)])[0][0]

    def cues(self, text: str, context: TurnContext = NO_CONTEXT) -> tuple[str, ...]:
        """A client turn → its cues, in the rubric's order."""
        return self._cues([(text, context)])[0][0]

    def label(self, dialogue: Dialogue) -> Dialogue:
        """A dialogue → the same words with acts and cues found by the tagger."""
        return self.read(dialogue).dialogue

    def read(self, dialogue: Dialogue, cues_known: bool = False) -> Reading:
        """A dialogue → the same words with acts and cues found, and their chances; with ``cues_known`` it keeps its cues.

        Each side is read in the light of what is known of the other: the trainee, the client, the trainee once more. Of a trainee
        who plays with the rules only clear acts count.
        """
        labelled = (
            replace(dialogue, turns=tuple(replace(t, acts=()) for t in dialogue.turns))
            if cues_known
            else dialogue.bare()
        )
        chances: list[dict[str, float]] = [{} for _ in labelled.turns]
        for side in ("trainee",) * 2 if cues_known else ("trainee", "client", "trainee"):
            turns, contexts = list(labelled.turns), turn_contexts(labelled)
            theirs = [n for n, turn in enumerate(turns) if turn.speaker == side]
            asked = [(turns[n].text, contexts[n]) for n in theirs]
            if side == "trainee":
                for n, (acts, chance) in zip(theirs, self._acts(asked), strict=True):
                    turns[n], chances[n] = Turn("trainee", turns[n].text, acts), chance
            else:
                for n, (cues, chance) in zip(theirs, self._cues(asked), strict=True):
                    turns[n], chances[n] = Turn("client", turns[n].text, cues=cues), chance
            labelled = replace(labelled, turns=tuple(turns))
        if plays_with_rules(t.text for t in labelled.turns if t.speaker == "trainee"):
            turns = list(labelled.turns)
            for n, turn in enumerate(turns):
                if turn.speaker == "trainee":
                    acts, chances[n] = only_clear(turn.acts, chances[n])
                    turns[n] = replace(turn, acts=acts)
            labelled = replace(labelled, turns=tuple(turns))
        return Reading(labelled, tuple(chances))

    def keep(self, path: Path, mark: str) -> None:
        """Write it to a folder, with what tells this model from others (see :func:`version`)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.nlp.to_disk(path)
        (path / _MARK).write_text(json.dumps(mark))

    # The components' models are asked directly: for a document of its own for each turn spaCy takes as long as they do.

    def _acts(
        self, turns: Sequence[tuple[str, TurnContext]]
    ) -> list[tuple[tuple[ActSpan, ...], dict[str, float]]]:
        found = self.nlp.get_pipe("act_tagger").model.read_all(turns)
        return [(tuple(spans), chances) for spans, chances in found]

    def _cues(
        self, turns: Sequence[tuple[str, TurnContext]]
    ) -> list[tuple[tuple[str, ...], dict[str, float]]]:
        found = self.nlp.get_pipe("cue_tagger").model.read_all(turns)
        return [
            (tuple(cue for cue in CUES if chances.get(cue, 0.0) >= THRESHOLD), chances) for chances in found
        ]


def _spacy() -> ModuleType:
    """spaCy with our components. It looks for TensorFlow and imports it, two seconds and a third of a gigabyte, where it is
    installed; nothing here needs it, so it is hidden meanwhile."""
    hidden = "tensorflow" not in sys.modules
    if hidden:
        sys.modules["tensorflow"] = cast(ModuleType, None)
    try:
        import spacy
        from spacy.language import Language
    finally:
        if hidden:
            del sys.modules["tensorflow"]
    if not Language.has_factory("act_tagger"):
        Language.factory("act_tagger", func=lambda nlp, name: ActTagger())
        Language.factory("cue_tagger", func=lambda nlp, name: CueTagger())
    return spacy


_DATA = ("dialogues/*.txt", "nlu/**/*.yml", "cues/*.yml")
_CODE = ("tagging/**/*.py", "language/**/*.py", "dialogue/context.py")


def fingerprint(data: Path) -> str:
    """What a trained tagger depends on, as one hash: eight digits of its data, eight of its code (docstrings and comments apart)."""
    return digest(data, _DATA)[:8] + digest(Path(__file__).parent.parent, _CODE)[:8]


def _side(examples: Sequence[Example], speaker: str) -> list[Example]:
    return [e for e in examples if e.turn.speaker == speaker]


def _fit_crf(examples: Sequence[Example]) -> Any:
    return train_crf(_side(examples, "trainee"))


def _fit_clauses(examples: Sequence[Example]) -> TurnModel:
    return train_clauses(_side(examples, "trainee"))


def _fit_whole(examples: Sequence[Example]) -> TurnModel:
    return train_whole(_side(examples, "trainee"))


def _fit_cues(examples: Sequence[Example]) -> CueModel:
    return train_cues(_side(examples, "client"))


_FITS: tuple[Callable[[Sequence[Example]], Any], ...] = (
    _fit_crf,
    _fit_clauses,
    _fit_whole,
    _fit_cues,
)  # what takes longest first


def _assemble(crf: Any, by_clause: TurnModel, by_turn: TurnModel, cues: CueModel) -> Tagger:
    nlp = _spacy().blank("zh")
    nlp.add_pipe("act_tagger").model = ActModel(crf, by_clause, by_turn)
    nlp.add_pipe("cue_tagger").model = cues
    return Tagger(nlp)


def fit(examples: Iterable[Example]) -> Tagger:
    """Train the models side by side on labelled turns → a Tagger."""
    global _known
    _known = list(examples)  # the processes are forked: what is here now need not be sent
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        crf, *others = [pool.submit(_fit_known, n) for n in range(len(_FITS))]
        by_clause, by_turn, cues = (job.result() for job in others)
        fitted = _assemble(crf.result(), by_clause, by_turn, cues)
    _known = []
    return fitted


_known: list[Example] = []


def _fit_known(n: int) -> Any:
    return _FITS[n](_known)


def fit_here(examples: Iterable[Example]) -> Tagger:
    """The same in this process, for whoever trains several taggers side by side."""
    known = list(examples)
    return _assemble(_fit_crf(known), _fit_clauses(known), _fit_whole(known), _fit_cues(known))


def train_tagger(data: Path, target: Path) -> Tagger:
    """Train on everything in ``data`` and keep it in ``target``; kept as it is where nothing changed.

    One process trains, others that want the same wait for it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = fingerprint(data)
        if version(target) == mark:
            return load_tagger(target)
        corpus = load_corpus(data)
        whole = [e for voice, ds in corpus.dialogues.items() for e in dialogue_examples(ds, voice)]
        tagger = fit([*whole, *corpus.singles])
        tagger.keep(target, mark)
        return tagger


def load_tagger(path: Path) -> Tagger:
    """A trained tagger from its folder. Raises DataError where there is none."""
    if not (path / _MARK).exists():
        raise DataError("还没有训练好的标注器，请先运行 duilian train", str(path))
    return Tagger(_spacy().load(path))


def version(path: Path) -> str:
    """The fingerprint of a trained tagger's folder, "" where there is none."""
    mark = path / _MARK
    return str(json.loads(mark.read_text())) if mark.exists() else ""
