"""/healthz: what works, over a real archive, a real port of an action server, a Rasa that is up or down."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from duilian import archive
from duilian.archive.models import ExchangeRow
from duilian.call import session as call_session
from duilian.web import Site, health
from tests.web.conftest import NAMES, Browser, Clock, ScriptedRasa


class Answering(BaseHTTPRequestHandler):
    """An action server that is well."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture()
def actions() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture()
def asked(site: Site, actions: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setattr(health, "_FRESH", 0)
    with Browser(replace(site, actions=actions.server_port)) as browser:
        yield browser


def failing(browser: Browser) -> dict[str, str]:
    """The parts that do not work, each with what it says."""
    answer = browser.get("/healthz", headers={"accept": "application/json"})
    made = answer.json()
    assert (answer.status_code, made["works"]) in ((200, True), (503, False))
    parts = made["parts"].items()
    assert made["works"] == all(part["works"] for _, part in parts)
    return {name: part["says"] for name, part in parts if not part["works"]}


def test_where_all_works_it_says_so_in_words_and_as_json(asked: Browser) -> None:
    answer = asked.get("/healthz")
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        *(
            "都正常。",
            "网页：正常",
            "档案：能读能写",
            "客户：正常",
            "评分：正常",
            "磁盘：还够用",
            "结果：都出来了",
        )
    ]
    assert failing(asked) == {}


def test_each_part_fails_alone(
    asked: Browser, rasa: ScriptedRasa, actions: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa.down = True
    assert failing(asked) == {"rasa": "没有回应，或者还没有启动好"}
    rasa.down = False
    actions.RequestHandlerClass = BaseHTTPRequestHandler  # answers 501
    assert failing(asked) == {"actions": "没有回应"}
    actions.RequestHandlerClass = Answering
    monkeypatch.setattr(health, "_FREE", 2**60)
    assert failing(asked) == {"disk": "快满了"}
    answer = asked.get("/healthz")
    assert (
        answer.status_code == 503
        and answer.text.startswith("有的地方不正常。\n")
        and "磁盘：快满了" in answer.text
    )


def test_an_archive_that_cannot_be_written_fails_though_it_can_be_read(
    asked: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(str(site.engine.url.database)) as other:
        other.execute("begin immediate")
        monkeypatch.setattr(health, "_SECONDS", 0.3)
        began = time.monotonic()
        assert failing(asked) == {"archive": "没有及时回应"} and time.monotonic() - began < 3
        other.rollback()
    site.engine.dispose()
    monkeypatch.setattr(health, "_SECONDS", 15)
    failing(asked)  # the question that waited for the lock has its answer
    assert failing(asked) == {}

    @event.listens_for(site.engine, "connect")
    def read_only(raw: sqlite3.Connection, _: object) -> None:
        raw.execute("pragma query_only = on")

    site.engine.dispose()
    assert failing(asked) == {"archive": "打不开，或者写不进去"}


def test_it_answers_where_every_page_thread_is_taken(asked: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "run_in_threadpool", lambda _: health.asyncio.sleep(60))
    monkeypatch.setattr(health, "_SECONDS", 0.3)
    assert failing(asked) == {"pages": "没有及时回应"}
    answer = asked.get("/healthz?only=pages")
    assert answer.status_code == 503 and answer.text == "有的地方不正常。\n网页：没有及时回应\n"


def test_the_supervisor_asks_of_the_pages_alone(asked: Browser, rasa: ScriptedRasa) -> None:
    rasa.down = True
    assert asked.get("/healthz?only=pages").text == "都正常。\n网页：正常\n"
    assert asked.get("/healthz?only=nonsense").status_code == 503


def test_a_part_is_asked_once_at_a_time(
    site: Site, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def has_model() -> bool:
        asked.append(time.monotonic())
        time.sleep(0.3)
        return True

    monkeypatch.setattr(rasa, "has_model", has_model)
    with Browser(site) as browser:
        threads = [threading.Thread(target=browser.get, args=("/healthz?only=rasa",)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(asked) == 1


def test_debriefs_owed_are_counted(asked: Browser, site: Site, clock: Clock) -> None:
    calls: dict[str, list[tuple[str, list[Any] | None]]] = {
        "nothing said": [],
        "answered": [("您好", [])],
        "waits": [("您好", []), ("再见", None)],
        "waits for two": [("您好", None), ("再见", None)],
        "hung up": [(call_session.HANG_UP, None)],
        "hung up long ago": [(call_session.HANG_UP, [])],
        "over, its last words lost": [("再见", None)],
    }
    scenario = next(iter(site.scenarios.values()))
    with archive.transaction(site.engine) as db:
        for name, said in calls.items():
            call = archive.Call(name, scenario.id, scenario.kind, "practice", "1")
            row = archive.Session(**vars(call), started_at=clock(), context={})
            row.ended_at = clock() if name.startswith("over") else None
            db.add(row)
            for n, (text, replies) in enumerate(said):
                db.add(
                    ExchangeRow(
                        session_id=name, number=n, key=f"k{n}", text=text, replies=replies, at=clock()
                    )
                )
    assert failing(asked) == {}, "it may take a moment"
    clock.move(minutes=3)
    assert failing(asked) == {"debriefs": "还欠着 4 通谈话的回答或者结果"}


def test_it_gives_no_secret_away(asked: Browser, site: Site, tmp_path: Path) -> None:
    for accept in ("text/html", "application/json"):
        answer = asked.get("/healthz", headers={"accept": accept})
        for secret in (str(tmp_path), str(site.config.home), *NAMES.values(), str(site.actions), "sqlite"):
            assert secret not in answer.text
        assert "set-cookie" not in answer.headers and answer.headers["cache-control"] == "no-store"
