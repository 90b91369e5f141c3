"""Acts clause by clause.

A turn is cut at its marks and blanks; each clause is classified by its own n-grams, the edges of its
neighbours, and where it stands. An act is as likely in the turn as in its likeliest clause. Recognised speech
without marks is one clause: there the other classifiers carry the weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from duilian.dialogue.model import ACTS, ActSpan
from duilian.language.text import clauses, narrow
from duilian.tagging.corpus import Example
from duilian.tagging.ngrams import char_ngrams, view_ngrams
from duilian.tagging.text_classifier import TextClassifier

if TYPE_CHECKING:
    from numpy.typing import NDArray

Place = tuple[int, int]  # a clause of a turn: start and end, in characters from 0, end exclusive
_EDGE = 8  # characters of a neighbouring clause that are looked at


def clause_features(text: str, places: Sequence[Place], kind: str = "") -> list[list[str]]:
    """Feature strings of each clause of a turn.

    Args:
        text: The turn.
        places: Its clauses.
        kind: The kind of the conversation, "" where it is not known.
    """
    said = [text[start:end] for start, end in places]
    rows = []
    for n, clause in enumerate(said):
        before = narrow(said[n - 1])[-_EDGE:] if n else "^"
        after = narrow(said[n + 1])[:_EDGE] if n + 1 < len(said) else "$"
        row = char_ngrams(clause, (1, 2, 3, 4)) + view_ngrams(clause)
        row += [f"b={before[i : i + size]}" for size in (2, 3) for i in range(len(before) - size + 1)]
        row += [f"a={after[i : i + size]}" for size in (2, 3) for i in range(len(after) - size + 1)]
        row += [f"n={min(n, 3)}", f"left={min(len(said) - n, 3)}", f"len={min(len(clause) // 4, 5)}"]
        rows.append([*row, f"kind={kind}"] if kind else row)
    return rows


def acts_of_clauses(places: Sequence[Place], spans: Iterable[ActSpan]) -> list[set[str]]:
    """The acts of each clause: those that cover half of it, and those that have no larger share elsewhere."""
    acts_of: list[set[str]] = [set() for _ in places]
    for span in spans:
        shared = [max(0, min(end, span.end) - max(start, span.start)) for start, end in places]
        for acts, (start, end), n in zip(acts_of, places, shared, strict=True):
            if n and (n * 2 >= end - start or n == max(shared)):
                acts.add(span.act)
    return acts_of


def train_clauses(examples: Sequence[Example]) -> TextClassifier:
    """Learn from labelled trainee turns which acts a clause does."""
    rows: list[list[str]] = []
    wanted: list[set[str]] = []
    for example in examples:
        places = clauses(example.turn.text)
        rows += clause_features(example.turn.text, places, example.context.kind)
        wanted += acts_of_clauses(places, example.turn.acts)
    classifier = TextClassifier()
    classifier.train(rows, wanted, ACTS)
    return classifier


def clause_log_odds(
    classifier: TextClassifier, text: str, kind: str = ""
) -> list[tuple[Place, NDArray[Any]]]:
    """A turn → its clauses, and the log-odds of the classifier's labels in each."""
    places = clauses(text)
    return [
        (place, classifier.log_odds(classifier.contribution(row)))
        for place, row in zip(places, clause_features(text, places, kind), strict=True)
    ]
