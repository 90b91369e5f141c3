"""A linear-chain CRF over the characters of a trainee turn: which of them do which act.

Labels are inside/outside only: the manual joins neighbouring clauses of one act, so no two spans of one act
touch.

Sutton & McCallum, An Introduction to Conditional Random Fields (2012).
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Sequence
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
# Of crfsuite's file: magic, size, type, version, how many features, labels and attributes, and where five
# tables begin.
_HEADER = struct.Struct("<4sI4sI3I5I")
# Stochastic gradient descent: half the time of L-BFGS and 1–2 points better from voice to voice
# (docs/design.md). Features seen once are left out: a seventh of the size, and no worse on voices not heard.
_ALGORITHM, _PARAMETERS = "l2sgd", {"c2": 0.2, "max_iterations": 15, "feature.minfreq": 2}


class CharacterCrf:
    """A trained CRF, in crfsuite's own form.

    Attributes:
        model: The content of the file that crfsuite's trainer wrote.
        labels: The acts it knows, and "O".
    """

    def __init__(self, model: bytes) -> None:
        import pycrfsuite

        self.model = model  # crfsuite reads on in these bytes; they must live as long as the tagger
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(self.model)
        self.labels = frozenset(self._tagger.labels())

    def __reduce__(self) -> tuple[type[CharacterCrf], tuple[bytes]]:
        return CharacterCrf, (self.model,)  # from the process that trained it to the one that wants it

    def marginals(self, text: str, said_before: str) -> Marginals:
        """The marginals of a turn.

        Args:
            text: The turn.
            said_before: The client's last words.
        """
        return Marginals(self._tagger, self.labels, character_features(text, said_before))

    def to_files(self) -> dict[str, bytes]:
        """The model as crfsuite's file."""
        return {_FILE: self.model}

    @classmethod
    def from_files(cls, files: Files, names: Sequence[str]) -> CharacterCrf:
        """Read what :meth:`to_files` gave.

        Args:
            files: The files.
            names: All acts it may know.

        Raises:
            DataError: Where the file is missing, or crfsuite did not write it.
        """
        model = needed(files, _FILE)
        if not _is_whole(model):
            raise refused(_FILE, "不是 crfsuite 的模型，或者不完整")
        try:
            crf = cls(model)
        except ValueError:
            raise refused(_FILE, "不是 crfsuite 的模型，或者不完整") from None
        if not crf.labels or not crf.labels <= {*names, OUTSIDE}:
            raise refused(_FILE, "没有标签，或者有不认识的")
        return crf


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
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm=_ALGORITHM, params=_PARAMETERS, verbose=False)
    for example in examples:
        turn = example.turn
        if turn.text:
            rows = character_features(turn.text, example.context.said_before)
            trainer.append(rows, acts_of_characters(turn.text, turn.acts))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _FILE
        trainer.train(str(path))
        if not path.exists():
            raise DataError("没有可以训练的话，或者磁盘满了", str(path))
        return CharacterCrf(path.read_bytes())
