"""The rubric's model phrases fitted to a client: its title, organisation and times, the product's card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.handbook.products import Product
from duilian.language import times
from duilian.language.text import narrow

_NEUTRAL_TIMES = ("明天下午三点", "后天上午十点", "大后天下午两点", "下周一上午十点")
_UNKNOWN_TIME = "刚才说的时间"
_FIRST, _LAST = re.compile("前|第一|头一"), re.compile("后|第二|晚")  # of two times
# What is no part of what is said: “（报自己的姓名）”.
_STAGE_DIRECTION = re.compile("（[^）]*）")


def _agreed_time(dialogue: IndexedDialogue) -> str:
    """The time that the client took: in its own words, else which of those offered it meant."""
    if dialogue.settled_at is None:
        return _UNKNOWN_TIME
    taken = dialogue.turn(dialogue.settled_at).text
    named = _points(taken)
    if named:
        return taken[named[0].start : named[-1].end]
    for n in [n for n in dialogue.trainee_turns if n < dialogue.settled_at][-1:]:
        offer = dialogue.turn(n).text
        offered = _points(offer)
        meant = offered if len(offered) == 1 else offered[:1] if _FIRST.search(taken) else []
        meant = offered[-1:] if _LAST.search(taken) else meant
        if meant:
            return offer[meant[0].start : meant[0].end]
    return _UNKNOWN_TIME


def _points(text: str) -> list[times.TimeMention]:
    """The times of a text at which one could meet."""
    return [time for time in times.find_times(text) if time.kind == "point"]


def _refused_times(dialogue: IndexedDialogue) -> list[times.TimeMention]:
    """The times that the trainee offered and the client did not take."""
    refused: list[times.TimeMention] = []
    for n in dialogue.turns_with_cue("reject_times"):
        before = [m for m in dialogue.trainee_turns if m < n][-1:]
        refused += [time for m in before for time in times.find_times(dialogue.turn(m).text)]
    return refused


def _two_times(dialogue: IndexedDialogue, free_times: tuple[str, ...]) -> tuple[str, str]:
    """Two times to offer: those that suit the client first, none that it has refused."""
    refused = _refused_times(dialogue)
    candidates = list(dict.fromkeys((*free_times, *_NEUTRAL_TIMES)))
    open_ones = [
        words
        for words in candidates
        if not any(times.compatible(a, b) for a in times.find_times(words) for b in refused)
    ]
    time_a, time_b = (*open_ones, *candidates)[:2]
    return time_a, time_b


def _pitch_of_card(product: Product | None, org: str | None, industry: str | None) -> dict[str, str]:
    """The parts of the pitch from the product's card; without one, words that fit whatever it is."""
    if product is None:
        return dict(
            what="……",
            suits="您这样的单位",
            better="比现在的办法省事",
            brings="您这边能省时间、省费用",
            example="跟您同行的一家单位用了半年，一直很满意",
            price="",
        )
    return dict(
        what=product.what,
        suits=product.suits,
        better=product.better,
        brings=product.brings,
        example=product.example(industry, org),
        price="，".join(map(str, product.prices)),
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
    time_a, time_b = _two_times(dialogue, free_times)
    return dict(
        title=context.client_title or "",
        title_or=context.client_title or "先生、女士",
        who=context.client_title or "负责人",
        org_of=f"{context.client_org}的" if context.client_org else "",
        org_short=context.client_org or "单位",
        industry_of=f"做{context.industry}" if context.industry else "",
        trade=context.industry or "",
        product=context.product or "我们的新业务",
        holiday=context.holiday or "节日",
        agreed=_agreed_time(dialogue),
        time_a=time_a,
        time_b=time_b,
        **_pitch_of_card(product, context.client_org, context.industry),
        **_term_in_plain_words(dialogue, known_cards),
    )


def words_to_say(phrase: str) -> str:
    """The words of a filled phrase that are to be said, without what stands beside them in brackets."""
    return _STAGE_DIRECTION.sub("", phrase)


def with_respect(words: str) -> str:
    """The trainee's own words with 您 for 你 (2.11): what it could have said there; 你们 stays."""
    return re.sub("(?<!迷)你(?!们)", "您", words)


def fill_phrase(phrase: str, values: Mapping[str, str]) -> str:
    """A model phrase with {fields} → Chinese for this client, without a mark left over at its start."""
    return phrase.format_map(values).lstrip(",，。!！")
