"""What a person's sessions say of them: strengths and weaknesses by criterion, what is mastered, what to practise next and why.

Pure: sessions as values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duilian.dialogue.model import base_kind
from duilian.roleplay.scenario import Scenario

_SCENARIOS = 3  # mastered: met in the last sessions of so many different scenarios that asked for it
_RECENT = 5  # sessions


@dataclass(frozen=True)
class Kept:
    """An ended session; ``verdicts``: criterion → met?, as it holds now."""

    id: str
    scenario: str
    kind: str
    mode: str
    at: datetime
    score: float
    verdicts: Mapping[str, bool]


@dataclass(frozen=True)
class Standing:
    """One criterion over a person's sessions. ``recent``: the last five that asked for it, the latest last."""

    criterion: str
    asked: int
    met: int
    recent: tuple[bool, ...]
    mastered: bool

    @property
    def rate(self) -> float:
        return self.met / self.asked


@dataclass(frozen=True)
class Advice:
    """Play this scenario, because this criterion was met in ``met`` of the last ``asked`` sessions that asked for it."""

    scenario: str
    criterion: str
    met: int
    asked: int


def _mastered(asked_in: Sequence[Kept], criterion: str) -> bool:
    latest: dict[str, bool] = {}
    for session in reversed(asked_in):
        latest.setdefault(session.scenario, session.verdicts[criterion])
    last = list(latest.values())[:_SCENARIOS]
    return len(last) == _SCENARIOS and all(last)


def standings(history: Sequence[Kept]) -> list[Standing]:
    """``history`` in order of time → every criterion it asked for, the weakest first."""
    asked: dict[str, list[Kept]] = {}
    for session in history:
        for criterion in session.verdicts:
            asked.setdefault(criterion, []).append(session)
    found = [
        Standing(
            criterion, len(sessions), sum(s.verdicts[criterion] for s in sessions),
            tuple(s.verdicts[criterion] for s in sessions[-_RECENT:]), _mastered(sessions, criterion),
        )
        for criterion, sessions in asked.items()
    ]  # fmt: skip
    return sorted(found, key=lambda s: (s.rate, -s.asked))


def _need(standing: Standing, weight: int) -> float:
    """How much there is to gain: weight × chance of missing it, by the last five and half a success and a failure besides."""
    return weight * (standing.recent.count(False) + 0.5) / (len(standing.recent) + 1)


def advise(
    history: Sequence[Kept], weights: Mapping[str, int], scenarios: Iterable[Scenario], count: int = 3
) -> list[Advice]:
    """What to practise next: for the criteria with most to gain, a scenario of a kind that asked for it, one not played for longest.
    Nothing where nothing was played, or all is mastered."""
    known = list(scenarios)
    last_played = {session.scenario: n for n, session in enumerate(history)}
    kinds: dict[str, set[str]] = {}
    for session in history:
        for criterion in session.verdicts:
            kinds.setdefault(criterion, set()).add(base_kind(session.kind))
    wanting = [s for s in standings(history) if not s.mastered and not all(s.recent)]
    wanting.sort(key=lambda s: -_need(s, weights.get(s.criterion, 1)))
    found: list[Advice] = []
    for standing in wanting:
        fitting = [
            s
            for s in known
            if s.base in kinds[standing.criterion] and s.id not in {a.scenario for a in found}
        ]
        if fitting and len(found) < count:
            best = min(fitting, key=lambda s: (last_played.get(s.id, -1), s.difficulty, s.id))
            found.append(Advice(best.id, standing.criterion, sum(standing.recent), len(standing.recent)))
    return found
