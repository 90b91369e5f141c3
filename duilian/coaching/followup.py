"""The record of a visit (handbook 3, “拜访后跟进”) against what was said: noted, missed, not to be found.

Outside the score. Whoever takes notes puts things its own way, so words are held against words by their
content (:mod:`duilian.coaching.content`) and times by what they mean; in doubt a note is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from duilian.assessment.indexed_dialogue import TIME_OFFERS, IndexedDialogue
from duilian.assessment.quoting import quotable, whole_clauses
from duilian.coaching.content import content_of, tells_of
from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.language import times
from duilian.language.times import TimeMention
from duilian.texts import sentence

MAX_NOTE = 500  # characters of one field
_PROMISES = ("promise_feedback", "offer_material")
_RESTATING = ("confirm_appointment", "defer_call")  # acts whose times may stand in the record too
_FIELD_OF_MOVE = {"tell_needs": "needs", "complaint": "opinions", "feedback": "opinions"}
_OWN_AFFAIRS = "tell_fact"  # what it answers about itself; in small talk it need not be written down
_LEAST_NUMBER = 10  # smaller ones are counted by who takes notes (in three places), so they prove nothing


@dataclass(frozen=True)
class FollowUp:
    """What a trainee wrote down after a visit; empty where nothing was.

    Attributes:
        needs: What the client needs, how it is placed.
        opinions: What it thinks of the service, complaints too.
        promises: What the trainee promised.
        agreed: When they meet or speak again.
        next_step: What the trainee does next; compared with nothing.
    """

    needs: str = ""
    opinions: str = ""
    promises: str = ""
    agreed: str = ""
    next_step: str = ""

    @property
    def whole(self) -> str:
        """All of it, a line each field: what stands in another field than it belongs to is noted too."""
        return "\n".join(vars(self).values())


FIELDS = tuple(FollowUp.__dataclass_fields__)


def parse_followup(given: Mapping[str, str]) -> FollowUp:
    """A record as it was typed.

    Args:
        given: Field of :class:`FollowUp` → its text; those left out are empty.

    Raises:
        DataError: All of it is empty, or a field is too long.
    """
    notes = FollowUp(**{name: given.get(name, "").strip() for name in FIELDS})
    if not notes.whole.strip():
        raise DataError(sentence("coaching.followup.empty"))
    if any(len(text) > MAX_NOTE for text in vars(notes).values()):
        raise DataError(sentence("coaching.followup.long", most=MAX_NOTE))
    return notes


@dataclass(frozen=True)
class SaidFact:
    """Something that was said and belongs into the record.

    Attributes:
        field: The field of :class:`FollowUp` that it belongs to.
        turn: The number of the turn, from 0.
        words: The words.
        noted: Does the record tell of it?
    """

    field: str
    turn: int
    words: str
    noted: bool = False


@dataclass(frozen=True)
class Unfounded:
    """A clause of the record that nothing in the conversation bears out."""

    field: str
    words: str


@dataclass(frozen=True)
class FollowUpCheck:
    """A record held against its conversation.

    Attributes:
        facts: What belonged into it, in the order of the fields, then of the turns.
        unfounded: What stands in it and was not to be found.
    """

    facts: tuple[SaidFact, ...]
    unfounded: tuple[Unfounded, ...]

    @property
    def noted(self) -> int:
        """How many facts were noted."""
        return sum(fact.noted for fact in self.facts)


def check_followup(
    dialogue: Dialogue, notes: FollowUp, moves: Iterable[tuple[str, str]] = (), known: str = ""
) -> FollowUpCheck:
    """Hold a record against its conversation.

    Args:
        dialogue: The conversation with its labels.
        notes: The record.
        moves: The client's moves in order, each with its words, where they are known; else cues tell.
        known: What the trainee knew beforehand, which may stand in the record too.
    """
    indexed = IndexedDialogue(dialogue)
    said = [*_told(dialogue, tuple(moves)), *_promised(indexed)]
    facts = [
        SaidFact(fact.field, fact.turn, fact.words, tells_of(notes.whole, fact.words))
        for fact in said
        if len(content_of(fact.words).marks) > 1
    ]
    facts.sort(key=lambda fact: (FIELDS.index(fact.field), fact.turn))
    agreed = _agreed(indexed)
    if agreed is not None:
        turn, words, when = agreed
        facts.append(SaidFact("agreed", turn, words, _name_one_of(_points(notes.whole), when)))
    unfounded = _not_said(dialogue, notes, known)
    if _at_another_time(indexed, notes.agreed, agreed[2] if agreed else ()):
        unfounded.append(Unfounded("agreed", notes.agreed))
    return FollowUpCheck(tuple(facts), tuple(unfounded))


def _told(dialogue: Dialogue, moves: Sequence[tuple[str, str]]) -> Iterator[SaidFact]:
    """What the client told of its needs and thinks of the service."""
    clients = [(n, turn) for n, turn in enumerate(dialogue.turns) if turn.speaker == "client"]
    if moves:
        for move, words in dict.fromkeys(moves):
            place = next((n for n, turn in clients if words in turn.text), None)
            if place is None:
                continue
            if move in _FIELD_OF_MOVE:
                yield SaidFact(_FIELD_OF_MOVE[move], place, words)
            elif move == _OWN_AFFAIRS and _was_asked(dialogue, place):
                yield SaidFact("needs", place, words)
        return
    for n, turn in clients:
        if {"complaint", "feedback"} & set(turn.cues):
            yield SaidFact("opinions", n, turn.text)
        elif not turn.cues and _was_asked(dialogue, n):
            yield SaidFact("needs", n, turn.text)


def _was_asked(dialogue: Dialogue, n: int) -> bool:
    """Does a turn answer a question about the client's needs, rather than small talk?"""
    return n > 0 and any(span.act == "ask_needs" for span in dialogue.turns[n - 1].acts)


