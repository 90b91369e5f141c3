"""Small talk of the client's own: who is acquainted or likes a chat asks back, and speaks of what was.

Who is annoyed does not, nor do the gruff: a cold one stays cold.
"""

from __future__ import annotations

from dataclasses import replace

from duilian.roleplay.asked import waits_for_answer
from duilian.roleplay.emotion import feel, tone_of
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

_SOCIABLE_ACTS = frozenset({"small_talk", "greeting", "holiday_wish", "thank", "acknowledge"})
_BUSINESS = frozenset(
    {"state_purpose", "feature", "advantage", "state_benefit", "arrears_tactful", "vip_notice"}
)
_MOST_TOPICS = {"chatty": 3}  # of its own in a conversation, by situation; one elsewhere


def speak_of_itself(state: ClientState, scenario: Scenario, plan: Plan) -> Plan:
    """Put a topic of the client's own where it would only listen to small talk.

    Args:
        state: What the client knows and feels after the trainee's last turn.
        scenario: Who the client is, on its day.
        plan: What it would do else.
    """
    enough = state.times_made("own_topic") >= _MOST_TOPICS.get(scenario.situation, 1)
    if not scenario.day.chats or enough or plan.moves != ("listen",):
        return plan
    business = state.last_acts & _BUSINESS or not state.last_acts & _SOCIABLE_ACTS
    business = business or (state.agreed and "small_talk" not in state.last_acts)  # 谢谢 then is the end
    if "wish_back" in state.last_moves and "small_talk" not in state.last_acts:
        return plan  # wishes are exchanged; it waits for what the call is about
    if business or "own_topic" in state.last_moves or waits_for_answer(state.last_text):
        return plan
    if tone_of(feel(state, scenario), scenario) == "cold":
        return plan
    return replace(plan, moves=("own_topic",))
