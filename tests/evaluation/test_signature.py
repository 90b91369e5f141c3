"""A signature changes with what the figures depend on, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.evaluation.signature import (
    CODE,
    NAME,
    ROOMS,
    SCORE_CODE,
    SCORE_DATA,
    differences,
    fields_of,
    score_signature,
    signature,
)

ARGUMENTS = {"voices": 39, "parts": 9}


@pytest.fixture()
def data(tmp_path: Path) -> Path:
    (tmp_path / "dialogues").mkdir()
    (tmp_path / "dialogues/asr.txt").write_text("T 您好\n", encoding="utf-8")
    (tmp_path / "rubric.yml").write_text("greeting:\n  weight: 2\n", encoding="utf-8")
    return tmp_path


def test_names_every_field_in_order(data: Path) -> None:
    line = signature(data, ARGUMENTS)
    assert line.startswith(f"{NAME}|voices:39|parts:9|data:")
    assert list(fields_of(line)) == [
        "voices",
        "parts",
        "data",
        "code",
        "spacy",
        "crfsuite",
        "sklearn",
        "jieba",
        "numpy",
        "seed",
        "resamples",
        "v",
    ]
    assert fields_of(line)["v"] == "0.1.0"


def test_the_same_state_has_the_same_signature(data: Path) -> None:
    assert signature(data, ARGUMENTS) == signature(data, ARGUMENTS)
    assert differences(signature(data, ARGUMENTS), signature(data, {**ARGUMENTS, "parts": 13})) == {
        "parts": ("9", "13")
    }


@pytest.mark.parametrize("name", ["dialogues/asr.txt", "rubric.yml", "dialogues/new.txt", "cues/new.yml"])
def test_changes_with_the_data(data: Path, name: str) -> None:
    before = signature(data, ARGUMENTS)
    (data / name).parent.mkdir(exist_ok=True)
    (data / name).write_text("另一句\n", encoding="utf-8")
    assert set(differences(before, signature(data, ARGUMENTS))) == {"data"}


def test_other_files_do_not_matter(data: Path) -> None:
    before = signature(data, ARGUMENTS)
    (data / "texts.yml").write_text("web: {}\n", encoding="utf-8")
    assert differences(before, signature(data, ARGUMENTS)) == {}


def test_every_pattern_of_the_code_matches_something() -> None:
    root = Path(__file__).parents[2]
    assert all(any(root.glob(pattern)) for pattern in (*CODE, *SCORE_CODE)) and len(CODE) > len(ROOMS)
    assert all((root / "data" / name).exists() for name in SCORE_DATA)


def test_a_scores_signature_names_rubric_tagger_data_and_code(data: Path) -> None:
    before = score_signature(data, "1-a", "m")
    assert list(fields_of(before))[:4] == ["rubric", "model", "data", "code"]
    assert score_signature(data, "1-a", "m") == before
    assert differences(before, score_signature(data, "1-b", "m2")) == {
        "rubric": ("1-a", "1-b"),
        "model": ("m", "m2"),
    }
    (data / "rubric.yml").write_text("greeting:\n  weight: 3\n", encoding="utf-8")
    assert set(differences(before, score_signature(data, "1-a", "m"))) == {"data"}


def test_a_field_that_only_one_has() -> None:
    assert differences(f"{NAME}|parts:9", f"{NAME}|voices:4|parts:9") == {"voices": ("", "4")}


@pytest.mark.parametrize("line", ["", "sacrebleu|nrefs:1", f"{NAME}|voices"])
def test_anything_else_is_no_signature(line: str) -> None:
    with pytest.raises(ValueError, match="no signature"):
        fields_of(line)


def test_signs_that_part_the_fields_are_refused(data: Path) -> None:
    with pytest.raises(ValueError, match="neither"):
        signature(data, {"voices": "a|b"})
