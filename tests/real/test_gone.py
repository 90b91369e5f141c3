"""Deleted means gone: no file or table of the running product holds a word of it, its logs never did."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
from contextlib import closing, suppress
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, inspect, text

from duilian import archive
from duilian.archive import people
from duilian.call.deletion import delete_expired_for_good
from duilian.call.rasa_client import RasaClient
from duilian.secret import shared_secret
from tests.real.browser import Browser, Page
from tests.real.conftest import command
from tests.real.product import Product, locked
from tests.real.speaker import GOOD
from tests.real.test_calls import START, Phone
from tests.real.test_pages import VISIT, begin, enter, once_of, played

pytestmark = pytest.mark.slow

MARK = "葡萄架下的第七只蜗牛"
SAID = f"王总，我想跟您说说{MARK}的事。"
FORMS = (MARK.encode(), json.dumps(MARK)[1:-1].encode(), MARK.encode("utf-16-le"))


def holding(product: Product) -> set[str]:
    """The files of a product's, and the databases elsewhere, in which the words stand, however written."""
    files = [path for path in product.folder.rglob("*") if path.is_file()]
    assert {"rasa.log", "actions.log", "web.log", "serve.log"} <= {path.name for path in files}
    found = {path.name.partition("-")[0] for path in files if any(f in path.read_bytes() for f in FORMS)}
    elsewhere = {"a.db": product.database_url, "trackers.db": product.trackers}
    return found | {name for name, url in elsewhere.items() if "postgresql" in url and in_tables(url)}


def in_tables(url: str) -> list[str]:
    """The tables of a PostgreSQL database in whose rows the words stand."""
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        assert tables
        escaped = json.dumps(MARK)[1:-1]
        # Within a row as text backslashes stand twice.
        words = {"f0": MARK, "f1": escaped, "f2": escaped.replace("\\", "\\\\")}
        query = "select count(*) from {} as r where " + " or ".join(
            f"strpos(r::text, :{f}) > 0" for f in words
        )
        found = [
            table for table in tables if connection.execute(text(query.format(table)), words).scalar_one()
        ]
    engine.dispose()
    return found


def indexed(product: Product) -> list[str]:
    """The parts of the words that SQLite's search index knows; PostgreSQL's stands in the rows themselves."""
    parts = [MARK[n : n + 3] for n in range(len(MARK) - 2)]
    with closing(sqlite3.connect(product.folder / "a.db")) as connection:
        connection.execute(
            "create virtual table temp.terms using fts5vocab('main', 'transcript_index', 'row')"
        )
        found = connection.execute(
            f"select term from temp.terms where term in ({','.join('?' * len(parts))})", parts
        )
        return [term for (term,) in found]


def fail_a_debrief(product: Product, phone: Phone) -> None:
    """A call by curl ends while somebody holds the archive: its words may not be logged with the fault."""
    if "postgresql" not in product.database_url:
        with locked(str(product.folder / "a.db"), 12), suppress(urllib.error.HTTPError):
            phone.say("by curl", "/hang_up")


def person_form(owner: Browser, name: str) -> tuple[str, Page]:
    (path,) = [
        link
        for link in owner.get(f"/people?words={name}").links(r"/people/\d+$")
        if name in owner.get(link).text
    ]
    return path, owner.get(path)


def test_a_deleted_person_stands_nowhere_any_more(product: Product) -> None:
    made = command(product, "account", "馆长", "--role", "administrator").stdout
    owner = enter(product, "馆长", made.partition("一次性密码 ")[2].partition("（")[0])
    page = owner.get("/people")
    page = owner.submit(page.form("/people"), name=MARK, role="trainee", group="城东")
    trainee = enter(product, MARK, once_of(page, MARK))
    ended = begin(trainee, "first-call-logistics").play(GOOD[0], SAID, *GOOD[2:])
    session = ended.path.split("/")[2]
    owner.submit(
        owner.get(f"/sessions/{session}/review").form(f"/sessions/{session}/comments"), turn="-1", text=SAID
    )
    visit = played(trainee, "pitch-beverage-sales", *VISIT[:-1])
    trainee.submit(trainee.get(f"{visit}/debrief").form(f"{visit}/disputes"), reason=SAID)
    trainee.submit(trainee.get(f"{visit}/record").form(f"{visit}/record"), needs=SAID)
    assert MARK in trainee.get("/disputes").text and MARK in trainee.get(f"{visit}/record").text
    left_open = begin(trainee, "first-call-logistics")
    left_open.send(text=SAID)
    assert session in owner.get(f"/sessions?words={MARK}").text
    Browser(product.web).sign_in(MARK, "not the password")
    secret = shared_secret(product.folder)
    phone = Phone(product.rasa, secret)
    for text_ in (START, SAID, f'/speak{{"{MARK}', f"/{MARK}"):
        phone.say("by curl", text_)
    begin(trainee, "first-call-logistics").send(text=SAID)
    fail_a_debrief(product, phone)
    assert holding(product) == {"a.db", "trackers.db"}
    on_sqlite = "postgresql" not in product.database_url
    assert not on_sqlite or indexed(product)

    path, page = person_form(owner, MARK)
    assert owner.submit(page.form(f"{path}/delete"), name=MARK).path == "/people"
    engine = archive.open_archive(product.database_url)
    with archive.transaction(engine) as db:
        people.set_keep_days(db, 1)
    # The call by curl is nobody's: retention takes it.
    delete_expired_for_good(
        engine, RasaClient(product.rasa, secret=secret), datetime.now(timezone.utc) + timedelta(days=2)
    )
    with archive.transaction(engine) as db:
        people.set_keep_days(db, 0)
    engine.dispose()
    assert holding(product) == set()
    assert not on_sqlite or indexed(product) == []
    for browser in (owner, trainee):
        browser.close()
