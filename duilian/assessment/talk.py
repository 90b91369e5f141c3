"""A dialogue indexed for the criteria: which acts stand where, what follows which cue, who is on the line.

“First two” and “last two” count trainee turns; “afterwards” is a later trainee turn; “next turn” is the first trainee
turn after a cue (rubric, sections 4 and 7). Positions are (turn, rank of the act in its turn), so that order holds for
labels without offsets too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from duilian.assessment.wording import Lexicon
from duilian.dialogue.model import ActSpan, Dialogue, Turn

FABE = ("feature", "advantage", "state_benefit", "evidence")
PURPOSE = ("state_purpose", "vip_notice", "arrears_tactful", "arrears_blunt")
TIME_OFFERS = ("offer_two_times", "offer_one_time")


@dataclass(frozen=True)
class Evidence:
    """``text[start:end]`` of turn ``turn`` (all from 0), the trainee's own words."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """What a criterion found: met with its evidence, or missed with the turn where it belonged (None: nowhere).

    ``cue`` is the client's question that was left open, where the criterion is about questions."""

    verdict: Literal["met", "missed", "na"]
    evidence: Evidence | None = None
    turn: int | None = None
    cue: str | None = None


NA = Finding("na")


@dataclass(frozen=True)
class Said:
    """One act in its place; ``at`` orders acts over the whole dialogue."""

    turn: int
    rank: int
    span: ActSpan

    @property
    def at(self) -> tuple[int, int]:
        return self.turn, self.rank

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.turn, self.span.start, self.span.end)


