"""Labelled dialogues as spaCy's Examples, for ``nlp.evaluate``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from duilian.dialogue.context import NO_CONTEXT, TurnContext
from duilian.dialogue.model import CUES, Dialogue, Speaker, Turn
from duilian.tagging.tagger import Tagger

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training.example import Example


def turn_doc(
    nlp: Language,
    text: str,
    speaker: Speaker | None = None,
    context: TurnContext = NO_CONTEXT,
    plays_with_rules: bool = False,
) -> Doc:
    """A turn as a Doc that is not tagged yet, with what is known of it; ``nlp(doc)`` tags it.

    Args:
        nlp: The pipeline.
        text: The turn.
        speaker: Whose turn; None for both components.
        context: What surrounds it.
        plays_with_rules: Whether its trainee does, so that only clear acts count.
    """
    doc = nlp.make_doc(text)
    doc._.speaker, doc._.turn_context, doc._.plays_with_rules = speaker, context, plays_with_rules
    return doc


def labelled_doc(nlp: Language, turn: Turn) -> Doc:
    """A turn as people labelled it: acts in ``doc.spans["acts"]``, or cues in ``doc.cats``, 1 or 0."""
    from duilian.tagging.components import set_acts

    doc = turn_doc(nlp, turn.text, turn.speaker)
    if turn.speaker == "trainee":
        set_acts(doc, turn.acts)
    else:
        doc.cats = {cue: float(cue in turn.cues) for cue in CUES}
    return doc


def examples_of(nlp: Language, dialogues: Iterable[Dialogue]) -> Iterator[Example]:
    """Every turn of labelled dialogues, to be tagged as in the bare dialogue.

    What is known of a turn's surroundings is what the tagger says of them.

    So ``nlp.evaluate(examples_of(nlp, dialogues))`` gives the figures of ``scripts/evaluate`` for the same
    dialogues.
    """
    from spacy.training.example import Example

    tagger = Tagger(nlp)
    for dialogue in dialogues:
        prediction = tagger.predict(dialogue)
        for turn, context in zip(dialogue.turns, prediction.contexts, strict=True):
            doc = turn_doc(nlp, turn.text, turn.speaker, context, prediction.plays_with_rules)
            yield Example(doc, labelled_doc(nlp, turn))
