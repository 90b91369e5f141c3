"""One question over HTTP to a process on this machine, for who waits for several answers at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping


async def http_status(
    port: int, path: str, seconds: float, headers: Mapping[str, str] | None = None
) -> int | None:
    """Ask with GET.

    Args:
        port: Where the process listens on loopback.
        path: What is asked for.
        seconds: How long an answer is waited for.
        headers: What is sent besides.

    Returns:
        The status of the answer; None where there was none in time.
    """
    lines = [f"GET {path} HTTP/1.0", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    question = "\r\n".join([*lines, "", ""]).encode()
    try:
        return await asyncio.wait_for(_ask(port, question), seconds)
    except (OSError, ValueError, IndexError, asyncio.TimeoutError):
        return None


async def _ask(port: int, question: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(question)
        line = await reader.readline()
        await reader.read()  # to its end: a server may complain of who hangs up in the middle
        return int(line.split()[1])
    finally:
        writer.close()
