"""What the client does next: fixed by coherence where it must be, else drawn from what clients tend to do.

``decide`` is a pure function of state, scenario and seed, so that an exam can be repeated. Its moves are cues of the
rubric, or these names of moves without a cue:

listen · convenient · put_through · noted · agree · late_call · never_mind · understood · puzzled · wrong_name · cut_short ·
correct_time · receive · tell_needs · wish_back · thanks_back · no_opinion · calmed · pay_soon
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from duilian.roleplay import appointment, arrears, attention, grievance, pitch
from duilian.roleplay.manners import PERSISTENCE, Chances, Plan, ask_first_missing, takes, weariness
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import RUDE, ClientState

__all__ = ["PLAIN_MOVES", "Chances", "Plan", "decide"]

PLAIN_MOVES = (
    "listen", "convenient", "put_through", "noted", "agree", "late_call", "never_mind", "understood", "puzzled", "wrong_name", "cut_short",
    "correct_time", "receive", "tell_needs", "wish_back", "thanks_back", "no_opinion", "calmed", "pay_soon",
)  # fmt: skip
_EXCUSES = {
    "warm": "urgent",
    "plain": "refuse_no_time",
    "gruff": "refuse",
}  # how it ends a call that has tired it


def decide(state: ClientState, scenario: Scenario, chances: Chances, seed: str) -> Plan:
    """The client's next turn after what it has just heard."""
    if state.over:
        return Plan(())
    if state.turns == 0:
        return Plan(_pick_up(scenario))
    if state.acts & {"farewell", "ask_leave"}:
        return _part(state, scenario)
    if state.acts & RUDE:
        return Plan(("refuse", "farewell") if state.strikes >= scenario.patience else ("refuse",))
    if state.blank:
        return Plan(_to_nothing(state, scenario))
    if not state.gatekeeper and not state.agreed and weariness(state, scenario) > scenario.patience:
        return Plan((_excuse(scenario), "farewell"))
    draw = random.Random(f"{seed}/{scenario.id}/{state.turns}")
    if state.gatekeeper:
        return Plan(_at_the_desk(state, scenario))
    return _PLAYS[scenario.base](state, scenario, chances, draw)


_PLAYS: Mapping[str, Callable[[ClientState, Scenario, Chances, random.Random], Plan]] = {
    "phone_appointment": appointment.on_the_line, "phone_care": attention.greeted, "phone_arrears": arrears.on_the_line,
    "phone_vip_notice": attention.key_account, "phone_promotion": pitch.on_the_line, "visit_fabe": pitch.on_the_line,
    "visit_complaint": grievance.on_the_line, "visit_gift": attention.given,
}  # fmt: skip


def _part(state: ClientState, scenario: Scenario) -> Plan:
    """The trainee takes leave; a time offered with it, to a client who was called away, is taken if it suits."""
    taken = takes(state, scenario) if state.times_raised("urgent") and not state.agreed else None
    if taken is not None:
        return Plan(("pick_time", "farewell"), taken)
    return Plan(("farewell",))


def _excuse(scenario: Scenario) -> str:
    if scenario.base == "phone_appointment":
        return _EXCUSES[scenario.temper]
    return "refuse" if "refuse" in scenario.lines else "urgent"


def _pick_up(scenario: Scenario) -> tuple[str, ...]:
    if scenario.visit:
        return ("complaint",) if scenario.base == "visit_complaint" else ("receive",)
    if scenario.gatekeeper:
        return ("gatekeeper",)
    return ("answer_call", "busy") if scenario.busy else ("answer_call",)


def _to_nothing(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Silence, nonsense: it asks what was said, loses patience, hangs up."""
    if state.blank > scenario.patience:
        return ("refuse", "farewell")
    return ("puzzled",) if state.blank == 1 else ask_first_missing(state, scenario) or ("puzzled",)


def _at_the_desk(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Someone else answered: asks who calls, then puts through, or says that the person is out."""
    if state.times_raised("absent"):
        if "leave_message" in state.acts:
            return ("noted",)
        if "defer_call" in state.acts:
            return ("late_call",)
        return ("listen",) if state.times_raised("listen") < PERSISTENCE else ("farewell",)
    if "who" not in state.told and not state.times_raised("ask_identity"):
        return ("ask_identity",)
    if (
        "what" not in state.told
        and "request_transfer" not in state.acts
        and not state.times_raised("ask_purpose")
    ):
        return ("ask_purpose",)
    if scenario.absent:
        return ("absent",)
    return ("put_through", "answer_call")
