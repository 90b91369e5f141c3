"""The rubric file read and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.assessment import load_rubric
from duilian.dialogue.model import CRITERIA
from duilian.errors import DataError

DATA = Path(__file__).parent.parent.parent / "data"
TEXT = (DATA / "rubric.yml").read_text(encoding="utf-8")


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
        ("  greeting:", "  greetings:", ":6: 没有叫 greetings 的评分项"),
        ("weight: 1", "weight: x", "greeting.weight 应当是整数"),
        ("label: 开场问候", "label: [开场]", "greeting.label 应当是一段文字"),
        ("criteria:", "criterions:", "缺少 criteria:"),
    ],
)
def test_errors_name_the_place(tmp_path: Path, old: str, new: str, error: str) -> None:
    path = written(tmp_path, old, new)
    with pytest.raises(DataError) as caught:
        load_rubric(path)
    assert error in str(caught.value) and str(path) in str(caught.value)


def test_a_criterion_left_out_is_named(tmp_path: Path) -> None:
    start, end = TEXT.index("  needs:"), TEXT.index("terms:")
    path = written(tmp_path, TEXT[start:end], "")
    with pytest.raises(DataError, match="缺少评分项 needs"):
        load_rubric(path)


def test_the_shipped_rubric_has_the_handbooks_weights_and_word_lists() -> None:
    rubric = load_rubric(DATA / "rubric.yml")
    assert tuple(rubric.criteria) == CRITERIA
    assert rubric.weights["two_choice"] == 3 and rubric.weights["greeting"] == 1
    assert rubric.criteria["greeting"].label == "开场问候"
    assert "VPN" in rubric.lexicon.terms and "车队" in rubric.lexicon.industries["物流"]
    assert "车务通" in rubric.products


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    one = load_rubric(written(tmp_path, "label: 开场问候", "label: 开场问候")).version
    other = load_rubric(written(tmp_path, "label: 开场问候", "label: 问好")).version
    assert one != other and one.partition("-")[0] == other.partition("-")[0] == "1"
