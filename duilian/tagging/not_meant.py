"""Acts whose words are there and which are not meant.

Talk about the rules, frames without content, what others said, what is denied, key words without a sentence:
all are taken out of the spans after the classifiers have answered, and lowered in the probabilities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from duilian.dialogue.model import ActSpan
from duilian.tagging.circular import says_nothing
from duilian.tagging.denied import is_denied
from duilian.tagging.keywords import needs_a_sentence, only_keywords
from duilian.tagging.mention import talked_about, talks
from duilian.tagging.reported import is_reported


@dataclass(frozen=True)
class NotMeant:
    """The thresholds of this step, from trials by voice (docs/tagging.md).

    Attributes:
        clear: The probability from which an act counts in a turn that talks about rules.
        mentioned: The probability that an act taken out gets: how often such an act was meant all the same.
    """

    clear: float
    mentioned: float

    def without(
        self, text: str, spans: Sequence[ActSpan], probabilities: Mapping[str, float]
    ) -> tuple[list[ActSpan], dict[str, float]]:
        """A turn's spans and probabilities, without what is not meant."""
        kept = [s for s in spans if not says_nothing(s.act, text[s.start : s.end])]
        kept = [s for s in kept if not _is_told_or_denied(s, text)]
        # Who is courteous between the words speaks in short, and means it.
        if all(needs_a_sentence(s.act) for s in kept) and only_keywords(text):
            kept = []
        if talks(text):
            clear = (s for s in kept if probabilities[s.act] >= self.clear)
            kept = [s for s in clear if not talked_about(text, s.start, s.end)]
        return kept, self._lowered(probabilities, spans, kept)

    def only_clear(
        self, spans: Sequence[ActSpan], probabilities: Mapping[str, float]
    ) -> tuple[tuple[ActSpan, ...], dict[str, float]]:
        """Of a turn's acts those that are clear, for a trainee who plays with the rules (``mention.py``)."""
        kept = tuple(s for s in spans if probabilities[s.act] >= self.clear)
        return kept, self._lowered(probabilities, spans, kept)

    def _lowered(
        self, probabilities: Mapping[str, float], spans: Iterable[ActSpan], kept: Iterable[ActSpan]
    ) -> dict[str, float]:
        """The probabilities of a turn's acts, where of its spans only these were kept."""
        lost = {s.act for s in spans} - {s.act for s in kept}
        return {**probabilities, **{act: min(probabilities[act], self.mentioned) for act in lost}}


def _is_told_or_denied(span: ActSpan, text: str) -> bool:
    place = span.act, text, span.start, span.end
    return is_reported(*place) or is_denied(*place)
