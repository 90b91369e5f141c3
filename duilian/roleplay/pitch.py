"""The client of a pitch (FABE, handbook 3) and of a promotion call (handbook 2.10): it listens, probes what is missing, decides."""

from __future__ import annotations

import random

from duilian.roleplay.manners import (
    PERSISTENCE,
    Chances,
    Plan,
    courtesy,
    first_asks,
    hard_words,
    next_objection,
    rambles,
    takes,
)
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFERS, ClientState

_PROBES = {
    "feature": "ask_feature",
    "advantage": "ask_fit",
    "gain": "ask_benefit",
    "evidence": "ask_evidence",
}
# On the phone it wants to know what it is and what for; the rest only where the scenario says so.
_ENOUGH = {"visit_fabe": frozenset(_PROBES), "phone_promotion": frozenset({"feature", "gain"})}
_PROBE = 0.75  # how likely it asks for what is missing rather than letting the trainee go on
# How a client that has heard all makes up its mind: how likely each answer is.
_MINDS = {
    "warm": {"accept": 0.8, "noncommittal": 0.2},
    "plain": {"accept": 0.55, "noncommittal": 0.45},
    "gruff": {"accept": 0.4, "noncommittal": 0.6},
}


def on_the_line(state: ClientState, scenario: Scenario, chances: Chances, draw: random.Random) -> Plan:
    if state.times_raised("urgent") and not state.agreed:
        return _on_its_way(state, scenario)
    if _interrupted(state, scenario):
        return Plan(("urgent",))
    if state.agreed:
        gone = state.times_raised("urgent") and state.times_raised("agree")
        return Plan(("farewell",)) if gone else _settled(state, scenario)
    if state.cross and "what" in state.told:
        return Plan(("refuse",) if state.times_raised("refuse") <= scenario.patience else ("listen",))
    if rambles(state.lengths[-1:], scenario) and not state.times_raised("cut_short"):
        return Plan(("cut_short",))
    if hard_words(state, scenario) and state.times_raised("not_understand") < PERSISTENCE:
        return Plan(("not_understand",))
    answer = courtesy(state, scenario)
    if answer and answer != ("understood",):
        return Plan(answer)
    if state.acts & (OFFERS | {"propose_meeting"}) and state.told & set(_PROBES):
        return _to_a_meeting(state, scenario)
    if not state.told & {"what", *_PROBES}:
        return Plan((*answer, *first_asks(state, scenario, chances, draw)))
    return Plan((*answer, *_probe(state, scenario, draw)))


def _interrupted(state: ClientState, scenario: Scenario) -> bool:
    once = scenario.situation == "interrupted" and not state.times_raised("urgent")
    return once and state.turns >= 2 and bool(state.told & set(_PROBES))


def _on_its_way(state: ClientState, scenario: Scenario) -> Plan:
    """Something came up: it takes a time that suits, or is gone."""
    taken = takes(state, scenario)
    if taken is not None:
        return Plan(("pick_time",), taken)
    if state.acts & OFFERS and not state.times_raised("reject_times"):
        return Plan(("reject_times",))
    if "defer_call" in state.acts and not state.times_raised("late_call"):
        return Plan(("late_call",))
    return Plan(("farewell",))


def _settled(state: ClientState, scenario: Scenario) -> Plan:
    """A further meeting is agreed."""
    if "confirm_appointment" in state.acts and not state.times_raised("agree"):
        return Plan(("agree",))
    return Plan(
        ("farewell",) if state.settled > scenario.patience else courtesy(state, scenario) or ("listen",)
    )


def _to_a_meeting(state: ClientState, scenario: Scenario) -> Plan:
    """A further meeting is proposed: face to face it takes a time that suits; who was rung wants no visit."""
    if not scenario.visit:
        return Plan(("noncommittal",) if state.times_raised("noncommittal") < PERSISTENCE else ("refuse",))
    taken = takes(state, scenario)
    if taken is not None:
        return Plan(("pick_time",), taken)
    return Plan(("reject_times",) if state.table else ("noncommittal",))


def _missing(state: ClientState, scenario: Scenario) -> list[str]:
    """The questions still open, those the scenario's client cares for first."""
    wanted = [*scenario.objections, *(_PROBES[part] for part in _PROBES if part in _ENOUGH[scenario.base])]
    part_of = {cue: part for part, cue in _PROBES.items()}
    known = [cue for cue in dict.fromkeys(wanted) if cue in part_of and part_of[cue] not in state.told]
    return [cue for cue in known if state.times_raised(cue) < PERSISTENCE]


def _probe(state: ClientState, scenario: Scenario, draw: random.Random) -> tuple[str, ...]:
    if scenario.situation == "own_need" and not state.times_raised("tell_needs"):
        return ("tell_needs",)
    if state.times_raised("accept") or state.times_raised("noncommittal"):
        return ("listen",)
    missing = _missing(state, scenario)
    if missing:
        waits = state.idle == 0 and draw.random() > _PROBE and state.times_raised("listen") < PERSISTENCE
        return ("listen",) if waits else (missing[0],)
    objection = next_objection(state, scenario)
    return objection or _made_up(state, scenario, draw)


def _made_up(state: ClientState, scenario: Scenario, draw: random.Random) -> tuple[str, ...]:
    """Its mind: yes only when it was told all it wanted to know."""
    if not _ENOUGH[scenario.base] <= state.told:
        return ("noncommittal",)
    if scenario.situation == "wants_material":
        return ("noncommittal",)
    if "ask_detail" in scenario.lines and not state.times_raised("ask_detail"):
        return ("ask_detail",)
    minds = _MINDS[scenario.temper]
    return (draw.choices(list(minds), list(minds.values()))[0],)
