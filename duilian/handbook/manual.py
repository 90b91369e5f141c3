"""The handbook itself, restated rule by rule in plain words: ``data/handbook/``, a file a section.

A passage is named by its place: ``2.6`` for the behaviours that the handbook lists, ``2 流程 9`` in a part
that counts for itself, ``1 手势 宜 2`` among what is and is not seemly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.errors import DataError
from duilian.texts import sentence

FITS: Mapping[str, str] = {"do": "宜", "dont": "不宜"}
"""What is seemly and what is not: field of a part → the handbook's word for it."""


@dataclass(frozen=True)
class Passage:
    """One rule.

    Attributes:
        place: Its name, such as ``2.6``.
        section: The number of its section, from 1.
        text: The rule.
        phrases: The set phrases that the handbook gives for it.
        criteria: The rubric's criteria that ask for it.
        fit: A key of :data:`FITS`; empty for an ordinary rule.
        also: Other words that people look for it with.
    """

    place: str
    section: int
    text: str
    phrases: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    fit: str = ""
    also: str = ""

    @property
    def anchor(self) -> str:
        """Its place in the address of a page: without blanks."""
        return self.place.replace(" ", "")


@dataclass(frozen=True)
class Part:
    """Passages under one heading."""

    title: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Question:
    """A question to check oneself.

    Attributes:
        ask: The question, or a thing done that is seemly or not.
        options: What can be answered.
        right: The number of the right option, from 0.
        why: Why it is right.
        place: The place of the passage that says so.
    """

    ask: str
    options: tuple[str, ...]
    right: int
    why: str
    place: str

    @property
    def seemly(self) -> bool:
        """Does it ask whether something is seemly?"""
        return self.options == tuple(FITS.values())


@dataclass(frozen=True)
class Section:
    """One section of the handbook.

    Attributes:
        number: From 1.
        title: What it is called.
        about: What it is about, in a sentence.
        parts: Its passages by heading.
        questions: To check oneself at the end.
    """

    number: int
    title: str
    about: str
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]

    @property
    def passages(self) -> Iterator[Passage]:
        """All passages, in order."""
        return (passage for part in self.parts for passage in part.passages)


@dataclass(frozen=True)
class Manual:
    """The handbook's sections, in order."""

    sections: tuple[Section, ...]

    @property
    def passages(self) -> Iterator[Passage]:
        """All passages, in order."""
        return (passage for section in self.sections for passage in section.passages)

    @cached_property
    def at(self) -> Mapping[str, Passage]:
        """Place → passage."""
        return {passage.place: passage for passage in self.passages}

    @cached_property
    def of_criterion(self) -> Mapping[str, tuple[Passage, ...]]:
        """Criterion → the passages that it stands on; none for criteria of one's own."""
        found: dict[str, tuple[Passage, ...]] = {}
        for passage in self.passages:
            for name in passage.criteria:
                found[name] = (*found.get(name, ()), passage)
        return found


def load_manual(folder: Path) -> Manual:
    """Read and check ``data/handbook/``.

    Raises:
        DataError: With file and line, where something is missing or not what it should be.
    """
    sections = tuple(sorted(map(load_section, sorted(folder.glob("*.yml"))), key=lambda s: s.number))
    numbers = [section.number for section in sections]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise DataError(sentence("handbook.numbers"), str(folder))
    return Manual(sections)


def load_section(path: Path) -> Section:
    """Read and check one file of it. Raises DataError with file and line."""
    data = yamlfile.load(path)
    _check_fields(data, {"number": int, "title": str, "about": str, "parts": list, "quiz": list}, str(path))
    parts, counted = [], 0
    for number, node in enumerate(data["parts"]):
        part = _part(node, data["number"], counted, _place(path, data["parts"], number))
        counted += 0 if "short" in node else len(part.passages)
        parts.append(part)
    places = [passage.place for part in parts for passage in part.passages]
    if twice := {place for place in places if places.count(place) > 1}:
        raise DataError(sentence("handbook.twice", place=min(twice)), str(path))
    questions = [
        _question(node, places, _place(path, data["quiz"], number))
        for number, node in enumerate(data["quiz"])
    ]
    return Section(data["number"], data["title"], data["about"], tuple(parts), tuple(questions))


def _place(path: Path | str, nodes: Any, number: int) -> str:
    """File and line of an item of a list, for errors."""
    return f"{path}:{yamlfile.line_of(nodes, number)}"


def _part(node: Any, section: int, counted: int, where: str) -> Part:
    """A part; ``counted`` passages stand before it in those that are counted through the section."""
    _check_fields(node, {"title": str}, where, {"short": str, "rules": list, **dict.fromkeys(FITS, list)})
    if not any(name in node for name in ("rules", *FITS)) or ("short" not in node and "rules" not in node):
        raise DataError(sentence("handbook.empty_part", title=node["title"]), where)
    short = f"{section} {node['short']}" if "short" in node else ""
    passages, rules = [], node.get("rules", ())
    for number, rule in enumerate(rules, 1):
        name = f"{short} {number}" if short else f"{section}.{counted + number}"
        passages.append(_rule(rule, name, section, _place(where.rpartition(":")[0], rules, number - 1)))
    for fit, word in FITS.items():
        for number, text in enumerate(node.get(fit, ()), 1):
            place = f"{short} {word} {number}"
            passages.append(Passage(place, section, _text(text, place, where), fit=fit))
    return Part(node["title"], tuple(passages))


def _rule(node: Any, place: str, section: int, where: str) -> Passage:
    _check_fields(node, {"text": str}, where, {"say": list, "criteria": list, "also": str})
    phrases, criteria = (
        tuple(_text(each, place, where) for each in node.get(field, ())) for field in ("say", "criteria")
    )
    return Passage(place, section, node["text"], phrases, criteria, also=node.get("also", ""))


def _question(node: Any, places: Collection[str], where: str) -> Question:
    """A question; one without options asks whether something is seemly."""
    fields = {"ask": str, "why": str, "rule": str}
    _check_fields(node, fields, where, {"options": list, "right": (int, str)})
    options = tuple(_text(each, node["ask"], where) for each in node.get("options", FITS.values()))
    given = node.get("right")
    right = options.index(given) if given in options else given - 1 if isinstance(given, int) else -1
    if not 0 <= right < len(options) or len(set(options)) < max(2, len(options)):
        raise DataError(sentence("handbook.right", ask=node["ask"], options="、".join(options)), where)
    if node["rule"] not in places:
        raise DataError(sentence("handbook.no_place", place=node["rule"]), where)
    return Question(node["ask"], options, right, node["why"], node["rule"])


def _text(given: Any, of: str, where: str) -> str:
    if not isinstance(given, str) or not given.strip():
        raise DataError(sentence("handbook.no_text", of=of), where)
    return given


def _check_fields(
    node: Any, needed: Mapping[str, type], where: str, allowed: Mapping[str, Any] | None = None
) -> None:
    """Raises DataError where a field is missing, unknown, empty, or of another type."""
    known = {**needed, **(allowed or {})}
    if not isinstance(node, dict):
        raise DataError(sentence("handbook.no_fields", fields="、".join(known)), where)
    for name in needed:
        if name not in node:
            raise DataError(sentence("handbook.missing", field=name), where)
    for name, value in node.items():
        if name not in known:
            raise DataError(sentence("handbook.unknown", field=name, fields="、".join(known)), where)
        wrong_type = not isinstance(value, known[name]) or isinstance(value, bool)
        if wrong_type or (isinstance(value, str) and not value.strip()):
            raise DataError(sentence("handbook.wrong", field=name), where)
