"""Odd files, addresses and machines: each command says in one Chinese sentence what is wrong, and where."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.cli import main
from duilian.cli.textinput import open_text
from duilian.dialogue.model import Dialogue, parse_line, read_lines
from duilian.errors import DataError
from tests.cli.test_assess import SAMPLE
from tests.tables import ODD_LINES

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
LINES = SAMPLE.read_text(encoding="utf-8")
FAULT = re.compile(
    "Traceback|Error|sqlalche|[a-z]{3,} [a-z]{3,} [a-z]{3,}"
)  # Python's words, or an English sentence


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error."""
    (line,) = capsys.readouterr().err.splitlines()
    assert not FAULT.search(line), line
    return line


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_assess_reads_a_file_as_the_web_does(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", "--labels", str(SAMPLE)]) == 0
    expected = capsys.readouterr().out
    path = tmp_path / "calls.jsonl"
    path.write_bytes(LINES.encode(encoding))
    assert main(["assess", "--labels", str(path)]) == 0
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_assess_reads_its_input_as_the_web_does(encoding: str) -> None:
    command = [sys.executable, "-m", "duilian.cli", "assess", "--labels", "-"]
    done = subprocess.run(command, input=LINES.encode(encoding), capture_output=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["id"] for line in done.stdout.decode().splitlines()] == [
        parse_line(line).id for line in LINES.splitlines()
    ]


def test_closed_input_is_a_sentence() -> None:
    command = f"{sys.executable} -m duilian.cli assess --labels - <&-"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (1, "-: 没有标准输入\n")


@pytest.mark.parametrize(("line", "what"), ODD_LINES)
def test_a_line_that_cannot_be_meant_is_named_and_the_others_are_assessed(
    line: bytes, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = LINES.splitlines()[0].encode()
    path = tmp_path / "calls.jsonl"
    path.write_bytes(good + b"\n" + line + b"\n" + good + b"\n")
    assert main(["assess", "--labels", str(path)]) == 1
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 2
    (said,) = shown.err.splitlines()
    assert said.startswith(f"{path}:2: ") and what in said and len(said) < 400


def test_a_file_that_is_no_text_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "calls.xlsx"
    path.write_bytes(b"PK\x03\x04\x14\0\x06\0\x08\0\xff\xfe\x80")
    assert main(["assess", "--labels", str(path)]) == 1
    assert complaint(capsys).startswith(f"{path}: 不是文本文件")


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_what_is_no_file_says_why_in_chinese(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--labels", name]) == 1
    assert re.fullmatch(
        f"{re.escape(name)}: 无法读取（(没有这个文件或文件夹|这是文件夹，不是文件)）", complaint(capsys)
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "DATABASE_URL 写得不对"),
        ("postgresql://wang:secret@host:abc/x", "DATABASE_URL 写得不对"),
        ("postgresql+no://wang:secret@host/x", "DATABASE_URL 写得不对"),
        ("mysql://wang:secret@host/x", "DATABASE_URL 写得不对"),
        ("sqlite://host/x", "DATABASE_URL 写得不对"),
        ("postgresql://wang:secret@127.0.0.1:1/x", "档案打不开（数据库没有开）"),
        ("sqlite:////proc/none/a.db", "档案打不开（没有这个文件或文件夹）"),
        ("sqlite:////etc/passwd/a.db", "档案打不开（"),
        ("sqlite:////proc", "档案打不开（文件打不开）"),
        (f"sqlite:///{SAMPLE}", "档案打不开（这个文件不是数据库）"),
    ],
)
@pytest.mark.parametrize("command", ["sessions", "show x", "account x"])
def test_a_database_that_is_none(
    url: str, said: str, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(command.split()) == 1
    line = complaint(capsys)
    assert said in line and "secret" not in line


def test_an_archive_that_may_only_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    assert main(["sessions"]) == 0
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///file:{tmp_path / 'a.db'}?mode=ro&uri=true")
    capsys.readouterr()
    assert main(["account", "小李"]) == 1
    assert re.fullmatch("档案.*（只能读，不能写）；请.*", complaint(capsys))


@pytest.mark.parametrize("home", ["/proc/none", "/etc/passwd", "/proc/self/fd"])
@pytest.mark.parametrize("command", ["train", "sessions", "account x"])
def test_a_home_that_cannot_be_written(
    home: str, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUILIAN_HOME", home)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(command.split()) == 1
    line = complaint(capsys)
    assert home in line or "档案打不开（" in line


def test_a_full_disk_is_a_sentence() -> None:
    command = [sys.executable, "-m", "duilian.cli", "assess", "--labels", str(SAMPLE)]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 1 and done.stderr == "读不了或者写不了（磁盘满了）；请检查磁盘、路径和权限\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_PORT", "99999"),
        ("WEB_PORT", "²"),
        ("WEB_PORT", "-1"),
        ("RASA_PORT", "0"),
        ("RASA_PORT", "5055.0"),
    ],
)
def test_a_port_of_the_environment_that_is_none(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    said = f"{name}: 应当是 1 到 65535 的端口号，不是“{value}”"
    for command in ("serve", "web", *(["restore x"] if name == "RASA_PORT" else [])):
        assert main(command.split()) == 1
        assert complaint(capsys) == said


def test_a_port_among_the_words_is_argparses_and_hides_the_environments(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEB_PORT", "x")
    with pytest.raises(SystemExit) as stopped:
        main(["web", "--port", "²"])
    assert stopped.value.code == 2 and "不是“²”" in capsys.readouterr().err
    assert main(["web", "--host", "1.2.3.4", "--port", "8123"]) == 1
    assert "端口 8123" in complaint(capsys)


@pytest.mark.parametrize("host", ["1.2.3.4", "a..b"])
def test_a_host_that_is_none(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["web", "--host", host, "--port", "8123"]) == 1
    assert f"{host} 的端口 8123 用不了" in complaint(capsys)


FIELDS = (
    *("id", "kind", "context", "turns", "speaker", "text", "acts", "spans", "cues", "verdicts", "act"),
    *("start", "end", "score", "client_title", "hung_up_by", "acquainted", "\ud800", "\0"),
)
MEANT = st.sampled_from(("trainee", "client", "phone_care", "greeting", "met", "answer_call"))
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)


@given(
    st.recursive(
        PLAIN,
        lambda values: (
            st.lists(values, max_size=4)
            | st.dictionaries(st.sampled_from(FIELDS), values | MEANT, max_size=6)
        ),
        max_leaves=20,
    )
)
def test_any_json_is_a_dialogue_or_a_sentence(value: object) -> None:
    inside = {"id": "a", "kind": "phone_care", "turns": value}
    for _, item in read_lines([json.dumps(value), json.dumps(inside)]):
        assert isinstance(item, (Dialogue, DataError))
        str(item).encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_lines_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.jsonl"
    path.write_bytes(content)
    try:
        with open_text(str(path)) as lines:
            for _, item in read_lines(lines):
                assert isinstance(item, (Dialogue, DataError))
                str(item).encode()
    except DataError as error:
        assert error.where == str(path)
