"""What the client knows and feels after the talk so far: one small value, folded from the turns.

The same fold serves live calls and learning from annotated dialogues. What the client has heard matters, not in which
order it was said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from duilian import times
from duilian.dialogue.model import CUES, Turn
from duilian.times import TimeMention

TOLD_BY: Mapping[str, str] = {
    "introduce_self": "who", "state_purpose": "what", "vip_notice": "what", "arrears_tactful": "what",
    "arrears_blunt": "what", "leave_message": "what", "state_necessity": "why", "state_benefit": "gain", "feature": "feature",
    "advantage": "advantage", "evidence": "evidence", "holiday_wish": "wish", "propose_meeting": "meeting",
    "promise_feedback": "promise",
}  # fmt: skip
RUDE = frozenset({"pressure", "discourteous"})
OFFERS = frozenset({"offer_two_times", "offer_one_time"})
# “Then Friday at nine it is”, before anything was agreed, is one more offer.
_NAMES_A_TIME = OFFERS | {"confirm_appointment"}
# What moves a call on, beside telling something new. The rest – greetings again, small talk, the same once more – does not.
_MOVES_ON = frozenset({
    "verify_identity", "request_transfer", "leave_message", "check_convenience", "propose_meeting", "offer_two_times", "offer_one_time",
    "ask_open_time", "defer_call", "confirm_appointment", "check_understanding", "ask_repeat", "apologize_dropped_call", "thank",
    "farewell", "offer_contact", "offer_material", "invite_feedback", "promise_feedback", "ask_needs", "ask_leave", "acknowledge",
})  # fmt: skip
_SOOTHES = frozenset({"acknowledge", "apologize_time"})
_QUESTIONS = frozenset(
    {
        "ask_feature",
        "ask_fit",
        "ask_evidence",
        "ask_detail",
        "not_understand",
        "unclear",
        "complaint",
        "feedback",
    }
)
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class ClientState:
    """``told`` – what the client has learnt (who, what, why, gain …); ``raised`` – how often each cue came from it;
    ``table`` – the times on offer, as mentions of ``heard``, the trainee's last words; ``taken_from`` – those on offer when
    it agreed; ``settled`` – trainee turns since; ``strikes`` – rudeness so far;
    ``blank`` – turns in a row that said nothing (a statement without an act is not blank);
    ``idle`` – turns in a row that moved nothing on; ``lengths`` – characters of each trainee turn;
    ``cross`` – it was pushed or offended and has not been soothed since;
    ``heard_out`` – trainee turns that showed understanding since it first complained;
    ``gatekeeper`` – someone else is on the line."""

    turns: int = 0
    told: frozenset[str] = frozenset()
    raised: Mapping[str, int] = field(default_factory=dict)
    acts: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    heard: str = ""
    table: tuple[TimeMention, ...] = ()
    taken_from: tuple[TimeMention, ...] = ()
    agreed: bool = False
    settled: int = 0
    strikes: int = 0
    blank: int = 0
    idle: int = 0
    lengths: tuple[int, ...] = ()
    cross: bool = False
    heard_out: int = 0
    gatekeeper: bool = False
    over: bool = False

    def times_raised(self, cue: str) -> int:
        return self.raised.get(cue, 0)


_NOTHING = ClientState()


def _says_something(text: str) -> bool:
    """A sentence, if one without an act: six Chinese characters, not the same ones again and again."""
    signs = _HAN.findall(text)[:30]  # in longer ones signs recur anyway
    return len(signs) >= 6 and len(set(signs)) * 2 > len(signs)


def hear(state: ClientState, turn: Turn) -> ClientState:
    """The client hears a trainee turn."""
    acts = frozenset(s.act for s in turn.acts)
    told = state.told | {TOLD_BY[a] for a in acts if a in TOLD_BY}
    answers = bool(state.cues & _QUESTIONS) and _says_something(turn.text)
    return replace(
        state,
        turns=state.turns + 1,
        told=told,
        acts=acts,
        heard=turn.text,
        table=times.alternatives(turn.text) if acts & (OFFERS if state.agreed else _NAMES_A_TIME) else (),
        settled=state.settled + state.agreed,
        strikes=state.strikes + bool(acts & RUDE),
        blank=0 if acts or _says_something(turn.text) else state.blank + 1,
        idle=0 if state.turns == 0 or told > state.told or acts & _MOVES_ON or answers else state.idle + 1,
        lengths=(*state.lengths, len(turn.text)),
        heard_out=state.heard_out
        + ("acknowledge" in acts and "complaint" in state.raised and not acts & RUDE),
        cross=bool(acts & RUDE) or (state.cross and not acts & _SOOTHES),
    )


def say(state: ClientState, moves: Iterable[str]) -> ClientState:
    """The client has spoken: moves are cues, or names of its own for what carries no cue."""
    said = frozenset(moves)
    return replace(
        state,
        raised=Counter(state.raised) + Counter(said),
        cues=said,
        taken_from=state.table if "pick_time" in said and state.table else state.taken_from,
        agreed=state.agreed or "pick_time" in said or ("accept" in said and bool(state.table)),
        gatekeeper="gatekeeper" in said
        or (state.gatekeeper and not said & {"answer_call", "confirm_identity"}),
        over=state.over or "farewell" in said,
    )


def fold(turns: Iterable[Turn], state: ClientState = _NOTHING) -> ClientState:
    """The state after these turns, from a state before them."""
    for turn in turns:
        state = hear(state, turn) if turn.speaker == "trainee" else say(state, turn.cues)
    return state


def features(state: ClientState, kind: str) -> list[str]:
    """What the next move is predicted from."""
    found = [
        f"kind={kind}",
        f"n={min(state.turns, 6)}",
        f"offers={len(state.table[:2])}",
        f"agreed={state.agreed}",
    ]
    found += [f"act={a}" for a in state.acts] + [f"told={t}" for t in state.told]
    found += [f"last={c}" for c in state.cues if c in CUES] + [
        f"raised={c}" for c in state.raised if c in CUES
    ]
    found += [
        f"strikes={min(state.strikes, 3)}",
        f"gatekeeper={state.gatekeeper}",
        f"blank={min(state.blank, 2)}",
    ]
    return found
