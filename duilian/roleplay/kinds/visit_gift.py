"""``visit_gift``: a visit with a small present (handbook 3).

The client thanks for it, or may not take it by its organisation's rules; it tells what it needs when asked.
"""

from __future__ import annotations

import random
import re

from duilian.roleplay.complaint import pursue_open_complaint
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import MAX_TIMES_ASKED, ask_or_listen, reply_to_courtesy
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

_ASKS_TO_SIGN = re.compile("签(?:收|个字|个名|一?下|字|名)")
_LAST_TURN_TO_ASK = 4  # trainee turns, after which it no longer matters what brought the visitor
_ACTS_HEEDING_A_REFUSAL = frozenset({"acknowledge", "small_talk", "thank"})
_SOCIABLE_ACTS = frozenset({"small_talk", "holiday_wish", "thank"})


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client who is brought a gift, as :class:`.NextMoves` says."""
    if _ASKS_TO_SIGN.search(state.last_text):
        return Plan(("sign_for",))
    by_rules = scenario.situation == "rules"
    given_now = "state_purpose" in state.last_acts
    if given_now and by_rules and not state.times_made("refuse"):
        return Plan(("refuse",))
    reply = reply_to_courtesy(state, scenario)
    if reply:
        return Plan(reply)
    thanked = state.times_made("thanks_back")
    if by_rules and "what" in state.told and state.times_made("refuse") and not thanked:
        refused_enough = state.times_made("refuse") >= MAX_TIMES_ASKED
        heeded = state.last_acts & _ACTS_HEEDING_A_REFUSAL or refused_enough
        return Plan(("thanks_back",) if heeded else ("refuse",))
    if given_now and not thanked:
        return Plan(("thanks_back",))
    complaint = pursue_open_complaint(state, scenario)
    if complaint:
        return Plan(complaint)
    late = state.turn_count > _LAST_TURN_TO_ASK
    if "what" in state.told or late or state.last_acts & _SOCIABLE_ACTS:
        return Plan(("listen",))
    return Plan(ask_or_listen(state, scenario, predict_moves, rng))
