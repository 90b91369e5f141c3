"""duilian assess, with the labels of the file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from duilian.cli import main
from duilian.dialogue.model import parse_line

SAMPLE = Path(__file__).parent.parent / "data/handbook_sample.jsonl"


def test_the_handbook_sample_gets_its_verdicts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--labels", str(SAMPLE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    gold = [parse_line(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(line)["id"] for line in lines] == [d.id for d in gold]
    for line, dialogue in zip(lines, gold, strict=True):
        assert {n: v["verdict"] for n, v in json.loads(line)["verdicts"].items()} == dialogue.verdicts


def test_a_bad_line_is_named_and_the_others_are_assessed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = SAMPLE.read_text(encoding="utf-8").splitlines()[0]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{good}\n{{\n{good}\n"))
    assert main(["assess", "--labels", "-"]) == 1
    got = capsys.readouterr()
    assert len(got.out.splitlines()) == 2
    assert got.err.startswith("-:2: 不是 JSON") and len(got.err.splitlines()) == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_long_inputs_are_answered_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    good = json.loads(SAMPLE.read_text(encoding="utf-8").splitlines()[0])
    lines = [json.dumps(good | {"id": f"d{n}"}) if n % 50 else "{" for n in range(150)]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["assess", "--labels", "--jobs", jobs, str(path)]) == 1
    got = capsys.readouterr()
    assert [json.loads(line)["id"] for line in got.out.splitlines()] == [
        f"d{n}" for n in range(150) if n % 50
    ]
    assert [line.split(": ")[0] for line in got.err.splitlines()] == [f"{path}:{n + 1}" for n in (0, 50, 100)]


def test_a_missing_file_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--labels", "nowhere.jsonl"]) == 1
    assert capsys.readouterr().err.startswith("nowhere.jsonl: 无法读取")
