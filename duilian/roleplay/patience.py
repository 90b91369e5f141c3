"""The client's patience: what spends it. A client whose patience is spent ends the call."""

from __future__ import annotations

from collections.abc import Iterable

from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

# Characters of a turn that a client of each temper hears out; one trainee turn in fifty has 80.
_LONGEST_TURN = {"warm": 140, "plain": 100, "gruff": 80}
_SHARE_IF_BUSY = 0.7  # of that length, for the busy
# How often each refusal may be made before it costs patience: the trainee does not heed it.
_FREE_REFUSALS = {"reject_times": 2, "refuse_no_time": 1, "refuse": 1}


def count_overlong_turns(lengths: Iterable[int], scenario: Scenario) -> int:
    """How many trainee turns of these lengths (in characters) are longer than the client likes to hear."""
    limit = _LONGEST_TURN[scenario.temper] * (_SHARE_IF_BUSY if scenario.busy else 1)
    return sum(length > limit for length in lengths)


def patience_spent(state: ClientState, scenario: Scenario) -> int:
    """How much patience the call has cost the client, to be compared with ``scenario.patience`` (1 to 5).

    One point each: a rude turn, an overlong turn, a turn that led nowhere (after the first; after the third
    where no appointment is at stake), a refusal not heeded, a time offered that once more does not suit,
    being busy.
    """
    unheeded = sum(max(0, state.times_made(move) - free) for move, free in _FREE_REFUSALS.items())
    free_idle_turns = 1 if scenario.base == "phone_appointment" else 3
    return (
        state.rude_turns
        + count_overlong_turns(state.turn_lengths, scenario)
        + max(0, state.idle_turns - free_idle_turns)
        + unheeded
        + scenario.busy
    )
