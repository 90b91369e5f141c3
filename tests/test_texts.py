"""data/texts.yml: every sentence the code asks for is there, with its fields, and none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from duilian.errors import DataError
from duilian.texts import field_names, leaves, load_texts, sentence

ROOT = Path(__file__).parent.parent
TEXTS = ROOT / "data/texts.yml"
# Sections whose keys are looked up one by one with sentence("…"); others are tables, looked up by names.
SENTENCES = (
    "archive",
    "call",
    "cli",
    "coaching",
    "handbook",
    "hint",
    "importing",
    "mail",
    "scorecard",
    "web",
)
TABLES = ("cli.argparse.", "cli.verify.parts.", "cli.verify.verdicts.", "web.status.", "web.done.")


@dataclass(frozen=True)
class Use:
    """One call of sentence(), or of the web's say(), whose keys stand under ``web``.

    Attributes:
        place: Where it stands.
        key: What is asked for, as a pattern.
        fields: The names it gives, None where they cannot be seen.
    """

    place: str
    key: re.Pattern[str]
    fields: frozenset[str] | None


def _pattern(node: ast.expr, made: str) -> re.Pattern[str] | None:
    """A key as it stands in the code, after what is ``made`` → what it may be; a ``{…}`` is one part."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            made += re.escape(part.value)
        elif isinstance(part, ast.FormattedValue):
            made += r"[^.]+"
        else:
            return None
    return re.compile(made)


def uses() -> Iterator[Use]:
    """Every call of :func:`duilian.texts.sentence` in the package."""
    for path in sorted([*(ROOT / "duilian").rglob("*.py"), *(ROOT / "actions").glob("*.py")]):
        if path.name == "texts.py" and path.parent.name == "duilian":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "id", "") == "sentence":
                section = ""
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                section = r"web\."
            else:
                continue
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            key = _pattern(node.args[0], section)
            assert key is not None, f"{place}: a key is written where it is used"
            names = [keyword.arg for keyword in node.keywords]
            fields = None if None in names else frozenset(str(name) for name in names)
            yield Use(place, key, fields)


USES = tuple(uses())
KEPT = {key: str(text) for key, text in leaves(load_texts(TEXTS).tree)}


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.place} {use.key.pattern}")
def test_every_sentence_used_is_there_with_its_fields(use: Use) -> None:
    texts = [text for key, text in KEPT.items() if use.key.fullmatch(key)]
    assert texts, "no such sentence in data/texts.yml"
    if use.fields is not None and len(texts) == 1:
        assert field_names(texts[0]) == use.fields


def test_no_sentence_is_left_over() -> None:
    sections = [key for key in KEPT if key.startswith(tuple(f"{name}." for name in SENTENCES))]
    asked = [key for key in sections if not key.startswith(TABLES)]
    assert [key for key in asked if not any(use.key.fullmatch(key) for use in USES)] == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("- 一句\n", "应当是“名称: 句子”的形式"),
        ("cli:\n  one: 3\n", "cli.one 应当是一句话，不是 3"),
        ("cli: {one: '  '}\n", "cli.one 应当是一句话"),
        ("cli: {one: '第 {number 句'}\n", "cli.one 里的花括号应当成对"),
        ("cli: {one: '第 {} 句'}\n", "cli.one 里的花括号应当成对，里面是名称"),
        ("cli: {one\n", "不是 YAML"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "texts.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(problem)) as refused:
        load_texts(tmp_path / "texts.yml")
    assert refused.value.where.startswith(str(tmp_path / "texts.yml"))


def test_a_missing_file_sentence_or_field_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/texts.yml").write_text("cli: {one: '第 {number} 句'}\n", encoding="utf-8")
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    assert sentence("cli.one", number=3) == "第 3 句"
    for missing in ("cli.two", "cli", "cli.one.two"):
        with pytest.raises(DataError, match=f"缺少 {re.escape(missing)} 这一项"):
            sentence(missing)
    with pytest.raises(DataError, match=r"cli.one 里的 \{number\} 没有内容可填"):
        sentence("cli.one", words="x")
    with pytest.raises(DataError, match="无法读取"):
        load_texts(tmp_path / "nothing.yml")
