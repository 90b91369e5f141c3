"""Feature strings of whole turns: what a turn says, and what surrounds it."""

from __future__ import annotations

from duilian.dialogue.context import NO_CONTEXT, TurnContext, labels
from duilian.language import times
from duilian.tagging.ngrams import char_ngrams, edge_ngrams, gapped_pairs, view_ngrams

_SIZES = (1, 2, 3, 4)


def trainee_words(text: str) -> list[str]:
    """A trainee turn's n-grams, those of its delexicalised view, how many times it offers, how long it is."""
    offered = min(len(times.alternatives(text)), 2)
    counted = [f"tm={offered}"] * 3 + [f"len={min(len(text) // 8, 8)}"]
    return char_ngrams(text, _SIZES) + view_ngrams(text) + counted


def trainee_context(context: TurnContext) -> list[str]:
    """What surrounds a trainee turn: the client's words and cues, what the trainee did last, its place."""
    rows = char_ngrams(context.said_before[-40:], (2, 3), "pv=")
    if context.place is None:
        return rows
    rows += [f"kind={context.kind}", *context.known] * 3 + [f"place={min(context.place, 6)}"] * 2
    rows += [f"pc={cue}" for cue in labels(context.before)] * 3
    rows += [f"po={act}" for act in labels(context.own)] * 2
    if context.left is None:
        return rows
    rows += [f"left={min(context.left, 4)}"] * 2
    return rows + edge_ngrams(context.said_after, "nx=") + [f"nc={cue}" for cue in labels(context.after)] * 3


def trainee_features(text: str, context: TurnContext = NO_CONTEXT) -> list[str]:
    """All features of a trainee turn."""
    return trainee_words(text) + trainee_context(context)


def client_words(text: str) -> list[str]:
    """A client turn's n-grams, those of its delexicalised view, its gapped pairs, how long it is."""
    length = [f"len={min(len(text) // 4, 8)}"]
    return char_ngrams(text, _SIZES) + view_ngrams(text) + gapped_pairs(text) + length


def client_context(context: TurnContext) -> list[str]:
    """What the trainee said and did before and after a client turn, the turn's place."""
    rows = edge_ngrams(context.said_before, "pv=", at_end=True)
    if context.place is None:
        return rows
    rows += [f"place={min(context.place, 4)}", f"kind={context.kind}"]
    rows += [f"pa={act}" for act in labels(context.before)] * 3
    if context.after is None:
        return [*rows, "last"]
    return rows + edge_ngrams(context.said_after, "nx=") + [f"na={act}" for act in labels(context.after)] * 3
