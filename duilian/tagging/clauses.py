"""Acts clause by clause: the third judge beside the CRF and the classifier of the whole turn.

A turn is cut at its marks and blanks; each clause is classified by its own n-grams, the edges of its neighbours, and
where it stands. An act is as likely in the turn as in its likeliest clause. Recognised speech without marks is one
clause: there the other two carry the weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from duilian.dialogue.context import NO_CONTEXT, TurnContext
from duilian.dialogue.model import ACTS, ActSpan
from duilian.language.text import clauses, narrow
from duilian.tagging.corpus import Example
from duilian.tagging.whole import TurnModel, grams

_EDGE = 8  # characters of a neighbouring clause that are looked at


def tokens(text: str, parts: Sequence[tuple[int, int]], context: TurnContext = NO_CONTEXT) -> list[list[str]]:
    """Feature strings of each clause."""
    said = [text[start:end] for start, end in parts]
    found = []
    for n, clause in enumerate(said):
        before = narrow(said[n - 1])[-_EDGE:] if n else "^"
        after = narrow(said[n + 1])[:_EDGE] if n + 1 < len(said) else "$"
        row = grams(clause, (1, 2, 3, 4))
        row += [f"b={before[i : i + size]}" for size in (2, 3) for i in range(len(before) - size + 1)]
        row += [f"a={after[i : i + size]}" for size in (2, 3) for i in range(len(after) - size + 1)]
        row += [f"n={min(n, 3)}", f"left={min(len(said) - n, 3)}", f"len={min(len(clause) // 4, 5)}"]
        found.append([*row, f"kind={context.kind}"] if context.kind else row)
    return found


def labels(parts: Sequence[tuple[int, int]], spans: Iterable[ActSpan]) -> list[set[str]]:
    """The acts of each clause: those that cover half of it, and those that have no larger share elsewhere."""
    found: list[set[str]] = [set() for _ in parts]
    for span in spans:
        shared = [max(0, min(end, span.end) - max(start, span.start)) for start, end in parts]
        for acts, (start, end), n in zip(found, parts, shared, strict=True):
            if n and (n * 2 >= end - start or n == max(shared)):
                acts.add(span.act)
    return found


def train_clauses(examples: Sequence[Example]) -> TurnModel:
    """Learn from labelled trainee turns which acts a clause does."""
    rows: list[list[str]] = []
    wanted: list[set[str]] = []
    for example in examples:
        parts = clauses(example.turn.text)
        rows += tokens(example.turn.text, parts, example.context)
        wanted += labels(parts, example.turn.acts)
    model = TurnModel()
    model.train(rows, wanted, ACTS)
    return model


def log_odds(
    model: TurnModel, text: str, context: TurnContext = NO_CONTEXT
) -> list[tuple[tuple[int, int], Any]]:
    """A turn → its clauses, and an array of the log-odds of the model's acts in each."""
    parts = clauses(text)
    return [
        (part, model.log_odds(model.part(row)))
        for part, row in zip(parts, tokens(text, parts, context), strict=True)
    ]
