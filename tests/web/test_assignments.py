"""Tasks: given by a trainer, seen first by the trainee, and who has done what."""

from __future__ import annotations

import pytest

from duilian import archive
from duilian.archive.models import Group
from duilian.web import Site
from tests.web.conftest import Browser, Clock
from tests.web.test_debrief import keep

TASK = {
    "title": "本周练二选一",
    "scenario": "first-call-logistics",
    "mode": "practice",
    "pass_mark": "10",
    "due": "2026-11-30",
}


@pytest.fixture()
def trainer(site: Site, browser: Browser) -> Browser:
    with archive.transaction(site.engine) as db:
        archive.person_named(db, "小李", site.now()).group = Group(name="一组")
    return browser.sign_in("trainer")


def test_a_task_for_a_group_is_seen_first_and_done_by_a_call(
    site: Site, trainer: Browser, clock: Clock
) -> None:
    page = trainer.submit("/assignments", **TASK, group="一组")
    assert "小李" in page.text and "0/1" in page.text and "还没练" in page.text
    trainee = Browser(site).sign_in("trainee")
    assert "布置给您的" in trainee.get("/").text and "11月30日截止" in trainee.get("/").text
    with archive.transaction(site.engine) as db:
        call = archive.Call("a" * 32, "first-call-logistics", "phone_appointment", "practice", "7")
        dialogue = archive.Dialogue("a" * 32, call.kind, site.scenarios[call.scenario].context(), ())
        archive.begin_call(db, call, dialogue, site.now(), archive.person_named(db, "小李", site.now()))
    keep(site, "a" * 32)
    with archive.transaction(site.engine) as db:  # from its sixth turn on, say: no call of its own
        row = archive.find_call(db, "a" * 32)
        assert row is not None
        row.parent_turn = 5
    assert "0/1" in trainer.get(page.url.path).text
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, "a" * 32)
        assert row is not None
        row.parent_turn = 1  # from its first: nothing is repeated
    assert "1/1" in trainer.get(page.url.path).text and "已完成" in trainee.get("/").text
    clock.move(days=9)
    assert trainer.sign_in("trainer").submit(f"{page.url.path}/take-back").url.path == "/assignments"


def test_a_task_gets_late(site: Site, trainer: Browser, clock: Clock) -> None:
    path = trainer.submit("/assignments", **TASK, person="小李").url.path
    clock.move(days=4)
    assert (
        "过期" in trainer.sign_in("trainer").get(path).text
        and "过期" in Browser(site).sign_in("trainee").get("/").text
    )


@pytest.mark.parametrize(
    "changed", [{"title": ""}, {"scenario": "nobody"}, {"due": "x"}, {"person": "没有这人"}, {"person": ""}]
)
def test_bad_forms_are_one_sentence_and_keep_what_was_typed(
    trainer: Browser, changed: dict[str, str]
) -> None:
    answer = trainer.submit("/assignments", **({**TASK, "person": "小李"} | changed))
    assert answer.status_code == 400 and 'role="alert"' in answer.text and 'value="10"' in answer.text


def test_what_is_not_there(trainer: Browser) -> None:
    assert (
        trainer.get("/assignments/99").status_code == 404
        and trainer.submit("/assignments/99/take-back").status_code == 404
    )
