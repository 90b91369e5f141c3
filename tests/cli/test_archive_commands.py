"""duilian sessions, show and validate."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import accounts, calibrations, disputes, reviews
from duilian.archive.listing import Search
from duilian.assessment import assess
from duilian.cli import main
from duilian.dialogue.model import Turn, parse_line
from tests.archive.test_archive import CALL, RUBRIC, TALK

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def test_an_empty_archive_says_what_to_do(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions"]) == 0
    assert "duilian practise" in capsys.readouterr().out


def test_a_kept_call_is_listed_and_shown(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    with archive.transaction(archive.open_archive(database)) as db:
        archive.keep_call(
            db, CALL, TALK, assess(TALK, RUBRIC), "m", datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
        )
    assert main(["sessions"]) == 0
    assert "call-1" in capsys.readouterr().out
    assert main(["show", "call-1"]) == 0
    shown = capsys.readouterr().out
    assert (
        "我：王总您好,😀周三还是周四" in shown
        and "✓ 二选一约时间：“😀周三还是周四”（第 2 句）" in shown
        and "【得分】" in shown
    )
    assert main(["show", "call-9"]) == 1
    assert capsys.readouterr().err.startswith("没有编号为“call-9”的电话")


def test_a_reviewed_call_has_one_score_and_chinas_time(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
    with archive.transaction(archive.open_archive(database)) as db:
        assessment = assess(TALK, RUBRIC)
        unsure = {**assessment.verdicts}
        unsure["two_choice"] = replace(unsure["two_choice"], confidence=0.7)
        row = archive.keep_call(db, CALL, TALK, replace(assessment, verdicts=unsure), "m", at)
        teacher = accounts.add_person(db, "周老师", "trainer", "correct horse", at)
        for name, verdict, reason in (
            ("greeting", "missed", "没问好"),
            ("purpose", "met", "说了来意"),
            ("farewell", "na", "断线了"),
        ):
            reviews.add_review(row, name, verdict, reason, teacher.id, at, RUBRIC.weights)
        score = row.score
    assert score != assessment.score
    main(["sessions"])
    listed = capsys.readouterr().out
    assert "2026-11-24 20:00" in listed and f"{score} 分" in listed
    main(["show", CALL.id])
    shown = capsys.readouterr().out
    assert f"【得分】{score} 分" in shown and "？ 二选一约时间：系统拿不准有没有做到" in shown
    assert "✗ 开场问候" in shown and "✓ 说明来意\n" in shown and " 道别" not in shown.partition("改判")[0]
    assert "周老师 改判：开场问候——没做到（没问好）" in shown and "道别——这次不算（断线了）" in shown


def test_what_people_decided_comes_out_as_gold(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
    assert main(["gold"]) == 0 and capsys.readouterr().out == ""
    number = Turn("client", "打我手机13912345678")
    with archive.transaction(archive.open_archive(database)) as db:
        teachers = [accounts.add_person(db, name, "trainer", "correct horse", at) for name in "甲乙"]
        for teacher in teachers:
            teacher.all_groups = True
        for name in ("plain", "contested", "open", "agreed"):
            call, talk = replace(CALL, id=name), replace(TALK, id=name, turns=(*TALK.turns, number))
            row = archive.keep_call(db, call, talk, assess(talk, RUBRIC), "m", at)
            if name in ("contested", "open"):
                disputes.contest_verdict(row, "farewell", None, "说了", at)
            if name == "contested":
                disputes.settle_dispute(row, "farewell", "met", "说了", teacher.id, at, RUBRIC.weights)
        sample = calibrations.draw_calibration(db, "一", ("甲", "乙"), Search(), 9, 1, at)
        for place in (1, 2):
            said = {n: "na" if n == "greeting" else "met" for n in calibrations.criteria_to_rate(row)}
            calibrations.keep_ratings(db, sample, row, place, said)
    assert main(["gold"]) == 0
    lines = capsys.readouterr().out.splitlines()
    agreed, contested = sorted(map(json.loads, lines), key=lambda one: str(one["id"]))
    assert contested["judged"] == ["farewell"] and set(agreed["judged"]) == set(said)
    assert agreed["verdicts"]["greeting"] == "na" and agreed["verdicts"]["two_choice"] == "met"
    assert contested["verdicts"]["farewell"] == "met" and contested["verdicts"]["purpose"] == "missed"
    assert [parse_line(line).id for line in lines] == ["agreed", "contested"]
    assert "139****5678" in lines[0] and main(["gold", "--full"]) == 0
    assert "13912345678" in capsys.readouterr().out


def test_the_shipped_data_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 0, capsys.readouterr().err
    assert "0 处问题" in capsys.readouterr().out


def test_every_broken_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data/cues/bad.yml").write_text("cues: |\n  hm: 喂\n", encoding="utf-8")
    (tmp_path / "data/scenarios/bad.yml").write_text("kind: 3\n", encoding="utf-8")
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    assert main(["validate"]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2 and "bad.yml:2: 没有叫 hm 的 cue" in errors[0] and "bad.yml:1: kind" in errors[1]


def test_the_last_administrator_stays_one(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account"]) == 0
    assert main(["account", "管理员", "--role", "trainee"]) == 1
    assert capsys.readouterr().err == "至少要留一位管理员\n"
    assert main(["account", "老总", "--role", "administrator"]) == 0
    assert main(["account", "管理员", "--role", "trainee"]) == 0


def test_texts_of_another_version_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    kept = (ROOT / "data/texts.yml").read_text(encoding="utf-8")
    lacking = kept.replace('  exam: "考试模式没有提示。"\n', "")
    (tmp_path / "data/texts.yml").write_text(lacking, encoding="utf-8")
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    assert lacking != kept and main(["validate"]) == 1
    assert capsys.readouterr().err == (
        f"{tmp_path}/data/texts.yml: 少了 hint.exam；请照着对练自带的 texts.yml 补上\n"
    )


def test_accounts_from_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'accounts.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["account"]) == 0 and "管理员" in capsys.readouterr().out
    assert main(["account"]) == 0 and capsys.readouterr().out == ""
    assert main(["account", "小李"]) == 0 and main(["account", "小李", "--role", "trainer"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    password = second.partition("一次性密码 ")[2].partition("（")[0]
    assert first.startswith("用户名 小李") and password and password not in first
    engine = archive.open_archive(url)
    done = accounts.sign_in(engine, "小李", password, "::1", datetime.now(timezone.utc))
    assert isinstance(done, accounts.LetIn)
    with archive.transaction(engine) as db:
        who = accounts.signed_in_member(db, done.token, datetime.now(timezone.utc))
        assert who and who.role == "trainer" and who.one_time
