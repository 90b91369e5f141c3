"""The client's words: a file for each temper in ``data/wordings``, sentences for each move.

A file has these parts:

- ``says``: move → sentences;
- ``visits``: sentences that take their place face to face;
- ``deals``: sentences that take their place where no appointment is at stake;
- ``again``: sentences for a move made once more;
- ``heard``: act of the trainee → move → sentences in answer to that act;
- ``cold`` and ``warm``, which may be left out: sentences while the client speaks in that tone.

A sentence may have fields in braces (``FIELDS``); it is used only where each of them has a value.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import Formatter
from typing import Any

from duilian import yamlfile
from duilian.dialogue.model import ACTS, CUES, Turn
from duilian.errors import DataError
from duilian.language import times
from duilian.roleplay.appointment import hour_words
from duilian.roleplay.facts.sheet import core_of
from duilian.roleplay.facts.telling import NOTHING_TOLD, FactWords, Telling, ask_back_sentences, fact_words
from duilian.roleplay.hearing import answered_already, shared_words
from duilian.roleplay.mirror import mirrored_fields
from duilian.roleplay.plan import MOVES_WITHOUT_CUE
from duilian.roleplay.reactions import QUESTIONS
from duilian.roleplay.scenario import TEMPERS, Scenario
from duilian.roleplay.state import RUDE_ACTS

_SCENARIO_FIELDS = ("title", "name", "surname", "org")
# What a sentence may mention: of the client, of the call, and of what the trainee said
# (duilian/roleplay/mirror.py).
FIELDS = (
    *_SCENARIO_FIELDS,
    *("agreed", "first", "second", "product", "caller", "company", "reason", "free"),
    "hour",  # at which it has time on the occasion agreed on
    "last",  # the client's own last words, asked for once more
    *("fact", "told", "chat"),  # what it tells of its own affairs: new, told before, small talk
    "confided",  # of these what it tells not everybody
    "sociable",  # small talk after which one who is acquainted or chatty asks back
    *("dealings", "hobby"),  # how it and the operator came together, what it likes: said of its own accord
)
_FIELDS_OF_THE_TALK = frozenset(
    {"first", "product", "dealings", "hobby", "caller", "company", "reason", "free"}
)
# Moves that state facts: where a scenario has sentences of its own for one of these, no others fit.
_FACTUAL_MOVES = frozenset(
    {"gatekeeper", "absent", "busy", "complaint", "feedback", "urgent", "unclear", "dropped"}
)
# Moves for which a scenario's own sentences come first.
_MOVES_ABOUT_ITSELF = _FACTUAL_MOVES | {
    "ask_detail",
    "ask_feature",
    "cannot_fix_time",
    "not_understand",
    "refuse_no_time",
    "noncommittal",
    "tell_needs",
    "receive",
}
# Moves that tell a story: a scenario's sentences for them come one after the other.
_MOVES_TOLD_IN_ORDER = frozenset({"complaint"})
# Moves that answer a question by facts: the sentence that speaks of what was asked comes first.
_MOVES_THAT_ANSWER = frozenset({"tell_needs", "feedback"})
_SPEAK = re.compile("[说讲谈聊问]|介绍|打扰|耽误|占用|汇报|快点|抓紧")
_SOON = re.compile("过会儿?|待会儿?|一会儿?|晚点|晚些")
_ASKS_NAME = re.compile("贵姓|怎么称呼|叫什么名字")
_OWN_FIRST_PROBABILITY = 0.5  # that a scenario's own sentences come first for any other move
_MIRROR_PROBABILITY = 0.6  # that sentences which take up what was said come first
_OFFERS_BEFORE_HELP = 2  # offers that did not suit, after which the client says when it is free
_TURNS_IN_ITS_EAR = 3
_TONE_PROBABILITY = 0.85  # that sentences in the tone in which the client speaks come first
_TO_THE_POINT = re.compile("正事|什么事|[问说]吧|别|直说")
_PARTS = ("says", "visits", "deals", "again", "heard")
_TONED = ("cold", "warm")
_MOVES = frozenset((*CUES, *MOVES_WITHOUT_CUE))

SentencesByMove = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wordings:
    """The sentences of one temper, in the parts that its file has."""

    says: SentencesByMove
    visits: SentencesByMove
    deals: SentencesByMove
    again: SentencesByMove
    heard: Mapping[str, SentencesByMove]
    tones: Mapping[str, SentencesByMove] = field(default_factory=dict)


@dataclass(frozen=True)
class Occasion:
    """When a move is said.

    Attributes:
        acts: The acts that the trainee has just done and had not done before.
        times_made: How often the client made the move before.
        spoken: All that the client has said so far.
        fields: The value of each field; "" where it has none.
        heard: The trainee's last words: a question that they answer is not asked.
        asked: The trainee's last turn.
        own: Sentences for just this move of this client; they come first.
        tone: One of ``duilian.roleplay.emotion.TONES``.
    """

    acts: Set[str]
    times_made: int
    spoken: Set[str]
    fields: Mapping[str, str]
    heard: str = ""
    asked: str = ""
    own: tuple[str, ...] = ()
    tone: str = "even"


def wording_fields(sentence: str) -> frozenset[str]:
    """The fields that a sentence mentions.

    Raises:
        ValueError: Its braces are not in pairs.
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def load_wordings(folder: Path) -> dict[str, Wordings]:
    """Read the files of all tempers: temper → its sentences.

    Raises:
        DataError: A file is not as it should be; the message names file and line.
    """
    return {temper: load_temper(folder / f"{temper}.yml") for temper in TEMPERS}


