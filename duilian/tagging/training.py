"""Training from everything in ``data/``: marks first, then the four models of the tagger side by side."""

from __future__ import annotations

import fcntl
import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from duilian.errors import DataError
from duilian.tagging.act_ensemble import ActClassifiers, train_turns
from duilian.tagging.clause_classifier import train_clauses
from duilian.tagging.corpus import Example, dialogue_examples, load_corpus
from duilian.tagging.crf import CharacterCrf, train_crf
from duilian.tagging.cue_ensemble import CueClassifiers, train_cues
from duilian.tagging.fingerprint import fingerprint, version
from duilian.tagging.marks import MarkRestorer, train_marks
from duilian.tagging.pipeline import make_pipeline
from duilian.tagging.tagger import Tagger, load_tagger
from duilian.tagging.text_classifier import TextClassifier


def _side(examples: Sequence[Example], speaker: str) -> list[Example]:
    return [e for e in examples if e.turn.speaker == speaker]


def _fit_crf(trainee: Sequence[Example], client: Sequence[Example]) -> CharacterCrf:
    return train_crf(trainee)


def _fit_clauses(trainee: Sequence[Example], client: Sequence[Example]) -> TextClassifier:
    return train_clauses(trainee)


def _fit_turns(trainee: Sequence[Example], client: Sequence[Example]) -> TextClassifier:
    return train_turns(trainee)


def _fit_cues(trainee: Sequence[Example], client: Sequence[Example]) -> CueClassifiers:
    return train_cues(client)


_FITS: tuple[Callable[[Sequence[Example], Sequence[Example]], Any], ...] = (
    _fit_crf,
    _fit_clauses,
    _fit_turns,
    _fit_cues,
)  # what takes longest first


def _sides(examples: Sequence[Example], marks: MarkRestorer) -> tuple[list[Example], list[Example]]:
    """Trainee turns with marks where they are missing, as the classifiers will see them, and client turns."""
    trainee = [replace(e, turn=marks.restored_turn(e.turn)) for e in _side(examples, "trainee")]
    return trainee, _side(examples, "client")


def _assemble(
    marks: MarkRestorer,
    crf: CharacterCrf,
    clauses: TextClassifier,
    turns: TextClassifier,
    cues: CueClassifiers,
) -> Tagger:
    return Tagger(make_pipeline(ActClassifiers(marks, crf, clauses, turns), cues))


def fit(examples: Iterable[Example]) -> Tagger:
    """Train a tagger on labelled turns, its models side by side in two processes."""
    global _known
    every = list(examples)
    marks = train_marks(e.turn.text for e in every)
    _known = _sides(every, marks)  # the processes are forked: what is here now need not be sent
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        jobs = [pool.submit(_fit_known, n) for n in range(len(_FITS))]
        crf, clauses, turns, cues = (job.result() for job in jobs)
    _known = [], []
    return _assemble(marks, crf, clauses, turns, cues)


_known: tuple[list[Example], list[Example]] = [], []


def _fit_known(n: int) -> Any:
    return _FITS[n](*_known)


def fit_here(examples: Iterable[Example]) -> Tagger:
    """The same in this process, for whoever trains several taggers side by side."""
    every = list(examples)
    marks = train_marks(e.turn.text for e in every)
    known = _sides(every, marks)
    return _assemble(marks, _fit_crf(*known), _fit_clauses(*known), _fit_turns(*known), _fit_cues(*known))


def train_tagger(data: Path, target: Path) -> Tagger:
    """Train on everything in a data folder, unless the tagger kept is of the same data and code.

    One process trains, others that want the same wait for it.

    Args:
        data: The data folder.
        target: The folder to keep the tagger in; a damaged one there is trained anew.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = fingerprint(data)
        kept = _kept(target) if version(target) == mark else None
        if kept is not None:
            return kept
        corpus = load_corpus(data)
        whole = [e for voice, ds in corpus.dialogues.items() for e in dialogue_examples(ds, voice)]
        tagger = fit([*whole, *corpus.singles])
        _clear(target)
        tagger.keep(target, mark)
        return tagger


def _kept(target: Path) -> Tagger | None:
    """The tagger of a folder, None where its files are damaged."""
    try:
        return load_tagger(target)
    except DataError:
        return None


def _clear(target: Path) -> None:
    """Leave nothing of an older tagger: spaCy writes over what is there, where a component was one file."""
    if target.exists():
        shutil.rmtree(target)
