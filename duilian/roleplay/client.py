"""What the client does next: fixed by coherence where it must be, else drawn from what clients tend to do.

``decide`` is a pure function of state, scenario and seed, so that an exam can be repeated. Its moves are cues of the
rubric, or these names of moves without a cue:

listen · convenient · put_through · noted · agree · late_call · never_mind · understood · puzzled · wrong_name · cut_short ·
correct_time
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duilian import times
from duilian.roleplay.calendar import words
from duilian.roleplay.names import named_otherwise
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFERS, RUDE, ClientState
from duilian.text import narrow

PLAIN_MOVES = (
    "listen", "convenient", "put_through", "noted", "agree", "late_call", "never_mind", "understood", "puzzled", "wrong_name", "cut_short",
    "correct_time",
)  # fmt: skip
Chances = Callable[[ClientState], Mapping[str, float]]
_LATIN = re.compile("[a-z]{2,}")
ASKS = {"who": "ask_identity", "what": "ask_purpose", "why": "ask_necessity", "gain": "ask_benefit"}
_EXCUSES = {"warm": "urgent", "plain": "refuse_no_time", "gruff": "refuse"}  # how it ends a call that has tired it
_PERSISTENCE = 2  # how often the same question is asked
_RAISES = 0.6  # how likely an objection of the scenario's comes up once it could
_AT_LENGTH = {"warm": 140, "plain": 100, "gruff": 80}  # characters of a turn it hears out; one call turn in fifty has 80
_IN_A_HURRY = 0.7  # of that, for the busy
_FALLBACK = 0.02  # what a move gets that no one in the data made here


@dataclass(frozen=True)
class Plan:
    """The client's next turn: its moves in order (none: it is silent), and the time it takes, in the words it heard."""

    moves: tuple[str, ...]
    agreed: str | None = None


def decide(state: ClientState, scenario: Scenario, chances: Chances, seed: str) -> Plan:
    """The client's next turn after what it has just heard."""
    if state.over:
        return Plan(())
    if state.turns == 0:
        return Plan(_pick_up(scenario))
    if state.acts & {"farewell", "ask_leave"}:
        return Plan(("farewell",))
    if state.acts & RUDE:
        return Plan(("refuse", "farewell") if state.strikes >= scenario.patience else ("refuse",))
    if state.blank:
        return Plan(_to_nothing(state, scenario))
    if not state.gatekeeper and not state.agreed and _weariness(state, scenario) > scenario.patience:
        return Plan((_EXCUSES[scenario.temper], "farewell"))
    draw = random.Random(f"{seed}/{scenario.id}/{state.turns}")
    if state.gatekeeper:
        return Plan(_at_the_desk(state, scenario))
    return _on_the_line(state, scenario, chances, draw)


def _rambles(lengths: tuple[int, ...], scenario: Scenario) -> int:
    """How many turns of these lengths are longer than it likes to hear."""
    limit = _AT_LENGTH[scenario.temper] * (_IN_A_HURRY if scenario.busy else 1)
    return sum(length > limit for length in lengths)


def _weariness(state: ClientState, scenario: Scenario) -> int:
    """What has cost it patience: rudeness, long speeches, turns that led nowhere, times that never suit, noes not heeded, its own haste."""
    tries = sum(max(0, state.times_raised(no) - free) for no, free in (("reject_times", 2), ("refuse_no_time", 1), ("refuse", 1)))
    return state.strikes + _rambles(state.lengths, scenario) + max(0, state.idle - 1) + tries + scenario.busy


def _pick_up(scenario: Scenario) -> tuple[str, ...]:
    if scenario.gatekeeper:
        return ("gatekeeper",)
    return ("answer_call", "busy") if scenario.busy else ("answer_call",)


