"""What a trainee said of a product that its card does not bear out. Advice, outside the score.

Wrong are the claims that the card lists, and prices outside its ranges. A price is looked for only in answer
to a question about details, and outside acts: what a client saves is told in amounts as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duilian.assessment.amounts import amounts
from duilian.assessment.quoting import quotable
from duilian.dialogue.model import Dialogue, Turn
from duilian.handbook.products import Price, Product
from duilian.language.text import narrow

# Said of a price.
_FREE_OF_CHARGE = re.compile(
    "(?:全部?|都|完全)?免费|不[要收花用][您你]?(?:一分)?钱|一分(?:钱)?(?:也|都)?不[收要]|不花钱|白送"
)
# An amount in such a clause is not what the product costs.
_NOT_THE_PRICE = re.compile(
    "[省少赚返便]|多花|以前|原来|别家|首月|头[一二两三]个月|第一个月|优惠|活动|送您|送你"
)
# Before a claim: it is not made.
_DENIED = re.compile("不是|不能|不会|没有|没法|别以为|并非|谈不上|不敢说|不保证")
_YEARLY = re.compile("[一每]年|/年|年费|包年")


@dataclass(frozen=True)
class Contradiction:
    """Words that the product's card does not bear out.

    Attributes:
        turn: The number of the turn, from 0.
        start: The first character of the words in the turn's text, from 0.
        end: The character after the last.
        fact: What is so, by the card.
    """

    turn: int
    start: int
    end: int
    fact: str


def _wrong_claims(n: int, text: str, product: Product) -> Iterator[Contradiction]:
    """The claims of the card's list of wrong ones that turn ``n`` makes, neither denied nor asked."""
    plain = narrow(text)
    for start, end in quotable(text):
        clause = plain[start:end]
        for claim in product.wrong:
            words = next((words for words in claim.words if words in clause), None)
            if words is None:
                continue
            at = clause.index(words)
            if not _DENIED.search(clause[:at]) and "吗" not in clause[at:]:
                yield Contradiction(n, start + at, start + at + len(words), claim.fact)


def _bears_out(price: Price, yuan: float, yearly: bool) -> bool:
    """Is the amount within the price's range? A yearly one is divided by 12 where the price is monthly."""
    monthly = yuan / 12 if yearly and price.per.endswith("月") else yuan
    return price.low <= monthly <= price.high


def _wrong_prices(n: int, turn: Turn, product: Product) -> Iterator[Contradiction]:
    """The amounts of turn ``n`` outside every range of the card, and “free” where nothing is."""
    if not product.prices:
        return
    fact = "、".join(map(str, product.prices)) + "（示例）"
    monthly = any(price.per.endswith("月") for price in product.prices)
    for start, end in quotable(turn.text):
        clause = turn.text[start:end]
        inside_an_act = any(span.start < end and start < span.end for span in turn.acts)
        if inside_an_act or _NOT_THE_PRICE.search(clause):
            continue
        yearly = bool(_YEARLY.search(clause))
        if yearly and not monthly:
            continue  # what it comes to in a year
        for amount in amounts(clause):
            if not any(_bears_out(price, amount.yuan, yearly) for price in product.prices):
                yield Contradiction(n, start + amount.start, start + amount.end, fact)
        free = _FREE_OF_CHARGE.search(clause)
        if free and min(price.low for price in product.prices) > 0:
            yield Contradiction(n, start + free.start(), start + free.end(), fact)


def contradictions(dialogue: Dialogue, product: Product | None) -> tuple[Contradiction, ...]:
    """Where a labelled dialogue says what the product's card does not bear out.

    Args:
        dialogue: The dialogue with its acts and cues.
        product: The card of what is talked about; without one nothing is known.

    Returns:
        The places in order, each fact once.
    """
    if product is None:
        return ()
    all_places: list[Contradiction] = []
    asked = False
    for n, turn in enumerate(dialogue.turns):
        if turn.speaker == "client":
            asked = "ask_detail" in turn.cues
            continue
        all_places += _wrong_claims(n, turn.text, product)
        if asked:
            all_places += _wrong_prices(n, turn, product)
    first_of_fact: dict[str, Contradiction] = {}
    for place in all_places:
        first_of_fact.setdefault(place.fact, place)
    return tuple(sorted(first_of_fact.values(), key=lambda place: (place.turn, place.start)))
