"""The client's words: for each temper a file in ``data/wordings``, for each move the sentences it may be said in.

A file has five parts. ``says``: move → wordings. ``visits``: wordings that take their place face to face, ``deals``: where no appointment
is at stake. ``again``: wordings for a move made once more. ``heard``: act of the trainee → move → wordings in answer to it. A wording
may have fields; it is used only where each of them is known.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from duilian import yamlfile
from duilian.dialogue.model import ACTS, CUES, Turn
from duilian.errors import DataError
from duilian.roleplay.mirror import mirrored
from duilian.roleplay.plan import MOVES_WITHOUT_CUE
from duilian.roleplay.scenario import TEMPERS, Scenario
from duilian.roleplay.state import RUDE_ACTS

# What a wording may mention: from the scenario, and from what was said (duilian/roleplay/mirror.py).
FIELDS = (
    "title",
    "name",
    "surname",
    "org",
    "agreed",
    "first",
    "second",
    "product",
    "caller",
    "company",
    "reason",
    "free",
)
# Moves that state facts: where a scenario has words of its own for one of these, no others fit.
_FACTS = frozenset({"gatekeeper", "absent", "busy", "complaint", "feedback", "urgent", "unclear", "dropped"})
# Moves for which a scenario's own words come first.
_ABOUT_ITSELF = _FACTS | {
    "ask_detail", "ask_feature", "cannot_fix_time", "not_understand", "refuse_no_time", "noncommittal", "tell_needs", "receive",
}  # fmt: skip
_TOLD_IN_ORDER = frozenset({"complaint"})  # a story: a scenario's sentences for it come one after the other
_OWN, _MIRRORED = (
    0.5,
    0.6,
)  # how likely a scenario's own words come first, and words that take up what was said
_TRIES = 2  # offers that did not suit, after which it says when it is free itself
_PARTS = ("says", "visits", "deals", "again", "heard")
_MOVES = frozenset((*CUES, *MOVES_WITHOUT_CUE))

Lines = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wordings:
    """One temper's words."""

    says: Lines
    visits: Lines
    deals: Lines
    again: Lines
    heard: Mapping[str, Lines]


def fields_of(wording: str) -> frozenset[str]:
    """The fields a wording mentions. Raises ValueError for unbalanced braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(wording) if name is not None)


def _lines(node: Any, path: Path, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(node, dict):
        raise DataError(
            f"{where} 应当是“说法: 一列句子”的形式",
            f"{path}:{yamlfile.line_of(node) if hasattr(node, 'lc') else 1}",
        )
    found: dict[str, tuple[str, ...]] = {}
    for move, texts in node.items():
        place = f"{path}:{yamlfile.line_of(node, move)}"
        if move not in _MOVES:
            raise DataError(f"{where}：客户没有“{move}”这一步", place)
        if (
            not isinstance(texts, list)
            or not texts
            or not all(isinstance(t, str) and t.strip() for t in texts)
        ):
            raise DataError(f"{where}.{move} 应当是一列句子", place)
        for n, text in enumerate(texts):
            place = f"{path}:{yamlfile.line_of(texts, n)}"
            try:
                unknown = fields_of(text) - set(FIELDS)
            except ValueError:
                raise DataError(f"“{text}”里的花括号不成对", place) from None
            if unknown:
                raise DataError(f"“{text}”里没有 {min(unknown)} 这一项；可用的有：{'、'.join(FIELDS)}", place)
        found[move] = tuple(map(str, texts))
    return found


def _load(path: Path) -> Wordings:
    data = yamlfile.load(path)
    if not isinstance(data, dict) or set(data) != set(_PARTS) or not isinstance(data["heard"], dict):
        raise DataError(f"说法文件应当有 {'、'.join(_PARTS)} 五部分", f"{path}:1")
    heard = {}
    for act, node in data["heard"].items():
        if act not in ACTS:
            raise DataError(f"heard：没有“{act}”这个动作", f"{path}:{yamlfile.line_of(data['heard'], act)}")
        heard[str(act)] = _lines(node, path, f"heard.{act}")
    says, visits, deals, again = (_lines(data[part], path, part) for part in _PARTS[:-1])
    return Wordings(says, visits, deals, again, heard)


def load_wordings(folder: Path) -> dict[str, Wordings]:
    """The words of each temper. Raises DataError with file and line."""
    return {temper: _load(folder / f"{temper}.yml") for temper in TEMPERS}


@dataclass(frozen=True)
class Occasion:
    """When a move is said: the acts just heard, how often it was made before, what was said already, the fields' values."""

    acts: Set[str]
    before: int
    spoken: Set[str]
    fields: Mapping[str, str]


