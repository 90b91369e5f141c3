"""duilian web where what the browser needs is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.cli import main
from duilian.cli.web import trusted_proxies
from duilian.errors import DataError


def test_without_the_browsers_parts_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "node_modules").mkdir()  # npm did not come to its end
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    assert main(["web"]) == 1
    output = capsys.readouterr()
    assert output.out == "" and output.err.startswith("没有网页用的组件；在源码里请先运行 scripts/setup")


def test_whose_word_is_taken_for_whom_it_asks() -> None:
    assert trusted_proxies("") == [] and trusted_proxies("127.0.0.1, ::1") == ["127.0.0.1", "::1"]
    assert trusted_proxies("10.0.0.0/8 10.1.2.3") == ["10.0.0.0/8", "10.1.2.3"]


@pytest.mark.parametrize("text", ["*", "proxy.example", "10.0.0.1/8", "127.0.0.1:80", "localhost"])
def test_a_proxy_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="TRUSTED_PROXY"):
        trusted_proxies(text)
