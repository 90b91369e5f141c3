"""The tagger: acts and cues of single turns and of whole dialogues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duilian.dialogue.context import NO_CONTEXT, TurnContext, turn_contexts
from duilian.dialogue.model import ActSpan, Dialogue, Speaker, Turn
from duilian.errors import DataError
from duilian.tagging.fingerprint import version, write_version
from duilian.tagging.mention import plays_with_rules
from duilian.tagging.pipeline import load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

_Turns = Sequence[tuple[str, TurnContext]]
_Probabilities = dict[str, float]
# Each side is tagged in the light of what is known of the other, so the trainee's turns a second time
# (docs/tagging.md).
_PASSES: tuple[Speaker, ...] = ("trainee", "client", "trainee")


@dataclass(frozen=True)
class Prediction:
    """What the tagger says of a dialogue.

    Attributes:
        dialogue: The same words with acts and cues.
        probabilities: For each turn the probability of every act (of a trainee turn) or cue (of a client
            turn).
        contexts: For each turn what was known of its surroundings when it was tagged last.
        plays_with_rules: Whether the trainee does (``mention.py``), so that only clear acts count.
    """

    dialogue: Dialogue
    probabilities: tuple[_Probabilities, ...]
    contexts: tuple[TurnContext, ...] = ()
    plays_with_rules: bool = False


class Tagger:
    """A spaCy pipeline with the components act_tagger and cue_tagger, asked for turns and dialogues.

    Attributes:
        nlp: The pipeline.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def acts(self, text: str, context: TurnContext = NO_CONTEXT) -> tuple[ActSpan, ...]:
        """A trainee turn → its act spans in order."""
        return self._acts([(text, context)])[0][0]

    def cues(self, text: str, context: TurnContext = NO_CONTEXT) -> tuple[str, ...]:
        """A client turn → its cues, in the rubric's order."""
        return self._cues([(text, context)])[0][0]

    def label(self, dialogue: Dialogue) -> Dialogue:
        """A dialogue → the same words with acts and cues of the tagger."""
        return self.predict(dialogue).dialogue

    def predict(self, dialogue: Dialogue, cues_known: bool = False) -> Prediction:
        """Tag a whole dialogue.

        Args:
            dialogue: Its labels are not looked at.
            cues_known: Except for the cues, which are kept, as in a call played here.
        """
        turns = [Turn(t.speaker, t.text, cues=t.cues if cues_known else ()) for t in dialogue.turns]
        probabilities: list[_Probabilities] = [{} for _ in turns]
        contexts = turn_contexts(replace(dialogue, turns=tuple(turns)))
        for side in _PASSES:
            if side == "client" and cues_known:
                continue
            around = turn_contexts(replace(dialogue, turns=tuple(turns)))
            numbers = [n for n, turn in enumerate(turns) if turn.speaker == side]
            for n, (turn, likely) in zip(
                numbers, self._tag(side, [(turns[n].text, around[n]) for n in numbers]), strict=True
            ):
                turns[n], probabilities[n], contexts[n] = turn, likely, around[n]
        plays = plays_with_rules(t.text for t in turns if t.speaker == "trainee")
        if plays:
            only_clear = self._pipe("act_tagger").trained().only_clear
            for n, turn in enumerate(turns):
                if turn.speaker == "trainee":
                    acts, probabilities[n] = only_clear(turn.acts, probabilities[n])
                    turns[n] = replace(turn, acts=acts)
        labelled = replace(dialogue, turns=tuple(turns), verdicts=dialogue.verdicts if cues_known else {})
        return Prediction(labelled, tuple(probabilities), tuple(contexts), plays)

    def keep(self, path: Path, mark: str) -> None:
        """Write it to a folder.

        Args:
            path: The folder.
            mark: What tells this model from others (see :func:`~duilian.tagging.fingerprint.version`).
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self.nlp.to_disk(path)
        write_version(path, mark)

    def _tag(self, side: Speaker, turns: _Turns) -> list[tuple[Turn, _Probabilities]]:
        """Turns of one side → the same with acts or cues, and the probabilities of these."""
        texts = [text for text, _ in turns]
        if side == "trainee":
            acts = self._acts(turns)
            return [(Turn(side, text, acts=a), p) for text, (a, p) in zip(texts, acts, strict=True)]
        cues = self._cues(turns)
        return [(Turn(side, text, cues=c), p) for text, (c, p) in zip(texts, cues, strict=True)]

    # The components are asked directly: for a Doc of its own for each turn spaCy takes as long as they do.

    def _pipe(self, name: str) -> Any:
        return self.nlp.get_pipe(name)

    def _acts(self, turns: _Turns) -> list[tuple[tuple[ActSpan, ...], _Probabilities]]:
        predictions: list[tuple[tuple[ActSpan, ...], _Probabilities]]
        predictions = self._pipe("act_tagger").trained().predict_all(turns)
        return predictions

    def _cues(self, turns: _Turns) -> list[tuple[tuple[str, ...], _Probabilities]]:
        component = self._pipe("cue_tagger")
        return [(component.settings.counted(p), p) for p in component.trained().predict_all(turns)]


def load_tagger(path: Path) -> Tagger:
    """A trained tagger from its folder.

    Raises:
        DataError: Where there is none, or its files are damaged.
    """
    if not version(path):
        raise DataError("还没有训练好的标注器，请先运行 duilian train", str(path))
    return Tagger(load_pipeline(path))
