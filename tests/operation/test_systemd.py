"""What systemd is told, over a real socket."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from duilian.operation.systemd import reassure_systemd, tell_systemd, under_systemd


@pytest.mark.parametrize("abstract", [False, True])
def test_it_hears_that_all_is_ready_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abstract: bool
) -> None:
    name = f"@duilian-{tmp_path}" if abstract else str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    monkeypatch.setenv("WATCHDOG_USEC", "40000")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + name[1:] if abstract else name)
        systemd.settimeout(5)
        assert under_systemd()
        tell_systemd("READY=1")
        assert systemd.recv(100) == b"READY=1"

        async def a_while() -> None:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(reassure_systemd(), 0.2)

        asyncio.run(a_while())
        assert [systemd.recv(100) for _ in range(3)] == [b"WATCHDOG=1"] * 3


def test_elsewhere_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    assert not under_systemd()
    tell_systemd("READY=1")
    asyncio.run(reassure_systemd())
