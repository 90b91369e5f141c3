"""duilian practise against a stand-in for Rasa that answers like the assistant, and duilian scenarios."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from duilian import archive
from duilian.assessment import assess
from duilian.call.rasa_client import ChannelUnavailable, Reply, start_command
from duilian.cli import main
from tests.archive.test_archive import CALL, RUBRIC, TALK


class FakeRasa:
    """Answers every sentence, ends the call at 挂断 with a scorecard: text and card in one message."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.dead = False

    def send(self, session: str, text: str, key: str = "") -> list[Reply]:
        if self.dead:
            raise ChannelUnavailable("电话线路不通")
        self.heard.append(text)
        if text.startswith("/start_call"):
            return [Reply("喂？")]
        if text == "/hang_up":
            return [Reply("再见。"), Reply("【得分】50 分", {"score": 50}, client=False)]
        return [Reply("嗯，你说。")]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> FakeRasa:
    made = FakeRasa()

    @contextmanager
    def connected(config: Any, channel: str) -> Iterator[FakeRasa]:
        yield made

    monkeypatch.setattr("duilian.cli.practise.connected", connected)
    return made


def play(monkeypatch: pytest.MonkeyPatch, typed: str, *args: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["practise", *args])


def test_a_call_is_shown_with_its_scorecard(
    rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(monkeypatch, "您好\n\n挂断\n", "first-call-logistics", "--seed", "7") == 0
    assert rasa.heard == [start_command("first-call-logistics", "practice", "7"), "您好", "……", "/hang_up"]
    out = capsys.readouterr().out
    assert "第一次打给物流公司老总" in out and "王总：喂？" in out and "【得分】50 分" in out


def test_leaving_keeps_the_call_and_says_how_to_go_on(
    rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(monkeypatch, "您好\n", "first-call-logistics", "--name", "小李") == 1
    session = capsys.readouterr().out.rpartition("--resume ")[2].strip()
    assert main(["sessions"]) == 0
    listed = capsys.readouterr().out
    assert session in listed and "未打完  小李" in listed
    assert play(monkeypatch, "挂断\n", "--resume", session) == 0
    resumed = capsys.readouterr().out
    assert "第一次打给物流公司老总" in resumed and "我：您好\n王总：嗯，你说。" in resumed, "where it stood"
    assert rasa.heard[-1] == "/hang_up" and len(rasa.heard) == 3
    assert main(["show", session]) == 0
    assert "还没打完" in capsys.readouterr().out


def test_a_ring_that_got_lost_is_made_up_for(
    rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rasa.dead = True
    assert play(monkeypatch, "您好\n", "first-call-logistics", "--seed", "7") == 1
    shown = capsys.readouterr()
    assert shown.err == "电话线路不通\n"
    rasa.dead = False
    assert play(monkeypatch, "您好\n挂断\n", "--resume", shown.out.rpartition("--resume ")[2].strip()) == 0
    assert rasa.heard == [start_command("first-call-logistics", "practice", "7"), "您好", "/hang_up"]


def test_what_begins_with_a_slash_is_only_words(rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, "/restart\n挂断\n", "first-call-logistics")
    assert rasa.heard[1:] == ["／restart", "/hang_up"]


def test_a_sentence_that_is_not_taken_does_not_end_the_call(
    rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(monkeypatch, "长" * 501 + "\n挂断\n", "first-call-logistics") == 0
    assert "一句话最多 500 个字" in capsys.readouterr().out and len(rasa.heard) == 2


def test_only_an_open_call_is_resumed(
    rasa: FakeRasa, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["practise", "--resume", "call-9"]) == 1
    assert capsys.readouterr().err.startswith("没有编号是“call-9”的电话")
    with archive.transaction(archive.open_archive(database)) as db:
        archive.keep_call(
            db, CALL, TALK, assess(TALK, RUBRIC), "m", datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
        )
    assert main(["practise", "--resume", CALL.id]) == 1
    assert capsys.readouterr().err.startswith("这通电话已经打完了")


def test_an_unknown_scenario_is_one_sentence(rasa: FakeRasa, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["practise", "nobody"]) == 1
    assert capsys.readouterr().err.startswith("没有叫“nobody”的场景；现有：")


def test_scenarios_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios"]) == 0
    assert "first-call-logistics" in capsys.readouterr().out
