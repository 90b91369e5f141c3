"""duilian web where what the browser needs is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.cli import main


def test_without_the_browsers_parts_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "node_modules").mkdir()  # npm did not come to its end
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    assert main(["web"]) == 1
    output = capsys.readouterr()
    assert output.out == "" and output.err.startswith("没有网页用的组件；在源码里请先运行 scripts/setup")