def _promised(indexed: IndexedDialogue) -> Iterator[SaidFact]:
    """What the trainee promised, in whole clauses; those that touch are one promise."""
    places: dict[int, list[tuple[int, int]]] = {}
    for act in indexed.acts(_PROMISES):
        start, end = whole_clauses(indexed.turn(act.turn).text, act.span.start, act.span.end)
        in_turn = places.setdefault(act.turn, [])
        if in_turn and start <= in_turn[-1][1] + 1:
            in_turn[-1] = in_turn[-1][0], max(end, in_turn[-1][1])
        else:
            in_turn.append((start, end))
    for turn, spans in places.items():
        yield from (SaidFact("promises", turn, indexed.turn(turn).text[a:b]) for a, b in spans)


def _points(text: str) -> tuple[TimeMention, ...]:
    """The times a text names that can be told apart: no durations, no “some day”."""
    return tuple(time for time in times.find_times(text) if time.kind not in ("duration", "vague"))


def _agreed(indexed: IndexedDialogue) -> tuple[int, str, tuple[TimeMention, ...]] | None:
    """The turn and the clauses in which a time was agreed, and the time; None where none was.

    The client's own words go before; where it only agreed, how it was confirmed, else what was offered.
    """
    if indexed.settled_at is None:
        return None
    later = indexed.trainee_turns_after(indexed.settled_at)
    before = [n for n in indexed.trainee_turns if n < indexed.settled_at]
    confirmed = [act.turn for act in indexed.acts(("confirm_appointment",), later)]
    offered = [act.turn for act in indexed.acts(TIME_OFFERS, before)][-1:]
    for n in (indexed.settled_at, *confirmed, *offered):
        text = indexed.turn(n).text
        when = _points(text)
        if when:
            start, end = whole_clauses(text, when[0].start, when[-1].end)
            return n, text[start:end], when
    return None


def _name_one_of(written: Iterable[TimeMention], when: Iterable[TimeMention]) -> bool:
    possible = tuple(when)
    return any(times.compatible(a, b) for a in written for b in possible)


def _at_another_time(indexed: IndexedDialogue, note: str, agreed: Sequence[TimeMention]) -> bool:
    """Does the note name times, and none that was agreed, promised or, where none was agreed, spoken of?

    Times of promises are compared by their words: today, as in “I report it today”, may be any day.
    """
    written = _points(note)
    promised = " ".join(fact.words for fact in _promised(indexed))
    if any(note[time.start : time.end] in promised for time in written):
        return False
    turns = [act.turn for act in indexed.acts(_RESTATING)] if agreed else range(len(indexed.turns))
    spoken = [*agreed, *(time for n in turns for time in _points(indexed.turn(n).text))]
    return bool(written) and not _name_one_of(written, spoken)


def _not_said(dialogue: Dialogue, notes: FollowUp, known: str) -> list[Unfounded]:
    """The clauses of the record of which nothing was said: no pair of content, or a number nobody named."""
    context = (str(value) for value in vars(dialogue.context).values() if isinstance(value, str))
    ground = content_of("\n".join((*(turn.text for turn in dialogue.turns), *context, known)))
    made = []
    for field in ("needs", "opinions", "promises"):
        note = vars(notes)[field]
        for start, end in quotable(note):
            words = note[start:end]
            written = content_of(words)
            common = len(written.marks & ground.marks)
            strange = not written.pairs & ground.pairs and 2 * common < len(written.marks)
            if len(written.marks) > 1 and (strange or not _numbers(words) <= ground.marks):
                made.append(Unfounded(field, words))
    return made


def _numbers(words: str) -> frozenset[str]:
    """The numbers of a note that are not part of a time, from :data:`_LEAST_NUMBER` on."""
    for time in reversed(times.find_times(words)):
        words = words[: time.start] + " " + words[time.end :]
    marks = content_of(words).marks
    return frozenset(m for m in marks if re.fullmatch("[0-9]+", m) and int(m) >= _LEAST_NUMBER)
