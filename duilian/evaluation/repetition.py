"""An assessment that was kept beside the same one made again: are they the same, and where not?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duilian.evaluation.signature import differences

_EXPLAINED = ("reason", "why", "quote", "advice")  # words about a verdict, not the verdict


@dataclass(frozen=True)
class MadeAssessment:
    """An assessment as it is kept.

    Attributes:
        score: 0 to 100.
        verdicts: Criterion → its JSON object of the rubric's section 6.
        signature: What it depends on; empty where that was not noted.
    """

    score: float
    verdicts: Mapping[str, Mapping[str, Any]]
    signature: str


@dataclass(frozen=True)
class Repetition:
    """What came of making an assessment again.

    Attributes:
        scores: The score as kept and as made again.
        verdicts: Criterion → its verdict as kept and as made again, where they differ; ``na`` where the
            criterion did not apply.
        grounds: The criteria of the same verdict that rests on another place, or is less or more sure.
        signature: The parts of the signature that changed → both values; None where none was kept.
    """

    scores: tuple[float, float]
    verdicts: Mapping[str, tuple[str, str]]
    grounds: tuple[str, ...]
    signature: Mapping[str, tuple[str, str]] | None

    @property
    def same(self) -> bool:
        """Are score and verdicts the same, and rest they on the same?"""
        return self.scores[0] == self.scores[1] and not self.verdicts and not self.grounds


def repetition(kept: MadeAssessment, again: MadeAssessment) -> Repetition:
    """Hold an assessment made again against the one that was kept."""
    names = {**kept.verdicts, **again.verdicts}
    none: Mapping[str, Any] = {"verdict": "na"}
    pairs = {name: (kept.verdicts.get(name, none), again.verdicts.get(name, none)) for name in names}
    words = {name: (str(one["verdict"]), str(other["verdict"])) for name, (one, other) in pairs.items()}
    return Repetition(
        (kept.score, again.score),
        {name: pair for name, pair in words.items() if pair[0] != pair[1]},
        tuple(
            name
            for name, (one, other) in pairs.items()
            if words[name][0] == words[name][1] and _ground(one) != _ground(other)
        ),
        differences(kept.signature, again.signature) if kept.signature else None,
    )


def _ground(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Where a verdict rests, and how surely; not how it is put into words."""
    return {key: value for key, value in verdict.items() if key not in _EXPLAINED}
