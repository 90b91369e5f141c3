"""What ``nlp.evaluate`` says of acts and cues: the figures of ``scripts/evaluate``, by spaCy's own means.

Labels are compared as sets a turn. A reference without ``doc.spans["acts"]`` has no acts annotated and says
nothing of acts; the same for ``doc.cats`` and cues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from spacy.scorer import PRFScore, Scorer
from spacy.tokens import Doc
from spacy.training.example import Example
from spacy.util import registry

from duilian.tagging.components import SPANS_KEY

Labels = Callable[[Doc], set[str]]


def label_scores(examples: Iterable[Example], name: str, gold: Labels, predicted: Labels) -> dict[str, Any]:
    """Precision, recall and F1 of labels over turns.

    Args:
        examples: Turns, predicted and as people labelled them.
        name: What the scores' names begin with.
        gold: The labels of a reference.
        predicted: The labels of a prediction.

    Returns:
        ``name_micro_p``, ``_r`` and ``_f`` over all labels, ``name_macro_f``, the mean over the labels that
        occur on either side, and ``name_f_per_type``, the three of each label.
    """
    by_label: dict[str, PRFScore] = defaultdict(PRFScore)
    for example in examples:
        right, ours = gold(example.reference), predicted(example.predicted)
        for label in right | ours:
            by_label[label].score_set({label} & ours, {label} & right)
    if not by_label:
        return {f"{name}_micro_f": None, f"{name}_macro_f": None}
    micro = sum(by_label.values(), PRFScore())
    return {
        f"{name}_micro_p": micro.precision,
        f"{name}_micro_r": micro.recall,
        f"{name}_micro_f": micro.fscore,
        f"{name}_macro_f": sum(score.fscore for score in by_label.values()) / len(by_label),
        f"{name}_f_per_type": {label: score.to_dict() for label, score in sorted(by_label.items())},
    }


def _acts(doc: Doc) -> set[str]:
    return {span.label_ for span in doc.spans.get(SPANS_KEY, [])}


def score_acts(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    """The scores of acts a turn, and ``acts_span_p``, ``_r``, ``_f``: with the very words people marked."""
    annotated = [example for example in examples if SPANS_KEY in example.reference.spans]
    spans = Scorer.score_spans(
        annotated,
        "acts_span",
        getter=lambda doc, _: doc.spans.get(SPANS_KEY, []),
        has_annotation=lambda doc: SPANS_KEY in doc.spans,
        allow_overlap=True,
    )
    return {**label_scores(annotated, "acts", _acts, _acts), **spans}


def score_cues(examples: Iterable[Example], *, threshold: float, **_: Any) -> dict[str, Any]:
    """The scores of cues a turn.

    Args:
        examples: Turns; a reference's ``cats`` are 1 for the cues that it carries.
        threshold: The probability from which a cue counts.
    """

    def gold(doc: Doc) -> set[str]:
        return {cue for cue, value in doc.cats.items() if value >= 0.5}

    def predicted(doc: Doc) -> set[str]:
        return {cue for cue, value in doc.cats.items() if value >= threshold}

    annotated = [example for example in examples if example.reference.cats]
    return label_scores(annotated, "cues", gold, predicted)


@registry.scorers("duilian.act_scorer.v1")
def make_act_scorer() -> Callable[..., dict[str, Any]]:
    """The scorer of ``act_tagger``."""
    return score_acts


@registry.scorers("duilian.cue_scorer.v1")
def make_cue_scorer() -> Callable[..., dict[str, Any]]:
    """The scorer of ``cue_tagger``."""
    return score_cues
