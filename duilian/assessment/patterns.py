"""The patterns that most criteria follow: an act that is there or not, what a cue calls for next or later.

A criterion is a function of an indexed dialogue, a :data:`Check`. The modules of criteria list theirs by name
in ``CHECKS``.
"""

from __future__ import annotations

from collections.abc import Callable

from duilian.assessment.finding import NA, Finding
from duilian.assessment.indexed_dialogue import IndexedDialogue, PlacedAct

Check = Callable[[IndexedDialogue], Finding]


def met_by(act: PlacedAct | None, else_missed_at: int | None) -> Finding:
    """Met by the act if there is one, else missed.

    Args:
        act: The act that meets the criterion, None if it was not said.
        else_missed_at: The turn where it belonged, from 0; None if no turn can be named.
    """
    return Finding("met", act.evidence) if act else Finding("missed", turn=else_missed_at)


def in_next_turns(
    dialogue: IndexedDialogue, cue: int | None, *acts: str, within: int = 1, never: tuple[str, ...] = ()
) -> Finding:
    """Judge what a cue calls for in the next trainee turn (“next turn” of the rubric's section 4).

    Args:
        dialogue: The dialogue to judge.
        cue: The turn of the cue; None, and the criterion does not apply, where the client gave none.
        acts: The acts any of which meets the criterion.
        within: In how many trainee turns after the cue the act may come.
        never: Acts that spoil it when one of them stands in those turns too.
    """
    if cue is None:
        return NA
    following = dialogue.trainee_turns_after(cue)[:within]
    if not following:
        return dialogue.unanswered()
    spoilt = never and dialogue.first_act(*never, turns=following)
    return met_by(None if spoilt else dialogue.clearest_act(*acts, turns=following), following[0])


def afterwards(
    dialogue: IndexedDialogue, cue: int | None, *acts: str, along_with: tuple[str, ...] = ()
) -> Finding:
    """Judge what a cue calls for in any later trainee turn (“afterwards” of the rubric's section 4).

    Args:
        dialogue: The dialogue to judge.
        cue: The turn of the cue; None, and the criterion does not apply, where the client gave none.
        acts: The acts any of which meets the criterion.
        along_with: Acts any of which must be there too, if any are given.
    """
    if cue is None:
        return NA
    later = dialogue.trainee_turns_after(cue)
    incomplete = along_with and not dialogue.first_act(*along_with, turns=later)
    shown = None if incomplete else dialogue.clearest_act(*acts, turns=later)
    return met_by(shown, later[0] if later else None)
