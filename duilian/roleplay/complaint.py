"""A client that complains: what it says next until it is satisfied, in all kinds of conversation."""

from __future__ import annotations

from duilian.roleplay.emotion import has_cooled
from duilian.roleplay.reactions import MAX_TIMES_ASKED
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

# Trainee turns that must show understanding before a client of each temper feels heard.
_TURNS_TO_COOL = {"warm": 1, "plain": 2, "gruff": 2}


def pursue_complaint(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """The next move of a client that is not satisfied.

    The complaint goes on until the client feels heard; then it asks what will be done; a promise calms it
    (handbook 3: listen first, then say by when there will be an answer), unless it is too angry still.
    """
    promised = "promise" in state.told and has_cooled(state, scenario)
    heard = state.understanding_turns >= (1 if promised else _TURNS_TO_COOL[scenario.temper])
    if not heard and state.times_made("complaint") < len(scenario.lines.get("complaint", ())):
        return ("complaint",)
    if promised and heard:
        wants_date = scenario.situation == "let_down" and not state.times_made("ask_detail")
        wants_date = wants_date and "when" not in state.told
        return ("ask_detail",) if wants_date else ("calmed",)
    if state.times_made("ask_detail") < MAX_TIMES_ASKED:
        return ("ask_detail",)
    return ("refuse",)


def pursue_open_complaint(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """The same for a client that may have complained: ``()`` when it has not, or is calmed already."""
    if state.times_made("complaint") and not state.times_made("calmed"):
        return pursue_complaint(state, scenario)
    return ()
