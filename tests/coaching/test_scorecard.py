"""The scorecard says what counts first, and which verdicts it is not sure of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from duilian.assessment import assess, load_rubric
from duilian.assessment.phrases import words_to_say
from duilian.coaching.scorecard import kind_label, render_scorecard
from duilian.dialogue.model import KINDS
from tests.assessment.support import short

RUBRIC = load_rubric(Path(__file__).parent.parent.parent / "data/rubric.yml")
CALL = short(
    "C (answer_call) 喂 / T [王总您好](greeting)[我是移动的](introduce_self) / C () 嗯"
    " / T [周三还是周四](offer_two_times)"
)


def test_only_doubtful_verdicts_are_marked() -> None:
    assessment = assess(CALL, RUBRIC)
    doubtful = {**assessment.verdicts}
    doubtful["greeting"] = replace(doubtful["greeting"], confidence=0.75)
    doubtful["farewell"] = replace(doubtful["farewell"], confidence=0.84)
    doubtful["purpose"] = replace(doubtful["purpose"], confidence=0.95)
    lines = render_scorecard(replace(assessment, verdicts=doubtful), CALL).splitlines()
    assert "拿不准" not in render_scorecard(assessment, CALL)
    marked = [line for line in lines if "拿不准" in line]
    assert len(marked) == 2 and all(line.startswith("？") for line in marked) and "%" not in "".join(marked)
    assert any("像是这一句：“王总您好我是移动的”（第 2 句）" in line for line in lines)
    neither = [line for line in lines if line[0] in "✓✗" and ("开场问候" in line or "道别" in line)]
    assert not neither, "neither praise nor blame"


def test_what_the_card_does_not_bear_out_stands_below_and_costs_nothing() -> None:
    pitch = short("C () 请坐 / T [车务通是一个小盒子](feature),不用装设备")
    pitch = replace(
        pitch, kind="visit_fabe", context=replace(pitch.context, product="车务通", industry="物流")
    )
    card = replace(RUBRIC.products["车务通"], wrong=())
    silent = replace(RUBRIC, products={card.name: card})  # the same card, which finds nothing wrong
    shown = render_scorecard(assess(pitch, RUBRIC), pitch)
    assert "“不用装设备”（第 2 句）：每台车要装一个小设备" in shown.splitlines()[-1]
    assert "与产品资料不符" in shown
    assert "与产品资料不符" not in render_scorecard(assess(pitch, silent), pitch)
    assert assess(pitch, RUBRIC).score == assess(pitch, silent).score


def test_a_missed_part_of_the_pitch_is_shown_from_the_card() -> None:
    pitch = short("C () 请坐 / T [您好](greeting)")
    pitch = replace(
        pitch, kind="visit_fabe", context=replace(pitch.context, product="车务通", industry="物流")
    )
    shown = render_scorecard(assess(pitch, RUBRIC), pitch)
    card = RUBRIC.products["车务通"]
    assert card.what in shown and card.example("物流") in shown and "{" not in shown


def test_a_complaint_not_asked_into_nor_answered_comes_first() -> None:
    visit = short("C (complaint) 断网三天了 / T [您好](greeting)，您放心", kind="visit_complaint")
    shown = render_scorecard(assess(visit, RUBRIC), visit)
    first = shown.partition("其余各条")[0]
    assert "✗ 问清投诉原因（手册 3 解决投诉“了解客户投诉原因”）" in first
    assert "✗ 答复投诉（手册 3 解决投诉“及时解决客户提出的问题”）" in first
    assert "征询意见" not in shown


def test_every_card_fits_in_one_breath() -> None:
    for card in RUBRIC.products.values():
        values = {"what": card.what, "suits": card.suits, "brings": card.brings}
        for example in card.examples.values():
            pitch = words_to_say(RUBRIC.criteria["concise"].phrase.format(**values, example=example))
            assert len(pitch) <= 120, card.name


def test_every_kind_has_a_name_and_what_has_none_is_called_by_its_own() -> None:
    assert len({kind_label(kind) for kind in KINDS}) == len(KINDS)
    assert kind_label("phone_care/survey") == f"{kind_label('phone_care')}（survey）"
    assert kind_label("tea") == "tea（—）"
