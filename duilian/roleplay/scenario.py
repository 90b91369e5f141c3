"""Scenarios: who the client is. One YAML file each in ``data/scenarios``; the file's name is the id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.dialogue.model import CUES, KINDS, Context, base_kind, is_kind
from duilian.errors import DataError
from duilian.language import times
from duilian.roleplay.calendar import Calendar
from duilian.roleplay.facts.sheet import FactBook, FactSheet, load_fact_book, read_answers
from duilian.roleplay.memory import NO_MEMORY, PROMISES, Memory, fault_of, memory_of

# What a client of each kind of conversation may be like.
SITUATIONS: Mapping[str, tuple[str, ...]] = {
    "phone_appointment": (
        "first_call",
        "acquainted",
        "gatekeeper",
        "absent",
        "busy",
        "impatient",
        "noncommittal",
        "no_time",
        "cannot_fix_time",
        "why_in_person",
        "line_drops",
        "garbled",
        "technical_question",
    ),
    "phone_care": ("holiday_call", "chatty", "hurried"),
    "phone_arrears": ("embarrassed", "angry", "disputing"),
    "phone_vip_notice": ("questions", "suspicious", "grievance"),
    "phone_promotion": ("curious", "wants_material", "hurried"),
    "visit_fabe": ("pitch", "interrupted", "own_need", "technical_terms"),
    "visit_complaint": ("angry", "disputing", "let_down"),
    "visit_gift": ("needs", "rules", "grievance"),
}
_KINDS_OF_CUSTOMERS = frozenset(
    {"phone_care", "phone_arrears", "phone_vip_notice", "visit_complaint", "visit_gift"}
)
_TOPICS_OF_TROUBLE = frozenset(
    {"trouble", "trouble_since", "trouble_often", "trouble_where", "trouble_effect", "reported"}
    | {"satisfaction"}
)
# Kinds in which times to meet are named; in the others things have happened at dates of their own.
_DATED_KINDS = frozenset({"phone_appointment", "phone_promotion", "visit_fabe"})
_MONDAYS_DATE = 2  # of the week in which all conversations take place: three weeks on it is the same month
TEMPERS = ("warm", "plain", "gruff")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True)
class Day:
    """How a client is on one day (``duilian.roleplay.day``).

    Attributes:
        mood: Irritation more than usual, in half points of patience; less where negative.
        pressed: It has little time: long turns are too long sooner.
        interruption: What comes between, a move of the client's; "" for nothing.
        interrupted_at: The trainee turn from which it may.
        holds_out: What it asks for before it says yes: ``counter`` (less than is offered), ``bargains``
            (about the price); "" for nothing.
        hesitates: It does so before it says yes.
        chats: It speaks of things of its own.
        moves_time: Once a time is agreed on, something comes up, and it asks for another.
    """

    mood: int = 0
    pressed: bool = False
    interruption: str = ""
    interrupted_at: int = 0
    holds_out: str = ""
    hesitates: bool = False
    chats: bool = False
    moves_time: bool = False


USUAL_DAY = Day()


@dataclass(frozen=True)
class Scenario:
    """A client to practise with.

    Attributes:
        id: The file's name without its ending.
        kind: Kind of conversation, a variant's name behind a slash (``phone_care/survey``).
        situation: What the client is like, one of its kind's ``SITUATIONS``.
        label: The scenario in a few words, for the trainee.
        brief: What the trainee is told before the conversation.
        title: How the client is addressed, surname first (裴总监).
        name: The client's full name.
        org: The client's organisation.
        industry: Its trade.
        acquainted: The trainee and the client know each other.
        temper: One of ``TEMPERS``.
        patience: How much the client bears before it ends the conversation, 1 to 5.
        calendar: The client's week.
        product: What is to be talked of, a name in ``data/products.yml``.
        holiday: The holiday at hand, if there is one.
        gatekeeper: Someone else picks up first.
        absent: The client is not in.
        busy: It is a bad moment.
        cares: What the client cares for.
        objections: Cues that the client will raise, in this order.
        lines: Move → sentences of this client's own.
        facts: Topic → what is particular to this client (``duilian.roleplay.facts``).
        day: How it is in this conversation.
        sheet: All that is true of it, as far as anybody could ask.
        memory: What it remembers of earlier contacts.
        later: It was written as a contact that follows another (``earlier:`` in its file).
        recalled: Move → sentences about last time (:func:`.with_memory`); they come first.
        campaign: The id of the campaign that it is a contact of; "" where it stands alone.
        customer: It is the operator's customer, whatever the kind.
        kept: Promises of an earlier contact that were kept meanwhile, some of :data:`.PROMISES`.
    """

    id: str
    kind: str
    situation: str
    label: str
    brief: str
    title: str
    name: str
    org: str
    industry: str
    acquainted: bool
    temper: str
    patience: int
    calendar: Calendar
    product: str | None = None
    holiday: str | None = None
    gatekeeper: bool = False
    absent: bool = False
    busy: bool = False
    cares: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: Day = USUAL_DAY
    sheet: FactSheet = field(default_factory=FactSheet)
    memory: Memory = NO_MEMORY
    later: bool = False
    recalled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    campaign: str = ""
    customer: bool = False
    kept: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By the id, for what is worked out once a scenario (its mappings have no hash)."""
        return hash(self.id)

    @property
    def surname(self) -> str:
        """The first character of the client's name."""
        return self.name[:1]

    @property
    def base(self) -> str:
        """The kind, without the variant."""
        return base_kind(self.kind)

    @property
    def visit(self) -> bool:
        """Is it a conversation face to face?"""
        return self.kind.startswith("visit_")

    @property
    def ours(self) -> bool:
        """Is the client the operator's customer already?"""
        if self.campaign:
            return self.customer
        return self.acquainted or self.base in _KINDS_OF_CUSTOMERS

    @property
    def client(self) -> str:
        """What names the client: the same in all contacts of a campaign."""
        return self.campaign or self.id

    @property
    def difficulty(self) -> int:
        """1 (easy) to 5: little patience, a quick temper, no free time."""
        temper = {"warm": -1, "plain": 0, "gruff": 1}[self.temper]
        no_time = self.situation in ("no_time", "cannot_fix_time")
        return max(1, min(5, 6 - self.patience + temper + no_time))

    def context(self) -> Context:
        """The context of a dialogue played in this scenario."""
        return Context(self.title, self.org, self.industry, self.acquainted, self.holiday, self.product)


