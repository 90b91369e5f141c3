"""Deleted means gone: no file of the running product holds a word of it, and its logs never did."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import people
from duilian.call.deletion import delete_expired_for_good
from duilian.call.rasa_client import RasaClient
from duilian.secret import shared_secret
from tests.conftest import ROOT, Served, serving
from tests.real.browser import Browser, Page
from tests.real.conftest import command
from tests.real.speaker import GOOD
from tests.real.test_calls import START, Phone
from tests.real.test_pages import begin, enter, once_of

pytestmark = pytest.mark.slow

MARK = "葡萄架下的第七只蜗牛"
SAID = f"王总，我想跟您说说{MARK}的事。"
FORMS = (MARK.encode(), json.dumps(MARK)[1:-1].encode(), MARK.encode("utf-16-le"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with logs of its own."""
    made = tmp_path_factory.mktemp("gone")
    (made / "models").symlink_to(ROOT / "models")
    return made


@pytest.fixture(scope="module")
def alone(home: Path) -> Iterator[Served]:
    """A running product in that home."""
    (home / "var").mkdir()
    with serving(home / "var", DUILIAN_HOME=str(home), LOG_LEVEL="DEBUG") as made:
        yield made


def holding(home: Path) -> set[str]:
    """The files under var/ in which the words stand, however they are written."""
    files = [path for path in (home / "var").rglob("*") if path.is_file()]
    assert {"a.db", "trackers.db", "rasa.log", "actions.log", "web.log"} <= {path.name for path in files}
    return {path.name for path in files if any(form in path.read_bytes() for form in FORMS)}


def indexed(home: Path) -> list[str]:
    """The parts of the words that the search index knows."""
    parts = [MARK[n : n + 3] for n in range(len(MARK) - 2)]
    with closing(sqlite3.connect(home / "var/a.db")) as connection:
        connection.execute(
            "create virtual table temp.terms using fts5vocab('main', 'transcript_index', 'row')"
        )
        found = connection.execute(
            f"select term from temp.terms where term in ({','.join('?' * len(parts))})", parts
        )
        return [term for (term,) in found]


def locked(home: Path, seconds: float) -> threading.Thread:
    """Another process writes to the archive for some time."""
    ready = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(home / "var/a.db", isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            ready.set()
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert ready.wait(10)
    return thread


def person_form(owner: Browser, name: str) -> tuple[str, Page]:
    (path,) = [
        link
        for link in owner.get(f"/people?words={name}").links(r"/people/\d+$")
        if name in owner.get(link).text
    ]
    return path, owner.get(path)


def test_a_deleted_person_stands_nowhere_any_more(alone: Served, home: Path) -> None:
    made = command(alone, "account", "老总", "--role", "administrator", DUILIAN_HOME=str(home)).stdout
    owner = enter(alone, "老总", made.partition("一次性密码 ")[2].partition("（")[0])
    page = owner.get("/people")
    page = owner.submit(page.form("/people"), name=MARK, role="trainee", group="城东")
    trainee = enter(alone, MARK, once_of(page, MARK))
    ended = begin(trainee, "first-call-logistics").play(GOOD[0], SAID, *GOOD[2:])
    session = ended.path.split("/")[2]
    owner.submit(
        owner.get(f"/sessions/{session}/review").form(f"/sessions/{session}/comments"), turn="-1", text=SAID
    )
    left_open = begin(trainee, "first-call-logistics")
    left_open.send(text=SAID)
    assert session in owner.get(f"/sessions?words={MARK}").text
    Browser(alone.web).sign_in(MARK, "not the password")
    secret = shared_secret(home / "var")
    phone = Phone(alone.rasa, secret)
    for text in (START, SAID, f'/speak{{"{MARK}', f"/{MARK}"):
        phone.say("by curl", text)
    failing = begin(trainee, "first-call-logistics")
    failing.send(text=SAID)
    writer = locked(home, 12)
    with suppress(urllib.error.HTTPError):
        phone.say("by curl", "/hang_up")  # the debrief of it fails
    writer.join()
    kept = holding(home)
    assert indexed(home) and {name.partition("-")[0] for name in kept} == {"a.db", "trackers.db"}

    path, page = person_form(owner, MARK)
    assert owner.submit(page.form(f"{path}/delete"), name=MARK).path == "/people"
    engine = archive.open_archive(alone.database_url)
    with archive.transaction(engine) as db:
        people.set_keep_days(db, 1)
    # The call by curl is nobody's: retention takes it.
    delete_expired_for_good(
        engine, RasaClient(alone.rasa, secret=secret), datetime.now(timezone.utc) + timedelta(days=2)
    )
    engine.dispose()
    assert holding(home) == set() and indexed(home) == []
    for browser in (owner, trainee):
        browser.close()
