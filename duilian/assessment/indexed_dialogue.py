"""A dialogue indexed for the criteria: which acts stand where, what follows which cue, who is on the line.

The terms are those of the handbook's rubric, sections 4 and 7. “First two” and “last two” count trainee
turns; “afterwards” is a later trainee turn; “next turn” is the first trainee turn after a cue. Turns are
counted over the whole dialogue, from 0. Acts are ordered by (turn, rank in the turn), not by offset, so that
the order holds for labels without offsets too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from duilian.assessment.finding import NA, Evidence, Finding
from duilian.assessment.wording import Lexicon
from duilian.dialogue.model import ActSpan, Dialogue, Turn
from duilian.language import times

FABE = ("feature", "advantage", "state_benefit", "evidence")
"""The acts of the pitch in the handbook's order: feature, advantage, benefit, evidence (3, FABE)."""
PURPOSE = ("state_purpose", "vip_notice", "arrears_tactful", "arrears_blunt")
"""The acts that state why one calls; in some kinds the message itself (rubric, section 7)."""
TIME_OFFERS = ("offer_two_times", "offer_one_time")
"""The acts that name a time to the client."""

_ABOUT_AS_SURE = 0.15  # of the tagger's probabilities
_ABOUT_AS_LONG = 2 / 3


@dataclass(frozen=True)
class PlacedAct:
    """An act and where it stands in the dialogue.

    Attributes:
        turn: The number of its turn, from 0.
        rank: Its place among the acts of its turn, from 0.
        span: The act with its offsets in the turn's text.
    """

    turn: int
    rank: int
    span: ActSpan

    @property
    def position(self) -> tuple[int, int]:
        """(turn, rank): orders acts over the whole dialogue."""
        return self.turn, self.rank

    @property
    def length(self) -> int:
        """How many characters do the act."""
        return self.span.end - self.span.start

    @property
    def evidence(self) -> Evidence:
        """The words of the act as evidence."""
        return Evidence(self.turn, self.span.start, self.span.end)


