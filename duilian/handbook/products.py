"""Products: a fact card for each in ``data/products.yml``.

Model phrases are made of the cards, and what a trainee claims of a product is held against them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.errors import DataError

ANY_INDUSTRY = "any"  # key of the example for industries without one of their own
_TEXT_FIELDS = ("what", "suits", "better", "brings")
_LIST_FIELDS = ("aliases", "limits", "prices", "wrong")
_FIELDS = ("aliases", *_TEXT_FIELDS, "examples", "plain", "contract", "limits", "prices", "wrong")


@dataclass(frozen=True)
class Price:
    """The range of a price.

    Attributes:
        of: What is paid for (月租).
        low: The lowest price, in yuan.
        high: The highest price, in yuan.
        per: The unit it is paid by (条, 号/月).
    """

    of: str
    low: float
    high: float
    per: str

    def __str__(self) -> str:
        return f"{self.of}每{self.per.replace('/', '每')}{self.low:g}到{self.high:g}元"


@dataclass(frozen=True)
class WrongClaim:
    """Something wrong that is often said of a product.

    Attributes:
        words: Sayings by which it is noticed.
        fact: What is so.
    """

    words: tuple[str, ...]
    fact: str


@dataclass(frozen=True)
class Product:
    """The fact card of a product.

    Its texts are the parts of a pitch by FABE (handbook 3): feature, advantage, benefit, evidence.

    Attributes:
        name: The product's name.
        aliases: What else it is called.
        what: What it is.
        suits: Whom it suits.
        better: What it does better than what one had before.
        brings: What a customer gains by it.
        examples: Industry → what a customer of that trade gained; ``ANY_INDUSTRY`` is always among them.
        plain: Technical term → everyday words for it.
        contract: How it is taken up: papers, days, term.
        limits: What it cannot do.
        prices: The ranges of its prices.
        wrong: What must not be said of it.
    """

    name: str
    aliases: tuple[str, ...]
    what: str
    suits: str
    better: str
    brings: str
    examples: Mapping[str, str]
    plain: Mapping[str, str]
    contract: str
    limits: tuple[str, ...]
    prices: tuple[Price, ...]
    wrong: tuple[WrongClaim, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        """What customers gained, each once."""
        return tuple(dict.fromkeys(self.examples.values()))

    @property
    def terms(self) -> tuple[str, ...]:
        """The technical terms to avoid: those that its own name and sentences do without."""
        own = " ".join(
            (self.name, *self.aliases, self.what, self.suits, self.better, self.brings, *self.cases)
        )
        return tuple(term for term in self.plain if term not in own)

    def example(self, industry: str | None, org: str | None = None) -> str:
        """The case to tell a client: of its industry, else the general one, and never about itself.

        Args:
            industry: The client's industry.
            org: The client's organisation.
        """
        trade = [self.examples[industry]] if industry and industry in self.examples else []
        cases = [*trade, self.examples[ANY_INDUSTRY], *self.cases]
        return next((case for case in cases if not names_client(case, org)), cases[0])


_SHORTEST_NAME = 2  # characters by which a firm is known: 顺达物流 is 顺达


def names_client(case: str, org: str | None) -> bool:
    """Does a customer's case speak of this organisation itself?"""
    return org is not None and len(org) >= _SHORTEST_NAME and org[:_SHORTEST_NAME] in case


def find_card(cards: Mapping[str, Product], name: str | None) -> Product | None:
    """The card of a product, by its name or by what else it is called; None where there is none."""
    if name is None or name in cards:
        return cards.get(name or "")
    return next((card for card in cards.values() if name in card.aliases), None)


def load_products(path: Path) -> dict[str, Product]:
    """Read ``data/products.yml``: name → card.

    Raises:
        DataError: A card is not as it should be; the message names file and line.
    """
    data = yamlfile.load(path)
    cards = data.get("products") if isinstance(data, dict) else None
    if not isinstance(cards, dict):
        raise DataError("缺少 products:", str(path))
    products = {
        str(name): _parse_product(str(name), node, f"{path}:{yamlfile.line_of(cards, name)}")
        for name, node in cards.items()
    }
    names = list(products)
    for product in products.values():
        for alias in product.aliases:
            if alias in names:
                raise DataError(f"{product.name}.aliases：“{alias}”已经是别的产品的名字", str(path))
            names.append(alias)
    return products


def _parse_product(name: str, node: Any, place: str) -> Product:
    """Check a card. ``place`` is its file and line, for errors; so in the functions below."""
    if not isinstance(node, dict):
        raise DataError(f"{name} 应当是“字段: 值”的形式", place)
    for field in _FIELDS:
        if field not in node:
            raise DataError(f"{name} 缺少 {field}", place)
    for field in node:
        if field not in _FIELDS:
            raise DataError(f"{name} 没有“{field}”这个字段；可用的有：{'、'.join(_FIELDS)}", place)
    texts = _parse_texts({field: node[field] for field in (*_TEXT_FIELDS, "contract")}, place, name)
    for field in _LIST_FIELDS:
        if not isinstance(node[field], list):
            raise DataError(f"{name}.{field} 应当是列表（没有就写 []）", place)
    if not node["limits"]:
        raise DataError(f"{name}.limits 至少写一条：它做不到什么", place)
    examples = _parse_texts(node["examples"], place, f"{name}.examples")
    if ANY_INDUSTRY not in examples:
        raise DataError(f"{name}.examples 缺少 any（别的行业用的例子）", place)
    return Product(
        name,
        **texts,
        aliases=tuple(map(str, node["aliases"])),
        limits=tuple(map(str, node["limits"])),
        examples=examples,
        wrong=tuple(_parse_wrong_claim(claim, place, name) for claim in node["wrong"]),
        plain=_parse_texts(node["plain"], place, f"{name}.plain"),
        prices=tuple(_parse_price(text, place) for text in node["prices"]),
    )


def _parse_texts(node: Any, place: str, what: str) -> dict[str, str]:
    if not isinstance(node, dict) or not all(isinstance(v, str) and v.strip() for v in node.values()):
        raise DataError(f"{what} 应当是“名称: 一句话”的形式", place)
    return {str(key): str(text) for key, text in node.items()}


def _parse_price(text: Any, place: str) -> Price:
    parts = [part.strip() for part in str(text).split(",")]
    try:
        of, low, high, per = parts
        price = Price(of, float(low), float(high), per)
    except ValueError:
        raise DataError("价格写成“什么, 从, 到, 每什么”，例如“月租, 10, 25, 号/月”", place) from None
    if not 0 <= price.low <= price.high < math.inf:
        raise DataError(f"价格“{text}”里要从 0 往上，“从”不能大于“到”", place)
    return price


def _parse_wrong_claim(node: Any, place: str, name: str) -> WrongClaim:
    shaped = isinstance(node, dict) and set(node) == {"claims", "fact"} and isinstance(node["claims"], list)
    if not shaped:
        raise DataError(f"{name}.wrong 的每一项写成 {{claims: [说法], fact: 事实}}", place)
    return WrongClaim(tuple(map(str, node["claims"])), str(node["fact"]))
