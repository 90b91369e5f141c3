"""Cues of a client turn: a classifier of whole turns as a component of a spaCy pipeline.

Cues stand in ``doc.cats`` with their probabilities. The trainee's last words may be given as
``doc.user_data["before"]`` and the number of turns before this one as ``doc.user_data["place"]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from duilian.dialogue import CUES
from duilian.tagging.whole import TurnModel, grams
from duilian.text import narrow

# By voice: at 0.3 recall is a tenth lower, and F1 two points (docs/evaluation.md for what 0.12 gives).
THRESHOLD = 0.12


def tokens(text: str, before: str = "", place: int | None = None) -> list[str]:
    """Feature strings of a client turn: its n-grams, the end of what the trainee said, the place in the call."""
    tail = narrow(before)[-24:]
    found = grams(text, (1, 2, 3, 4))
    found += [f"pv={tail[i : i + size]}" for size in (2, 3) for i in range(len(tail) - size + 1)]
    found.append(f"len={min(len(text) // 4, 8)}")
    if place is not None:
        found.append(f"place={min(place, 4)}")
    return found


def train_cues(turns: Sequence[tuple[str, str, int | None, Sequence[str]]]) -> TurnModel:
    """Learn from (text, the trainee's last words, place, cues)."""
    model = TurnModel()
    model.train([tokens(text, before, place) for text, before, place, _ in turns], [cues for *_, cues in turns], CUES)
    return model


class CueTagger:
    """The spaCy component ``cue_tagger``."""

    def __init__(self, model: TurnModel | None = None) -> None:
        self.model = model or TurnModel()

    def __call__(self, doc: Any) -> Any:
        user = doc.user_data
        if doc.text.strip():
            doc.cats.update(self.model.predict(tokens(doc.text, user.get("before", ""), user.get("place"))))
        return doc

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        Path(path).write_bytes(self.model.to_bytes())

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> CueTagger:
        self.model = TurnModel.from_bytes(Path(path).read_bytes())
        return self
