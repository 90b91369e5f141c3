"""Tagging: the acts of trainee turns and the cues of client turns, by a spaCy pipeline trained from ``data/``.

Public: :class:`Tagger` (load, train, label a dialogue). Importing this package imports neither spaCy nor a model;
loading a tagger does.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from duilian.corpus import Example, dialogue_examples, load_corpus
from duilian.dialogue import CUES, ActSpan, DataError, Dialogue, Turn
from duilian.tagging.acts import ActModel, ActTagger, train_crf, train_whole
from duilian.tagging.cues import THRESHOLD, CueTagger, train_cues
from duilian.tagging.whole import TurnModel

__all__ = ["Tagger", "fingerprint", "load_tagger", "train_tagger"]

_MARK = "fingerprint.json"


class Tagger:
    """A spaCy pipeline with the components act_tagger and cue_tagger."""

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp

    def acts(self, text: str, before: str = "") -> tuple[ActSpan, ...]:
        """A trainee turn → its act spans in order; ``before`` is what the client said last."""
        doc = self._doc(text, before)
        self.nlp.get_pipe("act_tagger")(doc)
        scores = doc.user_data["act_scores"]
        return tuple(
            ActSpan(s.label_, s.start_char, s.end_char, score) for s, score in zip(doc.spans["acts"], scores, strict=True)
        )

    def cue_scores(self, text: str, before: str = "", place: int | None = None) -> dict[str, float]:
        """A client turn → the probability of each cue; ``before`` is what the trainee said last."""
        doc = self._doc(text, before)
        doc.user_data["place"] = place
        self.nlp.get_pipe("cue_tagger")(doc)
        return dict(doc.cats)

    def cues(self, text: str, before: str = "", place: int | None = None) -> tuple[str, ...]:
        """A client turn → its cues, in the rubric's order."""
        scores = self.cue_scores(text, before, place)
        return tuple(cue for cue in CUES if scores.get(cue, 0.0) >= THRESHOLD)

    def label(self, dialogue: Dialogue) -> Dialogue:
        """A dialogue → the same words with acts and cues found by the tagger."""
        turns: list[Turn] = []
        for example in dialogue_examples([dialogue.bare()]):
            turn = example.turn
            if turn.speaker == "trainee":
                turns.append(replace(turn, acts=self.acts(turn.text, example.before)))
            else:
                turns.append(replace(turn, cues=self.cues(turn.text, example.before, example.place)))
        return replace(dialogue, turns=tuple(turns))

    def _doc(self, text: str, before: str) -> Any:
        doc = self.nlp.make_doc(text)
        doc.user_data["before"] = before
        return doc


def _blank() -> Any:
    import spacy
    from spacy.language import Language

    if not Language.has_factory("act_tagger"):
        Language.factory("act_tagger", func=lambda nlp, name: ActTagger())
        Language.factory("cue_tagger", func=lambda nlp, name: CueTagger())
    return spacy.blank("zh")


def fingerprint(data: Path) -> str:
    """What a trained tagger depends on – its data and its code – as one hash."""
    here = Path(__file__).parent
    files = [*sorted(data.glob("dialogues/*.txt")), *sorted(data.rglob("*.yml")), *sorted(here.glob("*.py"))]
    files += [here.parent / "times.py", here.parent / "text.py"]
    digest = hashlib.sha256()
    for path in files:
        if "nlu" in path.parts or "cues" in path.parts or path.suffix != ".yml":
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _trainee(examples: Sequence[Example]) -> list[tuple[str, str, tuple[ActSpan, ...]]]:
    return [(e.turn.text, e.before, e.turn.acts) for e in examples if e.turn.speaker == "trainee"]


def _fit_crf(examples: Sequence[Example]) -> Any:
    return train_crf(_trainee(examples))


def _fit_whole(examples: Sequence[Example]) -> tuple[TurnModel, TurnModel]:
    clients = [(e.turn.text, e.before, e.place, e.turn.cues) for e in examples if e.turn.speaker == "client"]
    return train_whole(_trainee(examples)), train_cues(clients)


def _assemble(crf: Any, whole: tuple[TurnModel, TurnModel]) -> Tagger:
    acts, cues = whole
    nlp = _blank()
    nlp.add_pipe("act_tagger").model = ActModel(crf, acts)
    nlp.add_pipe("cue_tagger").model = cues
    return Tagger(nlp)


def fit(examples: Iterable[Example]) -> Tagger:
    """Train the models side by side on labelled turns → a Tagger."""
    known = list(examples)
    with ProcessPoolExecutor(2) as pool:
        crf, whole = pool.submit(_fit_crf, known), pool.submit(_fit_whole, known)
        return _assemble(crf.result(), whole.result())


def fit_here(examples: Iterable[Example]) -> Tagger:
    """The same in this process, for whoever trains several taggers side by side."""
    known = list(examples)
    return _assemble(_fit_crf(known), _fit_whole(known))


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
        tagger.nlp.to_disk(target)
        (target / _MARK).write_text(json.dumps(mark))
        return tagger


def load_tagger(path: Path) -> Tagger:
    """A trained tagger from its folder. Raises DataError where there is none."""
    if not (path / _MARK).exists():
        raise DataError("还没有训练好的标注器，请先运行 duilian train", str(path))
    import spacy

    _blank()  # registers the components
    return Tagger(spacy.load(path))


def version(path: Path) -> str:
    """The fingerprint of a trained tagger's folder, "" where there is none."""
    mark = path / _MARK
    return str(json.loads(mark.read_text())) if mark.exists() else ""
