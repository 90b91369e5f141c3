"""How sure a verdict is: in how many of the ways the dialogue may have been meant it would stand.

The tagger gives each act and cue of each turn a probability. Labels are drawn from these again and again (a
Monte Carlo estimate). The share of the draws that agree with a verdict says how sure it is. A verdict that
hangs on one doubtful label is doubtful; one that three labels support is not. The share is too low a figure,
because the likeliest labels together are right more often than any draw of them; a measured calibration curve
turns it into a probability. docs/tagging.md shows how well that agrees with people's labels.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from duilian.assessment.finding import Finding
from duilian.dialogue.model import ACTS, CUES, ActSpan, Dialogue, Turn, VerdictName

LabelProbabilities = Sequence[Mapping[str, float]]
"""For each turn of a dialogue, label → probability, 0 to 1: acts of trainee turns, cues of client turns."""

SURE = 0.85
"""Praise less sure is not given: one in four or five such verdicts is wrong."""

SURE_TO_BLAME = 0.92
"""A reproach less sure is not made: to accuse wrongly costs more than not to praise (docs/evaluation.md)."""

DRAWS = 32
"""How many times labels are drawn."""

# The share of draws that agree → how often people's labels gave the same verdict on voices not trained on
# (none where they say that the criterion does not apply).
_CALIBRATION_CURVE = (
    (0.0, 0.4),
    (0.25, 0.48),
    (0.38, 0.7),
    (0.62, 0.76),
    (0.72, 0.82),
    (0.85, 0.9),
    (0.94, 0.93),
    (1.0, 0.99),
)
_DOUBTFUL = (
    0.03,
    0.97,
)  # a label is drawn between these probabilities; outside them it is taken as the tagger gave it
_ASSUMED_LENGTH = 12  # characters of an act that the tagger did not give but that may be there


def is_doubtful(verdict: VerdictName | str, confidence: float | None) -> bool:
    """Is the machine so unsure of a verdict that it neither praises nor blames, and a trainer looks first?

    Args:
        verdict: What it says, ``met`` or ``missed``.
        confidence: The probability, 0 to 1, that the verdict is right; None where the labels are taken as
            they are.
    """
    return confidence is not None and confidence < (SURE_TO_BLAME if verdict == "missed" else SURE)


def confidences(
    dialogue: Dialogue,
    probabilities: LabelProbabilities,
    criteria: Callable[[Dialogue], Mapping[str, Finding]],
) -> dict[str, float]:
    """The confidence, 0 to 1, of each criterion's verdict on a labelled dialogue.

    Args:
        dialogue: The dialogue with its likeliest labels.
        probabilities: Of each turn the probability of each label.
        criteria: Gives the finding of each criterion on a labelled dialogue.

    Returns:
        Criterion → probability that its verdict is right.
    """
    findings = criteria(dialogue)
    agreeing = dict.fromkeys(findings, 0)
    by_labels: dict[object, Mapping[str, Finding]] = {}
    for sample in sample_labels(dialogue, probabilities, DRAWS):
        labels = tuple((turn.acts, turn.cues) for turn in sample.turns)
        if labels not in by_labels:
            by_labels[labels] = criteria(sample)
        for name, finding in by_labels[labels].items():
            agreeing[name] += finding.verdict == findings[name].verdict
    return {name: calibrated(count / DRAWS) for name, count in agreeing.items()}


def calibrated(share: float) -> float:
    """The share of draws that agree, 0 to 1 → the probability that the verdict is right.

    Interpolated along the straight pieces of the calibration curve.
    """
    for (left, low), (right, high) in pairwise(_CALIBRATION_CURVE):
        if share <= right:
            return low + (high - low) * (share - left) / (right - left)
    return _CALIBRATION_CURVE[-1][1]


def sample_labels(dialogue: Dialogue, probabilities: LabelProbabilities, draws: int) -> Iterator[Dialogue]:
    """``draws`` dialogues of the same words, their doubtful labels drawn; the same ones each time."""
    draw = random.Random(0)
    low, high = _DOUBTFUL
    doubtful = [[(name, p) for name, p in turn.items() if low < p < high] for turn in probabilities]
    for _ in range(draws):
        turns = [
            _sample_turn(turn, labels, draw) if labels else turn
            for turn, labels in zip(dialogue.turns, doubtful, strict=True)
        ]
        yield replace(dialogue, turns=tuple(turns))


def _sample_turn(turn: Turn, doubtful: list[tuple[str, float]], draw: random.Random) -> Turn:
    """The turn with each doubtful label there or not; an act that comes new stands at the text's start."""
    drawn = {name: draw.random() < p for name, p in doubtful}
    there = {name for name, yes in drawn.items() if yes}
    if turn.speaker == "client":
        cues = {cue for cue in turn.cues if drawn.get(cue, True)} | there
        return Turn("client", turn.text, cues=tuple(sorted(cues, key=CUES.index)))
    kept = [span for span in turn.acts if drawn.get(span.act, True)]
    added = sorted(there - {span.act for span in turn.acts}, key=ACTS.index)
    end = min(len(turn.text), _ASSUMED_LENGTH)
    return Turn("trainee", turn.text, acts=(*kept, *(ActSpan(act, 0, end, 0.5) for act in added)))
