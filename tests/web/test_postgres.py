"""The pages over PostgreSQL: what a trainee and a trainer do, once through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from duilian import archive
from duilian.archive import accounts
from duilian.call.rasa_client import Reply
from duilian.web import Site
from tests.archive.postgres import new_database
from tests.web.conftest import NAMES, NOW, PASSWORD, Browser, Clock, ScriptedRasa
from tests.web.test_debrief import OVER, keep
from tests.web.test_odd_input import REQUESTS, SLOW, ask

pytestmark = pytest.mark.slow


@pytest.fixture()
def site(files: Site, clock: Clock, rasa: ScriptedRasa) -> Iterator[Site]:
    url = new_database()
    made = replace(
        files,
        config=replace(files.config, database_url=url),
        engine=archive.open_archive(url),
        rasa=rasa,
        now=clock,
    )
    with archive.transaction(made.engine) as db:
        for role, name in NAMES.items():
            person = accounts.add_person(db, name, role, PASSWORD, NOW, one_time=False)
            person.all_groups = role == "trainer"
    yield made
    made.engine.dispose()


def test_a_call_its_debrief_its_review_and_what_it_counts_for(site: Site, rasa: ScriptedRasa) -> None:
    trainee, trainer, admin = (
        Browser(site).sign_in(role) for role in ("trainee", "trainer", "administrator")
    )
    rasa.next = [[Reply("喂？")], [Reply("什么事？")], OVER]
    path = trainee.submit("/sessions", scenario="first-call-logistics", mode="practice", key="k").url.path
    for n, text in enumerate(("王总您好<b>，你说吧", "周三还是周四用VPN"), 1):
        assert trainee.submit(f"{path}/turns", key=f"k{n}", seen=str(n), text=text).status_code == 200
    assert trainee.submit(f"{path}/turns", key="k2", seen="2", text="又").json()["over"], (
        "sent twice, heard once"
    )
    keep(site, path.rpartition("/")[2])
    assert "保持" in trainee.submit(f"{path}/rating", overall="4").text
    assert (
        "改动记录（1）"
        in trainer.submit(f"{path}/review", criterion="purpose", verdict="met", reason="说了").text
    )
    assert "接下来练什么" in trainee.get("/progress").text
    for query in (
        "",
        "?words=周三还是",
        "?missed=farewell&reviewed=yes&sort=low",
        "?person=小李&since=2026-11-01",
    ):
        assert path in trainer.get(f"/sessions{query}").text
    for query in ("?by=person", "", "?scenario=first-call-logistics&since=2026-11"):
        assert "1/1" in trainer.get(f"/adherence{query}").text
    assert (
        "小李"
        in trainer.submit(
            "/assignments", title="x", scenario="first-call-logistics", pass_mark="1", person="小李"
        ).text
    )
    here = trainer.submit("/calibration", title="x", first="周老师", second="老总", count="1").url.path
    assert trainer.get(f"{here}/judge/1").status_code == 200
    with archive.transaction(site.engine) as db:
        person = archive.person_named(db, "小李", NOW).id
    admin.submit(f"/people/{person}/delete", name="小李")
    assert rasa.forgotten == [path.rpartition("/")[2]] and path not in trainer.get("/sessions").text


@settings(suppress_health_check=SLOW, max_examples=150)
@given(REQUESTS)
def test_odd_forms_are_no_fault_of_ours(
    site: Site, browser: Browser, request_: tuple[Any, list[str], dict[str, str]]
) -> None:
    """PostgreSQL is stricter than SQLite: no NUL, no text too long for its column."""
    ask(site, browser, *request_)
