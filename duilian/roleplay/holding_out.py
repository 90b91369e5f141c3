"""What a client does before it says yes: offers less than was offered, bargains, cannot make up its mind.

Which of these it does, if any, is the day's affair; each is done once, and any sensible answer settles it.
"""

from __future__ import annotations

from collections.abc import Mapping

from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

# What it holds out for (``Day.holds_out``) → its move, where a meeting is asked for …
BEFORE_A_MEETING: Mapping[str, str] = {"counter": "counter_material", "bargains": "counter_trial"}
# … and where something is offered.
BEFORE_A_DEAL: Mapping[str, str] = {"counter": "counter_trial", "bargains": "bargain"}
# … and where it has been wronged.
BEFORE_IT_IS_CALMED: Mapping[str, str] = {"counter": "ask_remedy", "bargains": "ask_remedy"}
# Of what was not told one asks neither for a trial nor for a better price.
_WANT_A_PRODUCT = frozenset({"counter_trial", "bargain"})
_ABOUT_A_PRODUCT = frozenset({"feature", "advantage", "evidence"})
_HELD_OUT = ("counter_material", "counter_trial", "bargain", "hesitate", "ask_remedy")


def held_out(state: ClientState) -> bool:
    """Has it held out before?"""
    return any(state.times_made(move) for move in _HELD_OUT)


def product_told(state: ClientState, scenario: Scenario) -> bool:
    """Was the client told what it is that it could try or buy: its name, or anything about it?

    Args:
        state: What the client knows.
        scenario: Names the product.
    """
    named = bool(scenario.product) and str(scenario.product) in state.heard
    return named or bool(state.told & _ABOUT_A_PRODUCT)


def before_yes(state: ClientState, scenario: Scenario, moves: Mapping[str, str]) -> tuple[str, ...]:
    """The move that comes before its yes today; none where there is none, or it was made.

    Args:
        state: What the client knows and feels.
        scenario: Who the client is, on its day.
        moves: What it holds out for → the move by which it does.
    """
    if held_out(state):
        return ()
    material_promised = any("offer_material" in impression.acts for impression in state.impressions)
    undecided = "hesitate" if scenario.day.hesitates and moves is not BEFORE_IT_IS_CALMED else ""
    move = moves.get(scenario.day.holds_out, undecided)
    if move in _WANT_A_PRODUCT and not ("gain" in state.told or product_told(state, scenario)):
        return ()
    return () if not move or (move == "counter_material" and material_promised) else (move,)
