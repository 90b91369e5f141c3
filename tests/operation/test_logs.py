"""Logs: every line with its moment, older files kept, never more than a few, and for the user alone."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import pytest

from duilian.operation.logs import RotatedLog, copy_lines


def copied(folder: Path, *chunks: bytes, largest: int = 10_000) -> RotatedLog:
    async def copy() -> None:
        source = asyncio.StreamReader()
        copying = asyncio.create_task(copy_lines(source, log))
        for chunk in chunks:
            source.feed_data(chunk)
            await asyncio.sleep(0)
        source.feed_eof()
        await copying

    log = RotatedLog(folder / "a.log", largest)
    asyncio.run(copy())
    log.close()
    return log


def test_lines_come_whole_whatever_the_pieces(tmp_path: Path) -> None:
    copied(tmp_path, b"one\ntw", b"o\nthree \xe4\xbd", b"\xa0\n\xff\nlast")
    lines = (tmp_path / "a.log").read_text(encoding="utf-8").splitlines()
    moment = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")
    assert all(moment.match(line) for line in lines)
    assert [moment.sub("", line) for line in lines] == [
        "one",
        "two",
        "three 你",
        "\N{REPLACEMENT CHARACTER}",
        "last",
    ]


def test_it_is_appended_to_and_rotated(tmp_path: Path) -> None:
    copied(tmp_path, b"before\n")
    copied(tmp_path, b"after\n")
    assert (tmp_path / "a.log").read_text(encoding="utf-8").count("\n") == 2
    copied(tmp_path, *[b"x" * 400 + b"\n"] * 100, largest=2000)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["a.log", *(f"a.log.{n}" for n in range(1, 6))]
    assert all(file.stat().st_size <= 2000 for file in files)


def test_a_line_without_an_end_is_broken(tmp_path: Path) -> None:
    copied(tmp_path, *[b"x" * 1000] * 50, largest=10**6)
    lines = (tmp_path / "a.log").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 3 and sum(line.count("x") for line in lines) == 50_000


def test_a_full_disk_takes_the_line_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("the system has no /dev/full")
    log = RotatedLog(Path("/dev/full"))
    log.write_line("lost")
    assert capsys.readouterr() == ("", "")
