"""Marks put back where a recogniser, or somebody in a hurry, left them out.

The same words with and without marks do the same acts, but the classifiers have learnt mostly from marked
turns: the one of clauses sees a turn without marks as one long clause. So a clause too long to be one is cut
where a CRF, learnt from the marked turns of both sides, expects a mark; the classifiers see the result, and
the spans found go back to the words as they were written.

Collins, Discriminative Training Methods for Hidden Markov Models (2002), is how it is trained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from duilian.dialogue.model import ActSpan, Turn
from duilian.language.text import clauses, narrow
from duilian.modelfile import Files
from duilian.tagging.crf import CrfModel, train_crf_model

_FILE = "marks.crfsuite"
_PAUSE, _NONE = ",", "O"  # after a character: a mark, or none
# Characters of a clause from which it may be several. Who writes marks writes them where they matter: there
# only what no breath lasts for is cut.
_LONG_ALONE, _LONG_AMONG_OTHERS = 9, 24
_REMEMBERED = 512  # turns
_ALGORITHM, _PARAMETERS = "ap", {"max_iterations": 8, "feature.minfreq": 3}
_MARK = re.compile(r"[,，。.!！?？;；~…:：\s]+|——")


@dataclass(frozen=True)
class Marked:
    """A text with marks put in.

    Attributes:
        text: The text, longer by the marks.
        origin: For each of its characters the place in the text as written, from 0; a mark put in has that of
            the character after it.
    """

    text: str
    origin: tuple[int, ...]

    def written(self, span: ActSpan) -> ActSpan:
        """A span of the marked text → the same words in the text as written.

        Args:
            span: Neither its first nor its last character is a mark that was put in.
        """
        return replace(span, start=self.origin[span.start], end=self.origin[span.end - 1] + 1)

    def marked(self, span: ActSpan) -> ActSpan:
        """A span of the text as written → the same words in the marked text."""
        place = {origin: n for n, origin in enumerate(self.origin)}  # of marks and characters the latter hold
        return replace(span, start=place[span.start], end=place[span.end - 1] + 1)


class MarkRestorer:
    """A trained CRF over the characters of a clause; what it restores is a pure function of the text."""

    def __init__(self, model: CrfModel) -> None:
        self._model = model
        self.restored = lru_cache(maxsize=_REMEMBERED)(self._restored)

    def __reduce__(self) -> tuple[type[MarkRestorer], tuple[CrfModel]]:
        return MarkRestorer, (self._model,)

    def _restored(self, text: str) -> Marked:
        """A text with marks where they are missing; the same text, where no clause is too long."""
        cuts: set[int] = set()
        places = clauses(text)
        long = _LONG_ALONE if len(places) == 1 else _LONG_AMONG_OTHERS
        for start, end in places:
            if end - start >= long:
                after = self._model.tag(_features(narrow(text[start:end])))
                cuts.update(start + n + 1 for n, label in enumerate(after[:-1]) if label == _PAUSE)
        pieces, origin = [], []
        for n, character in enumerate(text):
            if n in cuts:
                pieces.append(_PAUSE)
                origin.append(n)
            pieces.append(character)
            origin.append(n)
        return Marked("".join(pieces), tuple(origin))

    def restored_turn(self, turn: Turn) -> Turn:
        """A labelled turn with marks where they are missing, its spans on the same words."""
        marked = self.restored(turn.text)
        return replace(turn, text=marked.text, acts=tuple(marked.marked(span) for span in turn.acts))

    def to_files(self) -> dict[str, bytes]:
        """The model as crfsuite's file."""
        return {_FILE: self._model.content}

    @classmethod
    def from_files(cls, files: Files) -> MarkRestorer:
        """Read what :meth:`to_files` gave.

        Raises:
            DataError: Where the file is missing, or crfsuite did not write it.
        """
        return cls(CrfModel.from_files(files, _FILE, (_PAUSE, _NONE)))


def _features(characters: str) -> list[list[str]]:
    """Feature strings of each character: what stands around the gap after it."""
    padded = f"^^^{characters}$$$$"
    rows = []
    for at in range(3, 3 + len(characters)):
        left, right = padded[at - 3 : at + 1], padded[at + 1 : at + 5]
        row = [f"l={left[-size:]}" for size in (1, 2, 3, 4)] + [f"r={right[:size]}" for size in (1, 2, 3, 4)]
        row += [f"{left[-before:]}|{right[:after]}" for before in (1, 2) for after in (1, 2)]
        rows.append(row)
    return rows


def _unmarked(text: str) -> tuple[str, list[str]]:
    """A text → its characters without marks, and for each of them whether a mark came after it.

    Marks within numbers (3.5, 15:30) are characters.
    """
    low, at = narrow(text), 0
    characters: list[str] = []
    after: list[str] = []
    while at < len(low):
        mark = _MARK.match(low, at)
        inside = mark and characters and low[at - 1].isdigit() and low[mark.end() : mark.end() + 1].isdigit()
        if mark is None or (inside and mark.group() in ".:"):
            characters.append(low[at])
            after.append(_NONE)
            at += 1
            continue
        if after:
            after[-1] = _PAUSE
        at = mark.end()
    return "".join(characters), after


def train_marks(texts: Iterable[str]) -> MarkRestorer:
    """Learn from texts where marks stand; those without any inside say nothing of it and are passed by."""
    sequences = []
    for text in dict.fromkeys(texts):
        characters, after = _unmarked(text)
        if _PAUSE in after[:-1]:
            sequences.append((_features(characters), after))
    # A few texts may all be without marks: then none is put in.
    return MarkRestorer(train_crf_model(sequences or [([["-"]], [_NONE])], _ALGORITHM, _PARAMETERS))
