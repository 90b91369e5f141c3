"""Scenarios: who the client is. One YAML file each in ``data/scenarios``; the file's name is the id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duilian import times, yamlfile
from duilian.dialogue.model import CUES, KINDS, Context, base_kind, is_kind
from duilian.errors import DataError
from duilian.roleplay.calendar import Calendar

# What a client of each kind of conversation may be like.
SITUATIONS: Mapping[str, tuple[str, ...]] = {
    "phone_appointment": (
        "first_call", "acquainted", "gatekeeper", "absent", "busy", "impatient", "noncommittal", "no_time", "cannot_fix_time",
        "why_in_person", "line_drops", "garbled", "technical_question",
    ),
    "phone_care": ("holiday_call", "chatty", "hurried"),
    "phone_arrears": ("embarrassed", "angry", "disputing"),
    "phone_vip_notice": ("questions", "suspicious", "grievance"),
    "phone_promotion": ("curious", "wants_material", "hurried"),
    "visit_fabe": ("pitch", "interrupted", "own_need", "technical_terms"),
    "visit_complaint": ("angry", "disputing", "let_down"),
    "visit_gift": ("needs", "rules", "grievance"),
}  # fmt: skip
TEMPERS = ("warm", "plain", "gruff")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True)
class Scenario:
    """The client: its person, temper, week, and what it will raise. ``patience`` is how much it bears, 1 to 5."""

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

    @property
    def surname(self) -> str:
        return self.name[:1]

    @property
    def base(self) -> str:
        """The kind, without the variant."""
        return base_kind(self.kind)

    @property
    def visit(self) -> bool:
        return self.kind.startswith("visit_")

    @property
    def difficulty(self) -> int:
        """1 (easy) to 5: little patience, a quick temper, no free time."""
        hard = (
            6
            - self.patience
            + {"warm": -1, "plain": 0, "gruff": 1}[self.temper]
            + (self.situation in ("no_time", "cannot_fix_time"))
        )
        return max(1, min(5, hard))

    def context(self) -> Context:
        """The context of a dialogue played in this scenario."""
        return Context(self.title, self.org, self.industry, self.acquainted, self.holiday, self.product)


# field → (type, required); lists are of texts
_FIELDS: Mapping[str, tuple[type, bool]] = {
    "kind": (str, True), "situation": (str, True), "label": (str, True), "brief": (str, True), "title": (str, True),
    "name": (str, True), "org": (str, True), "industry": (str, True), "acquainted": (bool, True), "temper": (str, True),
    "patience": (int, True), "today": (str, True), "free": (list, False), "taken": (list, False), "product": (str, False),
    "holiday": (str, False), "gatekeeper": (bool, False), "absent": (bool, False), "busy": (bool, False),
    "cares": (list, False), "objections": (list, False), "lines": (dict, False),
}  # fmt: skip
_CHOICES = {"temper": TEMPERS, "today": WEEKDAYS}
_TYPES = {str: "一段文字", bool: "true 或 false", int: "整数", list: "列表", dict: "字段表"}


def _check(data: Any, path: Path) -> None:
    """Raise DataError naming file, line and field for the first thing wrong."""

    def fail(what: str, key: str | None = None) -> None:
        raise DataError(what, f"{path}:{yamlfile.line_of(data, key) if key else 1}")

    if not isinstance(data, dict):
        raise DataError("场景文件应当是“字段: 值”的形式", f"{path}:1")
    for key, value in data.items():
        if key not in _FIELDS:
            fail(f"没有“{key}”这个字段；可用的有：{'、'.join(_FIELDS)}", key)
        kind = _FIELDS[key][0]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            fail(f"{key} 应当是{_TYPES[kind]}", key)
        if kind is str and not value.strip():
            fail(f"{key} 不能为空", key)
        if kind is list and not all(isinstance(item, str) for item in value):
            fail(f"{key} 里每一项都应当是文字", key)
        if key in _CHOICES and value not in _CHOICES[key]:
            fail(f"{key} 不能是“{value}”；可用的有：{'、'.join(_CHOICES[key])}", key)
    for key, (_, needed) in _FIELDS.items():
        if needed and key not in data:
            fail(f"缺少字段 {key}")
    if not is_kind(data["kind"]):
        fail(
            f"kind 不能是“{data['kind']}”；可用的有：{'、'.join(KINDS)}，或者其中一种加“/自己的名字”", "kind"
        )
    if data["situation"] not in SITUATIONS[base_kind(data["kind"])]:
        allowed = "、".join(SITUATIONS[base_kind(data["kind"])])
        fail(f"situation 不能是“{data['situation']}”；{data['kind']} 可用的有：{allowed}", "situation")
    if not 1 <= data["patience"] <= 5:
        fail("patience 应当在 1 到 5 之间", "patience")
    for key in ("free", "taken"):
        for text in data.get(key) or ():
            if not times.find_times(text):
                fail(f"{key}：看不懂“{text}”这个时间，例如写“周三下午”", key)
    for cue in data.get("objections") or ():
        if cue not in CUES:
            fail(f"objections：没有“{cue}”这个提示", "objections")
    for move, texts in (data.get("lines") or {}).items():
        if not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
            raise DataError(f"lines.{move} 应当是一列文字", f"{path}:{yamlfile.line_of(data['lines'], move)}")


def load_scenario(path: Path) -> Scenario:
    """One file → Scenario. Raises DataError with file, line and field."""
    data = yamlfile.load(path)
    _check(data, path)
    plain: dict[str, Any] = {
        k: v for k, v in data.items() if k not in ("today", "free", "taken", "cares", "objections", "lines")
    }
    calendar = Calendar(
        WEEKDAYS.index(data["today"]) + 1,
        tuple(map(str, data.get("free") or ())),
        tuple(map(str, data.get("taken") or ())),
    )
    return Scenario(
        id=path.stem, calendar=calendar, cares=tuple(map(str, data.get("cares") or ())),
        objections=tuple(map(str, data.get("objections") or ())),
        lines={str(k): tuple(map(str, v)) for k, v in (data.get("lines") or {}).items()},
        **plain,
    )  # fmt: skip


def load_scenarios(folder: Path) -> dict[str, Scenario]:
    """All scenarios of a folder by id, in order of their names."""
    return {path.stem: load_scenario(path) for path in sorted(folder.glob("*.yml"))}
