"""One of the moves that make sense is drawn, in proportion to weight and probability."""

from __future__ import annotations

import random
from collections import Counter

from duilian.roleplay.plan import draw_move
from duilian.roleplay.state import ClientState


def drawn(allowed: dict[str, float], probabilities: dict[str, float]) -> Counter[str]:
    rng = random.Random(1)
    return Counter(
        draw_move(ClientState(), allowed, lambda state: probabilities, rng)[0] for _ in range(2000)
    )


def test_only_allowed_moves_are_drawn_in_proportion() -> None:
    moves = drawn({"listen": 1.0, "refuse": 1.0}, {"listen": 0.58, "refuse": 0.18, "accept": 0.24})
    assert set(moves) == {"listen", "refuse"} and 2.5 < moves["listen"] / moves["refuse"] < 3.6
    weighted = drawn({"listen": 1.0, "refuse": 3.0}, {"listen": 0.58, "refuse": 0.18})
    assert 0.85 < weighted["listen"] / weighted["refuse"] < 1.15


def test_what_nobody_did_is_still_possible() -> None:
    assert 0 < drawn({"listen": 1.0, "refuse": 1.0}, {"listen": 0.98})["refuse"] < 100