class IndexedDialogue:
    """A labelled dialogue with its indexes, which are worked out when first asked for and never change.

    Attributes:
        turns: The turns of the dialogue, in order.
        context: What is known of the client and the situation.
        lexicon: The word lists of the rubric.
        kind: The kind of conversation, one of ``KINDS``.
        variant: The name of a kind of one's own (``survey`` of ``phone_care/survey``), else empty.
        is_phone: Is it a phone call?
        is_visit: Is it a visit?
    """

    def __init__(self, dialogue: Dialogue, lexicon: Lexicon | None = None) -> None:
        """Index a labelled dialogue; without a ``lexicon`` no word is a technical term or a trade's."""
        self.turns = dialogue.turns
        self.context = dialogue.context
        self.lexicon = lexicon or Lexicon()
        self.kind, self.variant = dialogue.base, dialogue.kind.partition("/")[2]
        self.is_phone = dialogue.kind.startswith("phone_")
        self.is_visit = not self.is_phone

    @cached_property
    def trainee_turns(self) -> list[int]:
        """The numbers of the trainee's turns."""
        return [n for n, turn in enumerate(self.turns) if turn.speaker == "trainee"]

    @cached_property
    def _acts_by_name(self) -> dict[str, list[PlacedAct]]:
        by_name: dict[str, list[PlacedAct]] = {}
        for n in self.trainee_turns:
            for rank, span in enumerate(self.turns[n].acts):
                by_name.setdefault(span.act, []).append(PlacedAct(n, rank, span))
        return by_name

    @cached_property
    def _turns_by_cue(self) -> dict[str, list[int]]:
        by_cue: dict[str, list[int]] = {}
        for n, turn in enumerate(self.turns):
            for cue in turn.cues:
                by_cue.setdefault(cue, []).append(n)
        return by_cue

    def turn(self, n: int) -> Turn:
        """Turn ``n``, counted from 0."""
        return self.turns[n]

    def acts(self, names: Iterable[str], turns: Iterable[int] | None = None) -> Iterator[PlacedAct]:
        """Every act of these names in order; only in these ``turns`` if they are given."""
        wanted = None if turns is None else set(turns)
        placed = [act for name in set(names) for act in self._acts_by_name.get(name, ())]
        placed.sort(key=lambda act: act.position)
        return (act for act in placed if wanted is None or act.turn in wanted)

    def first_act(self, *names: str, turns: Collection[int] | None = None) -> PlacedAct | None:
        """The first act of any of these names; only in these ``turns`` if they are given."""
        # Asked a hundred times a dialogue, hence no sets and no sorting.
        earliest: PlacedAct | None = None
        for name in names:
            for act in self._acts_by_name.get(name, ()):
                if turns is None or act.turn in turns:
                    if earliest is None or act.position < earliest.position:
                        earliest = act
                    break
        return earliest

    def clearest_act(self, *names: str, turns: Collection[int] | None = None) -> PlacedAct | None:
        """The act of these names that shows best what was done: what a debrief quotes.

        Of the acts that the tagger is about as sure of as of the surest, those of the first turn; of these
        the first that is not much shorter than the longest.
        """
        placed = list(self.acts(names, turns))
        if not placed:
            return None
        surest = max(act.span.score for act in placed) - _ABOUT_AS_SURE
        sure = [act for act in placed if act.span.score >= surest]
        in_first_turn = [act for act in sure if act.turn == sure[0].turn]
        longest = max(act.length for act in in_first_turn)
        return next(act for act in in_first_turn if act.length >= _ABOUT_AS_LONG * longest)

    def turns_with_cue(self, *names: str) -> list[int]:
        """The client turns that carry one of these cues, in order."""
        if len(names) == 1:
            return self._turns_by_cue.get(names[0], [])
        return sorted({n for name in names for n in self._turns_by_cue.get(name, ())})

    def first_cue(self, *names: str) -> int | None:
        """The first client turn that carries one of these cues, None if there is none."""
        return next(iter(self.turns_with_cue(*names)), None)

    def trainee_turns_after(self, turn: int) -> list[int]:
        """The trainee turns after a turn (“afterwards” in the rubric)."""
        return [n for n in self.trainee_turns if n > turn]

    @property
    def first_turn(self) -> int | None:
        """The first trainee turn, None where the trainee never spoke."""
        return self.trainee_turns[0] if self.trainee_turns else None

    @property
    def last_turn(self) -> int | None:
        """The last trainee turn, None where the trainee never spoke."""
        return self.trainee_turns[-1] if self.trainee_turns else None

    @property
    def opening_turns(self) -> list[int]:
        """The first two trainee turns."""
        return self.trainee_turns[:2]

    @cached_property
    def first_turns_to_client(self) -> list[int]:
        """The first two trainee turns in which the client itself is on the line."""
        return [n for n in self.trainee_turns if self.listeners[n] == "client"][:2]

    @property
    def closing_turns(self) -> list[int]:
        """The last two trainee turns."""
        return self.trainee_turns[-2:]

    @cached_property
    def first_purpose(self) -> PlacedAct | None:
        """Where the purpose is first stated, by any of :data:`PURPOSE`."""
        return self.first_act(*PURPOSE)

    def unanswered(self) -> Finding:
        """The verdict on a cue that no trainee turn follows (section 7).

        Missed if the trainee hung up, for then it could still have spoken; else not applicable.
        """
        return Finding("missed", turn=self.last_turn) if self.context.hung_up_by == "trainee" else NA

    @cached_property
    def listeners(self) -> list[Literal["client", "gatekeeper"]]:
        """Who is on the line in each turn of the dialogue.

        A gatekeeper (someone else who answers) from the start until a later turn carries ``answer_call`` or
        ``confirm_identity`` (section 7, “Business”).
        """
        listeners: list[Literal["client", "gatekeeper"]] = []
        now: Literal["client", "gatekeeper"] = "client"
        settled = False  # whether a cue has told yet who answered first
        for turn in self.turns:
            if {"gatekeeper", "absent"} & set(turn.cues):
                if not settled:
                    listeners = ["gatekeeper"] * len(listeners)
                now, settled = "gatekeeper", True
            elif {"answer_call", "confirm_identity"} & set(turn.cues):
                settled = settled or "confirm_identity" in turn.cues
                now = "client"
            listeners.append(now)
        return listeners

    @cached_property
    def person_reached(self) -> bool:
        """Is the person wanted ever on the line?"""
        return not self.turns or "client" in self.listeners

    @cached_property
    def put_off_at_once(self) -> bool:
        """Did a busy client and a call put off leave the purpose unsaid (section 7)?

        Where the client will not be put off (“go on, I have a headset”) and hears the purpose after all, it
        was not put off.
        """
        busy = self.first_cue("busy")
        if busy is None:
            return False
        deferred = self.first_act("defer_call", turns=self.trainee_turns_after(busy))
        return deferred is not None and self.first_purpose is None

    @property
    def came_to_business(self) -> bool:
        """“Business” of section 4: the person wanted is on the line and the call was not put off at once."""
        return self.person_reached and not self.put_off_at_once

    @cached_property
    def agreed_at(self) -> int | None:
        """The client turn that first agrees to a time, None if none does.

        It carries ``pick_time``, or ``accept`` right after the trainee named a time.
        """
        for n in self.turns_with_cue("pick_time", "accept"):
            before = [m for m in self.trainee_turns if m < n][-1:]
            if "pick_time" in self.turn(n).cues or self.first_act(*TIME_OFFERS, turns=before):
                return n
        return None

    @cached_property
    def settled_at(self) -> int | None:
        """The client turn whose time stands in the end: :attr:`agreed_at`, or where it was moved since.

        A later ``pick_time`` moves it only where it names times of which none can be the one before.
        """
        at = self.agreed_at
        for n in self.turns_with_cue("pick_time"):
            if at is not None and n > at and self._names_another_time(n, at):
                at = n
        return at

    def _names_another_time(self, later: int, earlier: int) -> bool:
        named, before = (
            [time for time in times.find_times(self.turn(n).text) if time.kind == "point"]
            for n in (later, earlier)
        )
        return bool(named and before) and not any(times.compatible(a, b) for a in named for b in before)
