"""What a client of each temper bears without taking it amiss: how long a turn, how many noes, how much talk.

What goes beyond is felt (``duilian.roleplay.emotion``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from duilian.roleplay.scenario import Scenario

# Characters of a turn that a client of each temper hears out; one trainee turn in fifty has 80.
_LONGEST_TURN = {"warm": 140, "plain": 100, "gruff": 80}
_SHARE_IF_BUSY = 0.7  # of that length, for the busy
# How often each refusal may be made before it costs patience: the trainee does not heed it.
_FREE_REFUSALS = {"reject_times": 2, "refuse_no_time": 1, "refuse": 1}


def count_overlong_turns(lengths: Iterable[int], scenario: Scenario) -> int:
    """How many trainee turns of these lengths (in characters) are longer than the client likes to hear."""
    limit = _LONGEST_TURN[scenario.temper] * (_SHARE_IF_BUSY if scenario.busy else 1)
    return sum(length > limit for length in lengths)


def free_idle_turns(scenario: Scenario) -> int:
    """How many turns in a row may lead nowhere; more where no appointment is at stake."""
    return 1 if scenario.base == "phone_appointment" else 3


def unheeded_refusals(made: Mapping[str, int], now: Set[str]) -> int:
    """How many of the refusals just made come once too often: the trainee did not heed those before.

    Args:
        made: How often each move has been made, these included.
        now: The moves just made.
    """
    return sum(move in now and made[move] > free for move, free in _FREE_REFUSALS.items())
