"""Linear-chain CRFs, and the one over the characters of a trainee turn: which of them do which act.

The latter's labels are inside/outside only: the manual joins neighbouring clauses of one act, so no two spans
of one act touch.

Sutton & McCallum, An Introduction to Conditional Random Fields (2012).
"""

from __future__ import annotations

import ctypes
import struct
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duilian.errors import DataError
from duilian.modelfile import Files, needed, refused
from duilian.tagging.character_features import character_features
from duilian.tagging.corpus import Example
from duilian.tagging.spans import OUTSIDE, acts_of_characters

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FILE = "characters.crfsuite"
_SEED = 1  # what a process begins with
# Of crfsuite's file: magic, size, type, version, how many features, labels and attributes, and where five
# tables begin.
_HEADER = struct.Struct("<4sI4sI3I5I")
# Stochastic gradient descent: half the time of L-BFGS and 1–2 points better from voice to voice
# (docs/design.md). Features seen once are left out: a seventh of the size, and no worse on voices not heard.
_ALGORITHM, _PARAMETERS = "l2sgd", {"c2": 0.2, "max_iterations": 15, "feature.minfreq": 2}


class CrfModel:
    """A trained CRF, in crfsuite's own form.

    Attributes:
        content: The content of the file that crfsuite's trainer wrote.
        labels: The labels it knows.
    """

    def __init__(self, content: bytes) -> None:
        import pycrfsuite

        self.content = content  # crfsuite reads on in these bytes; they must live as long as the tagger
        self.tagger = pycrfsuite.Tagger()
        self.tagger.open_inmemory(self.content)
        self.labels = frozenset(self.tagger.labels())

    def __reduce__(self) -> tuple[type[CrfModel], tuple[bytes]]:
        return CrfModel, (self.content,)  # from the process that trained it to the one that wants it

    def tag(self, rows: list[list[str]]) -> list[str]:
        """The likeliest sequence of labels, one for each row of feature strings."""
        best: list[str] = self.tagger.tag(rows)
        return best

    @classmethod
    def from_files(cls, files: Files, name: str, labels: Sequence[str]) -> CrfModel:
        """Read a model from the files of a component.

        Args:
            files: The files.
            name: Of its file.
            labels: All labels it may know.

        Raises:
            DataError: Where the file is missing, or crfsuite did not write it.
        """
        content = needed(files, name)
        if not _is_whole(content):
            raise refused(name, "不是 crfsuite 的模型，或者不完整")
        try:
            crf = cls(content)
        except ValueError:
            raise refused(name, "不是 crfsuite 的模型，或者不完整") from None
        if not crf.labels or not crf.labels <= set(labels):
            raise refused(name, "没有标签，或者有不认识的")
        return crf


def train_crf_model(
    sequences: Iterable[tuple[list[list[str]], list[str]]], algorithm: str, parameters: Mapping[str, float]
) -> CrfModel:
    """Train a CRF.

    Args:
        sequences: Of each its rows of feature strings, and a label for each row.
        algorithm: As crfsuite names it.
        parameters: As crfsuite names them.

    Raises:
        DataError: Where there is nothing to learn from, or no room for the model.
    """
    import pycrfsuite

    # crfsuite shuffles by C's rand(): from the same beginning the same data give the same model, whatever
    # this process has trained before.
    ctypes.CDLL(None).srand(_SEED)
    trainer = pycrfsuite.Trainer(algorithm=algorithm, params=dict(parameters), verbose=False)
    for rows, labels in sequences:
        trainer.append(rows, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.crfsuite"
        trainer.train(str(path))
        if not path.exists():
            raise DataError("没有可以训练的话，或者磁盘满了", str(path))
        return CrfModel(path.read_bytes())


class CharacterCrf:
    """A trained CRF over the characters of a trainee turn; its labels are the acts and "O"."""

    def __init__(self, model: CrfModel) -> None:
        self._model = model

    def marginals(self, text: str, said_before: str) -> Marginals:
        """The marginals of a turn.

        Args:
            text: The turn.
            said_before: The client's last words.
        """
        return Marginals(self._model.tagger, self._model.labels, character_features(text, said_before))

    def to_files(self) -> dict[str, bytes]:
        """The model as crfsuite's file."""
        return {_FILE: self._model.content}

    @classmethod
    def from_files(cls, files: Files, names: Sequence[str]) -> CharacterCrf:
        """Read what :meth:`to_files` gave.

        Args:
            files: The files.
            names: All acts it may know.

        Raises:
            DataError: Where the file is missing, or crfsuite did not write it.
        """
        return cls(CrfModel.from_files(files, _FILE, (*names, OUTSIDE)))


def _is_whole(model: bytes) -> bool:
    """Whether the header is that of a CRF and fits the file; crfsuite itself reads wherever it points."""
    if len(model) < _HEADER.size:
        return False
    magic, size, kind, *numbers = _HEADER.unpack_from(model)
    offsets = numbers[-5:]
    return (
        (magic, kind) == (b"lCRF", b"FOMC")
        and size == len(model)
        and all(_HEADER.size <= offset < size for offset in offsets)
    )


class Marginals:
    """The CRF's marginals of one turn, worked out act by act as they are asked for."""

    def __init__(self, tagger: Any, labels: frozenset[str], rows: list[list[str]]) -> None:
        self._tagger, self._labels, self._rows = tagger, labels, rows
        self._known: dict[str, tuple[NDArray[Any], float]] = {}

    def _of(self, acts: Sequence[str]) -> list[tuple[NDArray[Any], float]]:
        """For each act its marginals, one a character, and the largest of them."""
        import numpy as np

        new = [act for act in acts if act not in self._known]
        if new:
            self._tagger.set(self._rows)
        places = range(len(self._rows))
        for act in new:
            known = act in self._labels
            column = list(map(self._tagger.marginal, repeat(act), places)) if known else [0.0] * len(places)
            self._known[act] = np.array(column), max(column, default=0.0)
        return [self._known[act] for act in acts]

    def of(self, acts: Sequence[str]) -> NDArray[Any]:
        """An array: a row a character, a column for each of these acts."""
        import numpy as np

        return np.array([column for column, _ in self._of(acts)]).reshape(len(acts), len(self._rows)).T

    def best(self, acts: Sequence[str]) -> NDArray[Any]:
        """An array: the largest marginal of each of these acts."""
        import numpy as np

        return np.array([best for _, best in self._of(acts)])


def train_crf(examples: Sequence[Example]) -> CharacterCrf:
    """Learn from labelled trainee turns which characters do which act."""
    sequences = (
        (character_features(turn.text, e.context.said_before), acts_of_characters(turn.text, turn.acts))
        for e in examples
        if (turn := e.turn).text
    )
    return CharacterCrf(train_crf_model(sequences, _ALGORITHM, _PARAMETERS))