class Talk:
    """A dialogue with indexes; everything is derived from it and never changed."""

    def __init__(self, dialogue: Dialogue, lexicon: Lexicon | None = None) -> None:
        self.dialogue = dialogue
        self.lexicon = lexicon or Lexicon()
        self.context = dialogue.context
        self.kind, self.variant = dialogue.base, dialogue.kind.partition("/")[2]
        self.phone = dialogue.kind.startswith("phone_")
        self.visit = not self.phone

    @cached_property
    def trainee(self) -> list[int]:
        """The numbers of the trainee's turns."""
        return [n for n, t in enumerate(self.dialogue.turns) if t.speaker == "trainee"]

    @cached_property
    def said(self) -> list[Said]:
        """All acts in order."""
        return [Said(n, k, s) for n in self.trainee for k, s in enumerate(self.dialogue.turns[n].acts)]

    def turn(self, n: int) -> Turn:
        return self.dialogue.turns[n]

    @cached_property
    def _by_act(self) -> dict[str, list[Said]]:
        found: dict[str, list[Said]] = {}
        for said in self.said:
            found.setdefault(said.span.act, []).append(said)
        return found

    def acts(self, names: Iterable[str], turns: Iterable[int] | None = None) -> Iterator[Said]:
        """Every act of these names, in these turns only if given, in order."""
        where = None if turns is None else set(turns)
        groups = [group for name in set(names) if (group := self._by_act.get(name))]
        if not groups:
            return iter(())
        found = (
            groups[0]
            if len(groups) == 1
            else sorted((s for group in groups for s in group), key=lambda s: s.at)
        )
        return (s for s in found if where is None or s.turn in where)

    def first(self, *names: str, turns: Collection[int] | None = None) -> Said | None:
        """The first act of these names. Asked a hundred times a dialogue, hence no sets and no sorting."""
        best: Said | None = None
        for name in names:
            for said in self._by_act.get(name, ()):
                if turns is None or said.turn in turns:
                    if best is None or said.at < best.at:
                        best = said
                    break
        return best

    def cues(self, *names: str) -> list[int]:
        """The client turns that carry one of these cues."""
        if len(names) == 1:
            return self._by_cue.get(names[0], [])
        return sorted({n for name in names for n in self._by_cue.get(name, ())})

    @cached_property
    def _by_cue(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for n, turn in enumerate(self.dialogue.turns):
            for cue in turn.cues:
                found.setdefault(cue, []).append(n)
        return found

    def cue(self, *names: str) -> int | None:
        """The first client turn with one of these cues."""
        return next(iter(self.cues(*names)), None)

    def after(self, turn: int) -> list[int]:
        """The trainee turns after a turn."""
        return [n for n in self.trainee if n > turn]

    @property
    def start(self) -> int | None:
        """The first trainee turn, None where the trainee never spoke."""
        return self.trainee[0] if self.trainee else None

    @property
    def end(self) -> int | None:
        """The last trainee turn, None where the trainee never spoke."""
        return self.trainee[-1] if self.trainee else None

    @property
    def opening(self) -> list[int]:
        return self.trainee[:2]

    @property
    def closing(self) -> list[int]:
        return self.trainee[-2:]

    @cached_property
    def purpose(self) -> Said | None:
        """Where the purpose is first stated – in arrears and key-account calls the message itself (section 7)."""
        return self.first(*PURPOSE)

    def unanswered(self) -> Finding:
        """The verdict where no trainee turn follows a cue: missed if it hung up, though it could have spoken."""
        return Finding("missed", turn=self.end) if self.context.hung_up_by == "trainee" else NA

    @cached_property
    def listeners(self) -> list[Literal["client", "gatekeeper"]]:
        """Who hears each turn: a gatekeeper until a later turn answers or confirms that it is the person wanted."""
        heard: list[Literal["client", "gatekeeper"]] = []
        now: Literal["client", "gatekeeper"] = "client"
        known = False
        for turn in self.dialogue.turns:
            if {"gatekeeper", "absent"} & set(turn.cues):
                if not known:
                    heard = ["gatekeeper"] * len(heard)
                now, known = "gatekeeper", True
            elif {"answer_call", "confirm_identity"} & set(turn.cues):
                known = known or "confirm_identity" in turn.cues
                now = "client"
            heard.append(now)
        return heard

    @cached_property
    def reached(self) -> bool:
        """Is the person wanted ever on the line?"""
        return not self.dialogue.turns or "client" in self.listeners

    @cached_property
    def put_off(self) -> bool:
        """Put off at once: a busy cue, then a defer_call before any purpose was stated.

        Where the client won't be put off (“go on, I have a headset”) and hears the purpose after all, it was not.
        """
        busy = self.cue("busy")
        if busy is None:
            return False
        deferred = self.first("defer_call", turns=self.after(busy))
        return deferred is not None and self.purpose is None

    @property
    def business(self) -> bool:
        """Section 4: the person wanted is on the line and the call was not put off at once."""
        return self.reached and not self.put_off

    @cached_property
    def agreed(self) -> int | None:
        """The client turn that first agrees to a time: pick_time, or accept of a time just named."""
        for n in self.cues("pick_time", "accept"):
            before = [m for m in self.trainee if m < n][-1:]
            if "pick_time" in self.turn(n).cues or self.first(*TIME_OFFERS, turns=before):
                return n
        return None


def found(said: Said | None, belongs: int | None) -> Finding:
    """Met by the act if there is one, else missed at ``belongs``."""
    return Finding("met", said.evidence) if said else Finding("missed", turn=belongs)


def in_next_turns(
    talk: Talk, cue: int | None, *acts: str, within: int = 1, never: tuple[str, ...] = ()
) -> Finding:
    """What a cue calls for in the next trainee turn (or ``within`` so many): one of these acts, and none of ``never``."""
    if cue is None:
        return NA
    following = talk.after(cue)[:within]
    if not following:
        return talk.unanswered()
    spoilt = never and talk.first(*never, turns=following)
    return found(None if spoilt else talk.first(*acts, turns=following), following[0])


def afterwards(talk: Talk, cue: int | None, *acts: str, along_with: tuple[str, ...] = ()) -> Finding:
    """What a cue calls for in any later trainee turn: one of these acts, and one of ``along_with`` if given."""
    if cue is None:
        return NA
    later = talk.after(cue)
    alone = along_with and not talk.first(*along_with, turns=later)
    return found(None if alone else talk.first(*acts, turns=later), later[0] if later else None)
