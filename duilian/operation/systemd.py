"""What systemd wants to hear of a unit of ``Type=notify`` (sd_notify(3)); elsewhere nobody is told."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress


def under_systemd() -> bool:
    """Is this process a unit of ``Type=notify``, whose output goes to the journal?"""
    return bool(os.environ.get("NOTIFY_SOCKET"))


def tell_systemd(state: str) -> None:
    """Send a state like ``READY=1`` to where NOTIFY_SOCKET says."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # Linux's abstract names
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door, suppress(OSError):
        door.sendto(state.encode(), address)


async def reassure_systemd() -> None:
    """Say twice in every WATCHDOG_USEC that this process's loop still turns, until cancelled."""
    every = int(os.environ.get("WATCHDOG_USEC") or 0) / 2_000_000  # seconds
    while every:
        tell_systemd("WATCHDOG=1")
        await asyncio.sleep(every)
