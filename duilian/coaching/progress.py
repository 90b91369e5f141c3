"""What a person's sessions say of them: strengths, weaknesses, what is mastered, what to practise next.

Pure: sessions as values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duilian.dialogue.model import base_kind
from duilian.roleplay.scenario import Scenario

_SCENARIOS_TO_MASTER = (
    3  # mastered: met in the last sessions of so many different scenarios that asked for it
)
_RECENT = 5  # sessions that asked for a criterion


@dataclass(frozen=True)
class EndedSession:
    """An ended session.

    Attributes:
        id: Its id.
        scenario: The scenario's id.
        kind: The kind of conversation, or a variant of one.
        mode: One of ``MODES``.
        at: When it began.
        score: 0 to 100, as it holds now.
        verdicts: Criterion → whether it is met, as it holds now; those that do not apply are left out.
        whole: Was all of it said in it? A session gone on with from a turn of another repeats what was said.
    """

    id: str
    scenario: str
    kind: str
    mode: str
    at: datetime
    score: float
    verdicts: Mapping[str, bool]
    whole: bool = True


@dataclass(frozen=True)
class CriterionRecord:
    """One criterion over a person's sessions.

    Attributes:
        criterion: Its name.
        asked: In how many sessions it applied.
        met: In how many of them it was met.
        recent: Of the last five that asked for it whether it was met, the latest last.
        mastered: Was it met in the last sessions of three different scenarios that asked for it?
        in_a_row: In how many of the last sessions that asked for it it was met, one after the other.
    """

    criterion: str
    asked: int
    met: int
    recent: tuple[bool, ...]
    mastered: bool
    in_a_row: int = 0

    @property
    def rate(self) -> float:
        """The share of sessions in which it was met, 0 to 1."""
        return self.met / self.asked


@dataclass(frozen=True)
class Recommendation:
    """What to practise next, and why.

    Attributes:
        scenario: The id of the scenario to play.
        criterion: The criterion to get better at.
        met: In how many of the last sessions that asked for it it was met.
        asked: How many sessions that were, five at most.
    """

    scenario: str
    criterion: str
    met: int
    asked: int


def _mastered(asked_in: Sequence[EndedSession], criterion: str) -> bool:
    """Was the criterion met in the last sessions of three different scenarios that asked for it?"""
    latest: dict[str, bool] = {}
    for session in reversed(asked_in):
        latest.setdefault(session.scenario, session.verdicts[criterion])
    last = list(latest.values())[:_SCENARIOS_TO_MASTER]
    return len(last) == _SCENARIOS_TO_MASTER and all(last)


def _record(criterion: str, sessions: Sequence[EndedSession]) -> CriterionRecord:
    """One criterion over the sessions that asked for it, in order of time."""
    met = [session.verdicts[criterion] for session in sessions]
    recent = tuple(met[-_RECENT:])
    in_a_row = next((n for n, kept in enumerate(reversed(met)) if not kept), len(met))
    return CriterionRecord(criterion, len(met), sum(met), recent, _mastered(sessions, criterion), in_a_row)


def criterion_records(history: Sequence[EndedSession]) -> list[CriterionRecord]:
    """Every criterion that a person's sessions asked for, the weakest first.

    Args:
        history: The sessions in order of time.
    """
    asked_in: dict[str, list[EndedSession]] = {}
    for session in history:
        for criterion in session.verdicts:
            asked_in.setdefault(criterion, []).append(session)
    records = [_record(criterion, sessions) for criterion, sessions in asked_in.items()]
    return sorted(records, key=lambda record: (record.rate, -record.asked))


def _need(record: CriterionRecord, weight: int) -> float:
    """How much there is to gain: weight × probability of missing the criterion.

    The probability is estimated from the last five sessions, and half a success and half a failure besides.
    """
    return weight * (record.recent.count(False) + 0.5) / (len(record.recent) + 1)


def recommend(
    history: Sequence[EndedSession], weights: Mapping[str, int], scenarios: Iterable[Scenario], count: int = 3
) -> list[Recommendation]:
    """What to practise next.

    For the criteria with most to gain a scenario of a kind that asked for it, one not played for longest, the
    easiest of those.

    Args:
        history: The sessions in order of time.
        weights: Criterion → weight.
        scenarios: The scenarios to choose from.
        count: How many to recommend at most.

    Returns:
        Those with most to gain first; none where nothing was played or all is mastered.
    """
    known = list(scenarios)
    last_played = {session.scenario: n for n, session in enumerate(history)}
    kinds: dict[str, set[str]] = {}
    for session in history:
        for criterion in session.verdicts:
            kinds.setdefault(criterion, set()).add(base_kind(session.kind))
    wanting = [r for r in criterion_records(history) if not r.mastered and not all(r.recent)]
    wanting.sort(key=lambda record: -_need(record, weights.get(record.criterion, 1)))
    chosen: list[Recommendation] = []
    for record in wanting:
        taken = {recommendation.scenario for recommendation in chosen}
        fitting = [s for s in known if s.base in kinds[record.criterion] and s.id not in taken]
        if fitting and len(chosen) < count:
            scenario = min(fitting, key=lambda s: (last_played.get(s.id, -1), s.difficulty, s.id))
            met, asked = sum(record.recent), len(record.recent)
            chosen.append(Recommendation(scenario.id, record.criterion, met, asked))
    return chosen
