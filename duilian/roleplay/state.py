"""The dialogue state: what the simulated client knows and feels after the turns so far.

The state is one immutable value, updated turn by turn (:func:`state_after`). The same updates serve live
calls and learning from annotated dialogues. It holds *what* the client has heard, not in which order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from duilian.dialogue.model import CUES, Turn
from duilian.language import times
from duilian.language.text import narrow
from duilian.language.times import TimeMention
from duilian.roleplay.impression import Impression
from duilian.roleplay.offers import asks_to_move, offered_in

# What the client has been told once the trainee has done an act.
TOLD_BY_ACT: Mapping[str, str] = {
    "introduce_self": "who",
    "state_purpose": "what",
    "vip_notice": "what",
    "arrears_tactful": "what",
    "arrears_blunt": "what",
    "leave_message": "what",
    "state_necessity": "why",
    "state_benefit": "gain",
    "feature": "feature",
    "advantage": "advantage",
    "evidence": "evidence",
    "holiday_wish": "wish",
    "propose_meeting": "meeting",
    "promise_feedback": "promise",
}
RUDE_ACTS = frozenset({"pressure", "discourteous"})
OFFER_ACTS = frozenset({"offer_two_times", "offer_one_time"})
# “Then Friday at nine it is”, before anything was agreed, is one more offer.
_ACTS_NAMING_A_TIME = OFFER_ACTS | {"confirm_appointment"}
# Acts that move a call on without telling anything new. The others (a second greeting, small talk, the same
# once more) do not.
_PROGRESS_ACTS = OFFER_ACTS | {
    "verify_identity",
    "request_transfer",
    "leave_message",
    "check_convenience",
    "propose_meeting",
    "ask_open_time",
    "defer_call",
    "confirm_appointment",
    "check_understanding",
    "ask_repeat",
    "apologize_dropped_call",
    "thank",
    "farewell",
    "offer_contact",
    "offer_material",
    "invite_feedback",
    "promise_feedback",
    "ask_needs",
    "ask_leave",
    "acknowledge",
}
# Moves of the client after which any sentence of the trainee's counts as an answer.
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
        "recall",
    }
)
_IN_ITS_EAR = 1500  # characters of the trainee's words
# A telephone number: of a mobile, with an area code, or of a service (10000, 96123).
_TELEPHONE = re.compile(
    "(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|1[0-2][0-9]{3}|9[56][0-9]{3,4})(?![0-9])"
)
_CHINESE_CHARACTER = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class ClientState:
    """What the client knows and feels at one point of a call.

    Attributes:
        turn_count: Trainee turns heard so far.
        told: What the client has been told: the values of ``TOLD_BY_ACT`` (who calls, what it is about,
            why a meeting is needed, what there is to gain …).
        move_counts: How often the client has made each move.
        last_acts: Acts of the trainee's last turn.
        last_moves: Moves of the client's last turn.
        last_text: The trainee's last turn as text.
        heard: What the trainee has said, the last 1500 characters of it.
        asks: Topics of its affairs that the trainee's last turn asks for.
        facts_told: Topic → how often the client has told it.
        offered_times: The times now on offer, as mentions in ``last_text``.
        times_at_agreement: The times that were on offer when the client agreed to one.
        agreed: An appointment is agreed.
        turns_since_agreement: Trainee turns heard since then.
        rude_turns: Trainee turns with a rude act so far.
        empty_turns: Trainee turns in a row that said nothing. A statement without an act is not empty.
        idle_turns: Trainee turns in a row that moved nothing on.
        impressions: What each trainee turn was to it; what it feels follows from them.
        understanding_turns: Trainee turns that showed understanding since the client first complained.
        gatekeeper: Someone else than the client is speaking: a receptionist, a colleague.
        over: The client has said goodbye.
    """

    turn_count: int = 0
    told: frozenset[str] = frozenset()
    move_counts: Mapping[str, int] = field(default_factory=dict)
    last_acts: frozenset[str] = frozenset()
    last_moves: frozenset[str] = frozenset()
    last_text: str = ""
    heard: str = ""
    asks: tuple[str, ...] = ()
    facts_told: Mapping[str, int] = field(default_factory=dict)
    offered_times: tuple[TimeMention, ...] = ()
    times_at_agreement: tuple[TimeMention, ...] = ()
    agreed: bool = False
    turns_since_agreement: int = 0
    rude_turns: int = 0
    empty_turns: int = 0
    idle_turns: int = 0
    impressions: tuple[Impression, ...] = ()
    understanding_turns: int = 0
    gatekeeper: bool = False
    over: bool = False

    @property
    def turn_lengths(self) -> tuple[int, ...]:
        """Length of each trainee turn, in characters."""
        return tuple(len(impression.text) for impression in self.impressions)

    def times_made(self, move: str) -> int:
        """How often the client has made this move."""
        return self.move_counts.get(move, 0)


_INITIAL = ClientState()


def _says_something(text: str) -> bool:
    """Is this a sentence, if one without an act: six different Chinese characters, or a number to ring?"""
    if _TELEPHONE.search(narrow(text)):
        return True
    characters = _CHINESE_CHARACTER.findall(text)[:30]  # in longer texts characters recur anyway
    return len(characters) >= 6 and len(set(characters)) * 2 > len(characters)


def after_trainee_turn(state: ClientState, turn: Turn) -> ClientState:
    """Update the state by a trainee turn.

    Args:
        state: The state before the turn.
        turn: The turn with its acts, as the tagger or an annotator labelled them.

    Returns:
        The state in which the client chooses its next moves.
    """
    acts = frozenset(span.act for span in turn.acts)
    rude = bool(acts & RUDE_ACTS)
    told = state.told | {TOLD_BY_ACT[act] for act in acts if act in TOLD_BY_ACT}
    dated = "promise_feedback" in acts and any(m.kind != "vague" for m in times.find_times(turn.text))
    told |= {"when"} if dated else frozenset()
    answers = bool(state.last_moves & _QUESTIONS) and _says_something(turn.text)
    progress = state.turn_count == 0 or told > state.told or acts & _PROGRESS_ACTS or answers or turn.asks
    offering = bool(acts & (OFFER_ACTS if state.agreed else _ACTS_NAMING_A_TIME))
    offering = offering or (state.agreed and asks_to_move(turn.text))
    understanding = "acknowledge" in acts and "complaint" in state.move_counts and not rude
    waits = "hold_on" in state.last_moves  # it was asked to; that is neither idle nor empty
    idle = 0 if progress or waits else state.idle_turns + 1
    news = told > state.told or answers
    impression = Impression(turn.text, acts, state.last_moves, told, news, idle, dated)
    return replace(
        state,
        turn_count=state.turn_count + 1,
        told=told,
        last_acts=acts,
        last_text=turn.text,
        heard=f"{state.heard}\n{turn.text}"[-_IN_ITS_EAR:],
        asks=turn.asks,
        offered_times=offered_in(turn.text) if offering else (),
        turns_since_agreement=state.turns_since_agreement + state.agreed,
        rude_turns=state.rude_turns + rude,
        empty_turns=0 if acts or turn.asks or waits or _says_something(turn.text) else state.empty_turns + 1,
        idle_turns=idle,
        impressions=(*state.impressions, impression),
        understanding_turns=state.understanding_turns + understanding,
    )


def after_client_moves(
    state: ClientState, moves: Iterable[str], told: Iterable[str] = (), words: str = ""
) -> ClientState:
    """Update the state by what the client itself has just said.

    Args:
        state: The state in which the client spoke.
        moves: Its moves: cues of the rubric, or names of moves without a cue (``duilian.roleplay.plan``).
        told: The topics of its own affairs of which it told something.
        words: What it said: where it moved an appointment itself, they name the time.

    Returns:
        The state that the trainee's next turn meets.
    """
    made = frozenset(moves)
    offered = bool(state.offered_times)
    reaches_client = made & {"answer_call", "confirm_identity"}
    taken = state.offered_times if "pick_time" in made and offered else state.times_at_agreement
    if "move_time" in made:
        taken = tuple(m for m in times.find_times(words) if m.kind == "point") or taken
    return replace(
        state,
        move_counts=Counter(state.move_counts) + Counter(made),
        last_moves=made,
        facts_told=Counter(state.facts_told) + Counter(told),
        times_at_agreement=taken,
        agreed=state.agreed or "pick_time" in made or ("accept" in made and offered),
        gatekeeper="gatekeeper" in made or (state.gatekeeper and not reaches_client),
        over=state.over or "farewell" in made,
    )


def state_after(turns: Iterable[Turn], state: ClientState = _INITIAL) -> ClientState:
    """Fold turns of both sides into the state.

    Args:
        turns: Turns in the order in which they were said; of the client's only the cues count.
        state: The state before them; by default that of a call not yet begun.
    """
    for turn in turns:
        if turn.speaker == "trainee":
            state = after_trainee_turn(state, turn)
            continue
        state = after_client_moves(state, turn.cues, turn.asks, turn.text)
    return state


def state_features(state: ClientState, kind: str) -> list[str]:
    """Describe a state by binary features, for the model that predicts the next move.

    Args:
        state: The state in which the client is about to speak.
        kind: The kind of conversation, without a variant.

    Returns:
        Names of the features that hold (``act=feature``, ``told=who``); a trained model keeps them, so they
        are a contract with models on disk.
    """
    return [
        f"kind={kind}",
        f"n={min(state.turn_count, 6)}",
        f"offers={len(state.offered_times[:2])}",
        f"agreed={state.agreed}",
        *(f"act={act}" for act in state.last_acts),
        *(f"told={thing}" for thing in state.told),
        *(f"last={move}" for move in state.last_moves if move in CUES),
        *(f"raised={move}" for move in state.move_counts if move in CUES),
        f"strikes={min(state.rude_turns, 3)}",
        f"gatekeeper={state.gatekeeper}",
        f"blank={min(state.empty_turns, 2)}",
    ]