def occasion_of(
    turns: Sequence[Turn], said: Sequence[tuple[str, str]], scenario: Scenario, move: str, agreed: str
) -> Occasion:
    """The occasion of a move after these turns of a call; ``said`` are the client's moves so far, each with its words."""
    heard = [frozenset(s.act for s in t.acts) for t in turns if t.speaker == "trainee"]
    earlier = frozenset[str]().union(*heard[:-1]) - RUDE_ACTS
    before = sum(made == move for made, _ in said)
    fields = {name: str(getattr(scenario, name)) for name in ("title", "name", "surname", "org")}
    fields["free"] = scenario.calendar.free[0] if scenario.calendar.free and before >= _TRIES else ""
    return Occasion(
        acts=heard[-1] - earlier if heard else frozenset(),  # a second introduction is no news
        before=before,
        spoken=frozenset(words for _, words in said),
        fields={**fields, "agreed": agreed, **mirrored(turns, scenario)},
    )


def _said(wordings: Wordings, scenario: Scenario, move: str) -> tuple[str, ...]:
    """What is said for a move in this kind of conversation."""
    if scenario.visit and move in wordings.visits:
        return wordings.visits[move]
    if scenario.base != "phone_appointment" and move in wordings.deals:
        return wordings.deals[move]
    return wordings.says.get(move, ())


def _pool(
    wordings: Wordings, scenario: Scenario, move: str, occasion: Occasion, draw: random.Random
) -> list[list[str]]:
    """The wordings that fit, the best first in groups."""
    own = scenario.lines.get(move, ())
    # Outside appointment calls a no or a question is about this client's affairs, which only its scenario knows.
    own_first = scenario.base != "phone_appointment" and move != "listen"
    answers = [
        t for act, lines in wordings.heard.items() if act in occasion.acts for t in lines.get(move, ())
    ]
    groups: list[Iterable[str]] = [own] if own and own_first else []
    if answers:
        groups.append(answers)
    if occasion.before and move in wordings.again:
        groups.append(wordings.again[move])
    if own and not own_first and (move in _ABOUT_ITSELF or draw.random() < _OWN):
        groups.append(own)
    if not own or move not in _FACTS:
        groups.append(_said(wordings, scenario, move))
    return [list(group) for group in groups]


def choose_wording(
    wordings: Wordings, scenario: Scenario, move: str, occasion: Occasion, seed: str
) -> str | None:
    """The words for a move, drawn by the seed; none that were said before while there are others. None: it has no words."""
    draw = random.Random(f"{seed}/{move}/{occasion.before}")
    known = {name for name, value in occasion.fields.items() if value}
    fallback = None
    for group in _pool(wordings, scenario, move, occasion, draw):
        fitting = [text for text in group if fields_of(text) <= known]
        if move not in _TOLD_IN_ORDER or group != list(scenario.lines.get(move, ())):
            draw.shuffle(fitting)
        if draw.random() < _MIRRORED:
            fitting.sort(
                key=lambda text: (
                    not fields_of(text) & {"first", "product", "caller", "company", "reason", "free"}
                )
            )
        for text in fitting:
            said = text.format_map(occasion.fields)
            if said not in occasion.spoken:
                return said
            fallback = said
    return fallback
