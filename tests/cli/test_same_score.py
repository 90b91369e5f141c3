"""The same score for the same words: whatever came before, in whichever process, at whatever time of day."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive.models import AssessmentRow
from duilian.cli import main
from duilian.tagging import Tagger
from tests.cli.test_assess import SAMPLE

# Another process: other seeds of hashes and of chance, another zone, a night of another year, on one thread.
ELSEWHERE = """
import datetime, random, sys, time
random.seed(5)
time.time = lambda: 1.95e9
class Night(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2031, 10, 17, 3, 33, tzinfo=tz)
datetime.datetime = Night
from duilian.cli import main
status = [main(["assess", sys.argv[1]])]
status += [main(["assess", "--verify", name]) for name in sys.argv[2:]]
print(status)
"""


@pytest.mark.slow
def test_order_process_and_time_of_day_do_not_matter(
    tagger: Tagger, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["assess", str(SAMPLE)]) == 0
    here = capsys.readouterr().out.splitlines()
    assert main(["keep", str(SAMPLE)]) == 0
    kept = capsys.readouterr().out.split()
    backwards = tmp_path / "backwards.jsonl"
    backwards.write_text("".join(reversed(SAMPLE.read_text("utf-8").splitlines(True))), encoding="utf-8")
    other = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "OMP_NUM_THREADS": "1", "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(backwards), *kept[:2]],
        env=os.environ | other,
        capture_output=True,
        encoding="utf-8",
    )
    *said, status = done.stdout.splitlines()
    assert status == "[0, 0, 0]", done.stdout + done.stderr
    assert said[: len(here)] == here[::-1], "byte by byte, signature and all"
    assert sum(line.startswith("一样：") for line in said) == 2


@pytest.mark.slow
def test_what_came_out_otherwise_is_named_with_the_part_that_changed(
    tagger: Tagger, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    assert main(["keep", str(SAMPLE)]) == 0
    (name, *_) = capsys.readouterr().out.split()
    with archive.transaction(archive.open_archive(f"sqlite:///{tmp_path / 'a.db'}")) as db:
        row = db.query(AssessmentRow).filter_by(session_id=name).one()
        first = dict(row.verdicts)
        assert first["two_choice"]["verdict"] == "met"
        first["two_choice"] = {"verdict": "missed", "turn": 3}
        row.verdicts, row.score = first, 12.5
        row.signature = row.signature.replace("|model:", "|model:earlier-")
    assert main(["assess", "--verify", name]) == 1
    said = capsys.readouterr().out
    assert "存的是 12.5 分" in said and "二选一约时间：存的是没做到，再评是做到" in said
    assert "标注器变了：earlier-" in said and "评分标准变了" not in said


def test_a_call_that_is_not_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    assert main(["assess", "--verify", "nowhere"]) == 1
    assert capsys.readouterr().err.startswith("没有编号为“nowhere”的电话")
