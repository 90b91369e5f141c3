"""xAPI statements arrive at a record store that checks them by the specifications' rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from duilian import archive
from duilian.archive import reviews
from duilian.archive.models import Setting
from duilian.archive.outgoing_models import Outgoing
from duilian.dialogue.model import Dialogue
from duilian.web import Site
from duilian.web.outgoing import send_once
from tests.web.conftest import NOW, Browser, Clock
from tests.web.listener import Listener, listening
from tests.web.record_store import RecordStore, verb_of
from tests.web.test_debrief import keep

SESSION = "c" * 32


@pytest.fixture()
def listener() -> Iterator[Listener]:
    with listening() as made:
        yield made


@pytest.fixture()
def store(listener: Listener) -> RecordStore:
    made = RecordStore("对练", "geheim")
    listener.answer = made.answer
    return made


@pytest.fixture()
def told(site: Site, listener: Listener, store: RecordStore) -> Site:
    """An administrator has set the record store; it is on this machine, which is allowed."""
    admin = Browser(site).sign_in("administrator")
    admin.get("/connections")
    form = dict(endpoint=f"{listener.url}/xapi/", user="对练", password="geheim", pass_mark="40")
    assert admin.submit("/connections/lrs", **form, home="https://duilian.example.com/").status_code == 200
    return replace(site, config=replace(site.config, local_calls=True))


def play(site: Site) -> float:
    """小李's call, begun and over; returns its score."""
    scenario = site.scenarios["first-call-logistics"]
    call = archive.Call(SESSION, scenario.id, scenario.kind, "practice", "7")
    with archive.transaction(site.engine) as db:
        li, empty = archive.find_person(db, "小李"), Dialogue(SESSION, scenario.kind, scenario.context(), ())
        archive.begin_call(db, call, empty, NOW - timedelta(seconds=90), li)
    keep(site, SESSION)
    with archive.transaction(site.engine) as db:
        return float(archive.find_call(db, SESSION).score)


def send_all(site: Site) -> None:
    while send_once(site):
        pass


def test_begun_completed_passed_scored_and_scored_anew(told: Site, store: RecordStore, clock: Clock) -> None:
    score = play(told)
    send_all(told)
    assert store.broken == []
    verbs = [verb_of(one) for one in store.kept.values()]
    outcome = "passed" if score >= 40 else "failed"
    assert verbs == ["launched", "initialized", "completed", outcome, "scored", "terminated"]
    by_verb = {verb_of(one): one for one in store.kept.values()}
    assert by_verb["completed"]["result"]["duration"] == "PT90.00S"
    assert by_verb["scored"]["result"]["score"] == {
        "scaled": round(score / 100, 4),
        "raw": score,
        "min": 0,
        "max": 100,
    }
    assert by_verb["launched"]["actor"] == {
        "objectType": "Agent",
        "name": "小李",
        "account": {"homePage": "https://duilian.example.com", "name": "小李"},
    }
    clock.move(hours=1)
    with archive.transaction(told.engine) as db:
        row = archive.find_call(db, SESSION)
        for name in ("farewell", "purpose"):
            reviews.add_review(row, name, "met", "说了", None, told.now(), told.rubric.weights)
        holds = float(row.score)
    send_all(told)
    assert store.broken == []
    last = list(store.kept.values())[-1]
    assert verb_of(last) == "scored" and last["result"]["score"]["raw"] == holds > score
    assert len(store.kept) == len(verbs) + 1, "two reviews at once are one score"


def test_sent_twice_it_is_one_statement(told: Site, store: RecordStore, listener: Listener) -> None:
    play(told)
    send_all(told)
    with archive.transaction(told.engine) as db:  # as if the note that it arrived had been lost
        db.query(Outgoing).update({"state": "waiting"})
    before = dict(store.kept)
    send_all(told)
    assert store.kept == before and store.broken == [] and len(listener.heard) == 4


def test_a_store_that_is_away_hears_later(
    told: Site, store: RecordStore, listener: Listener, clock: Clock
) -> None:
    listener.answer = lambda path, headers, body: 503
    play(told)
    assert send_once(told) == 0
    listener.answer = store.answer
    clock.move(seconds=11)
    send_all(told)
    assert len(store.kept) == 6 and store.broken == []


def test_without_a_store_nothing_waits_and_real_calls_and_newcomers_are_not_told(
    told: Site, store: RecordStore
) -> None:
    keep(told, "9" * 32)  # nobody's
    with archive.transaction(told.engine) as db:
        assert db.query(Outgoing).count() == 0
        db.merge(Setting(name="lrs", value={}))
    play(told)
    with archive.transaction(told.engine) as db:
        assert db.query(Outgoing).count() == 0


def test_what_has_to_be_set(site: Site) -> None:
    admin = Browser(site).sign_in("administrator")
    admin.get("/connections")
    whole = dict(endpoint="https://lrs.cn/xapi", user="u", password="p", pass_mark="60", home="https://a.cn")
    for left_out in whole:
        if left_out != "endpoint":
            answer = admin.submit("/connections/lrs", **(whole | {left_out: ""}))
            assert answer.status_code == 400, left_out
    assert admin.submit("/connections/lrs", **whole).status_code == 200
    page = admin.submit("/connections/lrs", **(whole | {"password": ""})).text
    assert "https://lrs.cn/xapi" in page and "geheim" not in page
    with archive.transaction(site.engine) as db:
        assert db.get(Setting, "lrs").value["password"] == "p", "left empty, it stays"
