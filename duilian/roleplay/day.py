"""What the seed makes of the client's day: its mood, its haste, what comes between, what it holds out for.

Who the client is stands in its scenario; how it is today differs from call to call. The same seed gives the
same day, so that an exam is the same for all who sit it.
"""

from __future__ import annotations

import random
from dataclasses import replace

from duilian.roleplay.scenario import Day, Scenario

# Something comes between in so many calls; of these, somebody joins in so many.
_INTERRUPTED, _JOINED = 0.35, 0.35
_EARLIEST, _LATEST = 2, 5  # trainee turn from which it does
_MOODS = (-1, 0, 0, 1)
_PRESSED, _HOLDS_OUT, _HESITATES = 0.25, 0.35, 0.3
_MOVES_TIME = 0.2
_CHATS = {"warm": 0.8, "plain": 0.5}
# Kinds in which a product is talked about, to which a colleague may listen.
KINDS_WITH_A_PRODUCT = frozenset({"phone_appointment", "phone_promotion", "visit_fabe"})
# Situations in which the scenario itself makes something happen, or somebody else is on the line.
_EVENTFUL = frozenset({"interrupted", "line_drops", "garbled", "absent", "busy", "hurried"})


def on_the_day(scenario: Scenario, seed: str) -> Scenario:
    """The same client as it is in one conversation.

    Args:
        scenario: Who it is.
        seed: Seed of the session.
    """
    rng = random.Random(f"day/{seed}/{scenario.id}")
    mood, pressed = rng.choice(_MOODS), rng.random() < _PRESSED
    interruption = ""
    joined = rng.random() < _JOINED and _somebody_may_listen(scenario)
    if rng.random() < _INTERRUPTED and scenario.situation not in _EVENTFUL and not scenario.busy:
        interruption = "colleague_joins" if joined else "hold_on"
    at = rng.randint(_EARLIEST, _LATEST)
    holds_out = rng.choice(("counter", "bargains")) if rng.random() < _HOLDS_OUT else ""
    hesitates = not holds_out and rng.random() < _HESITATES
    objections = list(scenario.objections)
    rng.shuffle(objections)
    sociable = scenario.temper != "gruff" and (scenario.acquainted or scenario.situation == "chatty")
    chats = sociable and rng.random() < _CHATS[scenario.temper]
    moves_time = not holds_out and not hesitates and rng.random() < _MOVES_TIME
    day = Day(mood, pressed, interruption, at, holds_out, hesitates, chats, moves_time)
    return replace(scenario, day=day, objections=tuple(objections))


def _somebody_may_listen(scenario: Scenario) -> bool:
    """Will there be anything that a colleague listens to: a product, or a complaint?"""
    return scenario.base in KINDS_WITH_A_PRODUCT or "complaint" in scenario.lines
