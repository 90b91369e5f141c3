"""The form for tasks, in which people are found by typing; tasks changed, ended, copied, exported."""

from __future__ import annotations

import json
import re

import pytest

from duilian import archive
from duilian.archive import accounts
from duilian.archive.assignment_models import Assignment
from duilian.archive.audit import AuditEntry
from duilian.archive.models import Group
from duilian.web import Site
from tests.web.conftest import NOW, PASSWORD, Browser, Clock
from tests.web.test_debrief import keep

PLAIN = {"title": "练二选一", "mode": "practice", "pass_mark": "10"}
BASE = PLAIN | {"scenario": "first-call-logistics"}


@pytest.fixture()
def site(site: Site) -> Site:
    """小李 and 小王 of 一组, 张三 of 二组 (department 城西), and 甲老师, who sees 一组 only."""
    with archive.transaction(site.engine) as db:
        one, two = Group(name="一组"), Group(name="二组")
        for name in ("小李", "小王"):
            archive.person_named(db, name, NOW).group = one
        zhang = archive.person_named(db, "张三", NOW)
        zhang.group, zhang.department = two, "城西"
        accounts.add_person(db, "甲老师", "trainer", PASSWORD, NOW, one_time=False).seen_groups = [one]
    return site


@pytest.fixture()
def trainer(site: Site) -> Browser:
    return Browser(site).sign_in("trainer")


def narrow(site: Site) -> Browser:
    browser = Browser(site)
    browser.post("/sign-in", data={"name": "甲老师", "password": PASSWORD})
    return browser


def found(page: str) -> list[tuple[str, str, bool]]:
    """(kind, name, ticked) of everybody and every group that the form names."""
    boxes = re.findall(r'type="checkbox" name="(group|person)" value="([^"]*)"( checked)?', page)
    return [(kind, name, bool(ticked)) for kind, name, ticked in boxes]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("小", [("person", "小李"), ("person", "小王")]),
        ("组", [("group", "一组"), ("group", "二组")]),
        ("城西", [("person", "张三")]),
        ("周老师", []),
        ("没有这人", []),
        ("%", []),
        ("", []),
    ],
)
def test_people_and_groups_are_found_by_a_part_of_what_they_are_called(
    trainer: Browser, words: str, wanted: list[tuple[str, str]]
) -> None:
    page = trainer.submit("/assignments/find", **BASE, words=words)
    assert page.status_code == 200 and [(kind, name) for kind, name, _ in found(page.text)] == wanted
    assert ("没有查到" in page.text) is bool(words and not wanted)


def test_looking_for_people_loses_nothing_that_was_typed_or_ticked(trainer: Browser) -> None:
    page = trainer.submit("/assignments/find", **BASE, words="小", person="小李", due="2026-12-01").text
    assert 'value="练二选一"' in page and 'value="2026-12-01"' in page
    assert re.search(r'value="first-call-logistics" checked', page)
    assert found(page) == [("person", "小李", True), ("person", "小王", False)]


def test_only_who_is_in_sight_is_found(site: Site) -> None:
    browser = narrow(site)
    assert found(browser.submit("/assignments/find", **BASE, words="组").text) == [("group", "一组", False)]
    assert found(browser.submit("/assignments/find", **BASE, words="张").text) == []


def test_more_than_are_listed_is_said(site: Site, trainer: Browser) -> None:
    with archive.transaction(site.engine) as db:
        for number in range(25):
            archive.person_named(db, f"学员{number:02}", NOW)
    page = trainer.submit("/assignments/find", **BASE, words="学员").text
    assert len(found(page)) == 20 and "再多输入几个字" in page


def given(trainer: Browser, **changed: str) -> str:
    answer = trainer.submit("/assignments", **{**BASE, "group": "一组"} | changed)
    assert answer.status_code == 200 and "任务已布置" in answer.text, answer.text
    return str(answer.url.path)


def test_any_three_of_a_kind(site: Site, trainer: Browser) -> None:
    answer = trainer.submit("/assignments", **PLAIN, kind="phone_appointment", any_of="3", group="一组")
    assert "任选 3 个场景" in answer.text and "0/3" in answer.text
    home = Browser(site).sign_in("trainee").get("/").text
    card = home.partition("布置给您的任务")[2].partition("</section>")[0]
    assert card.count("去练") == 5 and "任选 3 个场景" in card
    with archive.transaction(site.engine) as db:
        call = archive.Call("a" * 32, "first-call-logistics", "phone_appointment", "practice", "7")
        dialogue = archive.Dialogue("a" * 32, call.kind, site.scenarios[call.scenario].context(), ())
        archive.begin_call(db, call, dialogue, site.now(), archive.person_named(db, "小李", NOW))
    keep(site, "a" * 32)
    assert "1/3" in trainer.get(answer.url.path).text


def test_changed_it_is_another_task_and_what_was_changed_is_noted(site: Site, trainer: Browser) -> None:
    path = given(trainer)
    page = trainer.get(f"{path}/edit").text
    assert 'value="练二选一"' in page and ("group", "一组", True) in found(page)
    answer = trainer.submit(path, **BASE | {"pass_mark": "80", "person": "张三"})
    assert answer.url.path == path and "已保存" in answer.text
    assert "80 分及格" in answer.text and "张三" in answer.text and "小王" not in answer.text
    assert "周老师修改了任务：及格分、给谁" in answer.text and "周老师布置了任务" in answer.text
    trainer.submit(path, **BASE | {"pass_mark": "80", "person": "张三"})
    with archive.transaction(site.engine) as db:
        assert db.query(AuditEntry).filter_by(what="task_changed").count() == 1, "nothing was changed"


