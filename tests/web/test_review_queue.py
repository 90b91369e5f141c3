"""The page of what waits: how many, the next one, passing over, and back again."""

from __future__ import annotations

import re

import pytest

from duilian import archive
from duilian.archive import accounts, disputes, reviews
from duilian.archive.models import Person
from duilian.dialogue.model import Dialogue
from duilian.web import Site
from tests.web.conftest import NAMES, NOW, PASSWORD, Browser
from tests.web.test_debrief import keep

SAMPLED = [one for one in (f"{n:032x}" for n in range(200)) if reviews.is_sampled(one)][:3]


def kept_of(site: Site, session: str, person: str = "小李") -> None:
    """An ended call of somebody's."""
    scenario = site.scenarios["first-call-logistics"]
    with archive.transaction(site.engine) as db:
        call = archive.Call(session, scenario.id, scenario.kind, "practice", "7")
        empty = Dialogue(session, scenario.kind, scenario.context(), ())
        archive.begin_call(db, call, empty, NOW, archive.person_named(db, person, NOW))
    keep(site, session)


def left(text: str) -> dict[str, int]:
    """Queue → how many wait in it, by the page."""
    return {name: int(count) for name, count in re.findall(r'<h2>(\S+)</h2><p class="big">(\d+)', text)}


@pytest.fixture()
def trainer(site: Site, browser: Browser) -> Browser:
    for session in SAMPLED:
        kept_of(site, session)
    return browser.sign_in("trainer")


def test_what_was_done_leaves_and_the_next_follows(trainer: Browser) -> None:
    page = trainer.get("/queue")
    assert left(page.text) == {"学员有异议": 0, "系统拿不准": 0, "新人头几通": 3, "随机抽查": 3}
    seen = []
    for n in (3, 2, 1):
        page = trainer.submit("/queue/next", queue="sample", period="30", after=seen[-1] if seen else "")
        assert f"随机抽查，还有 {n} 通" in page.text
        seen.append(page.url.path.split("/")[2])
        part = trainer.post(
            f"/sessions/{seen[-1]}/accept?queue=sample&period=30",
            data={"csrf": trainer.csrf},
        )
        assert "queue=sample" in str(part.url) and "已评" in part.text
    assert sorted(seen) == sorted(SAMPLED)
    page = trainer.submit("/queue/next", queue="sample", period="30", after=seen[-1])
    assert page.url.path == "/queue" and "没有要评的了" in page.text
    assert set(left(page.text).values()) == {0}


def test_a_call_is_passed_over_by_one_and_put_back(site: Site, trainer: Browser) -> None:
    trainer.get("/queue")
    first = trainer.submit("/queue/next", queue="sample").url.path.split("/")[2]
    second = trainer.submit("/queue/next", queue="sample", after=first, skip="1").url.path.split("/")[2]
    assert second != first
    page = trainer.get("/queue")
    assert left(page.text)["随机抽查"] == 2 and "您跳过了 1 通" in page.text
    page = trainer.submit("/queue/restore")
    assert left(page.text)["随机抽查"] == 3 and "您跳过了" not in page.text


def test_two_trainers_are_told_of_each_other(site: Site, trainer: Browser) -> None:
    with archive.transaction(site.engine) as db:
        accounts.add_person(db, "吴老师", "trainer", PASSWORD, NOW, one_time=False).all_groups = True
    other = Browser(site)
    other.post("/sign-in", data={"name": "吴老师", "password": PASSWORD})
    trainer.get("/queue")
    held = trainer.submit("/queue/next", queue="sample").url.path
    other.get("/queue")
    assert other.submit("/queue/next", queue="sample").url.path != held
    assert f"{NAMES['trainer']}正在评这一通" in other.get(held).text
    assert "正在评" not in trainer.get(held).text
    assert other.get("/sessions/next").url.path not in (held, "/sessions"), "nor by the list"


def test_a_dispute_is_decided_from_the_queue(site: Site, trainer: Browser) -> None:
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, SAMPLED[0])
        assert row is not None
        disputes.contest_verdict(row, "purpose", 1, "第二句说了", NOW)
    trainer.get("/queue")
    page = trainer.submit("/queue/next", queue="disputed")
    assert page.url.path == f"/sessions/{SAMPLED[0]}/disputes/purpose"
    assert "学员有异议，还有 1 通" in page.text
    page = trainer.post(str(page.url), data={"csrf": trainer.csrf, "verdict": "met", "answer": "听到了"})
    assert "学员有异议，还有 0 通" in page.text and 'id="next"' in page.text
    assert trainer.submit("/queue/next", queue="disputed").url.path == "/queue"


def test_a_newcomers_call_is_in_no_queue(site: Site, trainer: Browser) -> None:
    with archive.transaction(site.engine) as db:
        for person in db.query(Person).filter(Person.name == "小李"):
            person.demo = True
    assert set(left(trainer.get("/queue?period=all").text).values()) == {0}


@pytest.mark.parametrize("query", ["period=7", "period=%27"])
def test_an_odd_period_is_one_sentence(trainer: Browser, query: str) -> None:
    answer = trainer.get(f"/queue?{query}")
    assert answer.status_code == 400 and "时间范围" in answer.text
