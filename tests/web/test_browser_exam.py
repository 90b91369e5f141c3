"""An exam in a real browser from its beginning to its result sheet, and its pages under axe and on paper."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import Page, expect

from duilian import archive
from duilian.archive import accounts
from duilian.archive.models import Group
from duilian.clock import CHINA
from tests.conftest import ROOT
from tests.real.product import Product
from tests.real.speaker import GOOD
from tests.web.chromium import browser as browser
from tests.web.chromium import page as page
from tests.web.test_browser import bubbles, say

pytestmark = pytest.mark.slow
PASSWORD = "an examiner's password"
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TRAINER, TRAINEE, ABSENT = "严老师", "小考", "小缺"
LOGISTICS = "物流公司老总"  # whom GOOD is said to


@pytest.fixture(scope="module")
def people(served: Product) -> None:
    """A trainer who sees all, and two trainees of 考试组."""
    engine, now = archive.open_archive(served.database_url), datetime.now(timezone.utc)
    with archive.transaction(engine) as db:
        group = Group(name="考试组")
        for name, role in ((TRAINER, "trainer"), (TRAINEE, "trainee"), (ABSENT, "trainee")):
            made = accounts.add_person(db, name, role, PASSWORD, now, one_time=False)
            made.all_groups = role == "trainer"
            made.group = group if role == "trainee" else None
    engine.dispose()


def sign_in(page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name=re.compile(name))).to_be_visible()


def in_china(**after: float) -> str:
    return f"{datetime.now(CHINA) + timedelta(**after):%Y-%m-%dT%H:%M}"


def set_exam(page: Page, title: str, starts: str, ends: str) -> str:
    """An exam of two calls for 考试组, set by who is signed in → its address."""
    page.goto("/exams")
    page.get_by_role("link", name="出一场考试").click()
    page.get_by_label("考试名称").fill(title)
    page.get_by_label("小组、姓名、工号或部门").fill("考试")
    page.get_by_role("checkbox", name="考试组 小组").check()  # found by typing
    options = page.locator("#scenarios option").evaluate_all("all => all.map(one => one.value)")
    first = next(one for one in options if LOGISTICS in one)
    page.get_by_label("第 1 通").fill(first)
    page.get_by_label("第 2 通", exact=True).fill(next(one for one in options if one != first))
    page.get_by_label("开始时间").fill(starts)
    page.get_by_label("结束时间").fill(ends)
    page.get_by_label("及格分").fill("10")
    page.get_by_role("button", name="出考试").click()
    page.wait_for_url(re.compile(r"/exams/\d+$"))
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    return page.url


def grave_faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{page.url} {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def test_an_exam_from_its_beginning_to_its_result_sheet(page: Page, people: None) -> None:
    faults: list[str] = []
    sign_in(page, TRAINER)
    page.goto("/exams/new")
    faults += grave_faults(page)
    later = set_exam(page, "下周考试", in_china(days=7, minutes=1), in_china(days=7, hours=2))
    faults += grave_faults(page)
    exam = set_exam(page, "今天考试", in_china(minutes=-1), in_china(hours=2))

    sign_in(page, TRAINEE)
    waits = page.locator("li.card", has_text="下周考试")
    expect(waits).to_contain_text(re.compile("还有 (7 天 0 小时|6 天 23 小时)开始"))
    faults += grave_faults(page)
    page.goto(f"{later}/room")
    expect(page.get_by_role("button", name=re.compile("开始"))).to_have_count(0)
    page.goto("/")
    page.get_by_role("link", name=re.compile("进入考场")).click()
    faults += grave_faults(page)
    expect(page.get_by_text("前面的考完才能开始")).to_be_visible()
    page.get_by_role("button", name=re.compile("开始")).click()
    expect(page.locator("deep-chat")).to_be_visible()
    page.locator("#pace").uncheck()
    expect(bubbles(page, "ai").first).to_be_visible()
    expect(page.locator("#left")).to_contain_text(re.compile("考试还有 1 小时 5[0-9] 分钟"))
    expect(page.locator("#hint")).to_have_count(0)
    faults += grave_faults(page)
    say(page, GOOD[0])
    call = page.url

    page.goto(f"{exam}/room")  # left, and gone on with
    page.get_by_role("button", name=re.compile("接着谈")).click()
    page.wait_for_url(call)
    expect(bubbles(page, "user")).to_have_text([GOOD[0]])
    for text in GOOD[1:]:
        say(page, text)
    page.wait_for_url(f"{exam}/room")
    expect(page.get_by_text("已考")).to_be_visible()
    page.goto(f"{call}/debrief")
    page.wait_for_url(f"{exam}/room")  # no score before the end
    page.get_by_role("button", name=re.compile("开始")).click()
    expect(bubbles(page, "ai").first).to_be_visible()

    trainer = page.context.browser.new_context(base_url=page.url.partition("/sessions")[0], locale="zh-CN")
    desk = trainer.new_page()
    sign_in(desk, TRAINER)
    desk.goto(exam)
    desk.locator("summary", has_text="提前结束").click()
    desk.get_by_role("button", name="确定结束").click()
    expect(desk.get_by_role("status")).to_contain_text("考试已结束")

    page.locator("deep-chat #text-input").fill("您好")
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("考试时间到")
    page.wait_for_url(f"{exam}/room", timeout=60_000)
    page.get_by_role("link", name="看成绩单").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").nth(1)).to_contain_text("时间到了，自动结束")
    expect(page.locator(".total .big")).to_contain_text(re.compile(r"\d"))
    faults += grave_faults(page)
    sheet = page.url

    desk.reload()
    expect(desk.locator("tbody tr", has_text=ABSENT)).to_contain_text("缺考")
    row = desk.locator("tbody tr", has_text=TRAINEE)
    expect(row.locator("a[href*='/review']")).to_have_count(2)
    faults += grave_faults(desk)
    trainer.close()

    page.goto(f"{sheet}/certificate")
    expect(page.get_by_role("heading", name="合格证")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for path in (f"{sheet}/certificate", sheet, f"{exam}/room", "/exams"):
            page.goto(path)
            faults += grave_faults(page)
    assert faults == []
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for path in (f"{sheet}/certificate", sheet, f"{exam}/room", "/exams", "/"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    page.goto(f"{sheet}/certificate")
    page.emulate_media(media="print", color_scheme="light")
    for hidden in (".bar", ".screen"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert len(page.pdf(format="A4")) > 5000 and page_count(page.pdf(format="A4")) == 1


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))
