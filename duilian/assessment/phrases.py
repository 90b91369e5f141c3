"""The rubric's model phrases fitted to a client: its title, organisation and times, the product's card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.handbook.products import Product
from duilian.language import times
from duilian.language.text import narrow

_NEUTRAL_TIMES = ("明天下午三点", "后天上午十点")


def _agreed_time(dialogue: IndexedDialogue) -> str:
    """The time that the client took, in its own words, else the last one that the trainee named."""
    if dialogue.agreed_at is None:
        return "约好的时间"
    before = [n for n in dialogue.trainee_turns if n < dialogue.agreed_at][-1:]
    for n in (dialogue.agreed_at, *before):
        text = dialogue.turn(n).text
        points = [time for time in times.find_times(text) if time.kind == "point"]
        if points:
            return text[points[0].start : points[-1].end if n == dialogue.agreed_at else points[0].end]
    return "约好的时间"


def _pitch_of_card(product: Product | None, org: str, industry: str | None) -> dict[str, str]:
    """The parts of the pitch from the product's card; without one, words that fit whatever it is."""
    if product is None:
        return dict(
            what="……",
            suits=f"{org}这样的单位",
            better="比现在的办法省事",
            brings=f"{org}上上下下都省心省时，每个月的开销也一目了然",
            example="跟您同行的一家单位用了半年，就省下了三成",
        )
    return dict(
        what=product.what,
        suits=product.suits,
        better=product.better,
        brings=product.brings,
        example=product.example(industry, org),
    )


def _term_in_plain_words(dialogue: IndexedDialogue, cards: Iterable[Product]) -> dict[str, str]:
    """The first technical term left unexplained that one of the cards has everyday words for.

    Where there is none, an example of how it is done.
    """
    for n in dialogue.trainee_turns:
        text = dialogue.turn(n).text
        span = dialogue.lexicon.unexplained_term(text)
        if span is None:
            continue
        term = text[slice(*span)]
        for card in cards:
            for name, plain in card.plain.items():
                if narrow(name) == narrow(term):
                    return dict(term=term, plain=plain)
    return dict(term="专线", plain="单独给您单位用的一条线路，不跟别人抢")


def phrase_values(
    dialogue: IndexedDialogue,
    free_times: tuple[str, ...] = (),
    product: Product | None = None,
    cards: Mapping[str, Product] | None = None,
) -> dict[str, str]:
    """What the {fields} of model phrases stand for with this client; data/rubric.yml lists them.

    Args:
        dialogue: The dialogue that is assessed.
        free_times: Times known to suit the client, for offers; where one or both are missing, neutral ones.
        product: The card of what is talked about, if there is one.
        cards: All cards by name, for everyday words for technical terms.

    Returns:
        Field → Chinese words.
    """
    context = dialogue.context
    known_cards = ([product] if product else []) + list((cards or {}).values())
    if len(free_times) == 1:
        time_a, time_b = free_times[0], _NEUTRAL_TIMES[1]
    else:
        time_a, time_b = (*free_times, *_NEUTRAL_TIMES)[:2]
    return dict(
        title=context.client_title or "",
        title_or=context.client_title or "先生、女士",
        org_of=f"{context.client_org}的" if context.client_org else "",
        org_short=context.client_org or "单位",
        industry_of=f"做{context.industry}" if context.industry else "",
        product=context.product or "这项业务",
        holiday=context.holiday or "节日",
        agreed=_agreed_time(dialogue),
        time_a=time_a,
        time_b=time_b,
        **_pitch_of_card(product, context.client_org or "单位", context.industry),
        **_term_in_plain_words(dialogue, known_cards),
    )


def fill_phrase(phrase: str, values: Mapping[str, str]) -> str:
    """A model phrase with {fields} → Chinese for this client, without a mark left over at its start."""
    return phrase.format_map(values).lstrip(",，。!！")
