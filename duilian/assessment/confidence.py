"""How sure a verdict is: in how many of the ways the talk may have been meant it would stand.

The tagger gives each act and cue of each turn a probability. Labels are drawn from these again and again; the share of the
draws that agree with a verdict says how sure it is, and a measured curve what that is worth: the likeliest labels together are right
more often than any draw of them. So a verdict hanging on one doubtful label is doubtful, and one
that three labels support is not. docs/tagging.md has the curve of confidence against agreement with people's labels.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from duilian.assessment.talk import Finding
from duilian.dialogue.model import ACTS, CUES, ActSpan, Dialogue, Turn

Chances = Sequence[Mapping[str, float]]  # for each turn, the probability of each act or cue
DRAWS = 16
# The share of draws that agree, and how often people's labels gave the same verdict on voices not trained on (none where they
# say that the criterion does not apply).
_CURVE = (
    (0.0, 0.4),
    (0.25, 0.48),
    (0.38, 0.7),
    (0.62, 0.76),
    (0.72, 0.82),
    (0.85, 0.9),
    (0.94, 0.93),
    (1.0, 0.99),
)
_DOUBTFUL = (0.03, 0.97)  # a label outside these is not drawn: it is what was found
_GUESS = 12  # characters of an act that was not found but may be there


def confidences(
    dialogue: Dialogue, chances: Chances, judge: Callable[[Dialogue], Mapping[str, Finding]]
) -> dict[str, float]:
    """The confidence, 0 to 1, of what ``judge`` finds in a labelled dialogue, by criterion."""
    found = judge(dialogue)
    agree = dict.fromkeys(found, 0)
    judged: dict[object, Mapping[str, Finding]] = {}
    for reading in readings(dialogue, chances, DRAWS):
        labels = tuple((turn.acts, turn.cues) for turn in reading.turns)
        if labels not in judged:
            judged[labels] = judge(reading)
        for name, finding in judged[labels].items():
            agree[name] += finding.verdict == found[name].verdict
    return {name: _worth(n / DRAWS) for name, n in agree.items()}


def _worth(share: float) -> float:
    """A share of the draws → the probability that the verdict is right, along the straight pieces of the curve."""
    for (left, low), (right, high) in pairwise(_CURVE):
        if share <= right:
            return low + (high - low) * (share - left) / (right - left)
    return _CURVE[-1][1]


def readings(dialogue: Dialogue, chances: Chances, draws: int) -> Iterator[Dialogue]:
    """So many dialogues of the same words, their doubtful labels drawn by their chances; the same each time."""
    draw = random.Random(0)
    doubtful = [[(n, p) for n, p in turn.items() if _DOUBTFUL[0] < p < _DOUBTFUL[1]] for turn in chances]
    for _ in range(draws):
        turns = [_drawn(t, d, draw) if d else t for t, d in zip(dialogue.turns, doubtful, strict=True)]
        yield replace(dialogue, turns=tuple(turns))


def _drawn(turn: Turn, doubtful: list[tuple[str, float]], draw: random.Random) -> Turn:
    there = {name: draw.random() < p for name, p in doubtful}
    if turn.speaker == "client":
        cues = {c for c in turn.cues if there.get(c, True)} | {c for c, yes in there.items() if yes}
        return Turn("client", turn.text, cues=tuple(sorted(cues, key=CUES.index)))
    found = [s for s in turn.acts if there.get(s.act, True)]
    missing = {a for a, yes in there.items() if yes} - {s.act for s in turn.acts}
    end = min(len(turn.text), _GUESS)
    return Turn(
        "trainee",
        turn.text,
        acts=(*found, *(ActSpan(a, 0, end, 0.5) for a in sorted(missing, key=ACTS.index))),
    )
