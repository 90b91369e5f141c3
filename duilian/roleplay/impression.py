"""What one trainee turn was to the client, as far as its words and the talk before it tell.

The dialogue state keeps an impression of each turn; what the client *feels* about them depends on who it is
(``duilian.roleplay.emotion``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Impression:
    """One trainee turn.

    Attributes:
        text: The words.
        acts: The acts heard in it.
        after: The client's moves before it, to which it is an answer.
        told: What the client has been told up to and with it.
        news: It told something new, or answered a question of the client's.
        idle: Turns in a row, this one included, that moved nothing on.
        dated: It promises something by a time.
    """

    text: str
    acts: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    news: bool = False
    idle: int = 0
    dated: bool = False
