"""What a model phrase must fit: the kind of conversation, who is listening, what the client had just said.

The rubric gives a criterion's phrase, and under ``phrases`` others for such moments; the first one that holds
is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from duilian.assessment.finding import Finding
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.dialogue.model import KINDS
from duilian.handbook.products import Product

MOMENTS = frozenset(
    (
        *KINDS,
        "visit",  # any conversation face to face
        "gatekeeper",  # someone else is on the line
        "absent",  # the person wanted is never reached
        "driving",  # the client says that it is at the wheel
        "complained",  # what the client brought up is a complaint, not an opinion
        "price_known",  # the question left open is about money, and the card has a price
        "price_asked",  # the question left open is about money
        "unnamed",  # the client's title is not known
        "no_card",  # nothing is known of what is talked about
    )
)
"""The moments that ``phrases`` of the rubric may name."""

_DRIVING = re.compile("开车|开着车|高速上|路上开")
_ABOUT_MONEY = re.compile("钱|价|费|贵|收多少|几块|租金")


def moments_of(dialogue: IndexedDialogue, finding: Finding, product: Product | None) -> frozenset[str]:
    """The moments that hold where a criterion was decided.

    Args:
        dialogue: The dialogue.
        finding: What the criterion says; its turn is where the phrase is to stand.
        product: The card of what is talked about, if there is one.
    """
    turn = finding.turn if finding.turn is not None else dialogue.last_turn
    heard = _client_before(dialogue, turn)
    brought_up = dialogue.first_cue("feedback", "complaint")
    about_money = finding.cue == "ask_detail" and bool(_ABOUT_MONEY.search(heard))
    holds = {
        dialogue.kind: True,
        "visit": dialogue.is_visit,
        "gatekeeper": turn is not None and dialogue.listeners[turn] == "gatekeeper",
        "absent": dialogue.first_cue("absent") is not None and not dialogue.person_reached,
        "driving": bool(_DRIVING.search(heard)),
        "complained": brought_up is not None and "complaint" in dialogue.turn(brought_up).cues,
        "price_known": about_money and product is not None and bool(product.prices),
        "price_asked": about_money,
        "unnamed": not dialogue.context.client_title,
        "no_card": product is None,
    }
    return frozenset(moment for moment, held in holds.items() if held)


def _client_before(dialogue: IndexedDialogue, turn: int | None) -> str:
    """What the client said last before a turn; "" where it had not spoken."""
    said = [t.text for t in dialogue.turns[: turn or 0] if t.speaker == "client"]
    return said[-1] if said else ""


def phrase_for(phrase: str, phrases: Mapping[str, str], moments: Collection[str]) -> str:
    """The first of the ``phrases`` (moment → phrase) whose moment holds, else ``phrase``."""
    return next((text for moment, text in phrases.items() if moment in moments), phrase)
