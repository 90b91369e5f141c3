"""duilian tag and duilian assess with the trained tagger."""

from __future__ import annotations

import io
import json

import pytest

from duilian.cli import main
from duilian.tagging import Tagger
from tests.cli.test_assess import SAMPLE


def test_tag_reads_and_writes_lines(
    tagger: Tagger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = '{"id": "a", "text": "王总您好"}\n\n[1]\n{"id": 2, "text": "谢谢,再见"}\n'
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert main(["tag", "--speaker", "trainee"]) == 1
    got = capsys.readouterr()
    first, second = map(json.loads, got.out.splitlines())
    assert first["id"] == "a" and [a["act"] for a in first["acts"]] == ["greeting"]
    assert second["id"] == 2 and [a["act"] for a in second["acts"]] == ["thank", "farewell"]
    assert got.err.startswith("-:3: ")


def test_cues(tagger: Tagger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": "a", "text": "喂,哪位?"}\n'))
    assert main(["tag", "--speaker", "client"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "a", "cues": ["answer_call", "ask_identity"]}


def test_assess_finds_acts_and_cues_itself(tagger: Tagger, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(SAMPLE)]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (
        first["verdicts"]["two_choice"]["verdict"] == "met" and first["verdicts"]["two_choice"]["turn"] == 7
    )
