"""Sentences for simulated trainees: turns of annotated dialogues, looked up by their acts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from duilian.dialogue.model import ActSpan, Context, Dialogue, Turn
from duilian.roleplay.scenario import Scenario


@dataclass(frozen=True)
class Sentence:
    """A trainee turn as someone said it.

    Attributes:
        turn: The turn with its acts.
        context: To whom it was said.
    """

    turn: Turn
    context: Context


class Phrasebook:
    """The trainee turns of annotated dialogues, looked up by the acts they do."""

    def __init__(self, dialogues: Iterable[Dialogue]) -> None:
        sentences = [Sentence(t, d.context) for d in dialogues for t in d.turns if t.speaker == "trainee"]
        self._sentences = [(frozenset(span.act for span in s.turn.acts), s) for s in sentences]

    def find(self, acts: str, rng: random.Random) -> Sentence:
        """Draw one of the sentences that come nearest to doing these acts and no others.

        Args:
            acts: Names of acts between blanks; "" for a sentence that does none.
            rng: Source of chance.
        """
        wanted = frozenset(acts.split())
        distances = [_distance(wanted, known) for known, _ in self._sentences]
        least = min(distances)
        nearest = [index for index, distance in enumerate(distances) if distance == least]
        return self._sentences[rng.choice(nearest)][1]


def _distance(wanted: frozenset[str], acts: frozenset[str]) -> int:
    """An act that is missing counts as much as three that are too many."""
    return 3 * len(wanted - acts) + len(acts - wanted)


def readdress(sentence: Sentence, scenario: Scenario) -> Turn:
    """Say a sentence to another client: title, organisation and product are put right, spans moved along."""
    context, text, spans = sentence.context, sentence.turn.text, sentence.turn.acts
    replacements = (
        (context.client_title, scenario.title),
        (context.client_org, scenario.org),
        (context.product, scenario.product),
    )
    for old, new in replacements:
        while old and new and old not in new and old in text:
            start = text.index(old)
            end, grown = start + len(old), len(new) - len(old)
            text = text[:start] + new + text[end:]
            spans = tuple(_moved_along(span, end, grown) for span in spans)
    return Turn("trainee", text, acts=spans)


def _moved_along(span: ActSpan, end: int, grown: int) -> ActSpan:
    """A span after the text up to ``end`` has grown by so many characters."""
    start = span.start + grown if span.start >= end else span.start
    stop = span.end + grown if span.end >= end else span.end
    return replace(span, start=start, end=max(stop, start + 1))
