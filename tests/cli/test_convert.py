"""``duilian convert``: calls as JSON Lines, what each file was taken for on standard error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duilian.cli import main
from duilian.dialogue.model import parse_dialogue

FOLDER = Path(__file__).parent.parent / "data" / "imports"


def test_calls_are_printed_in_the_rubrics_form_with_their_times(capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(FOLDER / name) for name in ("29_table.xlsx", "19_wechat_paste.txt")]
    assert main(["convert", *names, "--kind", "phone_care"]) == 0
    shown = capsys.readouterr()
    first, second = map(json.loads, shown.out.splitlines())
    assert [(parse_dialogue(call).kind, len(call["turns"])) for call in (first, second)] == [
        ("phone_care", 8)
    ] * 2
    assert second["turns"][1]["start"] == 60.0 and second["begun_at"] == "2024-03-01T10:00"
    assert shown.err.splitlines()[0] == f"{names[0]}:2: 当作XLSX 表格，8 句"
    assert "把“小李”当作了客户经理" in shown.err


def test_a_fault_is_one_sentence_and_the_other_files_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = tmp_path / "a.pdf", str(FOLDER / "41_A_B.txt")
    bad.write_bytes(b"%PDF-1.7\n")
    assert main(["convert", str(bad), str(tmp_path / "none.txt"), good, "--trainee", "B"]) == 1
    shown = capsys.readouterr()
    pdf, none, taken = shown.err.splitlines()
    assert pdf == f"{bad}: PDF 不读；请另存为文本或者 DOCX 再试"
    assert none == f"{tmp_path / 'none.txt'}: 无法读取（没有这个文件或文件夹）"
    assert taken == f"{good}:1: 当作文字，8 句"
    assert json.loads(shown.out)["turns"][0]["speaker"] == "client"


def test_a_kind_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(FOLDER / "41_A_B.txt"), "--kind", "tea"]) == 1
    assert "没有“tea”这种谈话" in capsys.readouterr().err
