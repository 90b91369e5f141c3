"""Digests: code counts by what it does, other files by their bytes and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.digest import LENGTH, code_of, digest

PLAIN = "def double(n: int) -> int:\n    return 2 * n\n"
DRESSED = (
    '"""A module."""\n\n\ndef double(n: int) -> int:\n    """Twice n."""\n    # why not\n    return 2*n\n'
)


def test_docstrings_comments_and_layout_do_not_count(tmp_path: Path) -> None:
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.write_text(PLAIN)
    other.write_text(DRESSED)
    assert code_of(one) == code_of(other)
    other.write_text(DRESSED.replace("2*n", "3*n"))
    assert code_of(one) != code_of(other)


@pytest.mark.parametrize(
    ("name", "content", "same"),
    [
        ("a.py", DRESSED, True),
        ("a.py", "x = 1\n", False),
        ("a.txt", "您好 ", False),
        ("b.txt", "您好", False),
    ],
)
def test_what_changes_a_digest(tmp_path: Path, name: str, content: str, same: bool) -> None:
    (tmp_path / "a.py").write_text(PLAIN)
    (tmp_path / "a.txt").write_text("您好")
    before = digest(tmp_path, ["*.py", "*.txt"])
    assert len(before) == LENGTH
    (tmp_path / name).write_text(content)
    assert (digest(tmp_path, ["*.py", "*.txt"]) == before) is same


def test_a_script_counts_by_what_it_does(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("#!/usr/bin/env python3\n" + PLAIN)
    before = digest(tmp_path, ["*"])
    (tmp_path / "run").write_text("#!/usr/bin/env python3\n" + DRESSED)
    assert digest(tmp_path, ["*"]) == before


def test_a_file_counts_by_its_place_and_only_once(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.txt").write_text("您好")
    before = digest(tmp_path, ["**/*.txt"])
    assert digest(tmp_path, ["**/*.txt", "deep/*.txt"]) == before
    (tmp_path / "deep/a.txt").rename(tmp_path / "a.txt")
    assert digest(tmp_path, ["**/*.txt"]) != before