def load_temper(path: Path) -> Wordings:
    """Read the file of one temper.

    Raises:
        DataError: It is not as it should be; the message names file and line.
    """
    data = yamlfile.load(path)
    parts = set(data) - set(_TONED) if isinstance(data, dict) else set()
    if parts != set(_PARTS) or not isinstance(data["heard"], dict):
        raise DataError(f"说法文件应当有 {'、'.join(_PARTS)} 五部分", f"{path}:1")
    heard = {}
    for act, node in data["heard"].items():
        if act not in ACTS:
            place = f"{path}:{yamlfile.line_of(data['heard'], act)}"
            raise DataError(f"heard：没有“{act}”这个动作", place)
        heard[str(act)] = _parse_sentences(node, path, f"heard.{act}")
    says, visits, deals, again = (_parse_sentences(data[part], path, part) for part in _PARTS[:-1])
    tones = {tone: _parse_sentences(data[tone], path, tone) for tone in _TONED if tone in data}
    return Wordings(says, visits, deals, again, heard, tones)


def _parse_sentences(node: Any, path: Path, where: str) -> dict[str, tuple[str, ...]]:
    """Check a part of a file: move → list of sentences."""
    if not isinstance(node, dict):
        line = yamlfile.line_of(node) if isinstance(node, list) else 1
        raise DataError(f"{where} 应当是“说法: 一列句子”的形式", f"{path}:{line}")
    sentences: dict[str, tuple[str, ...]] = {}
    for move, texts in node.items():
        place = f"{path}:{yamlfile.line_of(node, move)}"
        if move not in _MOVES:
            raise DataError(f"{where}：客户没有“{move}”这一步", place)
        if not isinstance(texts, list) or not texts or not all(map(_is_text, texts)):
            raise DataError(f"{where}.{move} 应当是一列句子", place)
        for index, text in enumerate(texts):
            _check_sentence(text, f"{path}:{yamlfile.line_of(texts, index)}")
        sentences[move] = tuple(map(str, texts))
    return sentences


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_sentence(text: str, place: str) -> None:
    try:
        unknown = wording_fields(text) - set(FIELDS)
    except ValueError:
        raise DataError(f"“{text}”里的花括号不成对", place) from None
    if unknown:
        known = "、".join(FIELDS)
        raise DataError(f"“{text}”里没有 {min(unknown)} 这一项；可用的有：{known}", place)


