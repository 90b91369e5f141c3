"""The client's next turn as a plan: which moves it may be made of, and how one is drawn by its probability.

A move is one thing a client does in a turn (a *dialogue act* of the client's). Most moves are cues of the
rubric; those that the rubric has no cue for are listed in ``MOVES_WITHOUT_CUE``. ``data/wordings`` has the
sentences of each.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duilian.roleplay.facts.telling import NOTHING_TOLD, Telling
from duilian.roleplay.state import ClientState

MOVES_WITHOUT_CUE = (
    "listen",
    "convenient",
    "put_through",
    "noted",
    "agree",
    "late_call",
    "never_mind",
    "understood",
    "puzzled",
    "wrong_name",
    "cut_short",
    "correct_time",
    "receive",
    "tell_needs",
    "wish_back",
    "thanks_back",
    "no_opinion",
    "calmed",
    "pay_soon",
    "tell_fact",
    "ask_back",
    "keep_private",
    "not_know",
    "not_catch",
    "say_again",
    "go_ahead",
    "ask_hour",
    "name_hour",
    "ask_new_time",
    "wrong_firm",
    "not_agreed",
    "hold_on",
    "back",
    "colleague_joins",
    "counter_material",
    "counter_trial",
    "bargain",
    "hesitate",
    "ask_grace",
    "ask_remedy",
    "move_time",
    "own_topic",
    "recall",
    "see_off",
    "pleased",
    "short_of_time",
    "assent",
    "no_matter",
    "sign_for",
    "hour_suits",
    "own_role",
    "welcome",
    "take_material",
    "nothing_more",
)
# Gives the probability of each move in a state, as learnt from annotated dialogues
# (``duilian.roleplay.move_model``).
MovePredictor = Callable[[ClientState], Mapping[str, float]]
_UNSEEN = 0.02  # added to each probability, for moves that no client of the dialogues made in such a state


@dataclass(frozen=True)
class Plan:
    """The client's next turn.

    Attributes:
        moves: Its moves in order; none when the client stays silent.
        agreed_time: The time it agrees to, in the words it heard; None when it agrees to none.
        telling: What it tells of its affairs, and of what it does not speak.
        tone: How it says all that, one of ``duilian.roleplay.emotion.TONES``.
    """

    moves: tuple[str, ...]
    agreed_time: str | None = None
    telling: Telling = NOTHING_TOLD
    tone: str = "even"


def draw_move(
    state: ClientState, allowed: Mapping[str, float], predict_moves: MovePredictor, rng: random.Random
) -> tuple[str, ...]:
    """Draw one of the moves that make sense now.

    Args:
        state: The state in which the client speaks.
        allowed: Move → the weight that the client's character gives it.
        predict_moves: Gives the probability of each move, as clients in general make it.
        rng: Source of chance, seeded by the session.

    Returns:
        One move, drawn in proportion to its weight times its probability.
    """
    probabilities, moves = predict_moves(state), sorted(allowed)
    weights = [allowed[move] * (probabilities.get(move, 0.0) + _UNSEEN) for move in moves]
    return (rng.choices(moves, weights)[0],)
