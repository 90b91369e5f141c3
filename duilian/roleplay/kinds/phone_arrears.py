"""``phone_arrears``: the client's balance is used up (handbook 2.8).

Depending on the situation it is embarrassed, angry, or sure that it has paid; it does not take a blunt word.
"""

from __future__ import annotations

import random
import re

from duilian.roleplay.complaint import pursue_complaint
from duilian.roleplay.emotion import is_offended
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.reactions import ask_or_listen, reply_to_courtesy
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

_ASKS_HOW_MUCH = 0.5  # probability that the embarrassed ask for the sum before they promise to pay
_IN_NO_HURRY = re.compile("不急|不着急|方便的?时候|有空|过两天|抽空")
_SETTLING_MOVES = ("pay_soon", "calmed")


def next_moves(
    state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
) -> Plan:
    """Plan the turn of a client in arrears, as :class:`.NextMoves` says."""
    reply = reply_to_courtesy(state, scenario)
    if any(state.times_made(move) for move in _SETTLING_MOVES):
        return Plan(reply or ("listen",))
    if "what" not in state.told:
        return Plan(reply or ask_or_listen(state, scenario, predict_moves, rng))
    if "arrears_blunt" in state.last_acts and not state.times_made("refuse"):
        return Plan(("refuse",))
    if scenario.situation == "embarrassed":
        moves = _embarrassed(state, rng)
    else:
        moves = _angry(state, scenario) if scenario.situation == "angry" else _disputing(state, scenario)
    wants_time = scenario.day.holds_out and moves == ("pay_soon",) and not state.times_made("ask_grace")
    wants_time = wants_time and not _IN_NO_HURRY.search(state.last_text)
    return Plan(("ask_grace",) if wants_time else moves)


def _embarrassed(state: ClientState, rng: random.Random) -> tuple[str, ...]:
    if not state.times_made("ask_detail") and rng.random() < _ASKS_HOW_MUCH:
        return ("ask_detail",)
    return ("pay_soon",)


def _angry(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """Shown understanding, it pays; it need not be promised anything."""
    if "ask_needs" in state.last_acts and state.times_made("complaint"):
        return reply_to_courtesy(state, scenario) or ("pay_soon",)
    if state.understanding_turns and not is_offended(state, scenario):
        return ("pay_soon",)
    if state.times_made("complaint") < len(scenario.lines["complaint"]):
        return ("complaint",)
    return ("refuse",) if state.times_made("noncommittal") else ("noncommittal",)


def _disputing(state: ClientState, scenario: Scenario) -> tuple[str, ...]:
    """It asks how much, does not believe it, and wants it looked up."""
    if not state.times_made("ask_detail"):
        return ("ask_detail",)
    if "ask_needs" in state.last_acts:
        return reply_to_courtesy(state, scenario) or ("listen",)
    return pursue_complaint(state, scenario)