def occasion_of(
    turns: Sequence[Turn],
    spoken: Sequence[tuple[str, str]],
    scenario: Scenario,
    move: str,
    agreed_time: str,
    telling: Telling = NOTHING_TOLD,
    seed: str = "",
    tone: str = "even",
) -> Occasion:
    """The occasion of a move.

    Args:
        turns: The call so far, with the trainee's acts.
        spoken: The client's moves so far, each with the words it was said in.
        scenario: Who the client is.
        move: The move to be said.
        agreed_time: The time agreed on; "" where there is none.
        telling: What the client tells of its affairs in this turn.
        seed: Seed of the session.
        tone: In which the client speaks in this turn.
    """
    acts = [frozenset(span.act for span in turn.acts) for turn in turns if turn.speaker == "trainee"]
    earlier = frozenset[str]().union(*acts[:-1]) - RUDE_ACTS
    times_made = sum(made == move for made, _ in spoken)
    fields = {name: str(getattr(scenario, name)) for name in _SCENARIO_FIELDS}
    helps = scenario.calendar.free and times_made >= _OFFERS_BEFORE_HELP
    fields["free"] = scenario.calendar.free[0] if helps else ""
    told_before = Counter(topic for turn in turns if turn.speaker == "client" for topic in turn.asks)
    rng = random.Random(f"{seed}/{telling.as_text()}/{times_made}")
    told, own = FactWords(), scenario.recalled.get(move, ()) if move == "tell_fact" or not times_made else ()
    if move == "pick_time" and agreed_time != scenario.memory.agreed:
        own = ()
    if move == "tell_fact":
        question = turns[-1].text if turns else ""
        told = fact_words(scenario.sheet, telling.told, told_before, scenario.temper, rng, question)
        if not set(telling.told) <= set(scenario.memory.told) - set(told_before):
            own = ()  # something that it has not told last time
    return Occasion(
        acts=acts[-1] - earlier if acts else frozenset(),  # a second introduction is no news
        times_made=times_made,
        spoken=frozenset(words for _, words in spoken),
        fields={
            **fields,
            "agreed": agreed_time,
            **mirrored_fields(turns, scenario),
            "hour": hour_words(agreed_time, scenario.client),
            "last": _last_words(turns),
            "dealings": _fact_of("earlier_dealings", scenario) if scenario.acquainted else "",
            "hobby": _fact_of("hobby", scenario),
            "fact": told.fresh.format_map(fields),
            "told": told.repeated.format_map(fields),
            "chat": told.chat.format_map(fields),
            "confided": told.confided.format_map(fields),
            "sociable": told.mutual.format_map(fields) if _asks_back(scenario, told.mutual) else "",
        },
        heard="\n".join([turn.text for turn in turns if turn.speaker == "trainee"][-_TURNS_IN_ITS_EAR:]),
        asked=turns[-1].text if turns else "",
        own=ask_back_sentences(scenario.sheet, telling.guarded) if move == "ask_back" else own,
        tone=tone,
    )


def _asks_back(scenario: Scenario, chat: str) -> bool:
    """Does it return a question about its well-being? Not who wants to come to the point."""
    sociable = scenario.acquainted or scenario.situation == "chatty"
    return sociable and not _TO_THE_POINT.search(chat)


def _fact_of(topic: str, scenario: Scenario) -> str:
    """The bare fact of a topic of its affairs; "" where there is none."""
    answers = scenario.sheet.answers.get(topic, ("",))
    said = answers[random.Random(f"{topic}/{len(answers)}").randrange(len(answers))]
    return core_of(said).format_map({name: getattr(scenario, name) for name in _SCENARIO_FIELDS})


def _last_words(turns: Sequence[Turn]) -> str:
    """What the client said in the turn before the trainee's last one."""
    before = [turn for turn in turns[:-1] if turn.speaker == "client" and turn.text]
    return before[-1].text if before else ""


def choose_wording(
    wordings: Wordings, scenario: Scenario, move: str, occasion: Occasion, seed: str
) -> str | None:
    """Choose the words for a move.

    Args:
        wordings: The sentences of the client's temper.
        scenario: Who the client is.
        move: What is to be said.
        occasion: When it is said.
        seed: Seed of the session; the same seed and occasion give the same words.

    Returns:
        A sentence with its fields filled in. None that was said before is taken while there are others. None
        when there is no sentence for the move.
    """
    words = _choose(wordings, scenario, move, occasion, seed)
    if words is None and occasion.heard:
        return _choose(wordings, scenario, move, replace(occasion, heard=""), seed)
    return words


