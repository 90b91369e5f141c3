"""JSON posted to an address that somebody entered: never to this machine or its link unless that is allowed.

The address is looked up once, checked, and connected to as it was checked; redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

_PATIENCE = 10.0  # seconds
_READ = 2000  # bytes of an answer


class PostingRefused(Exception):
    """The address may not be called; the message says why, in Chinese."""


@dataclass(frozen=True)
class Posted:
    """What came back: the status, and the beginning of the body."""

    status: int
    body: bytes


def post_bytes(url: str, body: bytes, headers: Mapping[str, str], local: bool = False) -> Posted:
    """Post something.

    Args:
        url: http or https.
        body: What is sent.
        headers: What is said of it.
        local: May the address be of this machine, or of its link?

    Raises:
        PostingRefused: The name has no address, or one that may not be called.
        OSError: Nobody answers.
        http.client.HTTPException: What answers is no web server.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = checked_address(host, port, local)
    made: http.client.HTTPConnection
    if secure:
        trust = ssl.create_default_context()
        made = http.client.HTTPSConnection(host, port, timeout=_PATIENCE, context=trust)
    else:
        made = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    # The certificate stays that of the name; the address is the one that was checked.
    made._create_connection = partial(_connect, address)  # type: ignore[attr-defined]
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        made.request("POST", path, body, dict(headers))
        answer = made.getresponse()
        return Posted(answer.status, answer.read(_READ))
    finally:
        made.close()


def _connect(
    address: str, named: tuple[str, int], timeout: float, source: tuple[str, int] | None = None
) -> socket.socket:
    return socket.create_connection((address, named[1]), timeout, source)


def checked_address(host: str, port: int, local: bool) -> str:
    """Look up a name once.

    Args:
        host: The name, or an address.
        port: The port.
        local: May it be of this machine, or of its link?

    Returns:
        The address to connect to.

    Raises:
        PostingRefused: The name has no address, or one that may not be called.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise PostingRefused("没有这个地址") from None
    addresses = [str(one[4][0]) for one in found]
    if not local and any(map(_is_local, addresses)):
        raise PostingRefused("这个地址是本机或者本机网段的，不能往那里发；确实要发，请把 LOCAL_CALLS 设成 1")
    return addresses[0]


def _is_local(address: str) -> bool:
    """Is it this machine, its link, or no address of one machine?"""
    plain = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(plain, "ipv4_mapped", None) or plain
    return bool(
        mapped.is_loopback
        or mapped.is_link_local
        or mapped.is_unspecified
        or mapped.is_multicast
        or mapped.is_reserved
    )
