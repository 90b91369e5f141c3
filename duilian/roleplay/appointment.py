"""The client of an appointment call (handbook 2): who, what, why in person, what for – then a time that suits, or none."""

from __future__ import annotations

import random

from duilian import times
from duilian.roleplay.manners import (
    ASKS,
    PERSISTENCE,
    Chances,
    Plan,
    ask_first_missing,
    drawn,
    next_objection,
    rambles,
    reply,
    takes,
)  # fmt: skip
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFERS, ClientState

_RAISES = 0.6  # how likely an objection of the scenario's comes up once it could


def _event(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """What befalls the call once in scenarios made for it."""
    if state.turns < 2:
        return ()
    if scenario.situation == "line_drops" and not state.times_raised("dropped"):
        return ("dropped",)
    if scenario.situation == "garbled" and not state.times_raised("unclear"):
        return ("unclear",)
    return ()


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


def on_the_line(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
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
        return Plan(reply(state, scenario) or ("listen",))
    if "defer_call" in state.acts:
        return Plan(("late_call",))
    if "ask_repeat" in state.acts:
        return Plan(next_objection(state, scenario) or ask_first_missing(state, scenario) or ("listen",))
    if state.acts & OFFERS or state.table:
        return _to_an_offer(state, scenario)
    if rambles(state.lengths[-1:], scenario) and not state.times_raised("cut_short"):
        return Plan(("cut_short",))
    if "ask_open_time" in state.acts:
        return Plan(_to_an_open_question(state, scenario, draw))
    answer = reply(state, scenario)
    if answer == ("wrong_name",) or (answer and state.told and state.times_raised("ask_purpose")):
        return Plan(answer)
    return Plan((*answer, *_drawn(state, scenario, chances, draw)))


def _to_an_offer(state: ClientState, scenario: Scenario) -> Plan:
    if state.cross or rambles(state.lengths, scenario) > 1:
        return Plan(("refuse",) if state.cross else ("refuse_no_time",))
    missing = _missing_to_meet(state)
    if missing:
        again = state.times_raised(missing[0]) >= PERSISTENCE
        return Plan(("refuse",) if again else (missing[0],))
    objection = next_objection(state, scenario)
    if objection:
        return Plan(objection)
    if scenario.situation == "cannot_fix_time":
        return Plan(("cannot_fix_time",))
    taken = takes(state, scenario)
    if taken is None:
        return Plan(("reject_times",) if state.table else ("noncommittal",))
    glad = scenario.temper == "warm" and not state.times_raised("accept")
    return Plan(("accept", "pick_time") if glad else ("pick_time",), taken)


def _to_an_open_question(state: ClientState, scenario: Scenario, draw: random.Random) -> tuple[str, ...]:
    """It stalls: naming a time is the trainee's work."""
    missing = _missing_to_meet(state)
    if missing and state.times_raised(missing[0]) < PERSISTENCE:
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
        untold = thing not in state.told and state.times_raised(cue) < PERSISTENCE
        if untold and (thing in ("who", "what") or {"who", "what"} <= state.told):
            allowed[cue] = 3.0 if thing in ("who", "what") else 1.0
    if "what" in state.told:
        if not _missing_to_meet(state) and not state.times_raised("noncommittal"):
            allowed["noncommittal"] = 1.0
        if scenario.temper == "gruff" and not state.times_raised("refuse"):
            allowed["refuse"] = 1.5
        if scenario.temper == "warm" and not _missing_to_meet(state) and not state.times_raised("accept"):
            allowed["accept"] = 2.0
    if scenario.temper != "gruff" or not allowed:
        allowed["listen"] = 0.3 if ask_first_missing(state, scenario) else 1.0
    return allowed


def _drawn(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> tuple[str, ...]:
    objection = next_objection(state, scenario) if "what" in state.told else ()
    if objection and draw.random() < _RAISES:
        return objection
    return drawn(state, _allowed(state, scenario), chances, draw)