def _choose(wordings: Wordings, scenario: Scenario, move: str, occasion: Occasion, seed: str) -> str | None:
    """As :func:`choose_wording`, among what the trainee's words have not answered."""
    rng = random.Random(f"{seed}/{move}/{occasion.times_made}")
    known = {name for name, value in occasion.fields.items() if value}
    fallback = None
    for group in _sentence_groups(wordings, scenario, move, occasion, rng):
        sentences = [sentence for sentence in group if wording_fields(sentence) <= known]
        if move in QUESTIONS:
            sentences = [s for s in sentences if not answered_already(s, occasion.heard)]
        sentences = [s for s in sentences if not _out_of_place(s, move, occasion)]
        if move not in _MOVES_TOLD_IN_ORDER or group != list(scenario.lines.get(move, ())):
            rng.shuffle(sentences)
        if rng.random() < _MIRROR_PROBABILITY:
            sentences.sort(key=lambda sentence: not wording_fields(sentence) & _FIELDS_OF_THE_TALK)
        if move in _MOVES_THAT_ANSWER:
            sentences.sort(key=lambda sentence: -shared_words(sentence, occasion.asked))
        for sentence in sentences:
            words = sentence.format_map(occasion.fields)
            if words not in occasion.spoken:
                return words
            fallback = words
    return fallback


def _out_of_place(sentence: str, move: str, occasion: Occasion) -> bool:
    """Does a sentence not fit what the trainee has said: it asks for a name that was told, and the like?"""
    if occasion.fields.get("caller") and _ASKS_NAME.search(sentence):
        return True
    if move == "listen" and "state_purpose" in occasion.acts and "什么事" in sentence:
        return True
    if move == "go_ahead":  # 您说吧, to who asked for something else than to speak
        return bool(_SPEAK.search(sentence)) and bool(occasion.asked) and not _SPEAK.search(occasion.asked)
    if move == "late_call":  # 过会儿再打, to who rings another day
        return bool(_SOON.search(sentence)) and bool(times.find_times(occasion.asked))
    return False


def _sentence_groups(
    wordings: Wordings, scenario: Scenario, move: str, occasion: Occasion, rng: random.Random
) -> list[list[str]]:
    """The sentences that fit a move, in groups, the best group first."""
    own = scenario.lines.get(move, ())
    # Outside appointment calls a no or a question is about this client's affairs, which only its scenario
    # knows.
    own_first = scenario.base != "phone_appointment" and move != "listen"
    answers = [
        sentence
        for act, sentences in wordings.heard.items()
        if act in occasion.acts
        for sentence in sentences.get(move, ())
    ]
    groups: list[Iterable[str]] = [occasion.own] if occasion.own else []
    toned = wordings.tones.get(occasion.tone, {}).get(move, ())
    of_a_deal = scenario.base != "phone_appointment" and move in wordings.deals
    parts_in_anger = occasion.tone == "cold" and move == "farewell"  # asks nobody to come again
    if toned and not parts_in_anger and (of_a_deal or rng.random() > _TONE_PROBABILITY):
        toned = ()
    if own and own_first:
        groups.append(own)
    if toned and (parts_in_anger or (occasion.tone == "cold" and not occasion.acts & RUDE_ACTS)):
        groups.append(toned)
    if answers:
        groups.append(answers)
    if occasion.times_made and move in wordings.again:
        groups.append(wordings.again[move])
    if toned:
        groups.append(toned)
    if own and not own_first and (move in _MOVES_ABOUT_ITSELF or rng.random() < _OWN_FIRST_PROBABILITY):
        groups.append(own)
    if not own or move not in _FACTUAL_MOVES:
        groups.append(_usual_sentences(wordings, scenario, move))
    return [list(group) for group in groups]


def _usual_sentences(wordings: Wordings, scenario: Scenario, move: str) -> tuple[str, ...]:
    """What is said for a move in this kind of conversation."""
    if scenario.visit and move in wordings.visits:
        return wordings.visits[move]
    if scenario.base != "phone_appointment" and move in wordings.deals:
        return wordings.deals[move]
    return wordings.says.get(move, ())
