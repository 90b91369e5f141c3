"""What a client tells of what it was asked: to whom it speaks of a topic, and the words of the facts.

A question gets an answer, never a filler: the fact, a question in return, or that it does not know.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from duilian.roleplay.facts.checking import answer_supposed, longest_shared
from duilian.roleplay.facts.sheet import FactSheet, core_of, more_of
from duilian.roleplay.facts.topics import Topic

# How often a client of each temper says more than it was asked for.
_TALKATIVE = {"warm": 0.85, "plain": 0.35, "gruff": 0.0}
_UNKNOWN_TOPIC = Topic("", "")
# Small talk that one asks in return: 吃过了，您呢？
_ASKED_IN_RETURN = frozenset(
    {"busy_now", "trade_now", "meal", "weekend", "how_are_you", "family", "children"}
)
# Topics whose answers judge → of what, said with them where several are told in one breath.
_SUBJECTS = {
    "signal": "信号",
    "satisfaction": "用着",
    "trade_now": "生意",
    "health": "身体",
    "weather": "天气",
}


@dataclass(frozen=True)
class Telling:
    """What becomes of the topics asked for in a turn.

    Attributes:
        told: Those of which the client says what is true.
        guarded: Those of which it does not speak to this trainee.
        unknown: It does not know one of them, or no topic covers what was asked.
    """

    told: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    unknown: bool = False

    def as_text(self) -> str:
        """The topics told and guarded in one line, for the tracker."""
        return f"{','.join(self.told)}|{','.join(self.guarded)}"

    @classmethod
    def from_text(cls, text: str) -> Telling:
        """What :meth:`as_text` gave, without what is not known."""
        told, _, guarded = text.partition("|")
        return cls(tuple(filter(None, told.split(","))), tuple(filter(None, guarded.split(","))))


NOTHING_TOLD = Telling()


def decide_telling(asked: Iterable[str], sheet: FactSheet, trusts: bool, gatekeeper: bool = False) -> Telling:
    """Decide what becomes of the topics asked for.

    Args:
        asked: The topics, in their order.
        sheet: What is true of the client.
        trusts: It knows with whom it speaks, and about what.
        gatekeeper: Someone else speaks, who knows and tells less.
    """
    told, guarded, unknown = [], [], False
    for name in asked:
        topic = sheet.topics.get(name, _UNKNOWN_TOPIC)
        if gatekeeper and not (topic.anyone or topic.small_talk):
            unknown = True
        elif topic.private == "never" or (topic.private == "trusted" and not trusts):
            guarded.append(name)
        elif name in sheet.answers:
            told.append(name)
        else:
            unknown = True
    return Telling(tuple(told), tuple(guarded), unknown)


@dataclass(frozen=True)
class FactWords:
    """What is told, in words without an end mark.

    Attributes:
        fresh: Facts of which some are new.
        repeated: Facts that were told before.
        confided: Fresh facts of which it does not speak to everybody.
        chat: Small talk alone.
        mutual: Small talk that one asks in return.
    """

    fresh: str = ""
    repeated: str = ""
    confided: str = ""
    chat: str = ""
    mutual: str = ""


def fact_words(
    sheet: FactSheet,
    topics: Sequence[str],
    told_before: Mapping[str, int],
    temper: str,
    rng: random.Random,
    question: str = "",
) -> FactWords:
    """Put facts into words in a client's manner: the gruff say the bare fact, the warm a word more.

    Args:
        sheet: What is true of the client.
        topics: What it tells.
        told_before: Topic → how often it has told it before.
        temper: Its temper.
        rng: Source of chance.
        question: The trainee's turn; one that supposes something is told whether that is so.
    """
    said, new, chat = [], False, True
    for place, name in enumerate(topics):
        answers, before = sheet.answers[name], told_before.get(name, 0)
        chatty = sheet.topics.get(name, _UNKNOWN_TOPIC).small_talk
        chat = chat and chatty
        fresh = chatty or before < len(answers)
        start = random.Random(f"{name}/{len(answers)}").randrange(len(answers)) if chatty else 0
        answer = answers[(start + before) % len(answers)] if fresh else answers[0]
        if chatty and not before:
            answer = max((answer, *answers), key=lambda told: longest_shared(question, core_of(told)) // 2)
        new = new or fresh
        more = more_of(answer)
        last = place == len(topics) - 1
        adds = bool(more) and fresh and last and rng.random() < _TALKATIVE[temper]
        core = core_of(answer)
        subject = _SUBJECTS.get(name, "") if len(topics) > 1 else ""
        core = core if subject in core else f"{subject}{core}"
        said.append(f"{core}，{more}" if adds else core)
    words = "，".join(dict.fromkeys(said))
    if len(topics) == 1:
        words = answer_supposed(question, words, chat)
    if chat:
        return FactWords(chat=words, mutual=words if _ASKED_IN_RETURN.issuperset(topics) else "")
    if not new:
        return FactWords(repeated=words)
    trusted = any(sheet.topics.get(name, _UNKNOWN_TOPIC).private == "trusted" for name in topics)
    return FactWords(fresh=words, confided=words if trusted else "")


def ask_back_sentences(sheet: FactSheet, topics: Iterable[str]) -> tuple[str, ...]:
    """The sentences by which the client asks back about topics that it does not speak of."""
    return tuple(text for name in topics if name in sheet.topics for text in sheet.topics[name].ask_back)
