"""The scorecard says what counts first, and which verdicts it is not sure of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from duilian.assessment import assess, load_rubric
from duilian.scorecard import render
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent / "data/rubric.yml")
CALL = short("C (answer_call) 喂 / T [王总您好](greeting)[我是移动的](introduce_self) / C () 嗯 / T [周三还是周四](offer_two_times)")


def test_only_doubtful_verdicts_are_marked() -> None:
    assessment = assess(CALL, RUBRIC)
    doubtful = {**assessment.verdicts}
    doubtful["greeting"] = replace(doubtful["greeting"], confidence=0.75)
    doubtful["farewell"] = replace(doubtful["farewell"], confidence=0.84)
    doubtful["purpose"] = replace(doubtful["purpose"], confidence=0.95)
    lines = render(replace(assessment, verdicts=doubtful), CALL).splitlines()
    assert "拿不准" not in render(assessment, CALL)
    marked = [line for line in lines if "拿不准" in line]
    assert len(marked) == 2 and any("75%" in line and "王总您好" in line for line in marked)
