"""In a real browser, with everything running: a task is assigned, reminded of and done; people are told."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duilian import archive
from duilian.archive import accounts
from duilian.archive.models import Group
from tests.real.product import Product
from tests.real.speaker import GOOD
from tests.web.chromium import browser as browser
from tests.web.chromium import page as page
from tests.web.listener import Listener, listening
from tests.web.smtp_server import Letter, Mailbox, mail_server
from tests.web.test_browser import answered, say
from tests.web.test_browser_trainer import AXE, PASSWORD, sign_in

pytestmark = pytest.mark.slow
NOW = datetime.now(timezone.utc)
TRAINER, TRAINEE, BOSS = "孙老师", "小任", "任主任"


@pytest.fixture(scope="module")
def staff(served: Product) -> None:
    engine = archive.open_archive(served.database_url)
    with archive.transaction(engine) as db:
        group = Group(name="任务组")
        for name, role in ((TRAINER, "trainer"), (TRAINEE, "trainee"), (BOSS, "administrator")):
            person = accounts.add_person(db, name, role, PASSWORD, NOW, one_time=False)
            person.email = f"{role}@x.cn"
            person.group = group if role == "trainee" else None
            person.seen_groups = [group] if role == "trainer" else []
    engine.dispose()


@pytest.fixture()
def box() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


@pytest.fixture()
def robot() -> Iterator[Listener]:
    with listening() as made:
        made.reply = lambda path, headers, body: b'{"errcode":0,"errmsg":"ok"}'
        yield made


def arrived(box: Mailbox, count: int) -> Letter:
    """The last letter, once there are so many."""
    until = time.monotonic() + 20
    while len(box.letters) < count and time.monotonic() < until:
        time.sleep(0.1)
    assert len(box.letters) == count, [str(letter.message["Subject"]) for letter in box.letters]
    return box.letters[-1]


def told(robot: Listener, count: int) -> list[Any]:
    """What the robot was sent, once there is so much."""
    until = time.monotonic() + 20
    while len(robot.bodies) < count and time.monotonic() < until:
        time.sleep(0.1)
    return robot.bodies


def base_of(page: Page) -> str:
    return str(page.evaluate("location.origin"))


def again(page: Page, name: str) -> None:
    page.context.clear_cookies()
    sign_in(page, name)


def test_a_task_assigned_reminded_of_and_done(
    page: Page, staff: None, served: Product, box: Mailbox, robot: Listener
) -> None:
    home = f"http://127.0.0.1:{served.web}"
    again(page, BOSS)
    page.goto("/notices")
    page.locator("input[name=home]").fill(home)
    page.locator("form[action='/notices/settings'] button").click()
    expect(page.get_by_role("status")).to_have_text("已保存。")
    page.locator("input[name=host]").fill("localhost")
    page.locator("select[name=security]").select_option("none")
    page.locator("input[name=port]").fill(str(box.port))
    page.locator("input[name=sender]").fill("no-reply@x.cn")
    page.locator("form[action='/notices/mail'] button").click()
    expect(page.get_by_role("status")).to_have_text("已保存。")
    page.locator("form[action='/notices/mail-test'] button").click()
    expect(page.get_by_role("status")).to_have_text("测试消息已发出。")
    assert arrived(box, 1).to == "administrator@x.cn"

    again(page, TRAINER)
    page.goto("/notices")
    page.locator("input[name=url]").fill(f"{robot.url}/hook?key=geheim")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("status")).to_contain_text("群机器人已添加")
    expect(page.locator("main")).not_to_contain_text("geheim")

    page.goto("/assignments")
    page.get_by_role("link", name="布置新任务").click()
    page.get_by_label("任务名称").fill("练给出两个时间")
    page.get_by_label("小组、姓名、工号或部门").press_sequentially("小任")
    page.get_by_role("checkbox", name="小任").check()
    page.get_by_label("小组、姓名、工号或部门").fill("")
    expect(page.get_by_role("checkbox", name="小任")).to_be_checked()
    page.locator("details", has_text="电话约见").first.locator("summary").click()
    page.locator("input[value='first-call-logistics']").check()
    page.get_by_label("及格分").fill("1")
    page.get_by_role("button", name="布置", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("任务已布置。")
    task = page.url
    letter = arrived(box, 2)
    assert letter.to == "trainee@x.cn" and letter.message["Subject"] == "【对练】新任务：练给出两个时间"
    assert f"请打开：{home}/" in letter.text

    page.get_by_role("button", name=re.compile("提醒没完成的")).click()
    expect(page.get_by_role("status")).to_have_text("已提醒还没完成的人。")
    assert "请完成任务：练给出两个时间" in str(arrived(box, 3).message["Subject"])
    said = [body["text"]["content"] for body in told(robot, 2)]
    assert [one.partition("\n")[0] for one in said] == [
        "【对练】（给小任）新任务：练给出两个时间",
        "【对练】请完成任务：练给出两个时间",
    ]

    again(page, TRAINEE)
    page.goto(str(re.search(r"http://\S+", letter.text)[0]))  # type: ignore[index]
    card = page.locator("li.card", has_text="练给出两个时间")
    expect(card).to_contain_text("老师提醒您")
    card.get_by_role("button", name=re.compile("去练")).click()
    answered(page)
    page.set_default_timeout(60_000)  # on a machine that does much else a debrief takes its time
    for text in GOOD:
        say(page, text)
    page.wait_for_url(re.compile("/debrief$"))
    page.goto("/")
    expect(page.locator("summary", has_text="完成和已结束的任务")).to_be_visible()

    again(page, TRAINER)
    page.goto(task)
    expect(page.locator("tbody tr", has_text=TRAINEE)).to_contain_text("已完成")
    expect(page.locator("main")).to_contain_text("共 1 人：已完成 1")


def test_who_has_no_script_finds_people_by_the_button(page: Page, staff: None) -> None:
    again(page, TRAINER)
    browser = page.context.browser
    assert browser is not None
    kept = page.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, base_url=base_of(page), storage_state=kept)
    bare = plain.new_page()
    bare.goto("/assignments/new")
    bare.get_by_label("小组、姓名、工号或部门").fill("任务")
    bare.get_by_role("button", name="查找").click()
    bare.get_by_role("checkbox", name="任务组").check()
    bare.get_by_label("任务名称").fill("随便练")
    bare.get_by_label("或者从一类里任选").select_option("phone_appointment")
    bare.get_by_label("练几个").fill("2")
    bare.get_by_role("button", name="布置", exact=True).click()
    expect(bare.get_by_role("status")).to_have_text("任务已布置。")
    expect(bare.locator("main")).to_contain_text("任选 2 个场景")
    plain.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_no_serious_fault(page: Page, staff: None, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    found: dict[str, list[str]] = {}

    def look(path: str) -> None:
        if path:
            page.goto(path)
        page.evaluate(AXE)
        grave = [
            f"{v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        found.update({page.url: grave} if grave else {})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} wide"

    again(page, TRAINEE)
    for path in ("/", "/notices"):
        look(path)
    again(page, BOSS)
    look("/assignments")
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"/assignments/\d+$"))
    task = page.url
    page.locator("summary", has_text="延期").click()
    look("")
    look(f"{task}/edit")
    page.get_by_label("小组、姓名、工号或部门").press_sequentially("任")
    expect(page.get_by_role("checkbox", name="任务组")).to_be_visible()
    look("")
    for path in ("/assignments/new", "/notices", "/audit"):
        look(path)
    assert found == {}
