"""Training: the four models of the tagger, side by side, from everything in ``data/``."""

from __future__ import annotations

import fcntl
import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from duilian.errors import DataError
from duilian.tagging.act_ensemble import ActClassifiers, train_turns
from duilian.tagging.clause_classifier import train_clauses
from duilian.tagging.corpus import Example, dialogue_examples, load_corpus
from duilian.tagging.crf import CharacterCrf, train_crf
from duilian.tagging.cue_ensemble import CueClassifiers, train_cues
from duilian.tagging.fingerprint import fingerprint, version
from duilian.tagging.pipeline import make_pipeline
from duilian.tagging.tagger import Tagger, load_tagger
from duilian.tagging.text_classifier import TextClassifier


def _side(examples: Sequence[Example], speaker: str) -> list[Example]:
    return [e for e in examples if e.turn.speaker == speaker]


def _fit_crf(examples: Sequence[Example]) -> CharacterCrf:
    return train_crf(_side(examples, "trainee"))


def _fit_clauses(examples: Sequence[Example]) -> TextClassifier:
    return train_clauses(_side(examples, "trainee"))


def _fit_turns(examples: Sequence[Example]) -> TextClassifier:
    return train_turns(_side(examples, "trainee"))


def _fit_cues(examples: Sequence[Example]) -> CueClassifiers:
    return train_cues(_side(examples, "client"))


_FITS: tuple[Callable[[Sequence[Example]], Any], ...] = (
    _fit_crf,
    _fit_clauses,
    _fit_turns,
    _fit_cues,
)  # what takes longest first


def _assemble(
    crf: CharacterCrf, clauses: TextClassifier, turns: TextClassifier, cues: CueClassifiers
) -> Tagger:
    return Tagger(make_pipeline(ActClassifiers(crf, clauses, turns), cues))


def fit(examples: Iterable[Example]) -> Tagger:
    """Train a tagger on labelled turns, its models side by side in two processes."""
    global _known
    _known = list(examples)  # the processes are forked: what is here now need not be sent
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        jobs = [pool.submit(_fit_known, n) for n in range(len(_FITS))]
        crf, clauses, turns, cues = (job.result() for job in jobs)
    _known = []
    return _assemble(crf, clauses, turns, cues)


_known: list[Example] = []


def _fit_known(n: int) -> Any:
    return _FITS[n](_known)


def fit_here(examples: Iterable[Example]) -> Tagger:
    """The same in this process, for whoever trains several taggers side by side."""
    known = list(examples)
    return _assemble(_fit_crf(known), _fit_clauses(known), _fit_turns(known), _fit_cues(known))


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
