"""Training from everything in ``data/``: the models of the tagger in two processes.

Trainee turns need marks first, so the cues are learnt beside them.
"""

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


_FITS: tuple[Callable[[Sequence[Example]], Any], ...] = (train_crf, train_clauses, train_turns)


def _trainee(examples: Sequence[Example], marks: MarkRestorer) -> list[Example]:
    """Trainee turns with marks where they are missing, as the classifiers will see them."""
    return [replace(e, turn=marks.restored_turn(e.turn)) for e in _side(examples, "trainee")]


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
    every, two_cores = list(examples), multiprocessing.get_context("fork")
    _known = _side(every, "client")  # a process is forked: what is here then need not be sent
    with ProcessPoolExecutor(1, two_cores) as beside:
        cues = beside.submit(_fit_known, train_cues)
        marks = train_marks(e.turn.text for e in every)
        _known = _trainee(every, marks)
        with ProcessPoolExecutor(2, two_cores) as pool:
            crf, clauses, turns = pool.map(_fit_known, _FITS)
        _known = []
        return _assemble(marks, crf, clauses, turns, cues.result())


_known: list[Example] = []


def _fit_known(fit_one: Callable[[Sequence[Example]], Any]) -> Any:
    return fit_one(_known)


def fit_here(examples: Iterable[Example]) -> Tagger:
    """The same in this process, for whoever trains several taggers side by side."""
    every = list(examples)
    marks = train_marks(e.turn.text for e in every)
    trainee = _trainee(every, marks)
    crf, clauses, turns = (fit_one(trainee) for fit_one in _FITS)
    return _assemble(marks, crf, clauses, turns, train_cues(_side(every, "client")))


def train_tagger(data: Path, target: Path) -> Tagger:
    """Train on everything in a data folder, unless the tagger kept is whole and of the same data and code.

    One process trains, others that want the same wait for it. It may be killed at any moment: what was there
    works until a whole tagger stands beside it.

    Args:
        data: The data folder.
        target: The folder to keep the tagger in; a damaged one there is trained anew. It is written elsewhere
            and takes this place when it is whole; what was killed before is begun anew, or taken over where
            only the moving was missing.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name("unfinished-tagger") / "new"
    with open(target.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = fingerprint(data)
        tagger = _kept(target, mark)
        if tagger is None:
            tagger = _kept(beside, mark) or _trained(data, beside, mark)
            _put_in_place(beside, target)
        shutil.rmtree(beside.parent, ignore_errors=True)
        return tagger


def _trained(data: Path, target: Path, mark: str) -> Tagger:
    """Train, and write the tagger to a folder in which nothing of another is left."""
    corpus = load_corpus(data)
    whole = [e for voice, ds in corpus.dialogues.items() for e in dialogue_examples(ds, voice)]
    tagger = fit([*whole, *corpus.singles])
    shutil.rmtree(target, ignore_errors=True)
    tagger.keep(target, mark)
    return tagger


def _put_in_place(new: Path, target: Path) -> None:
    old = new.with_name("old")
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        target.replace(old)
    new.replace(target)


def _kept(target: Path, mark: str) -> Tagger | None:
    """The tagger of a folder, None where it is another one or its files are damaged."""
    try:
        return load_tagger(target) if version(target) == mark else None
    except DataError:
        return None
