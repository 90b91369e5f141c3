"""The rubric as data: ``data/rubric.yml`` read, checked and frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.assessment import custom
from duilian.assessment.moments import MOMENTS
from duilian.assessment.reason_texts import ReasonTexts, read_reasons
from duilian.assessment.wording import Lexicon
from duilian.dialogue.model import CRITERIA
from duilian.errors import DataError
from duilian.handbook.products import Product, find_card, load_products
from duilian.texts import field_names

_FIELDS = ("label", "weight", "handbook", "advice", "phrase")
MAX_WEIGHT = 100
PHRASE_FIELDS = frozenset(
    (
        *("title", "title_or", "who", "org_of", "org_short", "industry_of", "trade", "product", "holiday"),
        *("agreed", "time_a", "time_b", "what", "suits", "better", "brings", "example", "price"),
        *("term", "plain"),
    )
)
"""What a model phrase may mention; see :func:`duilian.assessment.phrases.phrase_values`."""


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
        phrases: Moment (:data:`duilian.assessment.moments.MOMENTS`) → the phrase to be taken instead.
    """

    name: str
    label: str
    weight: int
    handbook: str
    advice: str
    phrase: str
    phrases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rubric:
    """The criteria with all that they are judged by.

    Attributes:
        version: The file's version with a digest of its bytes, so that it changes with the file.
        criteria: Name → criterion, in the rubric's order, those of one's own last.
        lexicon: The word lists.
        products: Name → fact card.
        reasons: The sentences that say why a verdict was reached.
    """

    version: str
    criteria: Mapping[str, Criterion]
    lexicon: Lexicon
    products: Mapping[str, Product]
    reasons: ReasonTexts

    @cached_property
    def weights(self) -> dict[str, int]:
        """Criterion → weight."""
        return {name: criterion.weight for name, criterion in self.criteria.items()}

    def lexicon_for(self, product: str | None) -> Lexicon:
        """The word lists with the technical terms of a product's card; without a card the general ones."""
        card = find_card(self.products, product)
        return self._lexicons[card.name] if card else self.lexicon

    @cached_property
    def _lexicons(self) -> dict[str, Lexicon]:
        """Card → the word lists with its terms."""
        return {card.name: self.lexicon.with_terms(card.terms) for card in self.products.values()}


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
        _check_criterion(name, fields, where)
        criteria[name] = Criterion(
            name, **{one: fields[one] for one in _FIELDS}, phrases=fields.get("phrases") or {}
        )
    industries = {str(k): _texts(data, "industries", v, path) for k, v in _industries(data, path)}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    terms, everyday = (_texts(data, name, data.get(name) or [], path) for name in ("terms", "everyday"))
    lexicon = Lexicon(terms, industries, everyday)
    products = load_products(path.parent / str(data["products"])) if data.get("products") else {}
    reasons = read_reasons(data, frozenset(criteria), str(path))
    return Rubric(f"{data.get('version', '0')}-{digest}", criteria, lexicon, products, reasons)


def _check_criterion(name: str, fields: Any, where: str) -> None:
    """Raises DataError where a field is missing, of another type, or has a value that cannot be meant."""
    for name_of_field in _FIELDS:
        value = fields.get(name_of_field) if isinstance(fields, dict) else None
        wanted, called = (int, "整数") if name_of_field == "weight" else (str, "一段文字")
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise DataError(f"{name}.{name_of_field} 应当是{called}", where)
    if not 0 <= fields["weight"] <= MAX_WEIGHT:
        raise DataError(f"{name}.weight 应当在 0 到 {MAX_WEIGHT} 之间", where)
    _check_phrase(f"{name}.phrase", fields["phrase"], where)
    others = fields.get("phrases") or {}
    if not isinstance(others, dict) or not all(isinstance(text, str) for text in others.values()):
        raise DataError(f"{name}.phrases 应当是“时机: 一句话”的形式", where)
    for moment, text in others.items():
        if moment not in MOMENTS:
            known = "、".join(sorted(MOMENTS))
            raise DataError(f"{name}.phrases 里没有“{moment}”这个时机；可用的有：{known}", where)
        _check_phrase(f"{name}.phrases.{moment}", text, where)


def _check_phrase(what: str, phrase: str, where: str) -> None:
    """Raises DataError where a phrase mentions a field that nobody fills."""
    try:
        unknown = field_names(phrase) - PHRASE_FIELDS
    except ValueError:
        raise DataError(f"{what} 里的花括号不成对", where) from None
    if unknown:
        known = "、".join(sorted(PHRASE_FIELDS))
        raise DataError(f"{what} 里没有 {{{min(unknown)}}} 这一项；可用的有：{known}", where)


def _industries(data: Any, path: Path) -> Iterable[tuple[Any, Any]]:
    """The trades with their words. Raises DataError where they are no table."""
    given = data.get("industries") or {}
    if not isinstance(given, dict):
        place = f"{path}:{yamlfile.line_of(data, 'industries')}"
        raise DataError("industries 应当是“行业: 一列词”的形式", place)
    return given.items()


def _texts(data: Any, name: str, given: Any, path: Path) -> tuple[str, ...]:
    """A list of words that stands under a name. Raises DataError where it is none."""
    if not isinstance(given, list) or not all(isinstance(word, str) and word.strip() for word in given):
        raise DataError(f"{name} 里应当是一列词", f"{path}:{yamlfile.line_of(data, name)}")
    return tuple(map(str, given))
