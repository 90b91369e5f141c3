"""Webhooks: signed, queued, tried again with growing pauses, within sight, never to this machine unasked."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace

import pytest

from duilian import archive
from duilian.archive import accounts, outbox, reviews
from duilian.archive.models import Group
from duilian.archive.outgoing_models import Outgoing, Webhook
from duilian.archive.people import delete_session
from duilian.errors import DataError
from duilian.web import Site
from duilian.web.outgoing import send_once
from tests.web.conftest import NOW, PASSWORD, Browser, Clock
from tests.web.listener import Listener, listening
from tests.web.test_debrief import keep

SESSION = "a" * 32


@pytest.fixture()
def listener() -> Iterator[Listener]:
    with listening() as made:
        yield made


@pytest.fixture()
def open_site(site: Site) -> Site:
    """It may call this machine."""
    return replace(site, config=replace(site.config, local_calls=True))


def enter(site: Site, url: str, name: str = "周老师") -> str:
    """Enter a webhook; returns its secret."""
    with archive.transaction(site.engine) as db:
        person = archive.find_person(db, name)
        return str(outbox.add_webhook(db, person.id, url, outbox.EVENTS, NOW).secret)


def review(site: Site, *criteria: str) -> None:
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, SESSION)
        for name in criteria:
            reviews.add_review(row, name, "met", "说了", None, site.now(), site.rubric.weights)


def waiting(site: Site) -> list[tuple[str, int, str]]:
    with archive.transaction(site.engine) as db:
        return [(o.state, o.tries, o.said) for o in db.query(Outgoing).order_by(Outgoing.id)]


def test_an_assessed_session_and_a_review_are_told_signed(open_site: Site, listener: Listener) -> None:
    secret = enter(open_site, f"{listener.url}/hook?a=1")
    keep(open_site, SESSION)
    assert send_once(open_site) == 1 and send_once(open_site) == 0
    review(open_site, "farewell", "purpose")
    assert send_once(open_site) == 1
    assert [body["event"] for body in listener.bodies] == ["session.assessed", "review.made"]
    assessed, reviewed = listener.bodies
    assert assessed["session"]["id"] == SESSION and assessed["score"] == assessed["session"]["score"]
    assert reviewed["criteria"] == ["farewell", "purpose"] and reviewed["score"] > assessed["score"]
    path, headers, body = listener.heard[0]
    signed = headers["x-duilian-timestamp"].encode() + b"." + body
    wanted = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["x-duilian-signature"] == wanted and path == "/hook?a=1"
    assert headers["x-duilian-event"] == "session.assessed" and "用VPN" not in body.decode()


def test_kept_twice_it_is_told_once(open_site: Site, listener: Listener) -> None:
    enter(open_site, listener.url)
    keep(open_site, SESSION)
    keep(open_site, SESSION)
    assert len(waiting(open_site)) == 1


def test_what_did_not_arrive_is_tried_again_and_given_up_at_last(
    open_site: Site, listener: Listener, clock: Clock
) -> None:
    enter(open_site, listener.url)
    keep(open_site, SESSION)
    listener.answer = lambda path, headers, body: 500
    for tried, pause in enumerate(outbox.PAUSES, 1):
        assert send_once(open_site) == 0 and send_once(open_site) == 0, "not before its time"
        assert waiting(open_site) == [("waiting", tried, "对方回答 500")] and len(listener.heard) == tried
        clock.at += pause
    assert list(outbox.PAUSES) == sorted(outbox.PAUSES)
    send_once(open_site)
    assert waiting(open_site)[0][0] == "given_up"
    assert "1 条没送到" in Browser(open_site).sign_in("trainer").get("/connections").text
    with archive.transaction(open_site.engine) as db:
        clock.move(days=8)
        assert outbox.delete_old_outgoing(db, clock.at) == 1


def test_in_order_though_the_first_failed(open_site: Site, listener: Listener, clock: Clock) -> None:
    enter(open_site, listener.url)
    keep(open_site, SESSION)
    listener.answer = lambda path, headers, body: 503
    send_once(open_site)
    review(open_site, "farewell")
    send_once(open_site)
    listener.answer = lambda path, headers, body: 204
    clock.move(seconds=11)
    assert send_once(open_site) + send_once(open_site) == 2
    assert [body["event"] for body in listener.bodies][1:] == ["session.assessed", "review.made"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "0.0.0.0"])
def test_this_machine_and_its_link_are_not_called(site: Site, listener: Listener, host: str) -> None:
    port = listener.url.rpartition(":")[2]
    enter(site, f"http://{host}:{port}/")
    keep(site, SESSION)
    assert send_once(site) == 0 and listener.heard == []
    assert "本机" in waiting(site)[0][2] or "没有这个地址" in waiting(site)[0][2]


def test_nobody_there(open_site: Site) -> None:
    enter(open_site, "http://127.0.0.1:9/")
    keep(open_site, SESSION)
    assert send_once(open_site) == 0 and "连不上" in waiting(open_site)[0][2]


def test_only_what_its_owner_sees(open_site: Site, listener: Listener) -> None:
    with archive.transaction(open_site.engine) as db:
        group = Group(name="二组")
        accounts.add_person(db, "乙老师", "trainer", PASSWORD, NOW).seen_groups = [group]
    enter(open_site, listener.url, "乙老师")
    keep(open_site, SESSION)
    assert waiting(open_site) == [], "a session of nobody's"


def test_what_is_deleted_is_not_told(open_site: Site, listener: Listener) -> None:
    enter(open_site, listener.url)
    keep(open_site, SESSION)
    with archive.transaction(open_site.engine) as db:
        delete_session(db, archive.find_call(db, SESSION))
    assert waiting(open_site) == [] and send_once(open_site) == 0


def test_entered_and_deleted_on_the_page(site: Site) -> None:
    trainer = Browser(site).sign_in("trainer")
    trainer.get("/connections")
    page = trainer.submit("/connections/webhooks", url="https://example.com/x", event="review.made").text
    with archive.transaction(site.engine) as db:
        (row,) = db.query(Webhook)
        assert row.events == ["review.made"]
        assert row.secret in page and row.secret not in trainer.get("/connections").text
        number = row.id
    trainer.submit(f"/connections/webhooks/{number}/delete")
    assert "example.com/x" not in trainer.get("/connections").text
    assert trainer.submit(f"/connections/webhooks/{number}/delete").status_code == 404


@pytest.mark.parametrize(
    "url", ["", "ftp://example.com", "https://", "file:///etc/passwd", "https://u:p@x.cn", "http://x:99999"]
)
def test_no_address(site: Site, url: str) -> None:
    with archive.transaction(site.engine) as db, pytest.raises(DataError):
        outbox.add_webhook(db, 1, url, outbox.EVENTS, NOW)