def _to_nothing(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Silence, nonsense: it asks what was said, loses patience, hangs up."""
    if state.blank > scenario.patience:
        return ("refuse", "farewell")
    return ("puzzled",) if state.blank == 1 else _ask_first_missing(state) or ("puzzled",)


def _ask_first_missing(state: ClientState) -> tuple[str, ...]:
    for thing in ("who", "what"):
        if thing not in state.told and state.times_raised(ASKS[thing]) < _PERSISTENCE:
            return (ASKS[thing],)
    return ()


def _at_the_desk(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Someone else answered: asks who calls, then puts through, or says that the person is out."""
    if state.times_raised("absent"):
        if "leave_message" in state.acts:
            return ("noted",)
        if "defer_call" in state.acts:
            return ("late_call",)
        return ("listen",) if state.times_raised("listen") < _PERSISTENCE else ("farewell",)
    if "who" not in state.told and not state.times_raised("ask_identity"):
        return ("ask_identity",)
    if "what" not in state.told and "request_transfer" not in state.acts and not state.times_raised("ask_purpose"):
        return ("ask_purpose",)
    if scenario.absent:
        return ("absent",)
    return ("put_through", "answer_call")


def _reply(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """What a question or courtesy of the trainee's calls for, before anything else."""
    if "verify_identity" in state.acts and named_otherwise(state.heard, scenario.title):
        return ("wrong_name",)
    if "verify_identity" in state.acts and not state.times_raised("confirm_identity"):
        return ("confirm_identity",)
    if "check_convenience" in state.acts and "defer_call" not in state.acts and not state.times_raised("convenient"):
        return ("convenient",)
    if "apologize_dropped_call" in state.acts:
        return ("never_mind",)
    if "check_understanding" in state.acts:
        return ("understood",)
    return ()


def _event(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """What befalls the call once in scenarios made for it."""
    if state.turns < 2:
        return ()
    if scenario.situation == "line_drops" and not state.times_raised("dropped"):
        return ("dropped",)
    if scenario.situation == "garbled" and not state.times_raised("unclear"):
        return ("unclear",)
    return ()


def _next_objection(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """The next of the scenario's objections that was not raised yet and is not answered already."""
    for cue in scenario.objections:
        thing = next((t for t, ask in ASKS.items() if ask == cue), None)
        if not state.times_raised(cue) and thing not in state.told and (cue != "not_understand" or _was_hard(state)):
            return (cue,)
    return ()


def _was_hard(state: ClientState) -> bool:
    """Was there anything not to understand: an explanation, or words in Latin letters?"""
    return bool(state.acts & {"feature", "advantage"} or _LATIN.search(narrow(state.heard)))


def _missing_to_meet(state: ClientState) -> list[str]:
    """The questions still open before it would agree to meet: who, what, and why in person or what for."""
    missing = [ASKS[t] for t in ("who", "what") if t not in state.told]
    if not state.told & {"why", "gain"}:
        missing.append(ASKS["why"])
    return missing


def _got_it_wrong(state: ClientState, scenario: Scenario) -> bool:
    """Does the trainee confirm another time than the one it took? Told once; then it lets it be."""
    taken = next((m for m in state.taken_from if scenario.calendar.suits(m)), None)
    said = [m for m in times.find_times(state.heard) if m.kind not in ("duration", "vague")]
    if taken is None or not said or state.times_raised("correct_time"):
        return False
    return not any(scenario.calendar.same(m, taken) for m in said)


def _on_the_line(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
    event = _event(state, scenario)
    if event:
        return Plan(event)
    if state.agreed:
        if "confirm_appointment" in state.acts:
            return Plan(("correct_time",) if _got_it_wrong(state, scenario) else ("agree",))
        if state.acts & OFFERS and not state.times_raised("correct_time"):
            return Plan(("correct_time",))
        if state.settled > scenario.patience:
            return Plan(("farewell",))  # all is said
        return Plan(_reply(state, scenario) or ("listen",))
    if "defer_call" in state.acts:
        return Plan(("late_call",))
    if "ask_repeat" in state.acts:
        return Plan(_next_objection(state, scenario) or _ask_first_missing(state) or ("listen",))
    if state.acts & OFFERS or state.table:
        return _to_an_offer(state, scenario)
    if _rambles(state.lengths[-1:], scenario) and not state.times_raised("cut_short"):
        return Plan(("cut_short",))
    if "ask_open_time" in state.acts:
        return Plan(_to_an_open_question(state, scenario, draw))
    reply = _reply(state, scenario)
    if reply == ("wrong_name",) or (reply and state.told and state.times_raised("ask_purpose")):
        return Plan(reply)
    return Plan((*reply, *_drawn(state, scenario, chances, draw)))


def _to_an_offer(state: ClientState, scenario: Scenario) -> Plan:
    if state.cross or _rambles(state.lengths, scenario) > 1:
        return Plan(("refuse",) if state.cross else ("refuse_no_time",))
    missing = _missing_to_meet(state)
    if missing:
        again = state.times_raised(missing[0]) >= _PERSISTENCE
        return Plan(("refuse",) if again else (missing[0],))
    objection = _next_objection(state, scenario)
    if objection:
        return Plan(objection)
    if scenario.situation == "cannot_fix_time":
        return Plan(("cannot_fix_time",))
    fitting = [m for m in state.table if scenario.calendar.suits(m)]
    if not fitting:
        return Plan(("reject_times",) if state.table else ("noncommittal",))
    taken = words(state.heard, fitting[0])
    glad = scenario.temper == "warm" and not state.times_raised("accept")
    return Plan(("accept", "pick_time") if glad else ("pick_time",), taken)


def _to_an_open_question(state: ClientState, scenario: Scenario, draw: random.Random) -> tuple[str, ...]:
    """It stalls: naming a time is the trainee's work."""
    missing = _missing_to_meet(state)
    if missing and state.times_raised(missing[0]) < _PERSISTENCE:
        return (missing[0],)
    if scenario.situation == "cannot_fix_time":
        return ("cannot_fix_time",)
    if not state.times_raised("refuse_no_time") and scenario.situation == "no_time":
        return ("refuse_no_time",)
    return (draw.choice(("noncommittal", "refuse_no_time")),)


def _allowed(state: ClientState, scenario: Scenario) -> dict[str, float]:
    """The moves that make sense now, each with the weight its character gives it."""
    allowed: dict[str, float] = {}
    for thing, cue in ASKS.items():
        untold = thing not in state.told and state.times_raised(cue) < _PERSISTENCE
        if untold and (thing in ("who", "what") or {"who", "what"} <= state.told):
            allowed[cue] = 3.0 if thing in ("who", "what") else 1.0
    if "ask_necessity" in allowed and scenario.kind != "phone_appointment":
        del allowed["ask_necessity"]
    if "what" in state.told:
        if not _missing_to_meet(state) and not state.times_raised("noncommittal"):
            allowed["noncommittal"] = 1.0
        if scenario.temper == "gruff" and not state.times_raised("refuse"):
            allowed["refuse"] = 1.5
        if scenario.temper == "warm" and not _missing_to_meet(state) and not state.times_raised("accept"):
            allowed["accept"] = 2.0
    if scenario.temper != "gruff" or not allowed:
        allowed["listen"] = 0.3 if _ask_first_missing(state) else 1.0
    return allowed


def _drawn(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> tuple[str, ...]:
    objection = _next_objection(state, scenario) if "what" in state.told else ()
    if objection and draw.random() < _RAISES:
        return objection
    likely, allowed = chances(state), _allowed(state, scenario)
    moves = sorted(allowed)
    return (draw.choices(moves, [allowed[m] * (likely.get(m, 0.0) + _FALLBACK) for m in moves])[0],)
