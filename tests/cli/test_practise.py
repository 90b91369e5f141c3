"""duilian practise against a phone that answers like the assistant, and duilian scenarios."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from duilian.cli import main
from duilian.phone import Reply


class FakePhone:
    """Answers every sentence, ends the call at 挂断 with a scorecard."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def dial(self, session: str, scenario: str, mode: str, seed: str) -> list[Reply]:
        self.heard.append(f"{scenario} {mode} {seed}")
        return [Reply("喂？")]

    def say(self, session: str, text: str) -> list[Reply]:
        self.heard.append(text)
        return [Reply("【得分】50 分"), Reply("", {"score": 50})] if text == "/hang_up" else [Reply("嗯，你说。")]


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> FakePhone:
    made = FakePhone()

    @contextmanager
    def line(config: Any) -> Iterator[FakePhone]:
        yield made

    monkeypatch.setattr("duilian.cli.practise.connected", line)
    return made


def play(monkeypatch: pytest.MonkeyPatch, typed: str, *args: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["practise", *args])


def test_a_call_is_shown_with_its_scorecard(
    phone: FakePhone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(monkeypatch, "您好\n\n挂断\n", "first-call-logistics", "--seed", "7") == 0
    assert phone.heard == ["first-call-logistics practice 7", "您好", "……", "/hang_up"]
    out = capsys.readouterr().out
    assert "第一次打给物流公司老总" in out and "王总：喂？" in out and "【得分】50 分" in out


def test_leaving_keeps_the_call_and_says_how_to_go_on(
    phone: FakePhone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(monkeypatch, "您好\n", "first-call-logistics") == 1
    assert "--resume call-" in capsys.readouterr().out
    assert play(monkeypatch, "挂断\n", "first-call-logistics", "--resume", "call-1") == 0
    assert phone.heard[-1] == "/hang_up" and len(phone.heard) == 3


def test_an_unknown_scenario_is_one_sentence(phone: FakePhone, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["practise", "nobody"]) == 1
    assert capsys.readouterr().err.startswith("没有叫“nobody”的场景；现有：")


def test_scenarios_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios"]) == 0
    assert "first-call-logistics" in capsys.readouterr().out
