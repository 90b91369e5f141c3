"""Products: fact cards in ``data/products.yml``, for model phrases and against wrong claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.errors import DataError

ANY = "any"  # the example for industries without one of their own
_TEXTS = ("what", "suits", "better", "brings")
_FIELDS = (*_TEXTS, "examples", "plain", "prices", "wrong")


@dataclass(frozen=True)
class Price:
    """What is paid for, from … to, in yuan, by what (条, 号/月)."""

    of: str
    low: float
    high: float
    per: str

    def __str__(self) -> str:
        return f"{self.of}每{self.per}{self.low:g}到{self.high:g}元"


@dataclass(frozen=True)
class Claim:
    """Words in which something wrong is said of a product, and what is so."""

    words: tuple[str, ...]
    fact: str


@dataclass(frozen=True)
class Product:
    """A fact card. ``examples``: industry → what a customer of that trade gained; ``plain``: term → everyday words."""

    name: str
    what: str
    suits: str
    better: str
    brings: str
    examples: Mapping[str, str]
    plain: Mapping[str, str]
    prices: tuple[Price, ...]
    wrong: tuple[Claim, ...]

    def example(self, industry: str | None) -> str:
        """The case told to a client of this industry."""
        return self.examples.get(industry or ANY, self.examples[ANY])


def _price(text: Any, place: str) -> Price:
    parts = [part.strip() for part in str(text).split(",")]
    try:
        of, low, high, per = parts
        price = Price(of, float(low), float(high), per)
    except ValueError:
        raise DataError("价格写成“什么, 从, 到, 每什么”，例如“月租, 10, 25, 号/月”", place) from None
    if not 0 <= price.low <= price.high:
        raise DataError(f"价格“{text}”里“从”不能大于“到”", place)
    return price


def _texts(node: Any, place: str, what: str) -> dict[str, str]:
    if not isinstance(node, dict) or not all(isinstance(v, str) and v.strip() for v in node.values()):
        raise DataError(f"{what} 应当是“名称: 一句话”的形式", place)
    return {str(k): str(v) for k, v in node.items()}


def _product(name: str, node: Any, place: str) -> Product:
    if not isinstance(node, dict):
        raise DataError(f"{name} 应当是“字段: 值”的形式", place)
    for field in _FIELDS:
        if field not in node:
            raise DataError(f"{name} 缺少 {field}", place)
    for field in node:
        if field not in _FIELDS:
            raise DataError(f"{name} 没有“{field}”这个字段；可用的有：{'、'.join(_FIELDS)}", place)
    texts = _texts({field: node[field] for field in _TEXTS}, place, name)
    examples = _texts(node["examples"], place, f"{name}.examples")
    if ANY not in examples:
        raise DataError(f"{name}.examples 缺少 any（别的行业用的例子）", place)
    wrong = []
    for claim in node["wrong"]:
        if (
            not isinstance(claim, dict)
            or set(claim) != {"claims", "fact"}
            or not isinstance(claim["claims"], list)
        ):
            raise DataError(f"{name}.wrong 的每一项写成 {{claims: [说法], fact: 事实}}", place)
        wrong.append(Claim(tuple(map(str, claim["claims"])), str(claim["fact"])))
    return Product(
        name, **texts, examples=examples, plain=_texts(node["plain"], place, f"{name}.plain"),
        prices=tuple(_price(text, place) for text in node["prices"]), wrong=tuple(wrong),
    )  # fmt: skip


def load_products(path: Path) -> dict[str, Product]:
    """``data/products.yml`` → the cards by name. Raises DataError with file and line."""
    data = yamlfile.load(path)
    given = data.get("products") if isinstance(data, dict) else None
    if not isinstance(given, dict):
        raise DataError("缺少 products:", str(path))
    return {
        str(name): _product(str(name), node, f"{path}:{yamlfile.line_of(given, name)}")
        for name, node in given.items()
    }
