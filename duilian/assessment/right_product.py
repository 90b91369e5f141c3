"""Does the trainee speak of the product in question? (handbook 3, FABE; rubric: the right product)

In a pitch or a promotion the parts of the pitch count only if they are about the scenario's product or one
that the client took up. Praise of another is a fault. Another product is noticed by its name, outside of
comparisons, and by the words of its card. Pure functions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from duilian.dialogue.model import ActSpan, Dialogue
from duilian.handbook.products import Product, find_card
from duilian.language.text import narrow

KINDS = ("visit_fabe", "phone_promotion")
"""The kinds of conversation that are about one product."""
_PARTS = frozenset({"feature", "advantage", "state_benefit", "evidence"})
_RUN = 3  # characters in a row that two texts share
# So many runs that stand on one card alone, and none of the right card's: by what people said of 26 products,
# none of 258 turns is then taken for another product's.
_RUNS_OF_ANOTHER = 4
# Before or after a name: it is compared with, or set aside.
_COMPARED = re.compile("(?:比|跟|和|与|像|不是|除了|以前|原来|不用|代替|替|区别于)[^,。!?;]{0,4}$")
_SET_ASIDE = re.compile("(?:[^,。!?;]{0,3}(?:不一样|不同|没法比|那种|比起来|强|好|便宜))")
_RUN_OF_WORDS = re.compile(f"[\u4e00-\u9fffa-z0-9]{{{_RUN}}}")


@dataclass(frozen=True)
class WrongProduct:
    """A part of a pitch that is about another product.

    Attributes:
        turn: The number of its turn, from 0.
        span: The act.
        product: What it is about.
    """

    turn: int
    span: ActSpan
    product: str


def praise_of_others(dialogue: Dialogue, cards: Mapping[str, Product]) -> tuple[WrongProduct, ...]:
    """The parts of a pitch, in order, that are about a product that nobody asked for.

    Args:
        dialogue: The labelled dialogue.
        cards: Name → card, of all products.
    """
    if dialogue.base not in KINDS or not dialogue.context.product:
        return ()
    right, runs_of_cards = _names_of(dialogue.context.product, cards), _runs_of_cards(_key(cards))
    found: list[WrongProduct] = []
    topic: str | None = None  # another product that the trainee has last spoken of
    for n, turn in enumerate(dialogue.turns):
        if turn.speaker == "client":
            named = _last_named(turn.text, len(turn.text), cards, right)
            accepted = topic if topic and "accept" in turn.cues else None
            for taken_up in filter(None, (named, accepted)):
                right = right | _names_of(taken_up, cards)
            topic = None if named or accepted else topic
            continue
        for span in turn.acts:
            if span.act in _PARTS:
                named = _topic_after(turn.text, span.end, topic, cards, right)
                about = _about_another(turn.text[span.start : span.end], named, runs_of_cards, right)
                if about:
                    found.append(WrongProduct(n, span, about))
        topic = _topic_after(turn.text, len(turn.text), topic, cards, right)
    return tuple(found)


def without_praise_of_others(dialogue: Dialogue, cards: Mapping[str, Product]) -> Dialogue:
    """The dialogue without the acts that are about another product, as the criteria want it."""
    wrong = {(praise.turn, praise.span) for praise in praise_of_others(dialogue, cards)}
    if not wrong:
        return dialogue
    turns = tuple(
        replace(turn, acts=tuple(span for span in turn.acts if (n, span) not in wrong))
        for n, turn in enumerate(dialogue.turns)
    )
    return replace(dialogue, turns=turns)


def _about_another(
    words: str, named: str | None, runs_of_cards: Mapping[str, Set[str]], right: frozenset[str]
) -> str | None:
    """The other product that words are about, None where they are about the right one or nobody knows.

    Args:
        words: Those of an act.
        named: The other product that is spoken of by name there.
        runs_of_cards: Card → the runs of characters that stand on no other.
        right: The names of the products that may be praised.
    """
    shared = {name: len(_runs(words) & runs) for name, runs in runs_of_cards.items()}
    known = [count for name, count in shared.items() if name in right]
    ours = max(known, default=0)
    others = {name: count for name, count in shared.items() if name not in right}
    likeliest = max(others, key=lambda name: others[name], default=None)
    if known and likeliest and others[likeliest] >= _RUNS_OF_ANOTHER and not ours:
        return likeliest
    return named if named and ours <= others.get(named, 0) else None


def _topic_after(
    text: str, end: int, topic: str | None, cards: Mapping[str, Product], right: frozenset[str]
) -> str | None:
    """The other product spoken of at ``end`` of a trainee turn, if it spoke of ``topic`` before."""
    plain = narrow(text)[:end]
    own = max((plain.rfind(narrow(name)) for name in right), default=-1)
    other = _last_named(text, end, cards, right)
    if other is not None and plain.rfind(narrow(other)) > own:
        return other
    return None if own >= 0 else topic


def _last_named(text: str, end: int, cards: Mapping[str, Product], right: frozenset[str]) -> str | None:
    """The card named last before ``end``, other than the right ones, and not to compare with it."""
    places = [
        (place, name)
        for name in cards
        if name not in right
        for place in _places_of(name, narrow(text)[:end])
        if not any(narrow(name) in narrow(ours) for ours in right)
    ]
    return max(places)[1] if places else None


def _places_of(name: str, text: str) -> Iterator[int]:
    for match in re.finditer(re.escape(narrow(name)), text):
        compared = _COMPARED.search(text, 0, match.start()) or _SET_ASIDE.match(text, match.end())
        if not compared:
            yield match.start()


def _names_of(product: str, cards: Mapping[str, Product]) -> frozenset[str]:
    """All names of a product: as it is called here, its card's, and what else that is called."""
    card = find_card(cards, product)
    return frozenset({product, card.name, *card.aliases} if card else {product})


def _runs(text: str) -> set[str]:
    plain = narrow(text)
    return {run for i in range(len(plain)) if _RUN_OF_WORDS.fullmatch(run := plain[i : i + _RUN])}


_Key = tuple[tuple[str, str], ...]


def _key(cards: Mapping[str, Product]) -> _Key:
    """Name and words of each card, by which what is made of the cards is kept."""
    return tuple(
        (card.name, "。".join((card.what, card.suits, card.better, card.brings, *card.cases)))
        for card in cards.values()
    )


@lru_cache(maxsize=4)
def _runs_of_cards(key: _Key) -> dict[str, set[str]]:
    """Card → the runs of characters that stand on no other."""
    runs = {name: _runs(words) for name, words in key}
    on_cards = Counter(run for own in runs.values() for run in own)
    return {name: {run for run in own if on_cards[run] == 1} for name, own in runs.items()}
