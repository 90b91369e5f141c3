"""What a turn asks about the client's affairs, heard with the acts that the tagger found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duilian.dialogue.model import ActSpan
from duilian.roleplay.facts.question_model import QuestionModel
from duilian.roleplay.facts.topics import Topic

# Acts that ask about the client's affairs, or may: they speak for a question rather than against one.
_ASKING_ACTS = frozenset({"ask_needs", "small_talk", "invite_feedback", "greeting", "acknowledge"})


class QuestionReader:
    """Finds the topics of a turn."""

    def __init__(self, model: QuestionModel, topics: Mapping[str, Topic]) -> None:
        self._model = model
        self._chat = frozenset(topic.id for topic in topics.values() if topic.small_talk)

    def asks(self, text: str, acts: Iterable[ActSpan]) -> tuple[str, ...]:
        """The topics that a trainee turn asks for, in its order.

        Args:
            text: The turn.
            acts: What the tagger heard in it.
        """
        heard = [(span.start, span.end) for span in acts if span.act not in _ASKING_ACTS]
        return self._model.asked(text, self._chat, heard)
