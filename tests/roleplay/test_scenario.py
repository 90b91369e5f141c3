"""Scenarios are sound, and errors are told with file, line and field."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from duilian import yamlfile
from duilian.dialogue.model import CUES, KINDS
from duilian.errors import DataError
from duilian.handbook.products import load_products
from duilian.language import times
from duilian.roleplay.cast import load_cast
from duilian.roleplay.facts.sheet import Defaults, FactBook
from duilian.roleplay.facts.topics import Topic
from duilian.roleplay.plan import MOVES_WITHOUT_CUE
from duilian.roleplay.scenario import SITUATIONS, Scenario, load_scenario, load_scenarios, with_sheet

FOLDER = Path(__file__).parent.parent.parent / "data/scenarios"
FIRST = FOLDER / "first-call-logistics.yml"


def test_the_shipped_scenarios_are_sound() -> None:
    scenarios = load_cast(FOLDER.parent).clients
    assert len(scenarios) >= 14 and {s.situation for s in scenarios.values()} == {
        s for names in SITUATIONS.values() for s in names
    }
    domain = yamlfile.load(FOLDER.parent.parent / "domain.yml")["responses"]
    for scenario in scenarios.values():
        assert scenario.gatekeeper or not scenario.absent
        assert all(f"utter_{move}" in domain for move in (*scenario.lines, *scenario.objections))
        free = [m for text in scenario.calendar.free for m in times.find_times(text)]
        fixes_times = scenario.kind in ("phone_appointment", "visit_fabe")
        assert not fixes_times or scenario.absent or scenario.situation == "cannot_fix_time" or len(free) >= 2
        assert all(scenario.calendar.suits(m) for m in free)
        assert not any(
            scenario.calendar.suits(m) for text in scenario.calendar.taken for m in times.find_times(text)
        )


def test_there_are_scenarios_of_every_kind() -> None:
    kinds = Counter(s.kind for s in load_scenarios(FOLDER).values())
    assert set(kinds) == set(KINDS) and min(kinds.values()) >= 3
    assert kinds["phone_appointment"] >= 28 and kinds["visit_fabe"] >= 12


def test_the_domain_knows_every_situation() -> None:
    slot = yamlfile.load(FOLDER.parent.parent / "domain.yml")["slots"]["situation"]
    assert set(slot["values"]) == {s for names in SITUATIONS.values() for s in names}


# What a client of these kinds says is told by the scenario alone.
OWN_WORDS = {
    "visit_fabe": ("ask_detail", "tell_needs"),
    "visit_complaint": ("complaint", "tell_needs", "ask_detail", "refuse"),
    "visit_gift": ("tell_needs",),
    "phone_arrears": ("refuse",),
    "phone_care": ("feedback",),
    "phone_vip_notice": ("ask_benefit",),
}


@pytest.mark.parametrize("scenario", load_cast(FOLDER.parent).clients.values(), ids=lambda s: s.id)
def test_a_scenario_says_what_only_it_can_know(scenario: Scenario) -> None:
    assert set(OWN_WORDS.get(scenario.kind, ())) <= set(scenario.lines)
    if scenario.kind in ("visit_fabe", "phone_promotion"):
        assert scenario.product in load_products(FOLDER.parent / "products.yml")
    if scenario.visit:
        assert not scenario.busy and not scenario.gatekeeper


def test_every_move_has_a_response() -> None:
    domain = yamlfile.load(FOLDER.parent.parent / "domain.yml")["responses"]
    assert {f"utter_{move}" for move in (*CUES, *MOVES_WITHOUT_CUE)} <= set(domain)


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("temper: plain", "temper: angry", 11, "temper"),
        ("patience: 3", "patience: 9", 12, "patience"),
        ("patience: 3", "patience: 三", 12, "patience"),
        ("patience: 3", "patients: 3", 12, "patients"),
        ("free: [周三下午", "free: [马上就好", 14, "free"),
        ("objections: [ask_necessity]", "objections: [hm]", 17, "objections"),
        ("label: 第一次打给物流公司老总", "", 1, "label"),
        ("  ask_detail: [一台车一个月收多少钱？]", "  ask_detail: 多少钱", 20, "ask_detail"),
        ("acquainted: false", "acquainted: [", 0, ""),
        ("patience: 3", "patience: 3\nkept: [gift]", 13, "kept"),
        ("patience: 3", "patience: 3\nearlier: {ending: well}", 13, "earlier"),
    ],
)
def test_errors_name_file_line_and_field(tmp_path: Path, old: str, new: str, line: int, field: str) -> None:
    path = tmp_path / "x.yml"
    path.write_text(FIRST.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_scenario(path)
    assert str(caught.value).startswith(f"{path}:{line or ''}") and field in str(caught.value)


def test_who_has_a_complaint_has_no_trouble_but_its_own() -> None:
    topic = {name: Topic(name, name) for name in ("trouble", "trouble_since", "lines")}
    book = FactBook(topic, (Defaults((), {name: (f"{name}的事",) for name in topic}),))
    angry = replace(
        load_scenario(FIRST), lines={"complaint": ("又断了！",)}, facts={"trouble_since": ("昨晚八点",)}
    )
    assert with_sheet(angry, book).sheet.answers == {"trouble_since": ("昨晚八点",), "lines": ("lines的事",)}
    calm = replace(angry, lines={})
    assert set(with_sheet(calm, book).sheet.answers) == set(topic)
    troubled = with_sheet(replace(calm, facts={"trouble": ("老断",)}), book).sheet.answers
    assert troubled == {"trouble": ("老断",), "lines": ("lines的事",)}


def test_where_meetings_are_made_the_brief_says_todays_date() -> None:
    loaded = load_scenarios(FOLDER)
    monday = loaded["first-call-logistics"]
    assert monday.calendar.date == 2 and "今天是周一，2号" in monday.brief
    for name in (
        "acquainted-clinic",
        "complaint-hotel-network",
    ):  # a holiday; what happened at dates of its own
        assert loaded[name].calendar.date is None and "号" not in loaded[name].brief
    dated = [one for one in loaded.values() if one.calendar.date is not None]
    assert dated and all(f"，{one.calendar.date}号" in one.brief for one in dated)
