"""No English word of argparse's own reaches who types a command."""

from __future__ import annotations

import argparse
import inspect
import re

import pytest

from duilian.cli import COMMANDS, main
from duilian.config import load_config
from duilian.texts import load_texts, sentence

ENGLISH = re.compile(
    r"usage|positional|optional|options|show this|error|argument|required"
    r"|invalid|choose|expected|unrecognized"
)


def test_alone_it_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("用法：duilian [-h] 命令 ...") and not shown.err
    lines = [" ".join(line.split()) for line in shown.out.splitlines()]
    assert all(f"{name} {sentence(f'cli.{name}.summary')}" in lines for name in COMMANDS)
    assert not ENGLISH.search(shown.out)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command.split(), "--help"])
    shown = capsys.readouterr().out
    assert stopped.value.code == 0
    assert (
        "用法：duilian" in shown
        and "选项:" in shown
        and "显示这段说明" in shown
        and not ENGLISH.search(shown)
    )


@pytest.mark.parametrize(
    "given, complaint",
    [
        ("nonsense", "duilian：命令: 没有 'nonsense'；可以写 'practise', "),
        ("show", "duilian show：还缺：编号"),
        ("assess", "duilian assess：还缺：文件"),
        ("tag", "duilian tag：还缺：--speaker"),
        ("tag --speaker dog", "duilian tag：--speaker: 没有 'dog'；可以写 'trainee', 'client'"),
        ("show a b", "duilian：不认识：b"),
        ("account --role", "duilian account：--role: 后面要写一个值"),
        ("train --tagger-only=x", "duilian train：--tagger-only: 后面不能带值 'x'"),
        ("sessions --limit 0", "duilian sessions：--limit: 应当是从 1 起的整数，不是“0”"),
        ("assess x --jobs 0", "duilian assess：--jobs: 应当是从 1 起的整数，不是“0”"),
        ("sessions --limit ²", "duilian sessions：--limit: 应当是从 1 起的整数，不是“²”"),
        ("web --port 70000", "duilian web：--port: 应当是 1 到 65535 的端口号，不是“70000”"),
        ("practise --se 1 --mo x", "duilian practise：--mode: 没有 'x'；可以写 'guided', 'practice', 'exam'"),
        ("keep --b", "duilian keep：--batch: 后面要写一个值"),
    ],
)
def test_complaints_are_chinese(given: str, complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(given.split())
    shown = capsys.readouterr().err
    assert stopped.value.code == 2
    assert shown.startswith("用法：duilian") and complaint in shown and not ENGLISH.search(shown)


def test_every_translation_is_of_something_argparse_says() -> None:
    source = inspect.getsource(argparse)
    words = load_texts(load_config().data / "texts.yml").table("cli.argparse")
    assert len(words) > 10 and all(word.encode("unicode_escape").decode() in source for word in words)


def test_argparse_of_others_stays_english() -> None:
    assert main([]) == 0
    assert argparse.ArgumentParser("x").format_usage().startswith("usage: ")
