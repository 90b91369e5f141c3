"""The secret of a home: whole, private, the same for all who ask; and who shows it."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from duilian.secret import bearer, make_private, shared_secret, shows_secret


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_made_once_for_all_and_private(tmp_path: Path) -> None:
    var = tmp_path / "var"
    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(lambda _: shared_secret(var), range(16)))
    assert len(seen) == 1 and len(seen.pop()) >= 32
    assert mode(var / "secret") == 0o600 and [p.name for p in var.iterdir()] == ["secret"]


@pytest.mark.parametrize("spoilt", ["open", "empty", "link", "binary"])
def test_what_others_could_read_or_write_is_no_secret(tmp_path: Path, spoilt: str) -> None:
    path, elsewhere = tmp_path / "secret", tmp_path / "elsewhere"
    for one in (path, elsewhere):
        one.write_bytes(b"" if spoilt == "empty" else b"\xff" * 40 if spoilt == "binary" else b"known" * 8)
        one.chmod(0o644 if spoilt == "open" else 0o600)
    if spoilt == "link":
        path.unlink()
        path.symlink_to(elsewhere)
    fresh = shared_secret(tmp_path)
    assert fresh != "known" * 8 and len(fresh) >= 32 and shared_secret(tmp_path) == fresh
    assert mode(path) == 0o600 and not path.is_symlink()


def test_who_shows_it(tmp_path: Path) -> None:
    assert shows_secret("Bearer abc", "abc") and bearer("abc") == "Bearer abc"
    for header in (
        None,
        "",
        "abc",
        "Bearer",
        "Bearer ",
        "bearer abc",
        "Bearer abcd",
        "Bearer é",
        "Basic abc",
    ):
        assert not shows_secret(header, "abc")
    assert not shows_secret("Bearer ", ""), "an empty secret is shown by nobody"


def test_what_earlier_versions_let_others_read_is_taken_from_them(tmp_path: Path) -> None:
    inside, outside = tmp_path / "var/logs/web.log", tmp_path / "outside"
    inside.parent.mkdir(parents=True)
    for path in (inside, outside):
        path.touch()
        path.chmod(0o644)
    (tmp_path / "var").chmod(0o755)
    (tmp_path / "var/link").symlink_to(outside)
    os.chmod(inside.parent, 0o775)
    make_private(tmp_path / "var")
    assert [mode(p) for p in (tmp_path / "var", inside.parent, inside)] == [0o700, 0o700, 0o600]
    assert mode(outside) == 0o644
    make_private(tmp_path / "nowhere")
