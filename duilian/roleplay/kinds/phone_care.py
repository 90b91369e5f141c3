"""``phone_care``: a greeting call, as at a holiday (handbook 2.1).

The client returns the wish, chats, and says what it thinks when asked; it does not want to be sold anything.
"""

from __future__ import annotations

import random

from duilian.roleplay.complaint import pursue_open_complaint
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import ask_or_listen, reply_to_courtesy
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS, ClientState

_SELLING_ACTS = OFFER_ACTS | {
    "feature",
    "advantage",
    "state_benefit",
    "propose_meeting",
    "state_necessity",
}


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client who is rung to be greeted, as :class:`.NextMoves` says."""
    if state.last_acts & _SELLING_ACTS and not state.last_acts & {"holiday_wish", "invite_feedback"}:
        return Plan(("refuse",) if state.times_made("noncommittal") else ("noncommittal",))
    reply = reply_to_courtesy(state, scenario) or pursue_open_complaint(state, scenario)
    if reply:
        return Plan(reply)
    if state.told & {"wish", "what"} or "small_talk" in state.last_acts:
        return Plan(("listen",))
    return Plan(ask_or_listen(state, scenario, predict_moves, rng))