# Field of a scenario file → its type, and whether it is required. Lists are lists of texts.
_FIELDS: Mapping[str, tuple[type, bool]] = {
    "kind": (str, True),
    "situation": (str, True),
    "label": (str, True),
    "brief": (str, True),
    "title": (str, True),
    "name": (str, True),
    "org": (str, True),
    "industry": (str, True),
    "acquainted": (bool, True),
    "temper": (str, True),
    "patience": (int, True),
    "today": (str, True),
    "free": (list, False),
    "taken": (list, False),
    "product": (str, False),
    "holiday": (str, False),
    "gatekeeper": (bool, False),
    "absent": (bool, False),
    "busy": (bool, False),
    "cares": (list, False),
    "objections": (list, False),
    "lines": (dict, False),
    "facts": (dict, False),
    "earlier": (dict, False),
    "kept": (list, False),
}
_CHOICES = {"temper": TEMPERS, "today": WEEKDAYS}
_TYPE_NAMES = {str: "一段文字", bool: "true 或 false", int: "整数", list: "列表", dict: "字段表"}
# Fields that are not taken over as they stand.
_CONVERTED = frozenset({"today", "free", "taken", "cares", "objections", "lines", "facts", "earlier", "kept"})


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        DataError: The file is no scenario; the message names file, line and field.
    """
    return parse_scenario(yamlfile.load(path), path, path.stem)


def parse_scenario(data: Any, path: Path, name: str) -> Scenario:
    """A scenario from what was read of a file.

    Args:
        data: The fields, with their places (:mod:`duilian.yamlfile`).
        path: The file, for errors.
        name: The scenario's id.

    Raises:
        DataError: It is none; the message names file, line and field.
    """
    _check_fields(data, path)
    _check_values(data, path)
    plain: dict[str, Any] = {name: value for name, value in data.items() if name not in _CONVERTED}
    today = WEEKDAYS.index(data["today"]) + 1
    dated = base_kind(data["kind"]) in _DATED_KINDS and "holiday" not in data
    date = _MONDAYS_DATE + today - 1 if dated else None
    if date is not None:  # who is to be asked for the 4th must be told what today is
        plain["brief"] = plain["brief"].replace(
            f"今天是{data['today']}", f"今天是{data['today']}，{date}号", 1
        )
    return Scenario(
        id=name,
        calendar=Calendar(today, _texts(data, "free"), _texts(data, "taken"), date),
        cares=_texts(data, "cares"),
        objections=_texts(data, "objections"),
        lines={str(move): tuple(map(str, texts)) for move, texts in (data.get("lines") or {}).items()},
        facts=read_answers(data.get("facts") or {}, path, None),
        memory=memory_of(data["earlier"]) if "earlier" in data else NO_MEMORY,
        later="earlier" in data,
        kept=_texts(data, "kept"),
        **plain,
    )


def load_scenarios(folder: Path) -> dict[str, Scenario]:
    """Read all scenarios of a folder: id → scenario, in the order of their ids.

    Raises:
        DataError: As :func:`load_scenario`, or there is none.
    """
    scenarios = {path.stem: load_scenario(path) for path in sorted(folder.glob("*.yml"))}
    if not scenarios:
        raise DataError("没有一个场景；请放进 .yml 的场景文件", str(folder))
    book = load_fact_book(folder.parent / "facts")
    return {name: with_sheet(scenario, book) for name, scenario in scenarios.items()}


def with_sheet(scenario: Scenario, book: FactBook) -> Scenario:
    """The same client with all that is true of it, drawn from a book of facts."""
    sheet = book.draw_sheet(scenario.client, scenario.industry, scenario.ours, scenario.facts)
    # It has trouble of its own, which only its scenario knows.
    if "complaint" in scenario.lines or "trouble" in scenario.facts:
        sheet = sheet.without(_TOPICS_OF_TROUBLE - set(scenario.facts))
    if scenario.gatekeeper:  # when the client is back, if it is out at all
        sheet = sheet.without({"boss_back"} - set(scenario.facts))
    return replace(scenario, sheet=sheet)


def _texts(data: Any, name: str) -> tuple[str, ...]:
    return tuple(map(str, data.get(name) or ()))


def _error(path: Path, data: Any, message: str, name: str | None = None) -> DataError:
    """An error at the line of a field, or at the first line."""
    return DataError(message, f"{path}:{yamlfile.line_of(data, name) if name else 1}")


def _check_fields(data: Any, path: Path) -> None:
    """Check that the required fields are there, no others, and each of its type."""
    if not isinstance(data, dict):
        raise DataError("场景文件应当是“字段: 值”的形式", f"{path}:1")
    for name, value in data.items():
        if name not in _FIELDS:
            raise _error(path, data, f"没有“{name}”这个字段；可用的有：{'、'.join(_FIELDS)}", name)
        type_ = _FIELDS[name][0]
        if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
            raise _error(path, data, f"{name} 应当是{_TYPE_NAMES[type_]}", name)
        if type_ is str and not str(value).strip():
            raise _error(path, data, f"{name} 不能为空", name)
        if type_ is list and not all(isinstance(item, str) for item in data[name]):
            raise _error(path, data, f"{name} 里每一项都应当是文字", name)
        if name in _CHOICES and value not in _CHOICES[name]:
            choices = "、".join(_CHOICES[name])
            raise _error(path, data, f"{name} 不能是“{value}”；可用的有：{choices}", name)
    for name, (_, required) in _FIELDS.items():
        if required and name not in data:
            raise _error(path, data, f"缺少字段 {name}")


def _check_values(data: Any, path: Path) -> None:
    """Check the values of fields that are of their type."""
    kind, situation = data["kind"], data["situation"]
    if not is_kind(kind):
        kinds = "、".join(KINDS)
        message = f"kind 不能是“{kind}”；可用的有：{kinds}，或者其中一种加“/自己的名字”"
        raise _error(path, data, message, "kind")
    situations = SITUATIONS[base_kind(kind)]
    if situation not in situations:
        message = f"situation 不能是“{situation}”；{kind} 可用的有：{'、'.join(situations)}"
        raise _error(path, data, message, "situation")
    if not 1 <= data["patience"] <= 5:
        raise _error(path, data, "patience 应当在 1 到 5 之间", "patience")
    for name in ("free", "taken"):
        for text in data.get(name) or ():
            if not times.find_times(text):
                raise _error(path, data, f"{name}：看不懂“{text}”这个时间，例如写“周三下午”", name)
    for cue in data.get("objections") or ():
        if cue not in CUES:
            raise _error(path, data, f"objections：没有“{cue}”这个提示", "objections")
    for move, texts in (data.get("lines") or {}).items():
        if not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
            raise _error(path, data["lines"], f"lines.{move} 应当是一列文字", move)
    for promise in data.get("kept") or ():
        if promise not in PROMISES:
            raise _error(path, data, f"kept 里没有“{promise}”；可用的有：{'、'.join(PROMISES)}", "kept")
    fault = fault_of(data.get("earlier") or {})
    if fault:
        raise _error(path, data, f"earlier：{fault}", "earlier")
