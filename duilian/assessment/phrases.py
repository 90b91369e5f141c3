"""A criterion's model phrase fitted to this client: right title, right organisation, right times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duilian import times
from duilian.assessment.talk import Talk
from duilian.handbook.products import Product
from duilian.language.text import narrow

_TIMES = ("明天下午三点", "后天上午十点")


def _agreed(talk: Talk) -> str:
    """The time the client took, in its own words, else the last one the trainee named."""
    if talk.agreed is None:
        return "约好的时间"
    before = [n for n in talk.trainee if n < talk.agreed][-1:]
    for n in (talk.agreed, *before):
        text = talk.turn(n).text
        points = [m for m in times.find_times(text) if m.kind == "point"]
        if points:
            return text[points[0].start : points[-1].end if n == talk.agreed else points[0].end]
    return "约好的时间"


def _of_the_card(product: Product | None, org: str, industry: str | None) -> dict[str, str]:
    """The four parts of the pitch from the product's card; without one, words that fit whatever it is."""
    if product is None:
        return dict(
            what="……", suits=f"{org}这样的单位", better="比现在的办法省事",
            brings=f"{org}上上下下都省心省时，每个月的开销也一目了然", example="跟您同行的一家单位用了半年，就省下了三成",
        )  # fmt: skip
    return dict(
        what=product.what, suits=product.suits, better=product.better, brings=product.brings, example=product.example(industry),
    )  # fmt: skip


def _in_plain_words(talk: Talk, cards: Iterable[Product]) -> dict[str, str]:
    """The first technical term left unexplained that one of the cards has everyday words for, else an example of how it is done."""
    for n in talk.trainee:
        text = talk.turn(n).text
        spot = talk.lexicon.unexplained_term(text)
        if spot is None:
            continue
        term = text[spot[0] : spot[1]]
        for card in cards:
            for name, plain in card.plain.items():
                if narrow(name) == narrow(term):
                    return dict(term=term, plain=plain)
    return dict(term="专线", plain="给您单位单独铺的一条路，别人进不来")


def fields(
    talk: Talk,
    free: tuple[str, ...] = (),
    product: Product | None = None,
    cards: Mapping[str, Product] | None = None,
) -> dict[str, str]:
    """What the {fields} of phrases stand for with this client; ``free`` are times known to suit, else two neutral ones;
    ``product`` is the card of what is talked about, ``cards`` are all there are."""
    context = talk.context
    known = ([product] if product else []) + list((cards or {}).values())
    first, second = (*free, *_TIMES)[:2] if len(free) != 1 else (free[0], _TIMES[1])
    return dict(
        title=context.client_title or "",
        title_or=context.client_title or "先生、女士",
        org_of=f"{context.client_org}的" if context.client_org else "",
        org_short=context.client_org or "单位",
        industry_of=f"做{context.industry}" if context.industry else "",
        product=context.product or "这项业务",
        holiday=context.holiday or "节日",
        agreed=_agreed(talk),
        time_a=first,
        time_b=second,
        **_of_the_card(product, context.client_org or "单位", context.industry),
        **_in_plain_words(talk, known),
    )


def fill(phrase: str, values: dict[str, str]) -> str:
    """A phrase with {fields} → Chinese for this client."""
    return phrase.format_map(values).lstrip(",，。!！")
