"""The parts of a pitch count only where they are about the product in question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duilian.assessment import assess, load_rubric
from duilian.assessment.right_product import praise_of_others
from duilian.dialogue.model import Dialogue
from duilian.dialogue.plain_text import read_dialogues
from tests.assessment.support import short

DATA = Path(__file__).parent.parent.parent / "data"
RUBRIC = load_rubric(DATA / "rubric.yml")
CARD = RUBRIC.products["车务通"]


def pitch(turns: str, product: str | None = "商务一号通", kind: str = "visit_fabe") -> Dialogue:
    dialogue = short(turns, kind=kind)
    return replace(dialogue, context=replace(dialogue.context, product=product))


# What is said of which product, and the products that were praised for nothing.
CASES = [
    ("its own name", "T [商务一号通就是一个号](feature)", []),
    ("its other name", "T [一号通就是一个号](feature)", []),
    ("no name", "T [它就是一个号](feature)，[您不漏电话](state_benefit)", []),
    ("another by name", "T [车务通特别适合车队](advantage)", ["车务通"]),
    ("another named before", "T 我们的车务通啊，[特别适合车队](advantage)", ["车务通"]),
    ("another in the turn before", "T 先说说车务通 / C () 嗯 / T [特别省油](state_benefit)", ["车务通"]),
    ("back to its own", "T 先说说车务通 / C () 嗯 / T 商务一号通呢，[一个号](feature)", []),
    ("after the part, another", "T [一个号都响](feature)，车务通下回再说", []),
    ("another in the words of its card", f"T [它就是{CARD.what}](feature)", ["车务通"]),
    ("whom another suits, by its card", f"T [{CARD.suits}都合适，{CARD.better}](advantage)", ["车务通"]),
    ("compared with another", "T [比车务通省钱多了](advantage)", []),
    ("set aside", "T [跟车务通不一样，这个一个号就行](feature)", []),
    ("the client asks for another", "C () 你们那个车务通呢？ / T [车务通省油](state_benefit)", []),
    (
        "the client takes up another",
        "T 您要不要也看看车务通 / C (accept) 行，说说 / T [它特别省油](state_benefit)",
        [],
    ),
    (
        "the client only listens to another",
        "T 您要不要也看看车务通 / C () 嗯 / T [它特别省油](state_benefit)",
        ["车务通"],
    ),
    (
        "the client refuses another",
        "T 您要不要也看看车务通 / C (refuse) 不要 / T [它特别省油](state_benefit)",
        ["车务通"],
    ),
    ("another is mentioned, not praised", "T [我是做车务通的小李](introduce_self)", []),
]


@pytest.mark.parametrize(("case", "turns", "others"), CASES)
def test_praise_of_another_product(case: str, turns: str, others: list[str]) -> None:
    found = praise_of_others(pitch(turns), RUBRIC.products)
    assert [praise.product for praise in found] == others, case


@pytest.mark.parametrize(
    ("kind", "product", "others"),
    [
        ("visit_fabe", "商务一号通", 1),
        ("phone_promotion", "商务一号通", 1),
        ("phone_promotion", "没有资料的产品", 1),
        ("phone_appointment", "商务一号通", 0),
        ("visit_fabe", "车务通", 0),
        ("visit_fabe", None, 0),
    ],
)
def test_it_matters_where_one_product_is_in_question(kind: str, product: str | None, others: int) -> None:
    dialogue = pitch("T [车务通省油](state_benefit)", product, kind)
    assert len(praise_of_others(dialogue, RUBRIC.products)) == others


def test_what_another_product_is_praised_for_is_not_credited_and_is_said() -> None:
    first = "T [车务通就是车上的小盒子](feature)，[特别适合车队](advantage)，"
    whole = first + "[用了省油](state_benefit)，[安捷驾校用了](evidence)"
    right, wrong = assess(pitch(whole, "车务通"), RUBRIC), assess(pitch(whole, "企业邮箱"), RUBRIC)
    parts = ("feature", "advantage", "benefit", "evidence")
    assert [right.verdicts[part].name for part in parts] == ["met"] * 4
    assert [wrong.verdicts[part].name for part in parts] == ["missed"] * 4
    assert right.contradictions == ()
    (fault,) = wrong.contradictions
    assert "企业邮箱" in fault.fact and "车务通" in fault.fact and fault.turn == 0
    both = assess(
        pitch(whole + " / C () 嗯 / T [企业邮箱就是挂您公司名字的信箱](feature)", "企业邮箱"), RUBRIC
    )
    assert both.verdicts["feature"].name == "met" and both.verdicts["feature"].finding.evidence.turn == 2
    assert both.verdicts["advantage"].name == "missed"


def test_a_question_is_not_answered_by_praise_of_another_product() -> None:
    asked = "C (ask_fit) 适合我们吗？ / T [车务通特别适合车队](advantage)"
    assert assess(pitch(asked), RUBRIC).verdicts["answers_questions"].name == "missed"
    assert assess(pitch(asked, "车务通"), RUBRIC).verdicts["answers_questions"].name == "met"


def test_what_people_said_of_their_product_is_praise_of_no_other() -> None:
    pitches = [d for path in sorted((DATA / "dialogues").glob("[a-m]*.txt")) for d in read_dialogues(path)]
    mistaken = [d.id for d in pitches if praise_of_others(d, RUBRIC.products)]
    assert len(pitches) > 300 and mistaken == []
