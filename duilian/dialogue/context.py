"""What surrounds a turn.

The same words do different things on a visit and on the phone, after a question and before one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duilian.dialogue.model import Context, Dialogue, Turn


@dataclass(frozen=True)
class TurnContext:
    """A turn's place in its dialogue; of a single sentence nothing is known.

    ``kind`` of the dialogue, and what is ``known`` of it beforehand (“acquainted”, “holiday”); ``place`` and
    ``left``: how many turns come before and after; ``before`` and ``after``: the other side's last turn and
        its next; ``own``: the same
    side's last turn. The labels of these count as far as known.
    """

    kind: str = ""
    known: tuple[str, ...] = ()
    place: int | None = None
    left: int | None = None
    before: Turn | None = None
    after: Turn | None = None
    own: Turn | None = None

    @property
    def said_before(self) -> str:
        """The other side's last words, "" if it has not spoken."""
        return self.before.text if self.before else ""

    @property
    def said_after(self) -> str:
        """The other side's next words, "" if it does not speak again."""
        return self.after.text if self.after else ""


NO_CONTEXT = TurnContext()


def turn_contexts(dialogue: Dialogue) -> list[TurnContext]:
    """The context of every turn of a dialogue, in order; labels count as far as its turns have them."""
    turns, contexts = dialogue.turns, []
    known = tuple(name for name in ("acquainted", "holiday") if getattr(dialogue.context, name))
    last: dict[str, Turn] = {}
    for n, turn in enumerate(turns):
        other = "client" if turn.speaker == "trainee" else "trainee"
        after = next((t for t in turns[n + 1 :] if t.speaker == other), None)
        contexts.append(
            TurnContext(
                dialogue.base, known, n, len(turns) - n - 1, last.get(other), after, last.get(turn.speaker)
            )
        )
        last[turn.speaker] = turn
    return contexts


def next_context(kind: str, context: Context, turns: Sequence[Turn]) -> TurnContext:
    """The context of the trainee turn that comes next in a call, as far as it is known then.

    Args:
        kind: Of the conversation, without a variant.
        context: What is known of the situation.
        turns: Those before it; of its number and of the last turn of either side something is made.
    """
    known = tuple(name for name in ("acquainted", "holiday") if getattr(context, name))
    before = next((t for t in reversed(turns) if t.speaker == "client"), None)
    own = next((t for t in reversed(turns) if t.speaker == "trainee"), None)
    return TurnContext(kind, known, len(turns), None, before, None, own)


def labels(turn: Turn | None) -> tuple[str, ...]:
    """The names of the acts or cues of a turn, in order; none of no turn."""
    if turn is None:
        return ()
    return tuple(s.act for s in turn.acts) if turn.speaker == "trainee" else turn.cues
