"""Which calls from outside may be kept: what is kept must be read, assessed and shown within seconds."""

from __future__ import annotations

from duilian.config import load_config
from duilian.dialogue.model import Dialogue
from duilian.errors import DataError, shortened
from duilian.texts import load_texts, sentence

MAX_WORDS = 3000
"""Characters of a turn."""
MAX_TURNS = 1000
"""Turns of a call."""
_MAX_FACT = 64  # characters of what is known of the client


def check_call(call: Dialogue) -> None:
    """Raises DataError where a call cannot be kept.

    Its kind must be one that the pages have a name for, both sides must speak, and nothing may be beyond all
    measure.
    """
    if call.kind not in load_texts(load_config().data / "texts.yml").table("kinds"):
        raise DataError(sentence("importing.no_kind", kind=shortened(call.kind)))
    if {turn.speaker for turn in call.turns} != {"client", "trainee"}:
        raise DataError(sentence("importing.one_side"))
    if len(call.turns) > MAX_TURNS:
        raise DataError(sentence("importing.many_turns", most=MAX_TURNS, count=len(call.turns)))
    for number, turn in enumerate(call.turns, 1):
        if len(turn.text) > MAX_WORDS:
            count = len(turn.text)
            raise DataError(sentence("importing.long_turn", number=number, most=MAX_WORDS, count=count))
    for name, value in vars(call.context).items():
        if isinstance(value, str) and len(value) > _MAX_FACT:
            raise DataError(sentence("importing.long_fact", name=name, most=_MAX_FACT))
