"""YAML that is none: one sentence with file and line, nothing of Python's in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from duilian import yamlfile
from duilian.errors import DataError

ROOT = Path(__file__).parent.parent
OURS = sorted([*ROOT.glob("data/**/*.yml"), *ROOT.glob("*.yml")])


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
        pytest.param(b"[a," * 100_000, "不是 YAML", id="nested so deeply that a parser's stack ends"),
        pytest.param(b"- " * 100_000, "不是 YAML", id="the same in a list without brackets"),
        pytest.param(b"a: 1\n---\nb: 1\n", ":2: 不是 YAML", id="two documents"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "不是文本文件", id="a picture"),
    ],
)
def test_what_is_no_yaml_is_one_sentence(content: bytes, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(content)
    with pytest.raises(DataError) as error:
        yamlfile.load(path)
    shown = str(error.value)
    assert f"x.yml{'' if complaint[0] == ':' else ': '}{complaint}" in shown or complaint in shown
    assert "\n" not in shown and not re.search("[a-z]{4,} [a-z]{2,}|dict", shown.removeprefix(str(path)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_yaml_may_be_written_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes("称呼: 王总您好\n".encode(encoding))
    assert yamlfile.load(path) == {"称呼": "王总您好"}


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_values_and_lines_are_those_of_the_round_trip_reader(path: Path) -> None:
    """ruamel's own loader for files that are written back tells lines too, in ten times the time."""
    assert_same(yamlfile.load(path), YAML(typ="rt").load(path.read_text(encoding="utf-8")))


def assert_same(read: Any, expected: Any) -> None:
    assert read == expected
    if isinstance(expected, dict):
        assert yamlfile.line_of(read) == expected.lc.line + 1  # type: ignore[attr-defined]
        for key, value in expected.items():
            assert yamlfile.line_of(read, key) == expected.lc.key(key)[0] + 1  # type: ignore[attr-defined]
            assert_same(read[key], value)
    elif isinstance(expected, list):
        for place, value in enumerate(expected):
            assert yamlfile.line_of(read, place) == expected.lc.item(place)[0] + 1  # type: ignore[attr-defined]
            assert_same(read[place], value)


def test_what_is_merged_in_is_named_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("a: &a\n  one: 1\n  two: 2\nb:\n  <<: *a\n  two: 3\n", encoding="utf-8")
    merged = yamlfile.load(path)["b"]
    assert merged == {"one": 1, "two": 3}
    assert (yamlfile.line_of(merged, "one"), yamlfile.line_of(merged, "two")) == (2, 6)


@settings(max_examples=40)
@given(text=st.text(st.sampled_from("ab:-[]{}#&*!|>'\"%@`,? \n\t0.\x01好"), max_size=30))
def test_any_text_is_data_or_a_sentence(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_text(text, encoding="utf-8")
    try:
        yamlfile.load(path)
    except DataError as error:
        assert "any.yml" in error.where
