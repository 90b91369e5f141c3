"""YAML that is none: one sentence with file and line, nothing of Python's in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duilian import yamlfile
from duilian.errors import DataError

READERS = [yamlfile.load, yamlfile.load_fast]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(b"a: 1\nb: {x: 1}\nb: {y: 2}\n", ":3: “b”写了两遍", id="a key twice"),
        pytest.param(b"a: [1\n", ":2: 不是 YAML", id="an open bracket"),
        pytest.param(
            b"a: 1\nb: \x01\n", ":2: 不是 YAML；这一行里有不能用的控制字符", id="a control character"
        ),
        pytest.param(b"a: 2026-13-45\n", "不是 YAML；请检查里面的日期", id="a day that is none"),
        pytest.param(b"a: !!int x\n", "不是 YAML；请检查里面的", id="a number that is none"),
        pytest.param(b"a: *b\n", ":1: 不是 YAML", id="an alias of nothing"),
        pytest.param(b"[" * 400, "不是 YAML", id="nested without end"),
        pytest.param(b"a: 1\n---\nb: 1\n", ":2: 不是 YAML", id="two documents"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "不是文本文件", id="a picture"),
    ],
)
def test_what_is_no_yaml_is_one_sentence(
    read: Callable[[Path], Any], content: bytes, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(content)
    with pytest.raises(DataError) as error:
        read(path)
    shown = str(error.value)
    assert f"x.yml{'' if complaint[0] == ':' else ': '}{complaint}" in shown or complaint in shown
    assert "\n" not in shown and not re.search("[a-z]{4,} [a-z]{2,}|dict", shown.removeprefix(str(path)))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_yaml_may_be_written_in_any_encoding(
    read: Callable[[Path], Any], encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes("称呼: 王总您好\n".encode(encoding))
    assert read(path) == {"称呼": "王总您好"}


@pytest.mark.parametrize("read", READERS)
@settings(max_examples=40)
@given(text=st.text(st.sampled_from("ab:-[]{}#&*!|>'\"%@`,? \n\t0.\x01好"), max_size=30))
def test_any_text_is_data_or_a_sentence(
    read: Callable[[Path], Any], text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_text(text, encoding="utf-8")
    try:
        read(path)
    except DataError as error:
        assert "any.yml" in error.where
