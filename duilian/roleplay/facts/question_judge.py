"""How likely a topic is asked for, by its scores in a sentence and in the clauses of it.

The scores alone do not tell: a long sentence has lower ones, a clause higher ones, and words without a
question in them mostly ask nothing. What they are worth was learnt on voices that the scores were not learnt
from (:mod:`duilian.roleplay.facts.question_training`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from duilian.language.text import clauses
from duilian.roleplay.facts.question_form import looks_like_question, sentences_of
from duilian.roleplay.facts.topics import NO_TOPIC

_MARK = re.compile(r"[?？]\s*$")
_LOWEST = -1.0  # the score of a label that a model does not have
_BEST_OF_SENTENCE = 3

Scores = Callable[[str], Mapping[str, float]]


@dataclass(frozen=True)
class Candidate:
    """A topic that a sentence may ask for.

    Attributes:
        topic: Its key.
        place: The clause that speaks most for it.
        facts: What is known of it, numbers that a :class:`Judge` weighs.
    """

    topic: str
    place: int
    facts: tuple[float, ...]


@dataclass(frozen=True)
class Judge:
    """A logistic regression over what is known of a candidate.

    Attributes:
        weights: One for each fact; none in one that goes by the scores alone.
        bias: What is added.
    """

    weights: tuple[float, ...] = ()
    bias: float = 0.0

    def chance(self, candidate: Candidate) -> float:
        """How likely it is that the topic is asked for, 0 to 1."""
        if not self.weights:
            score, nothing, ahead = candidate.facts[0], candidate.facts[3], candidate.facts[5]
            return 0.9 if score > nothing and ahead > 0 else 0.1
        total = self.bias + sum(w * x for w, x in zip(self.weights, candidate.facts, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def candidates(text: str, scores: Scores, chat: Collection[str]) -> list[list[Candidate]]:
    """The topics that each sentence of a turn may ask for: the best of it, of its clauses, and of the turn.

    Args:
        text: The turn.
        scores: Text → label → score.
        chat: Topics of small talk.
    """
    sentences = sentences_of(text)
    turn = scores(text) if len(sentences) > 1 else None
    return [
        _of_sentence(sentence, scores, chat, turn, last=number == len(sentences) - 1)
        for number, sentence in enumerate(sentences)
    ]


def _of_sentence(
    sentence: str, scores: Scores, chat: Collection[str], turn: Mapping[str, float] | None, last: bool
) -> list[Candidate]:
    whole = dict(scores(sentence))
    parts = [sentence[start:end] for start, end in clauses(sentence)]
    of_parts = [dict(scores(part)) for part in parts] if len(parts) > 1 else [dict(whole)]
    nothing = whole.pop(NO_TOPIC, _LOWEST)
    nothings = [part.pop(NO_TOPIC, _LOWEST) for part in of_parts]
    around = {label: score for label, score in (turn or whole).items() if label != NO_TOPIC}
    form, marked = looks_like_question(sentence), bool(_MARK.search(sentence))
    forms = [looks_like_question(part) for part in parts] if len(parts) > 1 else [form]
    forms[-1] = forms[-1] or marked
    names = sorted(whole, key=whole.__getitem__, reverse=True)[:_BEST_OF_SENTENCE]
    names += [max(part, key=part.__getitem__) for part in of_parts]
    names += [max(around, key=around.__getitem__)] if form else []
    found = []
    for topic in dict.fromkeys(names):
        place = max(range(len(of_parts)), key=lambda i: of_parts[i][topic])
        score, in_part = whole[topic], of_parts[place][topic]
        ahead, part_ahead = score - _rival(whole, topic), in_part - _rival(of_parts[place], topic)
        chatty, several = topic in chat, turn is not None
        facts = (
            *(score, in_part, max(score, in_part), nothing, nothings[place]),
            *(ahead, part_ahead, min(0.0, ahead), min(0.0, part_ahead)),
            *(form, forms[place], marked, chatty, chatty and form),
            *(form * score, form * nothing, math.log(len(sentence)), len(parts)),
            *(several, several and not last, several and chatty and not form),
            *(several * around[topic], several * (around[topic] - _rival(around, topic))),
        )
        found.append(Candidate(topic, place, tuple(map(float, facts))))
    return found


def _rival(scores: Mapping[str, float], topic: str) -> float:
    """The best score of another topic."""
    return max((score for name, score in scores.items() if name != topic), default=_LOWEST)
