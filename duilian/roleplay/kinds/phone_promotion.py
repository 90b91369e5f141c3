"""``phone_promotion``: a call about something new (handbook 2.10).

The client wants to know what it is and what it brings; more it asks only where its scenario says so. It wants
no visit.
"""

from __future__ import annotations

import random

from duilian.roleplay.pitch import PitchSetting, listen_to_pitch
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import MAX_TIMES_ASKED
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client who is rung about something new, as :class:`.NextMoves` says."""
    return listen_to_pitch(state, scenario, predict_moves, rng, _SETTING)


def _answer_meeting(state: ClientState, scenario: Scenario) -> Plan:
    """A meeting is proposed: who was only rung wants no visit."""
    put_off_enough = state.times_made("noncommittal") >= MAX_TIMES_ASKED
    return Plan(("refuse",) if put_off_enough else ("noncommittal",))


_SETTING = PitchSetting(frozenset({"feature", "gain"}), _answer_meeting)
