"""The reasons that most criteria share: said, too late or early, not said, pressed, over."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from duilian.assessment.finding import Finding, Reason
from duilian.assessment.indexed_dialogue import IndexedDialogue, PlacedAct

Why = Callable[[IndexedDialogue, Finding], Reason]
"""Gives the reason of a criterion's finding, ``met`` or ``missed``, on the dialogue it was made of."""


def said(finding: Finding) -> Reason:
    """Met by words, which are quoted."""
    return Reason("said", finding.evidence)


def spoken(turn: int) -> str:
    """The number of a turn as people count, from 1."""
    return str(turn + 1)


def _told(name: str, act: PlacedAct | None, **facts: str) -> Reason:
    return Reason(name, act.evidence if act else None, facts)


def placed(acts: Iterable[str], place: Callable[[IndexedDialogue], list[int]]) -> Why:
    """Make the reasons of a criterion that wants one of these acts in certain turns.

    Missed as ``not_said``; ``late`` or ``early`` where it was said elsewhere; ``not_counted`` where it
    was said in place and the criterion wanted more.
    """
    wanted = tuple(acts)

    def why(dialogue: IndexedDialogue, finding: Finding) -> Reason:
        if finding.verdict == "met":
            return said(finding)
        turns = place(dialogue)
        all_said = list(dialogue.acts(wanted))
        if not dialogue.trainee_turns:
            return Reason("silent")
        if not all_said:
            return Reason("not_said")
        inside = [act for act in all_said if act.turn in turns]
        if inside:
            return _told("not_counted", inside[0])
        after = [act for act in all_said if turns and act.turn > turns[-1]]
        return _told("late", after[0]) if after else _told("early", all_said[-1])

    return why


def anywhere(*acts: str) -> Why:
    """Make the reasons of a criterion that wants one of these acts anywhere."""
    return placed(acts, lambda dialogue: dialogue.trainee_turns)


def after_cue(
    cues: Iterable[str],
    acts: Iterable[str],
    within: int | None = None,
    never: tuple[str, ...] = (),
    names_late: bool = False,
    names_before: bool = False,
) -> Why:
    """Make the reasons of a criterion that a cue of the client's calls for.

    Args:
        cues: The cues; the first of them decides.
        acts: The acts any of which meets the criterion.
        within: In how many trainee turns after the cue; in all of them where it is None.
        never: Acts that spoil it in those turns.
        names_late: Whether one of the acts in a later turn is the same thing, said too late.
        names_before: Whether one of the acts before the cue is the same thing, said too early.
    """
    asked_by, wanted = tuple(cues), tuple(acts)

    def why(dialogue: IndexedDialogue, finding: Finding) -> Reason:
        cue = dialogue.first_cue(*asked_by)
        asked = {} if cue is None else {"asked": spoken(cue)}
        if finding.verdict == "met":
            return Reason("said", finding.evidence, asked)
        later = [] if cue is None else dialogue.trainee_turns_after(cue)
        if not later:
            return Reason("ended", None, asked)
        window = later if within is None else later[:within]
        spoilt = dialogue.first_act(*never, turns=window) if never else None
        if spoilt:
            return _told("rude" if spoilt.span.act == "discourteous" else "pressed", spoilt, **asked)
        inside = dialogue.first_act(*wanted, turns=window)
        if inside:
            return _told("not_counted", inside, **asked)
        late = dialogue.first_act(*wanted, turns=later) if names_late else None
        before = dialogue.first_act(*wanted) if names_before else None
        return _told("late" if late else "before" if before else "not_said", late or before, **asked)

    return why


def along_with(cue: str, acts: Iterable[str], others: Iterable[str], names: tuple[str, str]) -> Why:
    """Make the reasons of a criterion that wants two things said after a cue.

    Args:
        cue: The cue.
        acts: The acts any of which is the first thing.
        others: The acts any of which is the second thing.
        names: The reasons for the first thing alone, and for the second alone; each quotes what was said.
    """
    first, second = tuple(acts), tuple(others)
    either = after_cue((cue,), (*first, *second))

    def why(dialogue: IndexedDialogue, finding: Finding) -> Reason:
        reason = either(dialogue, finding)
        if reason.name != "not_counted":
            return reason
        at = dialogue.first_cue(cue)
        assert at is not None  # else nothing was called for
        later = dialogue.trainee_turns_after(at)
        halves = dialogue.first_act(*first, turns=later), dialogue.first_act(*second, turns=later)
        if all(halves):
            return reason
        return _told(names[0] if halves[0] else names[1], halves[0] or halves[1], asked=spoken(at))

    return why
