"""What a criterion says of a dialogue: met with its evidence, missed, or not applicable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
class Named:
    """Something of the conversation that ``data/rubric.yml`` has a word for: a question, a part of the pitch.

    Attributes:
        name: Its name under ``words`` there.
        turn: The number of its turn, from 0.
    """

    name: str
    turn: int


Fact = str | tuple[Named, ...]
"""What stands in the braces of a reason's sentence: Chinese words or a figure, or things that are named."""


@dataclass(frozen=True)
class Reason:
    """Why a verdict was reached: a name of the rubric's enumeration and what its sentence speaks of.

    Attributes:
        name: One of the reasons of its criterion under ``reasons`` in ``data/rubric.yml``.
        quote: The words of the trainee's that the sentence quotes; None where it quotes none.
        facts: What else stands in the sentence's braces, by its name there.
    """

    name: str
    quote: Evidence | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """The verdict of one criterion on one dialogue, with the place it rests on.

    Attributes:
        verdict: ``met``, ``missed``, or ``na`` where the criterion does not apply.
        evidence: Where a met criterion is met; None for the other verdicts.
        turn: Of a missed criterion the turn where it belonged, from 0; None where no turn can be named.
        cue: The client's question that was left open, where the criterion is about questions.
        reason: Why, where the criterion itself says so; else :mod:`duilian.assessment.reasons` works it out.
    """

    verdict: VerdictName
    evidence: Evidence | None = None
    turn: int | None = None
    cue: str | None = None
    reason: Reason | None = None


NA = Finding("na")
