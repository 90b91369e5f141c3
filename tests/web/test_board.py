"""A group's board: off until a trainer switches it on, left by whoever wants to; and what is mastered."""

from __future__ import annotations

import re

import pytest

from duilian import archive
from duilian.archive import accounts, audit
from duilian.archive.models import Group
from duilian.web import Site
from tests.web.conftest import NOW, PASSWORD, Browser
from tests.web.test_review_queue import kept_of


@pytest.fixture()
def group(site: Site) -> int:
    """小李 and 小王 of 一组; 小李 has practised once. → the group's number."""
    kept_of(site, "a" * 32)
    with archive.transaction(site.engine) as db:
        one = Group(name="一组")
        accounts.add_person(db, "小王", "trainee", PASSWORD, NOW, one_time=False).group = one
        archive.person_named(db, "小李", NOW).group = one
        db.flush()
        return int(one.id)


def signed(site: Site, name: str) -> Browser:
    made = Browser(site)
    made.post("/sign-in", data={"name": name, "password": PASSWORD})
    return made


def rows(text: str) -> list[tuple[str, ...]]:
    """Name and figures of the people on a board."""
    figures = r'<td class="number"[^>]*>(\d+)</td>' * 3
    found = re.findall(r"<tr><td>([^<]+)(?:<[^<]+</span>)?</td>" + figures, text)
    return [tuple(row) for row in found]


def test_it_is_off_until_a_trainer_switches_it_on(site: Site, group: int) -> None:
    li, trainer = signed(site, "小李"), signed(site, "周老师")
    assert "没有打开小组榜" in li.get("/board").text and rows(li.get("/board").text) == []
    assert 'href="/board"' not in li.get("/progress").text
    assert rows(trainer.get(f"/board?group={group}").text) == []
    page = trainer.submit(f"/board/groups/{group}", on="1")
    assert rows(page.text) == [("小李", "1", "1", "0"), ("小王", "0", "0", "0")]
    assert rows(li.get("/board").text) == rows(page.text) and 'href="/board"' in li.get("/progress").text
    assert rows(li.get("/board?by=mastered").text) and "分数" not in li.get("/board").text
    with archive.transaction(site.engine) as db:
        assert [change.what for change in audit.list_changes(db)] == ["board_on"]
    trainer.submit(f"/board/groups/{group}", on="0")
    assert rows(li.get("/board").text) == []


def test_a_trainee_leaves_and_comes_back(site: Site, group: int) -> None:
    trainer, li = signed(site, "周老师"), signed(site, "小李")
    trainer.get("/board")
    trainer.submit(f"/board/groups/{group}", on="1")
    li.get("/board")
    page = li.submit("/board/leave", leave="1")
    assert "您已退出" in page.text
    assert [row[0] for row in rows(signed(site, "小王").get("/board").text)] == ["小王"]
    assert [row[0] for row in rows(trainer.get(f"/board?group={group}").text)] == ["小王"]
    li.submit("/board/leave", leave="0")
    assert [row[0] for row in rows(signed(site, "小王").get("/board").text)] == ["小李", "小王"]


def test_nobody_sees_another_groups_board(site: Site, group: int) -> None:
    with archive.transaction(site.engine) as db:
        db.get(Group, group).board = True
        accounts.add_person(db, "小赵", "trainee", PASSWORD, NOW, one_time=False).group = Group(name="二组")
        accounts.add_person(db, "丙老师", "trainer", PASSWORD, NOW, one_time=False)
    for name in ("小赵", "丙老师"):
        page = signed(site, name).get(f"/board?group={group}").text
        assert "小李" not in page and "一组" not in page, name
    assert signed(site, "丙老师").post(f"/board/groups/{group}", data={}).status_code in (403, 404)


def test_progress_says_weeks_in_a_row_and_how_often_a_rule_was_kept(site: Site, group: int) -> None:
    for n, scenario in enumerate(list(site.scenarios)[:3]):
        kept_of(site, f"{n}" * 32)
        with archive.transaction(site.engine) as db:
            archive.find_call(db, f"{n}" * 32).scenario = scenario  # type: ignore[union-attr]
    page = signed(site, "小李").get("/progress").text
    assert "连续 <strong>1</strong> 周有练习" in page
    assert "最近考到的 4 次都做到" in page
