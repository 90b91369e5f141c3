"""What the client does next in each kind of conversation: a module a kind, named as the kind is.

Each module has one public function, ``next_moves``, of the form :class:`NextMoves`. It is asked when nothing
that holds for all clients decides the turn (``duilian.roleplay.client``).
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Protocol

from duilian.roleplay.kinds import (
    phone_appointment,
    phone_arrears,
    phone_care,
    phone_promotion,
    phone_vip_notice,
    visit_complaint,
    visit_fabe,
    visit_gift,
)
from duilian.roleplay.plan import MovePredictor, Plan
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState


class NextMoves(Protocol):
    """The function that each kind of conversation provides."""

    def __call__(
        self, state: ClientState, scenario: Scenario, predict_moves: MovePredictor, rng: random.Random
    ) -> Plan:
        """Plan the client's next turn.

        Args:
            state: What the client knows and feels after the trainee's last turn.
            scenario: Who the client is.
            predict_moves: Gives the probability of each move in a state, learnt from annotated dialogues.
            rng: Source of chance, seeded by session, scenario and turn.

        Returns:
            The moves of the next turn, with the time agreed to where there is one.
        """


NEXT_MOVES: Mapping[str, NextMoves] = {
    "phone_appointment": phone_appointment.next_moves,
    "phone_arrears": phone_arrears.next_moves,
    "phone_care": phone_care.next_moves,
    "phone_promotion": phone_promotion.next_moves,
    "phone_vip_notice": phone_vip_notice.next_moves,
    "visit_complaint": visit_complaint.next_moves,
    "visit_fabe": visit_fabe.next_moves,
    "visit_gift": visit_gift.next_moves,
}
