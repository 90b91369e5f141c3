"""The rubric as data: ``data/rubric.yml`` read, checked and frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from duilian import yamlfile
from duilian.assessment import custom
from duilian.assessment.wording import Lexicon
from duilian.dialogue.model import CRITERIA
from duilian.errors import DataError
from duilian.handbook.products import Product, load_products

_FIELDS = ("label", "weight", "handbook", "advice", "phrase")


@dataclass(frozen=True)
class Criterion:
    """One rule of the handbook.

    Attributes:
        name: Its name in the rubric's section 4.
        label: Its Chinese name.
        weight: Its weight in the score.
        handbook: Its place in the handbook.
        advice: What to do, in Chinese; ``{title_or}`` stands for the client's title.
        phrase: A model phrase with {fields}, see :func:`duilian.assessment.phrases.phrase_values`.
    """

    name: str
    label: str
    weight: int
    handbook: str
    advice: str
    phrase: str


@dataclass(frozen=True)
class Rubric:
    """The criteria with all that they are judged by.

    Attributes:
        version: The file's version with a digest of its bytes, so that it changes with the file.
        criteria: Name → criterion, in the rubric's order, those of one's own last.
        lexicon: The word lists.
        products: Name → fact card.
    """

    version: str
    criteria: Mapping[str, Criterion]
    lexicon: Lexicon
    products: Mapping[str, Product]

    @cached_property
    def weights(self) -> dict[str, int]:
        """Criterion → weight."""
        return {name: criterion.weight for name, criterion in self.criteria.items()}


def load_rubric(path: Path) -> Rubric:
    """Read and check ``data/rubric.yml`` and the cards of the file it names.

    Raises:
        DataError: With file and line, where a criterion is unknown or missing, or a field is not what it
            should be.
    """
    data = yamlfile.load(path)
    if not isinstance(data, dict) or not isinstance(data.get("criteria"), dict):
        raise DataError("缺少 criteria:", str(path))
    given = data["criteria"]
    for name in given:
        if name not in CRITERIA and name not in custom.CHECKS:
            raise DataError(f"没有叫 {name} 的评分项", f"{path}:{yamlfile.line_of(given, name)}")
    criteria = {}
    for name in (*CRITERIA, *custom.CHECKS):
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
