"""The rubric file read and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.assessment import load_rubric
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.phrases import phrase_values
from duilian.assessment.rubric import PHRASE_FIELDS
from duilian.dialogue.model import CRITERIA
from duilian.errors import DataError
from tests.assessment.support import short

DATA = Path(__file__).parent.parent.parent / "data"
TEXT = (DATA / "rubric.yml").read_text(encoding="utf-8")

# Weight → criteria, of the rubric's section 4.
WEIGHTS = {
    1: (
        "greeting identity_check warm_opening straight_to_time thanks_for_acceptance hang_up_last "
        "respectful_address plain_language check_understanding ask_repeat reconnect_apology "
        "holiday_wish contact_offer material_offer fabe_order concise business_card "
        "thank_reception invite_feedback"
    ),
    2: (
        "self_introduction gatekeeper_courtesy absence_handling convenience_check purpose "
        "necessity benefit patient_explanation no_time_two_choice graceful_deferral confirmation "
        "closing_courtesy farewell tactful_wording answers_questions tailored complaint_cause "
        "complaint_answer feedback_response reschedule needs"
    ),
    3: ("two_choice arrears_message vip_message feature advantage evidence"),
}


def written(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the rubric with one place changed, without the products' cards."""
    path = tmp_path / "rubric.yml"
    assert old in TEXT
    text = TEXT.replace(old, new, 1).replace("products: products.yml\n", "")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("  greeting:", "  greetings:", ":8: 没有叫 greetings 的评分项"),
        ("weight: 1", "weight: x", "greeting.weight 应当是整数"),
        ("label: 开场问候", "label: [开场]", "greeting.label 应当是一段文字"),
        ("weight: 1", "weight: true", "greeting.weight 应当是整数"),
        ("weight: 1", "weight: -1", "greeting.weight 应当在 0 到 100 之间"),
        ("weight: 1", "weight: 101", "greeting.weight 应当在 0 到 100 之间"),
        ("label: 开场问候", "title: 开场问候", "greeting.label 应当是一段文字"),
        ("criteria:", "criterions:", "缺少 criteria:"),
        ("{title}您好", "{titel}您好", "greeting.phrase 里没有 {titel} 这一项；可用的有：agreed、better、"),
        ("{title}您好", "{title您好", "greeting.phrase 里的花括号不成对"),
        ("terms:", "terms: VPN\nold_terms:", "terms 里应当是一列词"),
        ("terms:", "terms: [VPN, 3]\nold_terms:", "terms 里应当是一列词"),
        ("terms:", "terms: [VPN, '  ']\nold_terms:", "terms 里应当是一列词"),
        ("industries:", "industries: [物流]\nold_industries:", "industries 应当是“行业: 一列词”的形式"),
        ("industries:", "industries:\n  物流: 车队\nold_industries:", "industries 里应当是一列词"),
    ],
)
def test_errors_name_the_place(tmp_path: Path, old: str, new: str, error: str) -> None:
    path = written(tmp_path, old, new)
    with pytest.raises(DataError) as caught:
        load_rubric(path)
    assert error in str(caught.value) and str(path) in str(caught.value)


@pytest.mark.parametrize("text", ["", "- 1", "criteria: 3"])
def test_a_file_without_criteria_is_no_rubric(tmp_path: Path, text: str) -> None:
    (tmp_path / "rubric.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="缺少 criteria:"):
        load_rubric(tmp_path / "rubric.yml")


def test_a_criterion_left_out_is_named(tmp_path: Path) -> None:
    start, end = TEXT.index("  needs:"), TEXT.index("terms:")
    path = written(tmp_path, TEXT[start:end], "")
    with pytest.raises(DataError, match="缺少评分项 needs"):
        load_rubric(path)


def test_the_shipped_rubric_has_the_handbooks_weights_and_word_lists() -> None:
    rubric = load_rubric(DATA / "rubric.yml")
    assert tuple(rubric.criteria) == CRITERIA
    assert rubric.weights == {name: weight for weight, names in WEIGHTS.items() for name in names.split()}
    assert rubric.criteria["greeting"].label == "开场问候"
    assert "VPN" in rubric.lexicon.terms and "车队" in rubric.lexicon.industries["物流"]
    assert "车务通" in rubric.products


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    one = load_rubric(written(tmp_path, "label: 开场问候", "label: 开场问候")).version
    other = load_rubric(written(tmp_path, "label: 开场问候", "label: 问好")).version
    assert one != other and one.partition("-")[0] == other.partition("-")[0] == "1"


@pytest.mark.parametrize("weight", [0, 100])
def test_a_weight_may_be_as_low_and_as_high_as_said(tmp_path: Path, weight: int) -> None:
    path = written(tmp_path, "weight: 1", f"weight: {weight}")
    assert load_rubric(path).weights["greeting"] == weight


def test_a_rubric_needs_no_word_lists_and_no_cards(tmp_path: Path) -> None:
    bare = (
        TEXT[: TEXT.index("\nterms:")].replace("products: products.yml\n", "").replace('version: "1"\n', "")
    )
    (tmp_path / "rubric.yml").write_text(bare + "\n", encoding="utf-8")
    rubric = load_rubric(tmp_path / "rubric.yml")
    assert rubric.lexicon.terms == () and rubric.lexicon.industries == {} and rubric.products == {}
    assert len(rubric.criteria) == len(CRITERIA) and rubric.version.startswith("0-")


def test_every_field_that_a_phrase_may_mention_has_a_value() -> None:
    """A field allowed in the file but never filled would break the scorecard."""
    values = phrase_values(IndexedDialogue(short("T 好")))
    assert values.keys() == PHRASE_FIELDS
