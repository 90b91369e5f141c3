"""What a criterion says of a dialogue: met with its evidence, missed, or not applicable."""

from __future__ import annotations

from dataclasses import dataclass

from duilian.dialogue.model import VerdictName


@dataclass(frozen=True)
class Evidence:
    """The trainee's own words that meet a criterion: ``text[start:end]`` of one turn.

    Attributes:
        turn: The number of the turn among all turns of the dialogue, from 0.
        start: The first character of the words in the turn's text, from 0.
        end: The character after the last.
    """

    turn: int
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """The verdict of one criterion on one dialogue, with the place it rests on.

    Attributes:
        verdict: ``met``, ``missed``, or ``na`` where the criterion does not apply.
        evidence: Where a met criterion is met; None for the other verdicts.
        turn: Of a missed criterion the turn where it belonged, from 0; None where no turn can be named.
        cue: The client's question that was left open, where the criterion is about questions.
    """

    verdict: VerdictName
    evidence: Evidence | None = None
    turn: int | None = None
    cue: str | None = None


NA = Finding("na")
