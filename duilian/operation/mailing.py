"""E-mail by SMTP: one connection for what is to be sent at once, the server's address checked before.

What goes wrong is one sentence that names neither password nor message.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid

from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.operation.posting import PostingRefused, checked_address
from duilian.texts import sentence

SECURITIES = {"tls": 465, "starttls": 587, "none": 25}
"""How a connection is kept from others' eyes → the port that goes with it."""
_PATIENCE = 10.0  # seconds
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_REFUSED_FOR_GOOD = 500  # from here on a server's answer says that another try is in vain


@dataclass(frozen=True)
class MailServer:
    """Who takes our e-mail.

    Attributes:
        host: Its name; empty for none.
        port: Its port.
        security: One of :data:`SECURITIES`.
        user: Who we are to it; empty where it asks nobody.
        password: Likewise.
        sender: The address that e-mail comes from.
        trusted: May it be on this machine? Where whoever starts the program named it.
    """

    host: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    trusted: bool = False

    @property
    def domain(self) -> str:
        """Whose e-mail it is: what we call ourselves to the server, so that nobody is asked who we are."""
        return self.sender.rpartition("@")[2]


class MailRefused(Exception):
    """An e-mail was not taken; the message says why, in Chinese.

    Attributes:
        final: Is another try in vain?
    """

    def __init__(self, why: str, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


def is_mail_address(text: str) -> bool:
    """Can e-mail be sent there?"""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def read_mail_server(given: Mapping[str, str], trusted: bool = False) -> MailServer:
    """A form's fields, or the environment's → the server.

    Args:
        given: ``host``, ``port``, ``security``, ``user``, ``password``, ``sender``; no host: no server.
        trusted: May it be on this machine?

    Raises:
        DataError: A field is not what it should be; it names the field.
    """
    host = given.get("host", "").strip()
    if not host:
        return MailServer()
    security = given.get("security", "") or "starttls"
    if security not in SECURITIES:
        raise DataError(sentence("mail.no_security"))
    port = whole_number(given.get("port", "") or str(SECURITIES[security]), 1, 65535)
    if len(host) > 253 or not host.isascii() or re.search(r"[\s/@]", host) or port is None:
        raise DataError(sentence("mail.no_host"))
    user, password, sender = (given.get(name, "").strip() for name in ("user", "password", "sender"))
    if not is_mail_address(sender):
        raise DataError(sentence("mail.no_sender"))
    if user and security == "none":
        raise DataError(sentence("mail.password_in_the_clear"))
    return MailServer(host, port, security, user, password, sender, trusted)


@dataclass(frozen=True)
class Mail:
    """What is sent: to whom, the subject, the text."""

    to: str
    subject: str
    text: str


class Postman:
    """Sends e-mail by one connection, made when it is needed; where none can be made it tries once."""

    def __init__(self, server: MailServer, now: datetime, local: bool = False) -> None:
        """Nothing is connected to yet.

        Args:
            server: Who takes it.
            now: The moment that stands in the messages.
            local: May any server be on this machine?
        """
        self._server, self._now, self._local = server, now, local or server.trusted
        self._link: smtplib.SMTP | None = None
        self._down: MailRefused | None = None

    def __enter__(self) -> Postman:
        return self

    def __exit__(self, *_: object) -> None:
        if self._link is not None:
            self._link.close()

    def send(self, mail: Mail) -> None:
        """Send one message.

        Raises:
            MailRefused: It was not taken.
        """
        if self._down is not None:
            raise self._down
        try:
            if self._link is None:
                self._link = self._connected()
        except (PostingRefused, OSError, smtplib.SMTPException, ValueError) as error:
            self._down = MailRefused(_reason(error))
            raise self._down from None
        try:
            self._link.send_message(self._message(mail))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._link.close()
            self._link = None
            raise MailRefused(_reason(error), _is_final(error)) from None

    def _connected(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        address = checked_address(server.host, server.port, self._local)
        secure = server.security == "tls"
        link = _SecureLink(address, server, context) if secure else _Link(address, server)
        try:
            if server.security == "starttls":
                link.starttls(context=context)
            if server.user:
                link.login(server.user, server.password)
        except BaseException:
            link.close()
            raise
        return link

    def _message(self, mail: Mail) -> EmailMessage:
        made = EmailMessage(policy=SMTP)
        made["Subject"] = " ".join(mail.subject.split())
        made["From"], made["To"] = formataddr((sentence("mail.from"), self._server.sender)), mail.to
        made["Date"] = format_datetime(self._now)
        made["Message-ID"] = make_msgid(domain=self._server.domain)
        made["Auto-Submitted"] = "auto-generated"  # no absence note is wanted in return
        made.set_content(mail.text)
        return made


class _Link(smtplib.SMTP):
    """Connects to the address that was checked; the certificate stays that of the name."""

    def __init__(self, address: str, server: MailServer) -> None:
        self._address = address
        super().__init__(server.host, server.port, server.domain, _PATIENCE)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((self._address, port), timeout)


class _SecureLink(smtplib.SMTP_SSL, _Link):
    """Likewise, secured from the first byte: SMTP_SSL wraps what :class:`_Link` connects."""

    def __init__(self, address: str, server: MailServer, context: ssl.SSLContext) -> None:
        self._address = address
        smtplib.SMTP_SSL.__init__(
            self, server.host, server.port, server.domain, timeout=_PATIENCE, context=context
        )


def _reason(error: Exception) -> str:
    """What went wrong, in a sentence; servers' own words may quote the message, and are left out."""
    if isinstance(error, PostingRefused):
        return str(error)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return sentence("mail.wrong_password")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return sentence("mail.no_such_recipient", status=_status(error))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return sentence("mail.not_supported")
    if isinstance(error, smtplib.SMTPResponseException):
        return sentence("mail.answered", status=error.smtp_code)
    if isinstance(error, ssl.SSLError):
        return sentence("mail.insecure")
    return sentence("mail.no_answer")


def _status(error: smtplib.SMTPRecipientsRefused) -> int:
    return int(next(iter(error.recipients.values()))[0])


def _is_final(error: Exception) -> bool:
    return isinstance(error, smtplib.SMTPRecipientsRefused) and _status(error) >= _REFUSED_FOR_GOOD
