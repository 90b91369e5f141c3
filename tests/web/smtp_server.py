"""A mail server of the test's own: speaks SMTP (RFC 5321) over real sockets, with STARTTLS, TLS and AUTH."""

from __future__ import annotations

import base64
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any


@dataclass
class Letter:
    """One message as it came.

    Attributes:
        sender: The envelope's.
        to: Likewise.
        message: Headers and text.
        secure: Did it come over TLS?
        user: Who had signed in; empty for nobody.
    """

    sender: str
    to: str
    message: Message
    secure: bool
    user: str

    @property
    def text(self) -> str:
        return str(self.message.get_payload(decode=True).decode())  # type: ignore[union-attr]


@dataclass
class Mailbox:
    """What came, and how the server behaves.

    Attributes:
        port: Where it listens, on loopback.
        letters: What was taken.
        users: Who may sign in, with which password; nobody has to where there are none.
        refused: Recipient → the status it is refused with.
        connections: How often somebody connected.
    """

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    connections: int = 0


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for localhost, signed by itself; ``folder/cert.pem`` is to be believed."""
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*new, *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


class _Talk(socketserver.StreamRequestHandler):
    box: Mailbox
    context: ssl.SSLContext | None
    at_once: bool

    def handle(self) -> None:
        self.box.connections += 1
        self.secure, self.user, self.sender, self.to = False, "", "", ""
        if self.at_once:
            self._secure()
        self.say("220 localhost ESMTP")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 bye")
                return
            getattr(self, f"on_{verb.lower()}", self.unknown)(rest)

    def say(self, *lines: str) -> None:
        for number, line in enumerate(lines, 1):
            more = line[:3] + ("-" if number < len(lines) else " ") + line[4:]
            self.wfile.write(f"{more}\r\n".encode())

    def unknown(self, rest: str) -> None:
        self.say("502 not implemented")

    def _secure(self) -> None:
        assert self.context is not None
        self.request = self.context.wrap_socket(self.request, server_side=True)
        self.setup()
        self.secure = True

    def on_ehlo(self, rest: str) -> None:
        offers = ["250 localhost"]
        offers += ["250 STARTTLS"] if self.context and not self.secure else []
        offers += ["250 AUTH PLAIN"] if self.box.users else []
        self.say(*offers, "250 8BITMIME")

    def on_starttls(self, rest: str) -> None:
        self.say("220 go on")
        self._secure()

    def on_auth(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
        if self.box.users.get(user) == password:
            self.user = user
            self.say("235 welcome")
        else:
            self.say("535 no")

    def on_mail(self, rest: str) -> None:
        if self.box.users and not self.user:
            self.say("530 sign in first")
            return
        self.sender = rest.partition("<")[2].partition(">")[0]
        self.say("250 ok")

    def on_rcpt(self, rest: str) -> None:
        self.to = rest.partition("<")[2].partition(">")[0]
        self.say(f"{self.box.refused.get(self.to, 250)} ok")

    def on_rset(self, rest: str) -> None:
        self.say("250 ok")

    def on_data(self, rest: str) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=default)
        self.box.letters.append(Letter(self.sender, self.to, message, self.secure, self.user))
        self.say("250 taken")


@contextmanager
def mail_server(context: ssl.SSLContext | None = None, at_once: bool = False) -> Iterator[Mailbox]:
    """A running server.

    Args:
        context: Its certificate; None where it speaks in the clear only.
        at_once: Is TLS spoken from the first byte (else after STARTTLS)?
    """
    box = Mailbox()
    members: dict[str, Any] = {"box": box, "context": context, "at_once": at_once}
    handler = type("Talk", (_Talk,), members)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, request: Any, address: Any) -> None:
            """A client that turns away, as it should of a certificate that is not believed, is no fault."""

    server = Server(("127.0.0.1", 0), handler)
    box.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