def test_a_change_that_makes_no_sense_keeps_what_was_typed(trainer: Browser) -> None:
    path = given(trainer)
    answer = trainer.submit(path, **BASE | {"pass_mark": "101", "group": "一组"})
    assert answer.status_code == 400 and f'action="{path}"' in answer.text and 'value="101"' in answer.text
    assert "10 分及格" in trainer.get(path).text


def test_who_is_out_of_sight_keeps_the_task(site: Site) -> None:
    browser = narrow(site)
    path = given(browser)
    with archive.transaction(site.engine) as db:
        row = db.get(Assignment, int(path.rpartition("/")[2]))
        row.groups.append(db.query(Group).filter_by(name="二组").one())
    browser.submit(path, **BASE | {"person": "小李"})
    with archive.transaction(site.engine) as db:
        row = db.get(Assignment, int(path.rpartition("/")[2]))
        assert [g.name for g in row.groups] == ["二组"] and [p.name for p in row.people] == ["小李"]


def test_extended_ended_and_opened_again(site: Site, trainer: Browser, clock: Clock) -> None:
    path = given(trainer, due="2026-11-28")
    clock.move(days=3)
    trainer.sign_in("trainer")
    assert "已过截止日期" in trainer.get("/assignments").text
    assert trainer.submit(f"{path}/extend", due="2026-11-29").status_code == 400, "over before it began"
    assert "12月5日截止" in trainer.submit(f"{path}/extend", due="2026-12-05").text
    answer = trainer.submit(f"{path}/end")
    assert "任务已结束" in answer.text and "重新开放" in answer.text
    home = Browser(site).sign_in("trainee").get("/").text
    assert "布置给您的任务" not in home and "已结束" in home
    assert trainer.submit(f"{path}/remind").status_code == 400
    trainer.submit(f"{path}/extend", due="")
    assert "布置给您的任务" in Browser(site).sign_in("trainee").get("/").text


def test_a_reminder_is_seen_and_not_repeated_within_the_hour(
    site: Site, trainer: Browser, clock: Clock
) -> None:
    path = given(trainer)
    answer = trainer.submit(f"{path}/remind")
    assert (
        answer.url.path == path
        and "已提醒还没完成的人" in answer.text
        and "提醒了没完成的人：2 人" in answer.text
    )
    assert "老师提醒您" in Browser(site).sign_in("trainee").get("/").text
    again = trainer.submit(f"{path}/remind")
    assert again.status_code == 400 and "一小时内已经提醒过了" in again.text
    clock.move(hours=1)
    assert trainer.submit(f"{path}/remind").status_code == 200


def test_copied_it_begins_with_the_same_content(site: Site, trainer: Browser) -> None:
    path = given(trainer, due="2026-12-01", attempts="3")
    number = path.rpartition("/")[2]
    page = trainer.get(f"/assignments/new?copy={number}").text
    assert "练二选一（副本）" in page and 'name="attempts" min="0" max="100" value="3"' in page
    assert ("group", "一组", True) in found(page) and "2026-12-01" not in page
    with archive.transaction(site.engine) as db:
        archive.find_person(db, "甲老师").seen_groups = []
    hidden = narrow(site).get(f"/assignments/new?copy={number}").text
    assert "练二选一（副本）" not in hidden and "一组" not in hidden, "out of sight it is not told"


def test_who_has_done_what_as_a_file(site: Site, trainer: Browser) -> None:
    path = given(trainer)
    of_kind = trainer.submit("/assignments", **PLAIN, kind="phone_care", any_of="3", person="张三").url.path
    rows = [json.loads(line) for line in trainer.get(f"{path}/export.jsonl").text.splitlines()]
    assert [(row["name"], row["done"], row["wanted"]) for row in rows] == [("小李", 0, 1), ("小王", 0, 1)]
    rows = [json.loads(line) for line in trainer.get(f"{of_kind}/export.jsonl").text.splitlines()]
    assert [(row["name"], row["title"], row["wanted"]) for row in rows] == [("张三", "", 3)]
    assert "张三" in trainer.get(f"{of_kind}/export.csv").content.decode("utf-8-sig")
    assert trainer.get(f"{path}/export.xlsx").content[:2] == b"PK"
    assert trainer.get(f"{path}/export.pdf").status_code == 404


def test_a_big_task_and_many_tasks_are_leafed_through(site: Site, trainer: Browser) -> None:
    with archive.transaction(site.engine) as db:
        for number in range(250):
            person = archive.person_named(db, f"学员{number:03}", NOW)
            person.group = db.query(Group).filter_by(name="一组").one()
    paths = [given(trainer, title=f"任务{number:02}") for number in range(52)]
    page = trainer.get(paths[0]).text
    assert "共 252 人" in page and page.count('data-label="学员"') == 100 and "下一页" in page
    last = trainer.get(f"{paths[0]}?only=&page=3").text
    assert last.count('data-label="学员"') == 52 and "下一页" not in last
    assert len(page.encode()) < 150_000
    first, second = trainer.get("/assignments").text, trainer.get("/assignments?page=2").text
    assert "任务51" in first and "任务01" not in first and "任务01" in second and "下一页" not in second


def test_deleted_it_leaves_a_note(site: Site, trainer: Browser) -> None:
    path = given(trainer)
    assert "任务已删除" in trainer.submit(f"{path}/take-back").text
    with archive.transaction(site.engine) as db:
        last = db.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert (last.what, last.title, last.person.name) == ("task_deleted", "练二选一", "周老师")
