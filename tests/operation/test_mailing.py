"""E-mail against a mail server of the test's own: secured, signed in, refused, one connection for many."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path

import pytest

from duilian.errors import DataError
from duilian.operation.mailing import Mail, MailRefused, MailServer, Postman, read_mail_server
from tests.web.smtp_server import Mailbox, certificate, mail_server

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=timezone.utc)
MAIL = Mail("li@x.cn", "【对练】新任务：\r\nBcc: all@x.cn", "小李，您好！\n.\n请打开：https://x.cn/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificate")


@pytest.fixture(scope="module")
def context(folder: Path) -> ssl.SSLContext:
    return certificate(folder)


def of(box: Mailbox, security: str = "none", host: str = "localhost", user: str = "") -> MailServer:
    return MailServer(host, box.port, security, user, "geheim" if user else "", "no-reply@x.cn", True)


def send(server: MailServer, *mails: Mail) -> None:
    with Postman(server, NOW) as postman:
        for mail in mails:
            postman.send(mail)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_it_arrives_as_it_was_written(
    security: str, context: ssl.SSLContext, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
    with mail_server(None if security == "none" else context, at_once=security == "tls") as box:
        box.users = {} if security == "none" else {"duilian": "geheim"}
        send(of(box, security, user="" if security == "none" else "duilian"), MAIL, MAIL)
    first, second = box.letters
    assert box.connections == 1, "one connection for both"
    assert (first.sender, first.to) == ("no-reply@x.cn", "li@x.cn")
    assert first.secure is (security != "none") and bool(first.user) is (security != "none")
    assert first.message["Subject"] == "【对练】新任务： Bcc: all@x.cn" and first.message["Bcc"] is None
    assert first.message["From"] == "对练 <no-reply@x.cn>" and first.message["Auto-Submitted"]
    assert first.text.replace("\r\n", "\n").rstrip("\n") == MAIL.text
    assert first.message["Message-ID"] != second.message["Message-ID"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_not_believed(security: str, context: ssl.SSLContext) -> None:
    with mail_server(context, at_once=security == "tls") as box:
        with pytest.raises(MailRefused, match="加密连接没有建立") as refused:
            send(of(box, security), MAIL)
        assert not refused.value.final and box.letters == []


def test_who_cannot_secure_the_connection_gets_no_password() -> None:
    with mail_server() as box:
        box.users = {"duilian": "geheim"}
        with pytest.raises(MailRefused, match="不支持这种加密"):
            send(of(box, "starttls", user="duilian"), MAIL)


def test_a_wrong_password_is_said_without_it(
    context: ssl.SSLContext, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
    with mail_server(context) as box:
        box.users = {"duilian": "another"}
        with pytest.raises(MailRefused, match="不认这个用户名和密码") as refused:
            send(of(box, "starttls", user="duilian"), MAIL)
        assert "geheim" not in str(refused.value) and "geheim" not in repr(of(box, user="duilian"))


@pytest.mark.parametrize(("status", "final"), [(550, True), (451, False)])
def test_a_recipient_refused_keeps_nobody_else_waiting(status: int, final: bool) -> None:
    with mail_server() as box, Postman(of(box), NOW) as postman:
        box.refused = {"li@x.cn": status}
        with pytest.raises(MailRefused, match=f"不收发给这个邮箱的信（{status}）") as refused:
            postman.send(MAIL)
        assert refused.value.final is final
        postman.send(Mail("wang@x.cn", "好", "好"))
        assert [letter.to for letter in box.letters] == ["wang@x.cn"]


def test_nobody_there_is_tried_once() -> None:
    with mail_server() as box:
        server = of(box)
    with Postman(server, NOW) as postman:
        for _ in range(3):
            with pytest.raises(MailRefused, match="连不上邮件服务器"):
                postman.send(MAIL)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "0.0.0.0"])
def test_this_machine_is_not_connected_to_where_an_administrator_names_it(host: str) -> None:
    with mail_server() as box:
        server = read_mail_server(
            {"host": host, "port": str(box.port), "security": "none", "sender": "a@x.cn"}
        )
        with pytest.raises(MailRefused, match="本机"):
            send(server, MAIL)
        assert box.connections == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"host": "a b"}, "邮件服务器写成"),
        ({"host": "https://x.cn"}, "邮件服务器写成"),
        ({"port": "0"}, "邮件服务器写成"),
        ({"port": "x"}, "邮件服务器写成"),
        ({"security": "ssl3"}, "加密方式写"),
        ({"sender": ""}, "请填发件人邮箱"),
        ({"sender": "a@x.cn\nBcc: b@x.cn"}, "请填发件人邮箱"),
        ({"security": "none", "user": "u"}, "不加密就不能用用户名和密码"),
    ],
)
def test_a_server_that_makes_no_sense(changed: Mapping[str, str], why: str) -> None:
    with pytest.raises(DataError, match=why):
        read_mail_server({"host": "smtp.x.cn", "sender": "a@x.cn", **changed})


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("none", 25)])
def test_the_port_goes_with_the_security(security: str, port: int) -> None:
    made = read_mail_server({"host": "smtp.x.cn", "security": security, "sender": "a@x.cn"})
    assert made.port == port and not made.trusted
    assert read_mail_server({"host": " "}) == MailServer()
