"""``visit_fabe``: a visit at which a product is presented (handbook 3).

The client asks for every part of the pitch that is missing (feature, advantage, benefit, evidence) and says
yes only to a whole one; it may be called away in the middle.
"""

from __future__ import annotations

import random

from duilian.roleplay.pitch import QUESTION_ABOUT_PART, PitchSetting, listen_to_pitch
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import acceptable_time
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

_TURNS_OF_A_PITCH = 8  # trainee turns in which it is told by whoever takes two a part


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client at a product visit, as :class:`.NextMoves` says."""
    if scenario.situation == "interrupted" and _may_be_called_away(state):
        return Plan(("urgent",))
    return listen_to_pitch(state, scenario, predict_moves, rng, _SETTING)


def _may_be_called_away(state: ClientState) -> bool:
    """Once: when it has heard the whole pitch, or half of one that takes too long.

    Who tells it in three and a half sentences has told it in time; the others are cut off in the middle.
    """
    told = state.told & set(QUESTION_ABOUT_PART)
    whole, slow = len(told) == len(QUESTION_ABOUT_PART), state.turn_count >= _TURNS_OF_A_PITCH
    in_time = state.turn_count >= 2 and not state.times_made("urgent")
    return in_time and (whole or (slow and bool(told)))


def _answer_meeting(state: ClientState, scenario: Scenario) -> Plan:
    """A further meeting is proposed: it takes a time that suits."""
    taken = acceptable_time(state, scenario)
    if taken is not None:
        return Plan(("pick_time",), taken)
    return Plan(("reject_times",) if state.offered_times else ("noncommittal",))


_SETTING = PitchSetting(frozenset(QUESTION_ABOUT_PART), _answer_meeting)
