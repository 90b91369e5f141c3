"""Tables of masking: texts in which what identifies somebody stands in 〔〕.

``python -m tests.language.masking_table FILE`` counts what is found and what is taken for it by mistake.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from duilian.language.masking import mask

FOLDER = Path(__file__).parents[1] / "data" / "masking"
_LONG = 8  # letters and digits of what is long: three of them have to go, of what is short half


@dataclass(frozen=True)
class MaskingCase:
    """A text, and from where to where what identifies somebody stands in it."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass
class MaskingCount:
    """How many were found, how many were not, and how often something else was hidden."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    mistaken: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed))

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.mistaken))


def read_cases(path: Path) -> Iterator[MaskingCase]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, spans = "", []
            for n, piece in enumerate(line.replace("〕", "〔").split("〔")):
                spans += [(len(text), len(text) + len(piece))] if n % 2 else []
                text += piece
            yield MaskingCase(text, tuple(spans))


def count(path: Path) -> MaskingCount:
    made = MaskingCount()
    for case in read_cases(path):
        masked = mask(case.text)
        hidden = {n for n, (a, b) in enumerate(zip(case.text, masked, strict=True)) if a != b}
        for start, end in case.spans:
            places = [n for n in range(start, end) if case.text[n].isalnum()]
            wanted = 3 if len(places) >= _LONG else -(-len(places) // 2)
            if len(hidden.intersection(places)) >= wanted:
                made.found += 1
            else:
                made.missed.append(f"{case.text} → {masked}")
        covered = {n for start, end in case.spans for n in range(start, end)}
        for _, run in groupby(enumerate(sorted(hidden - covered)), lambda pair: pair[1] - pair[0]):
            at = [n for _, n in run]
            if not (covered & {at[0] - 1, at[-1] + 1}):  # an edge drawn otherwise is no mistake
                made.mistaken.append(f"{case.text} → {masked}")
    return made


if __name__ == "__main__":
    for name in sys.argv[1:]:
        counted = count(Path(name))
        print("\n".join(["missed:", *counted.missed, "mistaken:", *counted.mistaken]))
        total = counted.found + len(counted.missed)
        print(f"{name}: {total} to be found, recall {counted.recall:.3f}, precision {counted.precision:.3f}")
