"""Two attempts at the same scenario side by side: what changed, criterion by criterion. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from duilian.coaching.debrief import Debrief, Item, TranscriptLine


@dataclass(frozen=True)
class CriterionChange:
    """One criterion in both attempts.

    Attributes:
        name: Its name.
        label: Its Chinese name.
        before: What holds of it in the earlier attempt; None where it did not apply, or was struck.
        after: The same of the later one.
    """

    name: str
    label: str
    before: Item | None
    after: Item | None

    @property
    def kind(self) -> str:
        """``gained``, ``lost``, ``kept``, ``lacking``; ``new`` or ``gone`` where it applied only once."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        if self.before.met:
            return "kept" if self.after.met else "lost"
        return "gained" if self.after.met else "lacking"

    @property
    def doubtful(self) -> bool:
        """Is the machine not sure of one of the two?"""
        return any(item is not None and item.doubtful for item in (self.before, self.after))


@dataclass(frozen=True)
class RetoldTurn:
    """The turn from which the later attempt goes on, said otherwise.

    Attributes:
        turn: Its number, from 0.
        before: What was said first.
        after: What was said instead.
    """

    turn: int
    before: TranscriptLine
    after: TranscriptLine


@dataclass(frozen=True)
class Comparison:
    """Two attempts.

    Attributes:
        changes: The criteria that applied in either, in the order of a conversation.
        shared: How many turns they begin with word by word alike.
        retold: The turn said otherwise, where the later one goes on from the earlier.
    """

    changes: tuple[CriterionChange, ...]
    shared: int
    retold: RetoldTurn | None = None

    def of_kind(self, *kinds: str) -> list[CriterionChange]:
        """The changes of these kinds, in order."""
        return [change for change in self.changes if change.kind in kinds]


def compare_attempts(before: Debrief, after: Debrief, gone_on_from: int | None = None) -> Comparison:
    """Hold two attempts at a scenario side by side.

    Args:
        before: The earlier one.
        after: The later one.
        gone_on_from: The turn of the earlier one, from 0, that the later one says otherwise; None where it
            began anew.
    """
    ours, theirs = _applying(before), _applying(after)
    labels = {name: item.label for name, item in {**theirs, **ours}.items()}  # in the order of the later one
    pairs = zip(before.lines, after.lines, strict=False)
    alike = takewhile(lambda pair: (pair[0].speaker, pair[0].text) == (pair[1].speaker, pair[1].text), pairs)
    return Comparison(
        tuple(
            CriterionChange(name, label, ours.get(name), theirs.get(name)) for name, label in labels.items()
        ),
        sum(1 for _ in alike),
        _retold(before, after, gone_on_from),
    )


def _applying(debrief: Debrief) -> dict[str, Item]:
    return {item.name: item for item in debrief.items if not item.struck}


def _retold(before: Debrief, after: Debrief, turn: int | None) -> RetoldTurn | None:
    """The turn in both, None where either has none of the trainee's there: hung up instead of saying it."""
    if turn is None or not all(turn < len(one.lines) for one in (before, after)):
        return None
    old, new = before.lines[turn], after.lines[turn]
    return RetoldTurn(turn, old, new) if old.speaker == new.speaker == "trainee" else None
