"""What a trainee said of a product that its card does not bear out. Advice, outside the score.

Wrong are the claims the card lists, and prices outside its ranges. A price is looked for only in answer to a question about
details, and outside acts: what a client saves is told in amounts as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duilian.assessment.amounts import amounts
from duilian.dialogue.model import Dialogue, Turn
from duilian.handbook.products import Price, Product
from duilian.language.text import clauses, narrow

_FREE = re.compile(
    "(?:全部?|都|完全)?免费|不[要收花用][您你]?(?:一分)?钱|一分(?:钱)?(?:也|都)?不[收要]|不花钱|白送"
)
_NOT_THE_PRICE = re.compile(
    "[省少赚返便]|多花|以前|原来|别家|首月|头[一二两三]个月|第一个月|优惠|活动|送您|送你"
)
_NOT = re.compile("不是|不能|不会|没有|没法|别以为|并非|谈不上|不敢说|不保证")
_YEARLY = re.compile("[一每]年|/年|年费|包年")


@dataclass(frozen=True)
class Contradiction:
    """``start`` … ``end``: characters, from 0, of turn ``turn``; ``fact``: what is so."""

    turn: int
    start: int
    end: int
    fact: str


def _wrong_claims(n: int, text: str, product: Product) -> Iterator[Contradiction]:
    plain = narrow(text)
    for start, end in clauses(text):
        clause = plain[start:end]
        for claim in product.wrong:
            said = next((words for words in claim.words if words in clause), None)
            if said is None:
                continue
            at = clause.index(said)
            if not _NOT.search(clause[:at]) and "吗" not in clause[at:]:
                yield Contradiction(n, start + at, start + at + len(said), claim.fact)


def _bears(price: Price, yuan: float, yearly: bool) -> bool:
    monthly = yuan / 12 if yearly and price.per.endswith("月") else yuan
    return price.low <= monthly <= price.high


def _wrong_prices(n: int, turn: Turn, product: Product) -> Iterator[Contradiction]:
    if not product.prices:
        return
    fact = "、".join(map(str, product.prices)) + "（示例）"
    monthly = any(price.per.endswith("月") for price in product.prices)
    for start, end in clauses(turn.text):
        clause = turn.text[start:end]
        inside_an_act = any(s.start < end and start < s.end for s in turn.acts)
        if inside_an_act or _NOT_THE_PRICE.search(clause):
            continue
        yearly = bool(_YEARLY.search(clause))
        if yearly and not monthly:
            continue  # what it comes to in a year
        for amount in amounts(clause):
            if not any(_bears(price, amount.yuan, yearly) for price in product.prices):
                yield Contradiction(n, start + amount.start, start + amount.end, fact)
        free = _FREE.search(clause)
        if free and min(price.low for price in product.prices) > 0:
            yield Contradiction(n, start + free.start(), start + free.end(), fact)


def contradictions(dialogue: Dialogue, product: Product | None) -> tuple[Contradiction, ...]:
    """Where a labelled dialogue says what the product's card does not bear out, in order; each fact once."""
    if product is None:
        return ()
    found: list[Contradiction] = []
    asked = False
    for n, turn in enumerate(dialogue.turns):
        if turn.speaker == "client":
            asked = "ask_detail" in turn.cues
            continue
        found += _wrong_claims(n, turn.text, product)
        if asked:
            found += _wrong_prices(n, turn, product)
    first: dict[str, Contradiction] = {}
    for one in found:
        first.setdefault(one.fact, one)
    return tuple(sorted(first.values(), key=lambda c: (c.turn, c.start)))
