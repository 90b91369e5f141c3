"""What was said in a call: the archive's exchanges held against what Rasa's tracker has of it.

What the score is made of is what was said. The archive knows what the trainee typed and saw; the tracker may
have lost a turn of it (a power cut, a backup played back).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from duilian.call.session import KeptExchange
from duilian.dialogue.model import Turn


class Concordance(Enum):
    """How the two accounts of a call stand to each other."""

    SAME = "same"
    MENDED = "mended"  # the tracker lacks something, or has other words: the exchanges have it
    DIFFERENT = "different"  # the exchanges lack something too: nobody knows what was said


@dataclass(frozen=True)
class SaidTurns:
    """The turns of a call, and whether they are to be relied on.

    Attributes:
        turns: In order; a client turn's cues are its moves.
        concordance: How the two accounts stood to each other.
        moves_known: Is it known of every client turn which moves it makes?
    """

    turns: tuple[Turn, ...]
    concordance: Concordance = Concordance.SAME
    moves_known: bool = True


def turns_said(exchanges: Sequence[KeptExchange], heard: Sequence[Turn]) -> SaidTurns:
    """What was said in a call that is to be scored.

    Args:
        exchanges: The archive's; the last may still wait for the answer that its debrief is part of. None
            where the call was played past the archive: then only the tracker knows.
        heard: The tracker's turns.
    """
    told = tuple(heard)
    if not exchanges:
        return SaidTurns(told)
    kept, moves_known = _turns_kept(exchanges)
    last = exchanges[-1]
    if last.replies is None and not last.text.startswith("/") and told and told[-1].speaker == "client":
        kept.append(told[-1])  # the answer to it, which the archive gets after the debrief
    if _words(kept) == _words(told):
        return SaidTurns(told)
    interrupted = any(exchange.replies is None for exchange in exchanges[:-1])
    if interrupted or not _stand_in_order(_of_trainee(told), _of_trainee(kept)):
        return SaidTurns(told, Concordance.DIFFERENT)
    return SaidTurns(tuple(kept), Concordance.MENDED, moves_known)


def _turns_kept(exchanges: Iterable[KeptExchange]) -> tuple[list[Turn], bool]:
    """The turns of exchanges, and whether all moves of the client's are known."""
    turns: list[Turn] = []
    moves_known = True
    for exchange in exchanges:
        said = [reply for reply in exchange.replies or () if reply.client]
        only_coach = bool(exchange.replies) and not said  # a hint was asked for, of the coach
        if not exchange.text.startswith("/") and not only_coach:
            turns.append(Turn("trainee", exchange.text))
        for reply in said:
            moves_known = moves_known and bool(reply.move)
            if not turns or turns[-1].speaker != "client":
                turns.append(Turn("client", ""))
            moves = (*turns[-1].cues, reply.move) if reply.move else turns[-1].cues
            turns[-1] = replace(turns[-1], text=turns[-1].text + reply.text, cues=moves)
    return turns, moves_known


def _words(turns: Iterable[Turn]) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in turns]


def _of_trainee(turns: Iterable[Turn]) -> list[str]:
    return [turn.text for turn in turns if turn.speaker == "trainee"]


def _stand_in_order(some: Sequence[str], among: Iterable[str]) -> bool:
    """Do these stand among the others in this order, with gaps or without?"""
    rest = iter(among)
    return all(one in rest for one in some)
