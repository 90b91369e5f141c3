"""The rubric as data: ``data/rubric.yml`` read, checked and frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from duilian import yamlfile
from duilian.assessment import own
from duilian.assessment.wording import Lexicon
from duilian.dialogue.model import CRITERIA
from duilian.errors import DataError
from duilian.handbook.products import Product, load_products

_FIELDS = ("label", "weight", "handbook", "advice", "phrase")


@dataclass(frozen=True)
class Criterion:
    """One rule of the handbook: its Chinese name, weight, place in the handbook, advice, and a phrase with {fields}."""

    name: str
    label: str
    weight: int
    handbook: str
    advice: str
    phrase: str


@dataclass(frozen=True)
class Rubric:
    """All criteria in the rubric's order, the word lists, the products' cards, and a version that changes with the file."""

    version: str
    criteria: Mapping[str, Criterion]
    lexicon: Lexicon
    products: Mapping[str, Product]

    @cached_property
    def weights(self) -> dict[str, int]:
        """Criterion → weight."""
        return {name: criterion.weight for name, criterion in self.criteria.items()}


def load_rubric(path: Path) -> Rubric:
    """``data/rubric.yml``, with the cards of the file it names → Rubric. Raises DataError with file and line."""
    data = yamlfile.load(path)
    if not isinstance(data, dict) or not isinstance(data.get("criteria"), dict):
        raise DataError("缺少 criteria:", str(path))
    given = data["criteria"]
    for name in given:
        if name not in CRITERIA and name not in own.CHECKS:
            raise DataError(f"没有叫 {name} 的评分项", f"{path}:{yamlfile.line_of(given, name)}")
    criteria = {}
    for name in (*CRITERIA, *own.CHECKS):
        if name not in given:
            raise DataError(f"缺少评分项 {name}", str(path))
        where, fields = f"{path}:{yamlfile.line_of(given, name)}", given[name]
        for field in _FIELDS:
            if not isinstance(fields, dict) or not isinstance(
                fields.get(field), int if field == "weight" else str
            ):
                raise DataError(f"{name}.{field} 应当是{'整数' if field == 'weight' else '一段文字'}", where)
        criteria[name] = Criterion(name, *(fields[field] for field in _FIELDS))
    industries = {str(k): tuple(map(str, v)) for k, v in (data.get("industries") or {}).items()}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    lexicon = Lexicon(tuple(map(str, data.get("terms") or ())), industries)
    products = load_products(path.parent / str(data["products"])) if data.get("products") else {}
    return Rubric(f"{data.get('version', '0')}-{digest}", criteria, lexicon, products)
