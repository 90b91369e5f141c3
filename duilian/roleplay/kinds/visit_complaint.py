"""``visit_complaint``: a visit to a client that has complained (handbook 3).

It must be heard out before it calms down, and wants to know what will be done.
"""

from __future__ import annotations

import random

from duilian.roleplay.complaint import pursue_complaint
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import heard_jargon, reply_to_courtesy
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client with a complaint, as :class:`.NextMoves` says."""
    if state.times_made("calmed"):
        return Plan(reply_to_courtesy(state, scenario) or ("listen",))
    if "who" not in state.told and not scenario.acquainted and not state.times_made("ask_identity"):
        return Plan(("ask_identity",))
    if heard_jargon(state, scenario) and not state.times_made("not_understand"):
        return Plan(("not_understand",))
    reply = reply_to_courtesy(state, scenario) if "ask_needs" in state.last_acts else ()
    return Plan(reply or pursue_complaint(state, scenario))
