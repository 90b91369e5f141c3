"""The worked example of docs/extending.md, executed as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from duilian.assessment import assess, custom, dump_assessment, load_rubric
from duilian.dialogue.model import Dialogue, parse_dialogue
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.scenario import load_scenarios
from duilian.roleplay.state import ClientState, state_after
from duilian.yamlfile import load
from tests.assessment.support import short

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(
    r"```(yaml|python) (\S+)\n(.*?)```", (ROOT / "docs/extending.md").read_text(encoding="utf-8"), re.S
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ with the example's blocks added: new files written, others gone on with."""
    for name in ("products.yml", "texts.yml", "rubric.yml"):
        (tmp_path / "data").mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / name, tmp_path / "data" / name)
    (tmp_path / "data/scenarios").mkdir()
    assert [kind for kind, _, _ in BLOCKS] == ["yaml", "yaml", "yaml", "yaml", "python"]
    for kind, name, text in BLOCKS:
        if kind == "python":
            code: dict[str, Any] = {}
            exec(compile(text, name, "exec"), code)
            monkeypatch.setattr(custom, "CHECKS", code["CHECKS"])
            continue
        path = tmp_path / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if name == "data/rubric.yml":  # the criteria are followed by word lists
            old, terms, rest = old.partition("\nterms:")
            path.write_text(f"{old.rstrip()}\n{text}{terms}{rest}", encoding="utf-8")
        else:
            path.write_text(old + text, encoding="utf-8")
    return tmp_path / "data"


def survey(turns: str) -> Dialogue:
    dialogue = short(turns)
    return Dialogue("d", "phone_care/survey", dialogue.context, dialogue.turns)


def test_the_example_is_played_and_judged(data: Path) -> None:
    rubric = load_rubric(data / "rubric.yml")
    scenario = load_scenarios(data / "scenarios")["survey-printer"]
    assert (
        "云考勤" in rubric.products and load(data / "texts.yml")["kinds"]["phone_care/survey"] == "满意度回访"
    )
    assert plan_client_turn(ClientState(), scenario, lambda state: {}, "1").moves == ("answer_call",)
    asked = short("C (answer_call) 喂 / T [翟老板好](greeting)[您给我们打几分](invite_feedback)")
    assert plan_client_turn(state_after(asked.turns), scenario, lambda state: {}, "1").moves == ("feedback",)
    good = assess(survey("C (answer_call) 喂 / T 满分十分您给几分"), rubric).verdicts["asks_for_a_mark"]
    bad = assess(survey("C (answer_call) 喂 / T 您好"), rubric).verdicts["asks_for_a_mark"]
    assert (good.name, bad.name) == ("met", "missed") and bad.phrase.endswith("您给我们打几分？")
    assert "asks_for_a_mark" not in assess(short("C (answer_call) 喂 / T 满分"), rubric).verdicts


def test_a_variant_is_read_like_its_kind() -> None:
    said = {"id": "x", "kind": "phone_care/survey", "turns": [{"speaker": "trainee", "text": "您好"}]}
    assert parse_dialogue(said).base == "phone_care"
    for wrong in ("phone_care/", "phone_car/survey", "phone_care/2", "/survey"):
        with pytest.raises(Exception, match="kind"):
            parse_dialogue({**said, "kind": wrong})


def test_without_the_example_the_rubric_is_the_handbooks(tmp_path: Path) -> None:
    rubric = load_rubric(ROOT / "data/rubric.yml")
    assert custom.CHECKS == {} and set(dump_assessment(assess(survey("T 您好"), rubric))["verdicts"]) <= set(
        rubric.criteria
    )
