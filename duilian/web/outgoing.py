"""What waits in the archive is sent: to webhooks, signed; to the learning record store as xAPI statements."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from duilian import archive
from duilian.archive import outbox
from duilian.archive.models import Session, Setting
from duilian.archive.outgoing_models import Outgoing
from duilian.archive.public import session_object
from duilian.clock import CHINA
from duilian.operation.posting import PostingRefused, post_bytes
from duilian.web import xapi
from duilian.web.site import Site

_CONFLICT = 409  # the record store has the statement already
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RecordStore:
    """The learning record store, as an administrator set it.

    Attributes:
        endpoint: Its address, before ``/statements``; empty for none.
        user: For HTTP basic authentication.
        password: Likewise.
        home: The address of this installation, to which accounts and activities belong.
        pass_mark: The score from which a session is passed, 0 to 100.
    """

    endpoint: str = ""
    user: str = ""
    password: str = ""
    home: str = ""
    pass_mark: float = 60.0


def record_store(db: archive.Database) -> RecordStore:
    """The learning record store that is set; one without an address where none is."""
    setting = db.get(Setting, "lrs")
    return RecordStore(**setting.value) if setting else RecordStore()


@dataclass(frozen=True)
class _Message:
    number: int
    url: str
    body: bytes
    headers: dict[str, str]
    known: frozenset[int] = frozenset()


def send_once(site: Site) -> int:
    """Send what is due; no transaction is open meanwhile. Returns how much arrived."""
    with archive.transaction(site.engine) as db:
        messages = [_message(db, site, row) for row in outbox.due_outgoing(db, site.now())]
    arrived = 0
    for message in messages:
        why = _post(site, message)
        with archive.transaction(site.engine) as db:
            outbox.note_delivery(db, message.number, why, site.now())
        arrived += not why
    return arrived


def _post(site: Site, message: _Message) -> str:
    """Send one message; returns why it was in vain, empty where it arrived."""
    if not message.url:
        return site.say("nowhere_to_send")
    try:
        answer = post_bytes(message.url, message.body, message.headers, site.config.local_calls)
    except PostingRefused as error:
        return str(error)
    except (OSError, HTTPException, ValueError) as error:
        return site.say("no_answer", why=type(error).__name__)
    if 200 <= answer.status < 300 or answer.status in message.known:
        return ""
    return site.say("answered", status=answer.status)


def _message(db: archive.Database, site: Site, row: Outgoing) -> _Message:
    session = archive.find_call(db, str(row.session_id))
    assert session is not None  # it would have gone with its session
    if row.webhook_id is None:
        return _for_record_store(record_store(db), site, row, session)
    event = {
        "event": row.event,
        "delivery": f"{row.webhook_id}-{row.id}",
        "at": row.at.astimezone(CHINA).isoformat(timespec="seconds"),
        **row.facts,
        "session": session_object(session),
    }
    body, moment = _json(event), str(int(site.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Duilian",
        "X-Duilian-Event": str(row.event),
        "X-Duilian-Delivery": str(event["delivery"]),
        "X-Duilian-Timestamp": moment,
        "X-Duilian-Signature": signature_of(str(row.webhook.secret), moment, body),
    }
    return _Message(int(row.id), str(row.webhook.url), body, headers)


def signature_of(secret: str, moment: str, body: bytes) -> str:
    """What a webhook's message carries: ``sha256=`` and the HMAC of ``moment.body`` by the secret."""
    return "sha256=" + hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def _for_record_store(store: RecordStore, site: Site, row: Outgoing, session: Session) -> _Message:
    learning = xapi.Learning(
        home=store.home,
        session=str(session.id),
        login=str(session.person.login),
        name=str(session.person.name),
        activity=str(session.scenario),
        title=site.label(session),
        began=session.started_at,
        ended=session.ended_at,
        pass_mark=store.pass_mark,
    )
    if row.event == outbox.BEGUN:
        statements = xapi.begun_statements(learning)
    elif row.event == outbox.ASSESSED:
        statements = xapi.assessed_statements(learning, float(row.facts["score"]))
    else:
        statements = [xapi.scored_statement(learning, float(row.facts["score"]), row.at, f"review {row.id}")]
    pair = base64.b64encode(f"{store.user}:{store.password}".encode()).decode()
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Basic {pair}",
        "X-Experience-API-Version": xapi.VERSION,
    }
    url = f"{store.endpoint.rstrip('/')}/statements" if store.endpoint else ""
    return _Message(int(row.id), url, _json(statements), headers, frozenset({_CONFLICT}))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
