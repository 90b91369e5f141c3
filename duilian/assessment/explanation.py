"""A verdict's reason in words: the sentence, the quotation, the advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duilian.assessment.finding import Evidence, Fact, Finding
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.quoting import quote
from duilian.assessment.reason_texts import ReasonText, ReasonTexts
from duilian.assessment.reasons import find_reason
from duilian.texts import field_names


@dataclass(frozen=True)
class Explanation:
    """Why a verdict was reached, in words.

    Attributes:
        reason: The reason's name.
        sentence: Why, in Chinese; empty where the rubric has no sentence for it.
        quote: The trainee's words that are quoted, whole clauses; empty where none are.
        place: Where they stand; None where none are quoted.
        advice: What to do, in Chinese; empty where the criterion is met.
    """

    reason: str
    sentence: str
    quote: str
    place: Evidence | None
    advice: str


def explain(
    dialogue: IndexedDialogue, criterion: str, finding: Finding, texts: ReasonTexts, advice: str
) -> Explanation:
    """Say why a criterion is met or missed.

    Args:
        dialogue: The dialogue the finding was made of.
        criterion: The criterion's name.
        finding: What it says, ``met`` or ``missed``.
        texts: The sentences.
        advice: The criterion's own advice.
    """
    reason = find_reason(dialogue, criterion, finding)
    text = texts.of(criterion, reason.name) or texts.of(criterion, finding.verdict) or ReasonText("")
    title = dialogue.context.client_title
    fields = {name: _in_words(fact, texts.words) for name, fact in reason.facts.items()}
    fields["title_or"] = title or "先生、女士"
    fields["product"] = dialogue.context.product or texts.words.get("product", "")
    place, words = None, ""
    if reason.quote:
        place = quote(dialogue.turn(reason.quote.turn).text, reason.quote, title)
        words = dialogue.turn(place.turn).text[place.start : place.end]
        fields |= {"quote": words, "turn": str(place.turn + 1)}
    todo = _filled(text.advice, fields) or _filled(advice, fields)
    return Explanation(
        reason.name, _filled(text.says, fields), words, place, "" if finding.verdict == "met" else todo
    )


def _filled(text: str, fields: Mapping[str, str]) -> str:
    """The sentence with its fields; empty where one is not known: better none than one with a hole."""
    return text.format_map(fields) if field_names(text) <= set(fields) else ""


def _in_words(fact: Fact, words: Mapping[str, str]) -> str:
    if isinstance(fact, str):
        return fact
    turns: dict[str, list[str]] = {}
    for thing in fact:
        turns.setdefault(words.get(thing.name, thing.name), []).append(str(thing.turn + 1))
    return "、".join(f"{word}（第 {'、'.join(numbers)} 句）" for word, numbers in turns.items())
