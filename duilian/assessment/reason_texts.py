"""The sentences that say why a verdict was reached: ``reasons`` in ``data/rubric.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duilian import yamlfile
from duilian.errors import DataError
from duilian.texts import field_names

ANY = "any"
"""Where the sentences stand that hold for every criterion without its own."""
FIELDS = frozenset(
    (
        *(
            "quote",
            "turn",
            "asked",
            "title_or",
            "purpose_turn",
            "agreed",
            "restated",
            "count",
            "long",
            "term",
        ),
        *("answered", "unanswered", "parts", "earlier", "later", "product", "other"),
    )
)
"""What a sentence may mention."""


@dataclass(frozen=True)
class ReasonText:
    """How a reason is said.

    Attributes:
        says: The sentence, with {fields}.
        advice: What to do; empty where the criterion's own advice fits.
    """

    says: str
    advice: str = ""


@dataclass(frozen=True)
class ReasonTexts:
    """The sentences of all reasons.

    Attributes:
        by_criterion: Criterion, or :data:`ANY` → reason → how it is said.
        words: What things are called that a sentence lists, such as the client's questions.
    """

    by_criterion: Mapping[str, Mapping[str, ReasonText]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def of(self, criterion: str, reason: str) -> ReasonText | None:
        """How a reason of a criterion is said; None where the file does not say."""
        own, general = self.by_criterion.get(criterion, {}), self.by_criterion.get(ANY, {})
        return own.get(reason) or general.get(reason)


def read_reasons(data: Mapping[str, Any], criteria: frozenset[str], path: str) -> ReasonTexts:
    """The sentences of the rubric's file.

    A file without them is read too: then verdicts have their advice only.

    Args:
        data: The whole file.
        criteria: The names of its criteria.
        path: Where it is, for errors.

    Raises:
        DataError: Where something is not written as docs/extending.md says.
    """
    given = _table(data, "reasons", path)
    by_criterion = {}
    for criterion in given:
        where = f"{path}:{yamlfile.line_of(given, criterion)}"
        if criterion != ANY and criterion not in criteria:
            raise DataError(f"没有叫 {criterion} 的评分项", where)
        of_criterion = _table(given, criterion, path)
        by_criterion[str(criterion)] = {
            str(name): _reason_text(
                f"reasons.{criterion}.{name}", value, f"{path}:{yamlfile.line_of(of_criterion, name)}"
            )
            for name, value in of_criterion.items()
        }
    words = {str(name): str(word) for name, word in _table(data, "words", path).items()}
    return ReasonTexts(by_criterion, words)


def _table(data: Mapping[str, Any], name: str, path: str) -> Mapping[str, Any]:
    given = data.get(name) or {}
    if not isinstance(given, dict):
        raise DataError(f"{name} 应当是“名字: 内容”的形式", f"{path}:{yamlfile.line_of(data, name)}")
    return given


def _reason_text(name: str, value: Any, where: str) -> ReasonText:
    """A sentence alone, or ``says`` with ``advice``. Raises DataError where it is neither."""
    given = {"says": value} if isinstance(value, str) else value
    if (
        not isinstance(given, dict)
        or "says" not in given
        or not set(given) <= {"says", "advice"}
        or not all(isinstance(text, str) for text in given.values())
    ):
        raise DataError(f"{name} 应当是一句话，或者 says 加 advice", where)
    for text in given.values():
        try:
            unknown = field_names(text) - FIELDS
        except ValueError:
            raise DataError(f"{name} 里的花括号不成对", where) from None
        if unknown:
            raise DataError(
                f"{name} 里没有 {{{min(unknown)}}} 这一项；可用的有：{'、'.join(sorted(FIELDS))}", where
            )
    return ReasonText(**given)
